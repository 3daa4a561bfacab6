"""Why two figures of the same month differ: a bridge of causes that adds up exactly, each with its rows."""

from bookload.metrics.revenue.reconcile.bridge import CURRENT, Bridge, Cause, between, profile_switches
from bookload.metrics.revenue.reconcile.comparison import Comparison, Found, Reconciled, Suggestion, against
from bookload.metrics.revenue.reconcile.figures import Figures, Measure
from bookload.metrics.revenue.reconcile.said import figure, from_file, rates_of

__all__ = [
    "CURRENT",
    "Bridge",
    "Cause",
    "Comparison",
    "Figures",
    "Found",
    "Measure",
    "Reconciled",
    "Suggestion",
    "against",
    "between",
    "figure",
    "from_file",
    "profile_switches",
    "rates_of",
]
