"""Scenarios drawn: the CSMs that each needs within those that it has, beside the company as it is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.within import Taken, within
from bookload.report.figures import number
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.planning.plan.scenarios import Comparison
    from bookload.planning.plan.scenarios.figures import Figures

AS_IT_IS = "as it is"


def charts(found: Comparison) -> tuple[Chart, ...]:
    """Return the heads of each scenario; none where they are not known."""
    sides = [(AS_IT_IS, found.base)]
    sides += [(each.name, {row.figure: row.value for row in each.differences}) for each in found.scenarios]
    rows = [row for name, figures in sides if (row := _row(name, figures)) is not None]
    if not rows:
        return ()
    said = "; ".join(f"{row.name} {row.shown}" for row in rows)
    return (
        drawn(
            "scenario-heads",
            "CSMs needed within CSMs there",
            f"Means over the {found.months} months. The wide bar is what the CSMs there can carry, the "
            "narrow one those that the work needs.",
            lambda width: within(rows, title="CSMs needed and there", description=f"{said}.", width=width),
        ),
    )


def _row(name: str, figures: Figures) -> Taken | None:
    need, there = figures.get("need"), figures.get("there")
    if need is None or there is None:
        return None
    return Taken(name, Fraction(there), Fraction(need), f"{number(need, 1)} of {number(there, 1)}")
