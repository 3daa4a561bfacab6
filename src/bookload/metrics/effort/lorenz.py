"""The Lorenz curve of time over revenue, and its Gini.

Accounts stand in the order of minutes per unit of revenue; the curve runs from (0, 0) to (1, 1), each account
adding its share of the revenue across and its share of the time upwards. Where time follows revenue it is the
diagonal. Gini is twice the area between them, which is the textbook's mean difference with revenue as weight:

    G = sum over i, j of |t_i r_j - t_j r_i| / (2 T R)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TypeAlias

POINTS = 100

Rational: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Lorenz:
    """The curve as shares (of revenue, of time), at about a hundred points, and the Gini; exact shares."""

    points: tuple[tuple[Fraction, Fraction], ...]
    gini: Fraction


def lorenz(pairs: Sequence[tuple[int, int]]) -> Lorenz | None:
    """Return the curve of pairs (revenue, time), revenue above 0 and time not below; None for no time.

    Raises `ValueError` for revenue of 0 or less: such accounts have no place on the curve.
    """
    if any(revenue <= 0 or time < 0 for revenue, time in pairs):
        raise ValueError("accounts without revenue have no place on the curve; leave them out and show them")
    all_revenue, all_time = sum(revenue for revenue, _ in pairs), sum(time for _, time in pairs)
    if not all_revenue or not all_time:
        return None
    curve = [(0, 0)]
    for revenue, time in (pairs[place] for place in by_ratio(pairs)):
        curve.append((curve[-1][0] + revenue, curve[-1][1] + time))
    below = sum((x - w) * (y + v) for (w, v), (x, y) in pairwise(curve))
    step = max(1, len(pairs) // POINTS)
    kept = [*curve[:-1:step], curve[-1]]
    return Lorenz(
        tuple((Fraction(x, all_revenue), Fraction(y, all_time)) for x, y in kept),
        1 - Fraction(below, all_revenue * all_time),
    )


def by_ratio(pairs: Sequence[tuple[Rational, Rational]]) -> list[int]:
    """Return the places of pairs (revenue, time), revenue above 0, in the exact order of time / revenue.

    Python rounds that division without breaking its order.
    """
    rising = sorted(range(len(pairs)), key=lambda place: pairs[place][1] / pairs[place][0])
    found: list[int] = []
    for _, alike in groupby(rising, key=lambda place: pairs[place][1] / pairs[place][0]):
        found += sorted(alike, key=lambda place: Fraction(pairs[place][1], pairs[place][0]))
    return found
