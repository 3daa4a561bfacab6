"""What a row is worth a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import half_away, whole
from bookload.data.tables import contract

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERIODS_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""How many intervals a year has: the vendors' convention, under which a week is 52/12 of a month."""

QUANTITY_ONE = 10**4


def annual(rows: ir.Table) -> ir.DecimalValue:
    """Return what a subscription's row is worth a year, in micros: rounded once, half away from zero.

    amount (or unit_amount x quantity) x intervals a year / interval_count. An `interval` that is
    none of the five gives null, which `conversion` refuses.
    """
    price = ibis.cases(
        (rows.amount.notnull(), whole(rows.amount) * whole(QUANTITY_ONE)),
        else_=whole(rows.unit_amount) * whole(rows.quantity),
    )
    count = rows.interval_count.fill_null(int(contract("subscriptions")["interval_count"].default))
    times = ibis.cases(*((rows.interval == name, whole(count)) for name, count in PERIODS_A_YEAR.items()))
    return half_away(price * times, whole(count) * whole(QUANTITY_ONE))
