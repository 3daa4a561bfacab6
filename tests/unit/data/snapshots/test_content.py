"""The hash of rows: of what they say, not of how they are held."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.data.snapshots.content import canonical, digest
from stored import company, rows


def content(tables: dict[str, pa.Table]) -> str:
    return digest(canonical(tables))


def test_the_order_of_rows_and_of_columns_changes_nothing() -> None:
    tables = company()
    sold = tables["subscriptions"]
    shuffled = sold.take(list(reversed(range(20)))).select(list(reversed(sold.column_names)))
    assert content(tables) == content(tables | {"subscriptions": shuffled})


def test_how_rows_are_cut_into_chunks_changes_nothing() -> None:
    tables = canonical(company())
    sold = tables["subscriptions"]
    cut = pa.concat_tables([sold.slice(0, 7), sold.slice(7, 0), sold.slice(7)])
    assert cut["amount"].num_chunks > 1
    assert digest(tables) == digest(tables | {"subscriptions": cut})


def test_a_table_without_rows_is_a_table_that_is_not_there() -> None:
    tables = company()
    assert content(tables) == content(tables | {"absences": rows("absences")})


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"end_date": date(2026, 1, 1)},
        {"auto_renew": True},
        {"auto_renew": False},
        {"product": ""},
        {"currency": None},
        {"interval": "mont"},
    ],
)
def test_any_other_value_is_other_content(change: dict[str, object]) -> None:
    tables = company()
    changed = tables["subscriptions"].to_pylist()
    changed[3] |= change
    assert content(tables) != content(tables | {"subscriptions": rows("subscriptions", *changed)})


cells = st.lists(st.tuples(st.none() | st.text(max_size=3), st.none() | st.text(max_size=3)), max_size=6)


def as_accounts(pairs: list[tuple[str | None, str | None]]) -> pa.Table:
    return rows("accounts", *({"account_id": a, "name": b} for a, b in pairs))


@given(cells, cells)
def test_content_is_equal_exactly_if_the_rows_are(
    some: list[tuple[str | None, str | None]], others: list[tuple[str | None, str | None]]
) -> None:
    def ordered(pairs: list[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
        return sorted((repr(a), repr(b)) for a, b in pairs)

    same = content({"accounts": as_accounts(some)}) == content({"accounts": as_accounts(others)})
    assert same == (ordered(some) == ordered(others))


@given(cells, st.randoms())
def test_content_of_shuffled_rows_is_the_same(pairs: list[tuple[str | None, str | None]], dice) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert content({"accounts": as_accounts(pairs)}) == content({"accounts": as_accounts(shuffled)})
