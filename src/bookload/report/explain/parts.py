"""Parts as they are shown such that they add up to the whole."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from bookload.base.money import half_away, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence


def adding_up(parts: Sequence[Fraction | None], places: int) -> tuple[str | None, ...]:
    """Return each part with so many decimals; those shown sum to their sum as it is shown, to the last digit.

    All are rounded down, and those that lost most by it up again, until they add up (Hamilton's largest
    remainders): none is off by a whole unit of its last digit. None, which is not known, stays n/a and is no
    part of the sum.
    """
    known = {place: part * 10**places for place, part in enumerate(parts) if part is not None}
    shown = {place: floor(part) for place, part in known.items()}
    whole = sum(known.values(), Fraction(0))
    rest = half_away(whole.numerator, whole.denominator) - sum(shown.values())
    lost = sorted(known, key=lambda place: (shown[place] - known[place], -abs(known[place]), place))
    for place in lost[:rest]:
        shown[place] += 1
    return tuple(
        f"{scaled(shown[place], places):,f}" if place in shown else None for place in range(len(parts))
    )
