"""What counts as a key, so that windows and limits have a total order."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pytest

from bookload.base.errors import InexactExpressionError
from bookload.data.engine import check_exact, declare_unique

declare_unique("prices_tried", frozenset({"account_id", "start"}))
prices = ibis.table(
    {"account_id": "string", "start": "date", "amount": "int64", "product": "string"}, name="prices_tried"
)
others = ibis.table({"account_id": "string", "start": "date"}, name="others_tried")


def numbered(table: ir.Table, group_by: list[str], order_by: list[str]) -> ir.Table:
    window = ibis.window(group_by=group_by, order_by=[ibis.desc(name) for name in order_by])
    return table.mutate(nth=ibis.row_number().over(window))


def test_a_declared_key_makes_an_order_total() -> None:
    check_exact(numbered(prices, ["account_id"], ["start"]))
    check_exact(numbered(prices, [], ["start", "account_id"]))
    check_exact(numbered(prices, ["account_id", "product"], ["amount", "start"]))


def test_a_key_survives_filters_sorts_and_renaming() -> None:
    filtered = prices.filter(prices.amount > 0).order_by("amount")
    check_exact(numbered(filtered, ["account_id"], ["start"]))
    renamed = prices.select(who=prices.account_id, since=prices.start)
    check_exact(numbered(renamed, ["who"], ["since"]))


def test_groups_and_distinct_rows_are_keys() -> None:
    grouped = others.group_by(["account_id", "start"]).aggregate(rows=others.count())
    check_exact(numbered(grouped, ["account_id"], ["start"]))
    check_exact(numbered(others.distinct(), ["account_id"], ["start"]))


@pytest.mark.parametrize(
    "expression",
    [
        numbered(prices, ["account_id"], ["amount"]),
        numbered(prices, ["product"], ["start"]),
        numbered(others, ["account_id"], ["start"]),
        numbered(prices.select("account_id", "amount"), ["account_id"], ["amount"]),
        numbered(prices.union(prices), ["account_id"], ["start"]),
        prices.mutate(
            nth=ibis.row_number().over(
                ibis.window(group_by=prices.account_id.substr(0, 1), order_by=prices.start)
            )
        ),
        prices.mutate(nth=ibis.row_number().over(ibis.window(order_by=prices.account_id.length()))),
        prices.mutate(before=prices.amount.lag().over(ibis.window(group_by=prices.account_id))),
        prices.mutate(sofar=prices.amount.sum().over(ibis.cumulative_window(group_by=prices.account_id))),
    ],
    ids=[
        "by-amount",
        "key-not-whole",
        "no-key-known",
        "key-dropped",
        "union",
        "part-of-a-key",
        "length",
        "lag-without-order",
        "running-without-order",
    ],
)
def test_an_order_with_ties_is_refused(expression: ir.Table) -> None:
    with pytest.raises(InexactExpressionError, match="window"):
        check_exact(expression)


def test_a_sum_over_a_whole_group_needs_no_order() -> None:
    window = ibis.window(group_by=prices.account_id)
    check_exact(prices.select(total=prices.amount.sum().over(window), rows=prices.count().over(window)))


def test_a_limit_needs_a_total_order_too() -> None:
    check_exact(prices.order_by(["start", "account_id"]).limit(3))
    for unsure in (prices.limit(3), prices.order_by("amount").limit(3)):
        with pytest.raises(InexactExpressionError, match="Limit without a total order"):
            check_exact(unsure)
