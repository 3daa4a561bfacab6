"""How estimates of an effect are written: shares with their sign, intervals, chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.planning.impact import Part

NOTHING = "0.0%"


def share(value: float | None) -> str | None:
    """Return an estimate as a signed percentage, nothing without a sign; None stays n/a."""
    if value is None:
        return None
    shown = f"{value:+.1%}"
    return NOTHING if shown[1:] == NOTHING else shown


def chance(value: float | None) -> str | None:
    """Return a probability to three places; None stays n/a."""
    return None if value is None else f"{value:.3f}"


def size(value: float | None) -> str | None:
    """Return a size as a percentage without a sign; None stays n/a."""
    return None if value is None else f"{value:.1%}"


def times(value: float | None) -> str | None:
    """Return how many times to one place; None stays n/a."""
    return None if value is None else f"{value:.1f}"


def between(low: float | None, high: float | None) -> str | None:
    """Return an interval of signed percentages; None where an end is not known."""
    return None if low is None or high is None else f"{share(low)} to {share(high)}"


def interval(each: Part | None) -> str | None:
    """Return the interval of an estimate; None where there is none."""
    return None if each is None else between(each.low, each.high)
