"""The built-in exchange rates, as the checks of given ones ask for them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.metrics.revenue.rates.exchange import built_in

if TYPE_CHECKING:
    from bookload.data.tables.checks import BuiltInRate


def built_in_rates(currency: str) -> BuiltInRate:
    """Return how many units of a currency one unit of the workspace's buys on a day; None where not known."""

    def rate(code: str, day: date) -> Fraction | None:
        known = built_in(currency, code, day)
        return known.value if known else None

    return rate
