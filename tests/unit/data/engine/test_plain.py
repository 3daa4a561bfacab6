"""A drop is compiled as the select that it means."""

from __future__ import annotations

from bookload.data.engine import connect
from bookload.data.engine.plain import selected
from bookload.data.tables import unbound
from stored import company


def test_a_table_that_ends_with_a_drop_is_written_once_however_often_it_is_used():
    sold, accounts = unbound("subscriptions"), unbound("accounts").select("account_id", "name")
    kept = sold.inner_join(accounts, "account_id").drop("name")
    most = kept.group_by("account_id").aggregate(most=kept.amount.max())
    used = kept.inner_join(most, "account_id").select("account_id", "amount", "most")
    assert connect().sql(used).count('FROM "accounts"') == 1


def test_it_means_the_same():
    rows = unbound("subscriptions")
    dropped = rows.drop("amount", "signed_date")
    assert selected(dropped.op()).to_expr().schema() == dropped.schema()
    expected = connect().run(rows, company()).drop_columns(["amount", "signed_date"])
    assert connect().run(dropped, company()).equals(expected)
