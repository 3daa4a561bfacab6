"""Charts: Vega-Lite specifications, and the SVG that they become without a browser."""

from bookload.report.charts.bridge import Bar, bridge, starts_at
from bookload.report.charts.cohorts import Cell, cohort_heatmap
from bookload.report.charts.drawing import Drawing
from bookload.report.charts.heads import MonthHeads, heads
from bookload.report.charts.palette import CONCRETE, THEMED, Palette
from bookload.report.charts.trend import Level, Point, trend

__all__ = [
    "CONCRETE",
    "THEMED",
    "Bar",
    "Cell",
    "Drawing",
    "Level",
    "MonthHeads",
    "Palette",
    "Point",
    "bridge",
    "cohort_heatmap",
    "heads",
    "starts_at",
    "trend",
]
