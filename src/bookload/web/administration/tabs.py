"""The parts of Settings that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass

from bookload.web.people.duties import AUDIT, DOCUMENTS, PEOPLE
from bookload.web.routes import EVERY_ROLE


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of Settings: where it is, its word, and the roles that it is for."""

    path: str
    title: str
    roles: frozenset[str] = EVERY_ROLE


TABS = (
    Tab("/settings", "Yourself"),
    Tab("/settings/digest", "Monday digest"),
    Tab("/settings/people", "People and rights", PEOPLE),
    Tab("/settings/sign-on", "Single sign-on", PEOPLE),
    Tab("/settings/documents", "Policy and documents", DOCUMENTS),
    Tab("/settings/mail", "Mail", PEOPLE),
    Tab("/settings/webhooks", "Webhooks", PEOPLE),
    Tab("/settings/audit", "Audit log", AUDIT),
)


def tabs_of(role: str) -> tuple[Tab, ...]:
    """Return the parts that a role sees."""
    return tuple(tab for tab in TABS if role in tab.roles)
