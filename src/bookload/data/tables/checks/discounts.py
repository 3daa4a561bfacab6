"""What can be wrong in discounts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import days, ends, equals, is_missing, numbers
from bookload.data.tables.checks.found import Problem, counted, findings
from bookload.data.tables.checks.references import unknown_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "discounts"
ALL_PERCENT = 100 * 10**4
Price = tuple[str, str, int, int]


def check_for_unknown_subscription(tables: Tables) -> list[Finding]:
    """A discount is on a subscription that there is not (warning)."""
    problem = Problem(
        code="unknown-subscription",
        table=TABLE,
        column="subscription_id",
        message="there is no subscription with this id",
        remedy="Add the subscription, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables["subscriptions"]["subscription_id"])


def check_for_missing_discount(tables: Tables) -> list[Finding]:
    """A discount has neither percent nor amount (error)."""
    rows = tables[TABLE]
    problem = Problem(
        code="missing-discount",
        table=TABLE,
        column="percent",
        message="neither percent nor amount says how much is taken off",
        remedy="Fill in one of the two.",
    )
    return findings(tables, problem, is_missing(rows, "percent") & is_missing(rows, "amount"))


def check_for_percent_over_hundred(tables: Tables) -> list[Finding]:
    """A discount takes off more than there is (error)."""
    problem = Problem(
        code="percent-over-hundred",
        table=TABLE,
        column="percent",
        message="more than all of it is taken off",
        remedy="Give percent from 0 to 100.",
    )
    return findings(tables, problem, numbers(tables[TABLE], "percent") > ALL_PERCENT)


def check_for_percent_like_a_share(tables: Tables) -> list[Finding]:
    """A percentage is 1 at most (warning): a share, or a cell that a spreadsheet shows as percent."""
    percent = numbers(tables[TABLE], "percent")
    problem = Problem(
        code="percent-like-a-share",
        table=TABLE,
        column="percent",
        message="this is taken as percent, of which 0.2 is a five-hundredth; it looks like a share of 1",
        remedy="Give 20 for twenty percent, or 20% in a text; nothing to do if it is a percent at most.",
        severity="warning",
    )
    return counted(tables, problem, (percent > 0) & (percent <= ALL_PERCENT // 100))


def check_for_negative_amount(tables: Tables) -> list[Finding]:
    """A discount takes off less than nothing (error): it would raise the price."""
    problem = Problem(
        code="negative-amount",
        table=TABLE,
        column="amount",
        message="less than nothing is taken off, which would raise the price",
        remedy="Give what is taken off without a sign; a higher price is a row of subscriptions.",
    )
    return findings(tables, problem, numbers(tables[TABLE], "amount") < 0)


def check_for_currency_that_differs(tables: Tables) -> list[Finding]:
    """An amount is taken off prices in another currency than its own (error)."""
    rows = tables[TABLE]
    problem = Problem(
        code="currency-that-differs",
        table=TABLE,
        column="currency",
        message="the amount is in another currency than the price that it is taken off",
        remedy="Give the amount in the currency of the subscription's row, or leave its currency empty.",
    )
    stated = np.flatnonzero(~is_missing(rows, "amount") & ~is_missing(rows, "currency"))
    priced = _priced(tables, rows.take(stated)["subscription_id"])
    return findings(tables, problem, [row for row in stated.tolist() if _foreign(rows, row, priced)])


def _priced(tables: Tables, subscriptions: pa.ChunkedArray) -> Mapping[str, list[Price]]:
    """Return the line, currency, first day and first day out of the recurring rows of some subscriptions."""
    sold = tables["subscriptions"]
    sold = sold.filter(pc.is_in(sold["subscription_id"], value_set=subscriptions))
    sold = sold.filter(~equals(sold, "kind", "one_time", "usage"))
    lines, currencies = (
        pc.fill_null(sold["line_id"], ""),
        pc.fill_null(sold["currency"], tables.currency or ""),
    )
    prices = zip(
        lines.to_pylist(),
        currencies.to_pylist(),
        days(sold, "start_date").tolist(),
        ends(sold, "end_date").tolist(),
        strict=True,
    )
    found = defaultdict(list)
    for subscription, price in zip(sold["subscription_id"].to_pylist(), prices, strict=True):
        found[subscription].append(price)
    return found


def _foreign(rows: pa.Table, row: int, priced: Mapping[str, list[Price]]) -> bool:
    """Return whether a discount meets a price in another currency."""
    one = rows.slice(row, 1)
    off, (start,), (end,) = one["line_id"][0].as_py() or "", days(one, "start_date"), ends(one, "end_date")
    return any(
        currency != one["currency"][0].as_py() and off in ("", line) and start < until and begun < end
        for line, currency, begun, until in priced.get(one["subscription_id"][0].as_py(), ())
    )
