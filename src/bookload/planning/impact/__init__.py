"""What an intervention did to MRR: compared with accounts that it did not reach, with its interval."""

from bookload.planning.impact.contact import AccountContact, Contact, Lag, OwnerContact, contact
from bookload.planning.impact.doubts import Event
from bookload.planning.impact.impact import AccountPart, Impact, Impacts, Part, impact

__all__ = [
    "AccountContact",
    "AccountPart",
    "Contact",
    "Event",
    "Impact",
    "Impacts",
    "Lag",
    "OwnerContact",
    "Part",
    "contact",
    "impact",
]
