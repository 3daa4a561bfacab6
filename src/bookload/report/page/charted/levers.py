"""Levers drawn: hours freed against cost, and each lever alone over its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts.levers import Bought, Swing, frontier, tornado
from bookload.report.figures import number, units
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.planning.plan.levers import LeverPlan

SHOWN = 12
"""Levers of the tornado, those that free most."""


def charts(found: LeverPlan, currency: str) -> tuple[Chart, ...]:
    """Return the frontier, and the tornado of the levers that free anything alone."""
    alone = [each for each in found.alone if each.freed > 0][:SHOWN]
    return (_frontier(found, currency), *((_tornado(found),) if alone else ()))


def _frontier(found: LeverPlan, currency: str) -> Chart:
    points = [Bought(each.cost, each.freed, chosen=each.cost == found.cost) for each in found.frontier]
    said = (
        f"The proposed set frees {number(found.freed, 0)} hours for {units(found.cost, currency)} "
        f"{currency}; all that there is frees {number(max(each.freed for each in found.frontier), 0)}."
    )
    return drawn(
        "frontier",
        f"Hours freed against cost, {currency}",
        f"{said} Between two points more money frees no more.",
        lambda width: frontier(points, title="Hours freed against cost", description=said, width=width),
    )


def _tornado(found: LeverPlan) -> Chart:
    swings = [
        Swing(each.lever.name, each.low, each.freed, each.high, each.allowed)
        for each in found.alone
        if each.freed > 0
    ][:SHOWN]
    said = "; ".join(f"{each.name} {number(each.likely, 0)}" for each in swings)
    return drawn(
        "tornado",
        "One lever at a time",
        "Hours that each frees alone, from the low to the high end of its effect. Hollow: it would lower "
        "experience or overload somebody by itself.",
        lambda width: tornado(
            swings, title="Hours freed by each lever alone", description=f"{said}.", width=width
        ),
    )
