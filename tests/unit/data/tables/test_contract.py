"""The contracts: every table defined once, and schemas made from them."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from bookload.base.errors import UsageError
from bookload.data.tables import arrow_schema, contract, contracts, empty, table_names, unbound
from bookload.data.tables.contract import PLACES

KINDS = {
    "id",
    "text",
    "currency",
    "enum",
    "list",
    "date",
    "month",
    "instant",
    "money",
    "number",
    "rate",
    "integer",
    "boolean",
}


def test_the_tables_are_those_of_the_design_and_the_attributes() -> None:
    designed = (
        "accounts account_events subscriptions discounts subscription_events mrr_history invoice_lines "
        "people positions pay ownership pools activities absences costs interventions fx_rates"
    )
    assert set(table_names()) == {*designed.split(), "account_attributes"}


@pytest.mark.parametrize("table", table_names())
def test_a_contract_says_all_that_others_need(table: str) -> None:
    columns = contract(table).columns
    assert len({column.name for column in columns}) == len(columns)
    assert contract(table).key
    for column in columns:
        assert re.fullmatch(r"[a-z][a-z_0-9]*", column.name)
        assert column.type in KINDS
        assert (column.type == "enum") == bool(column.allowed)
        assert column.description.endswith("."), f"{table}.{column.name}"
        assert column.sensitivity in ("", "pay", "time", "person_names")
        assert column.type not in PLACES or column.unit, f"{table}.{column.name} has no unit"
        if column.allowed and column.default:
            assert column.default in column.allowed


@pytest.mark.parametrize("table", table_names())
def test_no_alias_is_given_twice(table: str) -> None:
    for column in contract(table).columns:
        assert column.name not in column.aliases
        assert len(set(column.aliases)) == len(column.aliases)


@pytest.mark.parametrize("table", table_names())
def test_the_schemas_agree(table: str) -> None:
    schema = arrow_schema(table)
    assert schema.names == [column.name for column in contract(table).columns]
    assert empty(table).schema == schema
    assert unbound(table).schema().to_pyarrow() == schema
    assert unbound(table).get_name() == table


def test_money_is_never_a_float() -> None:
    stored = {column.arrow_type for each in contracts() for column in each.columns}
    assert not any(pa.types.is_floating(kind) or pa.types.is_decimal(kind) for kind in stored)


def test_pay_is_marked_as_such_and_nothing_else_is() -> None:
    marked = {
        (each.name, column.name)
        for each in contracts()
        for column in each.columns
        if column.sensitivity == "pay"
    }
    assert marked == {("pay", "base"), ("pay", "ote")}


def test_an_unknown_table_or_column_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown table 'subscription' \(did you mean 'subscriptions'\?\)"):
        contract("subscription")
    with pytest.raises(UsageError, match=r"unknown column of pay 'otee' \(did you mean 'ote'\?\)"):
        contract("pay")["otee"]
    assert contract("pay")["ote"].type == "money"


def test_rows_of_two_accounts_on_one_invoice_day_are_two() -> None:
    assert "account_id" in contract("invoice_lines").key
