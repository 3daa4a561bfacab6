"""Where the hours go, drawn: accounts by revenue and time, and the curve of time over revenue."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.metrics.effort.against import placed
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR
from bookload.report.charts.against import Spot, time_against_revenue
from bookload.report.charts.lorenz import SIDE, lorenz_curve
from bookload.report.figures import number, percent
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.effort.against import Against
    from bookload.metrics.effort.effort import Effort
    from bookload.metrics.effort.lorenz import Lorenz

SPOTS = 2_000
"""Accounts near the line that are drawn, at most; all that are far from it are."""


def charts(reader: Reader, found: Effort) -> tuple[Chart, ...]:
    """Return the charts of time against revenue; none without a whole month or the right to people's time."""
    against = found.hours.against if found.hours else None
    if against is None:
        return ()
    curve = against.lorenz
    return (_spots(reader, against), *((_curve(curve),) if curve else ()))


def _spots(reader: Reader, against: Against) -> Chart:
    far = {each.account_id for each in against.far}
    accounts = placed(reader, against.months)
    near = [each for each in accounts if each.account_id not in far]
    every = -(-len(near) // SPOTS) or 1
    shown = [*near[::every], *(each for each in accounts if each.account_id in far)]
    spots = [
        Spot(each.account_id, each.arr / QUANTA, each.hours, far=each.account_id in far) for each in shown
    ]
    hours = Fraction(against.minutes, MINUTE_ONE * MINUTES_AN_HOUR)
    line = hours * QUANTA / against.revenue if against.revenue else Fraction(0)
    above = sum(each.far == "above" for each in against.far)
    said = f"{against.accounts:,} accounts; {above} are far above the line, {len(far) - above} far below."
    note = "A point an account; those far from the line are filled. The line is the same hours for each unit."
    if every > 1:
        note += f" Of those near it one in {every} is drawn."
    return drawn(
        "spots",
        "Time against revenue",
        note,
        lambda width: time_against_revenue(
            spots, line, title="Hours a month against ARR", description=said, width=width
        ),
    )


def _curve(curve: Lorenz) -> Chart:
    half = next((time for revenue, time in curve.points if revenue >= Fraction(1, 2)), Fraction(1))
    said = (
        f"The half of the revenue that time follows least takes {percent(half, 0)} of the time; Gini "
        f"{number(curve.gini, 2)}."
    )
    return drawn(
        "lorenz",
        "Time over revenue",
        f"{said} Where time follows revenue, the curve is the dashed line and Gini 0.",
        lambda _: lorenz_curve(curve.points, title="Lorenz curve of time over revenue", description=said),
        wide=SIDE,
    )
