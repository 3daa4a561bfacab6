"""Who counts as a CSM on a day, by how much, and why somebody counts for nothing.

    CSM count = sum over people of FTE x eligible x ratio ramp

Eligible are those employed that day, in one of the policy's `csm_roles`, and not on long leave: an absence
(those that touch joined) that covers the day and lasts `long_leave_days` or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from bookload.base.money import SHARE_ONE
from bookload.data.documents import Policy
from bookload.data.documents.policy import Team
from bookload.metrics.team.people import Person, Position, Staff, role_word
from bookload.metrics.team.ramp import csm_roles, ratio_ramp

Reason = Literal["not_employed", "no_position", "supervises", "other_role", "no_fte", "long_leave", "ramping"]
WORDS: Mapping[Reason, str] = MappingProxyType(
    {
        "not_employed": "not employed on that day",
        "no_position": "no position known on that day",
        "supervises": "supervises: the role is among the policy's team.supervising_roles",
        "other_role": "the role is not among the policy's team.csm_roles",
        "no_fte": "no hours: the position's FTE is 0",
        "long_leave": "on long leave: away for the policy's team.long_leave_days or more",
        "ramping": "not ramped yet (policy team.ratio_ramp)",
    }
)
"""Why a head counts 0, as `explain` says it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What one person counts for on a day.

    `fte` is x 10^4. `eligible` says whether they count at all, ramp aside; `counted` is
    FTE x eligible x ratio ramp; `reason` is None unless `counted` is 0.
    """

    person_id: str
    role: str | None
    team: str | None
    fte: int
    eligible: bool
    ramp: Fraction
    counted: Fraction
    reason: Reason | None

    @property
    def why(self) -> str:
        """The reason in words; empty for somebody who counts."""
        return WORDS[self.reason] if self.reason else ""


def eligible(staff: Staff, day: date, policy: Policy) -> dict[str, Head]:
    """Return everybody as a head on a day, by person; who counts 0 carries the reason."""
    return {person_id: head(person, day, policy.team) for person_id, person in staff.people.items()}


def csm_count(staff: Staff, day: date, policy: Policy) -> Fraction:
    """Return the CSM count on a day, in heads of full time."""
    return sum((each.counted for each in eligible(staff, day, policy).values()), Fraction(0))


def head(person: Person, day: date, team: Team) -> Head:
    """Return one person as a head on a day."""
    position = person.position(day)
    reason = _barred(person, position, day, team)
    fte = position.fte if position else 0
    ramp = Fraction(0) if reason else ratio_ramp(person, day, team)
    return Head(
        person_id=person.person_id,
        role=position.role if position else None,
        team=position.team if position else None,
        fte=fte,
        eligible=reason is None,
        ramp=ramp,
        counted=Fraction(fte, SHARE_ONE) * ramp,
        reason="ramping" if reason is None and not ramp else reason,
    )


def _barred(person: Person, position: Position | None, day: date, team: Team) -> Reason | None:
    """Return why somebody is not eligible, the plainest reason first."""
    if not person.employed(day):
        return "not_employed"
    if position is None:
        return "no_position"
    if position.role not in csm_roles(team):
        supervising = map(role_word, team.supervising_roles)
        return "supervises" if position.role in supervising else "other_role"
    if position.fte == 0:
        return "no_fte"
    return "long_leave" if on_long_leave(person, day, team.long_leave_days) else None


def on_long_leave(person: Person, day: date, days: int) -> bool:
    """Return whether somebody is away on a day for so many days or more."""
    return any(start <= day < end and (end - start).days >= days for start, end in person.away)
