"""Lengths and labels of axes: geometry and display, never a figure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from bookload.base.money import half_away, scaled
from bookload.base.period import Month

UNITS = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
STEPS = (1, 2, 5, 10)
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short(value: Fraction, digits: int = 3) -> str:
    """Return a number in a few digits: `1.97M`, `190k`; rounded half away from zero, for labels alone."""
    size = next(((unit, sign) for unit, sign in UNITS if abs(value) >= unit), (1, ""))
    small = value / size[0]
    places = max(0, digits - len(str(int(abs(small)))))
    rounded = scaled(half_away(small.numerator * 10**places, small.denominator), places)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + size[1]


def ticks(low: Fraction, high: Fraction, most: int = 5) -> list[float]:
    """Return the round values of an axis, the first at or below `low` and the last at or above `high`."""
    span = high - low or Fraction(1)
    power = Fraction(10) ** (len(str(int(span))) - 1 if span >= 1 else 0)
    step = next(
        power * small * step
        for small in (Fraction(1, 10), Fraction(1), Fraction(10))
        for step in STEPS[:-1]
        if span / (power * small * step) <= most
    )
    first, last = low // step, -(-high // step)
    return [float(number * step) for number in range(first, last + 1)]


def value_labels(values: Iterable[float]) -> str:
    """Return the expression that labels an axis in a few digits; `values` are those it has labels at."""
    labels = {
        f"{value:.0f}" if value.is_integer() else repr(value): short(Fraction(value)) for value in values
    }
    return f"{json.dumps(labels)}[datum.value]"


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return places moved apart such that none is nearer to the next than `gap`, in the order given."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + gap)
    excess = (max(moved) - max(places)) / 2 if moved else 0
    return [place - excess for place in moved] if excess else moved


def month_labels(months: Iterable[Month]) -> dict[str, list[str]]:
    """Return the label of each month: its short name, with the year under the first and every January."""
    labels = {}
    for place, month in enumerate(months):
        name = SHORT[month.number - 1]
        labels[str(month)] = [name, str(month.year)] if place == 0 or month.number == 1 else [name]
    return labels


def lengths(values: Sequence[Fraction | None]) -> tuple[int | None, ...]:
    """Return each value's length as a percentage of the longest, for bars beside figures; None has no bar."""
    longest = max((abs(value) for value in values if value is not None), default=Fraction(0))
    return tuple(
        None
        if value is None or not longest
        else half_away(
            abs(value).numerator * 100 * longest.denominator, abs(value).denominator * longest.numerator
        )
        for value in values
    )
