"""The CSM count: every head, what it counts for, and why those count nothing that do not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.period import Month
from bookload.metrics.ratios.uncounted import uncounted_owners
from bookload.metrics.team.eligibility import eligible
from bookload.metrics.team.people import staff
from bookload.report.document import arr_text
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.team.people import Staff

DEFINITION = (
    "The customer success managers on the day: FTE of everybody in a CSM role who is employed, ramped and "
    "not "
    "on long leave. Who supervises does not count."
)


def csms(reader: Reader, subject: str | None) -> Explanation:
    """Return the CSM count opened into heads; names of persons need the right to them."""
    team = staff(reader)
    heads = [
        head
        for head in eligible(team, reader.as_of, reader.policy).values()
        if head.reason != "not_employed" and subject in (None, head.person_id)
    ]
    total = sum((head.counted for head in heads), Fraction(0))
    roles = ", ".join(reader.policy.team.csm_roles)
    step = Step(
        text=(
            f"{len(heads)} people employed on {reader.as_of}; {roles} count, "
            f"ramping ones by '{reader.policy.team.ratio_ramp}'"
        ),
        columns=("person_id", "name", "role", "fte", "counts", "why not"),
        rows=tuple(
            (
                head.person_id,
                team.people[head.person_id].name,
                head.role,
                number(Fraction(head.fte, 10_000), 2),
                number(head.counted, 2),
                head.why,
            )
            for head in sorted(heads, key=lambda head: (-head.counted, head.person_id))
        ),
        source="positions" if reader.has("positions") else "people",
        total=number(total, 2),
        needs=frozenset({Right.PERSON_NAMES}),
    )
    owners = _owners(reader, team, subject)
    steps = (step, owners) if owners.rows else (step,)
    return Explanation("csms", subject, number(total, 2), DEFINITION, "Σ FTE × eligible × ratio ramp", steps)


def _owners(reader: Reader, team: Staff, subject: str | None) -> Step:
    """Return who owns accounts and counts for nothing, leavers too; none for a reader of one book."""
    found = uncounted_owners(reader, Month.of(reader.as_of)) if reader.access.sees_all_rows else ()
    owners = [each for each in found if subject in (None, each.head.person_id)]
    return Step(
        text="Own accounts and count for nothing: neither they nor this ARR are in covered",
        columns=("person_id", "name", "role", "accounts", "arr", "why not"),
        rows=tuple(
            (
                each.head.person_id,
                team.people[each.head.person_id].name,
                each.head.role,
                number(each.accounts, 2),
                arr_text(each.arr),
                each.head.why,
            )
            for each in owners
        ),
        source="ownership",
        total=arr_text(sum(each.arr for each in owners)),
        needs=frozenset({Right.PERSON_NAMES}),
    )
