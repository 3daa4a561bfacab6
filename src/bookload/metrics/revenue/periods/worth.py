"""What a price is worth a year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import ibis

from bookload.base.money import MICROS, MINOR_UNITS
from bookload.data.engine import half_away, whole
from bookload.data.tables import contract
from bookload.metrics.revenue.monthly import MONTHS_A_YEAR

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.documents import Policy

QUANTITY_ONE = 10**4
FOUR_PLACES = 4
USUAL_PLACES = 2


def times_a_year(policy: Policy) -> dict[str, Fraction]:
    """Return how many of each interval a year has: by convention a week is 52/12 of a month."""
    revenue = policy.revenue
    return {
        "day": Fraction(revenue.days_a_year),
        "week": Fraction(revenue.weeks_a_year),
        "month": Fraction(MONTHS_A_YEAR),
        "quarter": Fraction(4),
        "year": Fraction(1),
    }


def price(rows: ir.Table) -> tuple[ir.DecimalValue, ir.DecimalValue]:
    """Return what a row costs per payment, amount, else unit_amount x quantity, and its units per micro.

    An amount is in micros; a product is in micros x 10^4. Short numbers divide faster than long ones.
    """
    stated = rows.amount.notnull()
    return (
        ibis.cases((stated, whole(rows.amount)), else_=whole(rows.unit_amount) * whole(rows.quantity)),
        ibis.cases((stated, whole(1)), else_=whole(QUANTITY_ONE)),
    )


def a_year(rows: ir.Table, policy: Policy) -> tuple[ir.DecimalValue, ir.DecimalValue]:
    """Return by what a payment is multiplied, and divided, to be a year's worth.

    By the intervals that a year has, and by interval_count. An `interval` that is none of the five
    gives null, and so does all that is made from it, which `conversion` refuses.
    """
    times = times_a_year(policy)
    count = rows.interval_count.fill_null(int(contract("subscriptions")["interval_count"].default))
    parts = ibis.cases(*((rows.interval == name, whole(each.numerator)) for name, each in times.items()))
    odd = [(name, each.denominator) for name, each in times.items() if each.denominator > 1]
    over = [(rows.interval == name, whole(count) * whole(denominator)) for name, denominator in odd]
    return parts, ibis.cases(*over, else_=whole(count)) if over else whole(count)


def rounded(
    numerator: ir.DecimalValue, denominator: ir.DecimalValue, currency: ir.StringValue, policy: Policy
) -> ir.DecimalValue:
    """Return numerator / denominator (micros a year) as `annual`, rounded once, half away from zero.

    To a whole micro a year; or, by the switch `rounding`, such that the twelfth of it has the currency's
    minor units (JPY 0, KWD 3), or four decimal places.
    """
    kind = policy.revenue.rounding
    if kind == "none":
        return half_away(numerator, denominator)
    step = whole(10 ** (6 - FOUR_PLACES)) if kind == "four_places" else _minor_unit(currency)
    step = step * whole(MONTHS_A_YEAR)
    return half_away(numerator, denominator * step) * step


def _minor_unit(currency: ir.StringValue) -> ir.DecimalValue:
    """Return the smallest amount of a currency, in micros."""
    unusual = sorted({places for places in MINOR_UNITS.values() if places != USUAL_PLACES})
    codes = {places: [code for code, its in MINOR_UNITS.items() if its == places] for places in unusual}
    cases = [(currency.isin(codes[places]), whole(MICROS // 10**places)) for places in unusual]
    return ibis.cases(*cases, else_=whole(MICROS // 10**USUAL_PLACES))
