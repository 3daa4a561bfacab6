"""Who counts as a CSM on the day of the report, and why the others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.money import SHARE_ONE
from bookload.metrics.team.eligibility import Reason, eligible
from bookload.metrics.team.people import staff

if TYPE_CHECKING:
    from bookload.data.reader import Reader


BRIEFLY: Mapping[Reason, str] = {
    "not_employed": "not employed",
    "no_position": "without a position",
    "supervises": "supervising",
    "other_role": "in other roles",
    "no_fte": "without hours",
    "long_leave": "on long leave",
    "ramping": "not ramped yet",
}
"""Why somebody is not counted, after a number of people."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody employed on the day: FTE, what they count for, and why nothing where that is 0."""

    person_id: str
    name: str
    role: str | None
    team: str | None
    fte: Fraction
    counts: Fraction
    why_not: str


@dataclass(frozen=True)
class Team:
    """The CSM count, how many people it is, and how many are left out, by why in a few words.

    `members` is None for readers without the right to names.
    """

    csms: Fraction
    counted: int
    left_out: tuple[tuple[str, int], ...]
    members: tuple[Member, ...] | None


def team(reader: Reader) -> Team:
    """Return the team on the day of `as_of`: those who count first, then by role and name."""
    people = staff(reader).people
    heads = [
        head
        for head in eligible(staff(reader), reader.as_of, reader.policy).values()
        if head.reason != "not_employed"
    ]
    left_out = Counter(BRIEFLY[head.reason] for head in heads if head.reason)
    members = [
        Member(
            person_id=head.person_id,
            name=people[head.person_id].name or head.person_id,
            role=head.role,
            team=head.team,
            fte=Fraction(head.fte, SHARE_ONE),
            counts=head.counted,
            why_not=head.why,
        )
        for head in heads
    ]
    members.sort(key=lambda each: (each.counts == 0, each.role or "", each.name))
    return Team(
        csms=sum((head.counted for head in heads), Fraction(0)),
        counted=sum(1 for head in heads if not head.reason),
        left_out=tuple(left_out.most_common()),
        members=tuple(members) if reader.access.allows(Right.PERSON_NAMES) else None,
    )
