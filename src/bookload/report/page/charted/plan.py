"""The hiring plan drawn: the chance of enough cover by month, of each role and of all together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.heads import MonthHeads, heads
from bookload.report.charts.plan import chance_of_cover
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.planning.plan.hiring import Cover, HiringPlan, Together


def charts(found: HiringPlan) -> tuple[Chart, ...]:
    """Return the heads of each role, needed and had, and the chances of cover: of each role, and of all."""
    each = [chart for role in found.roles if (chart := _heads(role, found)) is not None]
    each += [
        _chart(role, [row for row in found.rows if row.role == role], float(found.cover))
        for role in found.roles
    ]
    if len(found.roles) > 1:
        each.append(_chart("all roles together", found.together, float(found.joint_cover)))
    return tuple(each)


def _heads(role: str, found: HiringPlan) -> Chart | None:
    """Return the heads that a role needs and has; None where its hours ask for no heads."""
    rows = [row for row in found.rows if row.role == role]
    months = [
        MonthHeads(row.month, Fraction(row.have), Fraction(row.need.middle), row.need.low, row.need.high)
        for row in rows
        if row.need is not None and row.have is not None
    ]
    if not months:
        return None
    return heads_of(role, months)


def heads_of(role: str, months: Sequence[MonthHeads]) -> Chart:
    """Return the heads that a role needs and has by month, of a plan that is made now or was kept."""
    words, last = role.replace("_", " "), months[-1]
    said = (
        f"In {month_words(last.month)} {float(last.need or 0):,.1f} heads are needed "
        f"({last.low or 0:,.1f} to {last.high or 0:,.1f}), and {float(last.have):,.1f} are there with the "
        "hires of the plan."
    )
    return drawn(
        f"heads-{role.replace('_', '-')}",
        f"Heads needed and had: {words}",
        "The band holds what eight of ten futures need (P10 to P90), the mark in colour the middle; in ink "
        "who is there with the hires, as they ramp and as people leave. ESTIMATES.",
        lambda width: heads(months, title=f"Heads of {words}", description=said, width=width),
    )


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
