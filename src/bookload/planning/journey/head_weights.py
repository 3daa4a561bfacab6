"""What a head is split by where one book spans groups: the minutes that the journey asks for each account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bookload.base.money import half_away
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word
from bookload.planning.journey.demand import demand

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINUTES_AN_HOUR = 60
WEIGHT_ONE = 10**4


def head_weights(reader: Reader, months: Sequence[Month]) -> ir.Table | None:
    """Return what each account asks of the revenue role in each month: account_id, month, weight.

    Weights are ten-thousandths of a minute, and one more, so that a book that is asked for nothing is split
    by live accounts. None without a journey: then live accounts are all that there is to split by.
    """
    if not reader.journey.activities:
        return None
    asked = demand(reader, months)
    role = role_word(reader.policy.revenue.revenue_role)
    hours = asked.totals("account_id", "month", "role")
    pairs = np.unique(asked.rows.month * len(asked.rows.ids) + asked.rows.account).tolist()
    places = [
        (asked.rows.ids[pair % len(asked.rows.ids)], asked.months[pair // len(asked.rows.ids)])
        for pair in pairs
    ]
    weights = []
    for account, month in places:
        each = hours.get((account, month, role))
        minutes = each.likely * MINUTES_AN_HOUR * WEIGHT_ONE if each else 0
        weights.append(1 + (half_away(minutes.numerator, minutes.denominator) if minutes else 0))
    table = pa.table(
        {
            "account_id": pa.array([account for account, _ in places], pa.string()),
            "month": pa.array([month.ordinal for _, month in places], pa.int64()),
            "weight": pa.array(weights, pa.int64()),
        }
    )
    return reader.given("head_weights", table, frozenset({"account_id", "month"}))
