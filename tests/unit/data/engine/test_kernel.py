"""The faster way to what changed: the same rows as the definition's, and None where it would not be exact."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from bookload.data.engine import ChangesByKind, FirstDays, connect, rows_of
from bookload.data.engine.duck import DuckDB
from bookload.data.engine.kernel import Numbered, _coded
from bookload.data.engine.known import Knows
from bookload.metrics.revenue.changes import moments
from bookload.metrics.revenue.movements.changed import what_changed
from bookload.metrics.revenue.periods.price_periods import price_periods
from bookload.metrics.revenue.rates.conversion import factors, first_days
from bookload.workspace import Workspace
from subscribed import company, paid

Rows = set[tuple[object, ...]]


def known(workspace: Workspace, grain: str = "account") -> ChangesByKind:
    policy = workspace.policy
    periods = price_periods(policy, workspace.as_of)
    return ChangesByKind(periods, policy.company.currency, factors(workspace), moments(policy), grain)


def rows(table) -> Rows:
    names = ("month", "kind", "currency", "annual")
    return {tuple(row[name] for name in names) for row in table.to_pylist() if row["annual"]}


def by_currency(table) -> dict[str, dict[str, object]]:
    return {row["currency"]: row for row in table.to_pylist()}


def faster(workspace: Workspace, grain: str = "account") -> Rows | None:
    engine = connect()
    assert isinstance(engine, Knows)
    sources = {**workspace.company.sources, **workspace._derived}
    known_as = known(workspace, grain)
    table = engine.known(known_as, {**sources, **workspace._derived})
    return None if table is None else rows(table)


def definition(known_as: ChangesByKind) -> ir.Table:
    return what_changed(known_as.periods, known_as.rates, known_as.when, "account")


def defined(workspace: Workspace) -> Rows:
    known_as = known(workspace)
    return rows(connect().run(definition(known_as), {**workspace.company.sources, **workspace._derived}))


LIVES = [
    paid("A", "100", "2025-01-10", "2025-03-05"),
    paid("A", "150", "2025-03-05", "2025-05-01", subscription_id="A-2"),
    paid("A", "150", "2025-08-01", "2025-10-01", subscription_id="A-3"),
    paid("B", "80", "2025-02-01", "2025-04-01"),
    paid("B", "80", "2025-04-01", "2025-06-01", status="paused"),
    paid("B", "60", "2025-06-01"),
    paid("C", "10", "2025-02-03", "2025-02-20"),
    paid("C", "20", "2025-05-31", "2025-12-31"),
    paid("D", "0", "2025-01-01"),
    paid("E", "40", "2025-03-01", "2025-06-01", product="P"),
    paid("E", "30", "2025-05-01", "2025-07-01", product="Q", subscription_id="E-2"),
]
ABROAD = [
    paid("F", "100", "2025-01-01", "2025-06-01", currency="EUR"),
    paid("F", "110", "2025-06-01", currency="USD", subscription_id="F-2"),
    paid("G", "100", "2025-02-01", currency="GBP"),
]
RATES = [
    {"date": day, "currency": currency, "rate": rate}
    for day, currency, rate in [
        ("2025-01-01", "EUR", "0.9"),
        ("2025-06-15", "EUR", "0.95"),
        ("2025-01-01", "GBP", "0.8"),
    ]
]


@pytest.mark.parametrize("movements", ["netted", "daily"])
def test_every_kind_comes_out_as_defined(movements):
    workspace = company(*LIVES, revenue={"movements": movements})
    found = faster(workspace)
    assert found == defined(workspace)
    assert {row[1] for row in found or ()} == {
        "new",
        "reactivation",
        "resumed",
        "expansion",
        "contraction",
        "churn",
        "paused",
    }


@pytest.mark.parametrize("past", ["as_booked", "constant_currency"])
def test_an_account_in_several_currencies_is_netted_at_the_month_s_rates(past):
    workspace = company(*LIVES, *ABROAD, revenue={"past": past}, fx_rates=RATES)
    found = faster(workspace)
    assert found == defined(workspace)
    assert {row[2] for row in found or ()} == {"USD", "EUR", "GBP"}


def test_months_before_the_first_known_have_their_facts_too():
    workspace = company(*LIVES, known_from="2025-04-15")
    assert faster(workspace) == defined(workspace)


def test_nobody_changes_nothing():
    assert faster(company(paid("D", "0", "2025-01-01"))) == set()


def test_a_credit_is_left_to_the_definition():
    workspace = company(*LIVES, paid("A", "-20", "2025-02-01", subscription_id="A-9"))
    assert faster(workspace) is None
    known_as = known(workspace)
    sources = {**workspace.company.sources, **workspace._derived}
    assert rows(rows_of(connect(), definition(known_as), sources, known_as)) == defined(workspace)


@pytest.mark.parametrize("first", [LIVES[0], LIVES[4], LIVES[8]], ids=["paid", "paused", "of nothing"])
def test_first_days_are_those_of_what_is_not_on_pause(first):
    workspace = company(first, *ABROAD, fx_rates=RATES)
    periods = price_periods(workspace.policy, workspace.as_of)
    found = DuckDB().known(FirstDays(periods, "USD"), workspace.company.sources)
    assert found is not None
    asked = connect().run(first_days(periods), workspace.company.sources)
    assert by_currency(found) == by_currency(asked)
    assert len(by_currency(asked)) == 3


@pytest.mark.parametrize("home", ["USD", "EUR", "CHF", "it's"])
def test_any_currency_may_be_taken_for_the_one_of_most_rows(home):
    workspace = company(*LIVES, *ABROAD, fx_rates=RATES)
    known_as = replace(known(workspace), home=home)
    table = DuckDB().known(known_as, {**workspace.company.sources, **workspace._derived})
    assert rows(table) == defined(workspace)


def test_what_has_more_digits_than_a_machine_word_is_left_to_the_definition():
    assert faster(company(paid("A", "999999999999", "2025-01-01"))) is None


def test_netting_by_product_is_left_to_the_definition():
    assert faster(company(*LIVES), grain="product") is None


def test_movements_of_a_company_are_made_of_it_and_its_rows_are_asked_once(monkeypatch):
    asked, numbered = [], []
    way, of = DuckDB.known, Numbered.of

    def watched(engine, known_as, sources):
        asked.append(type(known_as))
        return way(engine, known_as, sources)

    def counted(rows, home):
        numbered.append(rows.num_rows)
        return of(rows, home)

    monkeypatch.setattr(DuckDB, "known", watched)
    monkeypatch.setattr(Numbered, "of", counted)
    workspace = company(*LIVES)
    workspace.movements("month", workspace.months[0], workspace.months[-1])
    assert asked == [FirstDays, ChangesByKind]
    assert numbered == [len(LIVES)]


def test_rows_of_another_company_are_not_those_of_the_last():
    engine = connect()
    for lives in (LIVES, LIVES[:3], LIVES):
        workspace = company(*lives)
        known_as = known(workspace)
        sources = {**workspace.company.sources, **workspace._derived}
        assert rows(rows_of(engine, definition(known_as), sources, known_as)) == defined(workspace)


def test_texts_of_many_chunks_have_one_place_each():
    chunks = pa.chunked_array([["b", "a"], ["c"], [], ["a", "d", "b"]], pa.string())
    texts, places = _coded(chunks)
    assert [texts[place] for chunk in places for place in chunk] == ["b", "a", "c", "a", "d", "b"]
    assert len(texts) == len(set(texts)) == 4


WHOLE_IDS = {"ids from nothing on": 0, "large ids": 2**40, "ids too large": 2**60, "ids below nothing": -3}


@pytest.mark.parametrize("first", WHOLE_IDS.values(), ids=WHOLE_IDS)
@pytest.mark.parametrize("movements", ["netted", "daily"])
def test_accounts_may_be_whole_numbers_of_any_size(first, movements):
    workspace = company(*LIVES, *ABROAD, fx_rates=RATES, revenue={"movements": movements})
    sold = workspace.company.sources["subscriptions"]
    assert isinstance(sold, pa.Table)
    numbers = [first + ord(name) - ord("A") for name in sold["account_id"].to_pylist()]
    place = sold.schema.get_field_index("account_id")
    counted = sold.set_column(place, "account_id", pa.array(numbers, pa.int64()))
    known_as = known(workspace)
    sources = {**workspace.company.sources, **workspace._derived, "subscriptions": counted}
    assert rows(DuckDB().known(known_as, sources)) == defined(workspace)


def test_balances_that_may_be_beyond_a_machine_word_are_left_to_the_definition():
    much = [paid("A", "80000000000", "2025-01-01", subscription_id=f"A-{n}") for n in range(9)]
    assert faster(company(*much[:4])) == defined(company(*much[:4]))
    assert faster(company(*much)) is None
