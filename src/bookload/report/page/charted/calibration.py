"""Calibration drawn: what each activity's minutes are learnt to be, against what the journey says."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.levers import Swing, tornado
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.planning.journey.calibration import Calibration

SHOWN = 16
"""Activities that are drawn, those first whose minutes are furthest from the journey's."""


def charts(found: Calibration) -> tuple[Chart, ...]:
    """Return the minutes that were learnt; none where nothing was."""
    learnt = [
        (row, row.learnt.band) for row in found.activities if row.learnt is not None and row.was.likely > 0
    ]
    if not learnt:
        return ()
    learnt.sort(key=lambda each: (-abs(each[1].likely / each[0].was.likely - 1.0), each[0].number))
    swings = [
        Swing(row.activity, band.low, Fraction(band.likely), band.high, True, Fraction(row.was.likely))  # noqa: FBT003
        for row, band in learnt[:SHOWN]
    ]
    said = "; ".join(
        f"{row.activity} {band.likely:.0f} learnt, {row.was.likely:.0f} in the journey"
        for row, band in learnt[:SHOWN]
    )
    few = f" The {SHOWN} of {len(learnt)} that are furthest off." if len(learnt) > SHOWN else ""
    return (
        drawn(
            "learnt",
            "Minutes learnt and assumed",
            "In colour what the log tells of a delivery's mean (P10, mode, P90: estimates), in ink the "
            f"minutes that journey.toml has as likely.{few}",
            lambda width: tornado(
                swings, title="Minutes of activities, learnt and assumed", description=f"{said}.", width=width
            ),
        ),
    )
