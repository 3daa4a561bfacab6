"""The CSM count: every head, what it counts for, and why those count nothing that do not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.metrics.team.eligibility import eligible
from bookload.metrics.team.people import staff
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number

if TYPE_CHECKING:
    from bookload.data.reader import Reader

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
    return Explanation(
        "csms", subject, number(total, 2), DEFINITION, "Σ FTE × eligible × ratio ramp", (step,)
    )
