"""Whether somebody is asked for more than a password: for a code, or for a passkey."""

from __future__ import annotations

from bookload.web.people import codes, passkeys
from bookload.web.people.models import Person


def asked_for(person: Person) -> bool:
    """Return whether somebody has a second factor: a device of codes, or a passkey of whichever host."""
    return codes.asked_for(person) or passkeys.held(person)


def removed(person: Person) -> None:
    """Take all second factors of somebody away, their recovery codes with them."""
    person.passkeys.all().delete()
    codes.removed(person)


def spare_codes_begun(person: Person) -> tuple[str, ...]:
    """Return ten codes for the day the device is lost, where somebody has none yet; none where they have."""
    return () if codes.spare_left(person) else codes.spare_codes(person)


def without_passkey(person: Person) -> None:
    """Take the recovery codes away from somebody who has nothing left that they stand in for."""
    if not asked_for(person):
        codes.removed(person)
