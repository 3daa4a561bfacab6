"""What a digest may hold: what its recipient may see, and never pay, for mail lies about in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookload.base.access import ROLES, Access
from bookload.base.errors import UsageError, unknown
from bookload.web.people.duties import PAY, PEOPLE
from bookload.web.people.models import LIMITED, Person

FIGURES = "figures"
"""The audience that sees sums alone: no account, no person."""

AUDIENCES: Mapping[str, str] = {
    FIGURES: "sums alone, no names of accounts or people",
    **{role: f"what role {role} sees, without pay" for role in reversed([*ROLES]) if role not in LIMITED},
}
"""Whose rights a room may have; a room is nobody, so it has nobody's own book."""


def of_person(person: Person) -> Access:
    """Return what somebody's own digest may hold now: their rows and fields, without pay."""
    return replace(person.access, rights=person.access.rights - PAY)


def of_audience(audience: str) -> Access:
    """Return what a room may see; that of sums alone sees rows to add up, and shows none."""
    found = Access.of("board" if audience == FIGURES else audience)
    return replace(found, rights=found.rights - PAY)


def may_address(maker: Person, audience: str) -> bool:
    """Return whether a room of somebody's may be told what an audience sees: no more than they see."""
    return (
        maker.is_active
        and maker.role in PEOPLE
        and audience in AUDIENCES
        and of_audience(audience).rights <= maker.access.rights
    )


def demand_audience(maker: Person, audience: str) -> None:
    """Raise `UsageError` for an audience that there is none of, or that sees more than who makes the room."""
    if audience not in AUDIENCES:
        raise unknown("audience", audience, AUDIENCES)
    if not may_address(maker, audience):
        raise UsageError(f"the audience '{audience}' sees more than you do; an owner can make such a room")
