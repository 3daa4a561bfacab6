"""Why two figures of the same month differ: a bridge of causes that adds up exactly, each with its rows."""

from bookload.metrics.revenue.reconcile.bridge import CURRENT, Bridge, Cause, between
from bookload.metrics.revenue.reconcile.figures import Figures, Measure

__all__ = ["CURRENT", "Bridge", "Cause", "Figures", "Measure", "between"]
