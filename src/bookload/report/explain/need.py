"""Required heads: the hours that the journey asks for, divided by what one standard head can take on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.period import Month
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import capacity
from bookload.report.explain.asked import opened_hours
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number

if TYPE_CHECKING:
    from bookload.data.reader import Reader

DEFINITION = (
    "The CSMs that the work asks for: the hours of the journey in the month, divided by the hours that one "
    "ramped person can plan with; or more, where the number of relationships that one person can hold binds."
)
FORMULA = "need = max(hours asked / plannable hours of a head, Σ named accounts / cap of their touch model)"


def need(reader: Reader, subject: str | None) -> Explanation:
    """Return the required CSMs of the month of `as_of`; `subject` narrows the hours to one account."""
    month, role = Month.of(reader.as_of), role_word(reader.policy.revenue.revenue_role)
    found = capacity(reader, 0)
    row = found.row(month, role)
    if row is None:
        return Explanation("need", subject, None, DEFINITION, FORMULA, (Step("n/a: the month is not known"),))
    standard = found.standard[month]
    heads = Step(
        f"One standard head can plan with {number(standard.plannable)} hours in {month}: "
        f"{number(row.demand_hours)} / "
        f"{number(standard.plannable)} = {number(row.need_by_hours, 2)} heads by hours, "
        f"{number(row.need_by_accounts, 2)} "
        f"by the cap on accounts; {row.binding} binds" + ("; the hours are ASSUMED" if row.assumed else ""),
        total=number(row.need, 2),
    )
    return Explanation(
        "need",
        subject,
        number(row.need, 2),
        DEFINITION,
        FORMULA,
        (*opened_hours(found.demand, month, role, subject), heads),
    )
