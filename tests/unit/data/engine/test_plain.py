"""A drop is compiled as the select that it means."""

from __future__ import annotations

import ibis
import pyarrow as pa

from bookload.base.money import half_away as rounded
from bookload.data.engine import connect, half_away, whole
from bookload.data.engine.exact import WHOLE, integer_divide
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


EDGES = (0, 1, 2, 3, 7, 10**17, 10**18 - 1, 10**18, 3 * 10**18, 9 * 10**18)


def test_halves_are_written_as_one_division_and_mean_the_same():
    pairs = [(sign * top, bottom) for top in EDGES for bottom in EDGES[1:] for sign in (1, -1)]
    given = pa.table({"top": [str(top) for top, _ in pairs], "bottom": [str(low) for _, low in pairs]})
    table = ibis.table(ibis.Schema.from_pyarrow(given.schema), name="given")
    shown = table.mutate(found=half_away(table.top.cast(WHOLE), table.bottom.cast(WHOLE)))
    engine = connect()
    assert "DIVIDE_HALF_AWAY" in engine.sql(shown).upper()
    assert "INTEGER_DIVIDE" not in engine.sql(shown).upper()
    found = [int(row["found"]) for row in engine.run(shown, {"given": given}).to_pylist()]
    assert found == [rounded(top, bottom) for top, bottom in pairs]


def test_other_divisions_stay_what_they_are():
    table = ibis.table({"a": "int64", "b": "int64"}, name="given")
    odd = integer_divide(whole(table.a) * whole(2) + whole(table.b), whole(table.b) * whole(2))
    assert "INTEGER_DIVIDE" in connect().sql(table.mutate(odd=odd)).upper()


def test_what_has_no_divisor_is_null():
    given = pa.table({"a": [5, None], "b": pa.array([None, 3], pa.int64())})
    table = ibis.table(ibis.Schema.from_pyarrow(given.schema), name="given")
    found = connect().run(table.select(x=half_away(table.a, table.b)), {"given": given})
    assert found["x"].to_pylist() == [None, None]
