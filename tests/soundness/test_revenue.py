"""Each test pins one number that would be wrong without anything else looking wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import BookloadError, MissingDataError
from bookload.base.money import QUANTA, arr
from bookload.metrics.revenue import AMOUNTS, movements, retention, stock
from subscribed import bridge, company, mrr_by_month, paid, whole_range

EUROS = paid("A", "100", "2025-01-01", currency="EUR")


def test_two_events_in_one_month_do_not_count_an_account_twice():
    events = [
        {"account_id": "A", "at": day, "kind": "segment", "value": value}
        for day, value in (("2025-01-01", "S"), ("2025-01-15", "L"), ("2025-01-31", "M"))
    ]
    workspace = company(paid("A", "100", "2025-01-01"), account_events=events)
    assert sum(row.arr for row in stock(workspace, "segment") if str(row.month) == "2025-01") == 1200 * QUANTA


def test_an_account_that_is_missing_from_accounts_still_counts_in_every_view():
    workspace = company(paid("A", "100", "2025-01-01"), accounts=[])
    for by in ("account", "product", "segment", "region"):
        assert (
            sum(row.closing or 0 for row in whole_range(workspace, by) if str(row.month) == "2025-06")
            == 1200 * QUANTA
        )
    assert [row.nrr for row in retention(workspace, "month", "segment") if str(row.month) == "2025-06"] == [1]


def test_a_currency_without_a_rate_stops_the_figures_and_is_not_left_out():
    rows = paid("A", "100", "2025-01-01"), paid("B", "3", "2025-01-01", currency="KWD")
    for ask in (whole_range, stock, retention):
        with pytest.raises(MissingDataError, match="KWD"):
            ask(company(*rows))


def test_a_rate_that_only_comes_later_does_not_serve_earlier():
    fx = [{"date": "2025-06-01", "currency": "KWD", "rate": "0.3"}]
    with pytest.raises(MissingDataError, match="2025-01-31"):
        stock(company(paid("B", "3", "2025-01-01", currency="KWD"), fx_rates=fx))


def test_an_inverse_rate_is_multiplied_back_to_the_cent():
    fx = [{"date": "2025-01-01", "currency": "EUR", "rate": "0.92"}]
    twelve = company(paid("A", "9200000", "2025-01-01", interval="year", currency="EUR"), fx_rates=fx)
    assert round(mrr_by_month(twelve)["2025-12"] * 12, 2) == 10_000_000


def test_cents_survive_a_thousand_accounts_and_a_third():
    rows = [paid(f"A{n}", "33.33", "2025-01-01", interval="quarter") for n in range(1_000)]
    assert mrr_by_month(company(*rows, as_of="2025-01-31"))["2025-01"] == 11_110
    thirds = [paid(f"A{n}", "100", "2025-01-01", interval_count=3) for n in range(3)]
    assert mrr_by_month(company(*thirds, as_of="2025-01-31"))["2025-01"] == 100


def test_a_contract_of_the_calendar_year_is_live_at_its_last_months_end_and_not_after():
    months = mrr_by_month(
        company(paid("A", "1200", "2024-01-01", "2025-01-01", interval="year"), as_of="2025-03-31")
    )
    assert (months["2024-12"], months["2025-01"]) == (100, 0)


def test_a_change_of_rate_never_grows_nor_shrinks_an_account():
    for row in whole_range(company(EUROS, as_of="2025-12-31")):
        assert row.expansion == row.contraction == 0
    rates = {row.nrr for row in retention(company(EUROS, as_of="2026-03-31"), "year")}
    assert rates == {None, Fraction(1)}


def test_two_accounts_that_cancel_out_are_both_seen():
    rows = (
        paid("A", "100", "2025-01-01", "2025-02-10"),
        paid("A", "130", "2025-02-10"),
        paid("B", "100", "2025-01-01", "2025-02-10"),
        paid("B", "70", "2025-02-10"),
    )
    assert bridge(company(*rows), "2025-02") == {
        "opening": 200,
        "expansion": 30,
        "contraction": -30,
        "closing": 200,
    }


def test_overlapping_rows_add_up_and_one_that_ends_takes_only_itself():
    rows = paid("A", "100", "2025-01-01"), paid("A", "40", "2025-01-01", "2025-02-10", line_id="L2")
    assert bridge(company(*rows), "2025-02") == {"opening": 140, "contraction": -40, "closing": 100}


def test_what_a_restricted_reader_sees_is_their_accounts_and_adds_up():
    rows = (
        paid("A", "100", "2025-01-01", product="P"),
        paid("B", "900", "2025-01-01", "2025-03-10", product="Q"),
    )
    owned = [{"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01"}]
    own_book = company(*rows, ownership=owned, access=Access.of("csm", "P1"))
    for by in ("account", "product", "segment", "month"):
        found = whole_range(own_book, by)
        assert {row.key for row in found} == {
            {"account": "A", "product": "P", "segment": "", "month": None}[by]
        }
        assert {arr(row.closing) for row in found if row.closing is not None} == {1200}
    assert {row.opening_accounts for row in retention(own_book, "month")} == {None, 1}


def test_as_of_in_the_middle_of_a_month_never_reads_as_a_full_period():
    rows = retention(company(paid("A", "1", "2024-01-01", "2025-03-20"), as_of="2025-03-15"), "month")
    assert (rows.rows[-1].nrr, rows.rows[-1].logo_churn) == (None, None)


def test_the_largest_amount_in_the_strongest_currency_stays_exact_or_says_so():
    fx = [{"date": "2025-01-01", "currency": "KWD", "rate": "0.3"}]
    most = paid("A", "999999999999.999999", "2025-01-01", interval="year", currency="KWD")
    assert mrr_by_month(company(most, fx_rates=fx))["2025-12"] * 12 == Fraction(
        "999999999999.999999"
    ) * Fraction(3_333_333_333_333, 10**12)


def test_bridges_of_every_view_add_up_to_the_company():
    rows = (
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
        paid("B", "70", "2025-02-10", product="Q", currency="EUR"),
        EUROS | {"account_id": "C", "subscription_id": "C-1"},
    )
    workspace = company(*rows)
    company_rows = {row.month: row for row in whole_range(workspace)}
    for by in ("account", "segment", "touch_model"):
        for month, total in company_rows.items():
            parts = list(movements(workspace, by, month, month))
            for name in AMOUNTS:
                assert sum(getattr(row, name) for row in parts) == getattr(total, name)


def test_nothing_here_fails_with_an_error_that_is_not_ours():
    with pytest.raises(BookloadError, match="unknown currency 'XXX'"):
        stock(company(paid("A", "1", "2025-01-01", currency="XXX")))
