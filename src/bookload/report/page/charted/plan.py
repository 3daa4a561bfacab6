"""The hiring plan drawn: the chance of enough cover by month, of each role and of all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts.plan import chance_of_cover
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.planning.plan.hiring import Cover, HiringPlan, Together


def charts(found: HiringPlan) -> tuple[Chart, ...]:
    """Return the chance of cover of each role, and of all roles together where there are several."""
    each = [
        _chart(role, [row for row in found.rows if row.role == role], float(found.cover))
        for role in found.roles
    ]
    if len(found.roles) > 1:
        each.append(_chart("all roles together", found.together, float(found.joint_cover)))
    return tuple(each)


def _chart(name: str, rows: Sequence[Cover] | Sequence[Together], level: float) -> Chart:
    words = name.replace("_", " ")
    last = rows[-1]
    said = (
        f"Chance of enough hours in {month_words(last.month)}: {last.chance:.0%} with the plan, "
        f"{last.without:.0%} without any hire; the level is {level:.0%}."
    )
    return drawn(
        "cover-" + name.replace(" ", "-").replace("_", "-"),
        f"Chance of cover: {words}",
        f"In colour with the plan, dashed without any hire; the level of {level:.0%} is the line across.",
        lambda width: chance_of_cover(
            rows, level, title=f"Chance of cover, {words}", description=said, width=width
        ),
    )
