"""Committed ARR, worked by hand: dollars a month in, dollars a year out."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base import money
from bookload.base.access import Access
from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.metrics.revenue import stock
from bookload.metrics.revenue.committed import committed, committed_changes
from bookload.workspace import Workspace
from subscribed import company, paid

PARTS = ("live", "signed_not_started", "upgrades", "downgrades", "known_ends", "committed")

ROWS = (
    # lives on: 1,200 a year
    paid("A", "100", "2025-01-01"),
    # cancelled in June, ends in September: 600 live, and known to end
    paid("B", "50", "2025-01-01", "2025-09-01", canceled_date="2025-06-10"),
    # signed in June, starts in August
    paid("C", "70", "2025-08-01", signed_date="2025-06-20"),
    # ends with the year, does not renew by itself, and nothing follows
    paid("D", "10", "2025-01-01", "2026-01-01", auto_renew="false"),
    # the same, but renewed at a higher price, signed already
    paid("E", "10", "2025-01-01", "2025-10-01", auto_renew="false"),
    paid("E", "15", "2025-10-01", "2026-10-01", auto_renew="false", signed_date="2025-06-01"),
    # ends with the year, and nobody said that it will not be renewed
    paid("F", "20", "2025-01-01", "2026-01-01"),
    # moves to another subscription at a lower price
    paid("G", "40", "2025-01-01", "2025-08-01", subscription_id="G-old", canceled_date="2025-06-01"),
    paid("G", "30", "2025-08-01", subscription_id="G-new", signed_date="2025-06-01"),
)


@pytest.fixture(scope="module")
def reader() -> Workspace:
    accounts = [
        {"account_id": name, "name": name, "segment": "Large" if name in "AB" else "Small"}
        for name in "ABCDEFG"
    ]
    return company(*ROWS, as_of="2025-06-30", accounts=accounts)


def parts(reader: Workspace, by: str | None = None) -> dict[str | None, list[int]]:
    """The parts by key, in dollars a year."""
    return {
        row.key: [int(money.arr(getattr(row, name))) for name in PARTS]
        for row in committed(reader, by)  # type: ignore[arg-type]
    }


def test_live_and_what_is_known_to_change_it_add_up_to_committed(reader: Workspace) -> None:
    live = 12 * (100 + 50 + 10 + 10 + 20 + 40)
    assert parts(reader) == {None: [live, 840, 60, -120, -720, live + 840 + 60 - 120 - 720]}


def test_live_is_the_arr_that_every_other_figure_shows(reader: Workspace) -> None:
    (row,) = committed(reader)
    assert row.live == list(stock(reader))[-1].arr


def test_each_account_has_its_parts_and_a_move_between_subscriptions_is_no_end(reader: Workspace) -> None:
    assert parts(reader, "account") == {
        "A": [1200, 0, 0, 0, 0, 1200],
        "B": [600, 0, 0, 0, -600, 0],
        "C": [0, 840, 0, 0, 0, 840],
        "D": [120, 0, 0, 0, -120, 0],
        "E": [120, 0, 60, 0, 0, 180],
        "F": [240, 0, 0, 0, 0, 240],
        "G": [480, 0, 0, -120, 0, 360],
    }


def test_segments_add_up_to_the_company(reader: Workspace) -> None:
    found = parts(reader, "segment")
    assert found["Large"] == [1800, 0, 0, 0, -600, 1200]
    assert [sum(column) for column in zip(*found.values(), strict=True)] == parts(reader)[None]


def test_what_ends_by_its_own_term_is_told_from_what_was_cancelled(reader: Workspace) -> None:
    (row,) = committed(reader)
    assert money.arr(row.not_renewed) == -120


def test_each_coming_month_end_shows_what_is_known_to_be_in_force_then(reader: Workspace) -> None:
    ahead = {str(row.month): int(money.arr(row.arr)) for row in committed(reader, None, 16).ahead}
    live = 12 * 230
    assert ahead["2025-07"] == live
    assert ahead["2025-08"] == live + 840 - 120
    assert ahead["2025-09"] == live + 840 - 120 - 600
    assert ahead["2025-12"] == live + 840 - 120 - 600 + 60
    assert ahead["2026-01"] == live + 840 - 120 - 600 + 60 - 120
    # E's next term ends in October 2026; it has not started, so the parts do not see that end
    assert ahead["2026-10"] == ahead["2026-01"] - 180


def test_the_month_of_a_day_inside_it_is_the_first_one_ahead(reader: Workspace) -> None:
    assert str(committed(reader.on(date(2025, 6, 29)), None, 1).ahead[0].month) == "2025-06"
    assert str(committed(reader, None, 1).ahead[0].month) == "2025-07"


def test_the_parts_open_to_the_rows_that_start_and_end(reader: Workspace) -> None:
    found = [
        (change.account_id, change.at.isoformat(), change.part, change.reason, int(money.arr(change.arr)))
        for change in committed_changes(reader)
    ]
    assert found == [
        ("C", "2025-08-01", "signed_not_started", "signed", 840),
        ("G", "2025-08-01", "downgrades", "signed", 360),
        ("G", "2025-08-01", "downgrades", "canceled", -480),
        ("B", "2025-09-01", "known_ends", "canceled", -600),
        ("E", "2025-10-01", "upgrades", "changed", -120),
        ("E", "2025-10-01", "upgrades", "changed", 180),
        ("D", "2026-01-01", "known_ends", "not_renewed", -120),
        ("E", "2026-10-01", None, "not_renewed", -180),
    ]
    assert [change.account_id for change in committed_changes(reader, "D")] == ["D"]


def test_on_an_earlier_day_nobody_knows_what_was_signed_or_cancelled_later(reader: Workspace) -> None:
    found = parts(reader.on(date(2025, 5, 31)), "account")
    assert found["B"] == [600, 0, 0, 0, 0, 600]
    assert "C" not in found
    assert found["E"] == [120, 0, 0, 0, -120, 0]
    assert found["G"] == [480, 0, 0, 0, 0, 480]


def test_a_start_without_a_day_of_signature_counts_on_the_last_day_of_the_data_alone() -> None:
    reader = company(paid("A", "100", "2025-01-01"), paid("B", "50", "2025-08-01"), as_of="2025-06-30")
    (now,) = committed(reader)
    (before,) = committed(reader.on(date(2025, 6, 29)))
    assert [money.arr(row.signed_not_started) for row in (now, before)] == [600, 0]
    undated = [committed(each) for each in (reader, reader.on(date(2025, 6, 29)))]
    assert [(int(money.arr(each.undated)), each.undated_counted) for each in undated] == [
        (600, True),
        (600, False),
    ]


def test_a_trial_is_committed_only_once_it_is_signed() -> None:
    rows = [
        paid("A", "100", "2025-06-20", trial_end_date="2025-07-20", status="trialing"),
        paid("B", "50", "2025-06-20", trial_end_date="2025-07-20", signed_date="2025-06-25"),
    ]
    (row,) = committed(company(*rows, as_of="2025-06-30"))
    assert [money.arr(row.live), money.arr(row.signed_not_started)] == [0, 600]


def test_where_trials_count_one_is_live_and_its_end_changes_nothing() -> None:
    rows = [paid("A", "100", "2025-06-20", trial_end_date="2025-07-20")]
    (row,) = committed(company(*rows, as_of="2025-06-30", revenue={"trials": "counted"}))
    assert (int(money.arr(row.live)), row.committed) == (1200, row.live)


def test_a_cancelled_row_without_the_day_that_it_was_cancelled_is_known_to_end_on_the_last_day() -> None:
    rows = [paid("A", "100", "2025-01-01", "2025-09-01", status="canceled")]
    reader = company(*rows, as_of="2025-06-30")
    assert parts(reader)[None] == [1200, 0, 0, 0, -1200, 0]
    assert parts(reader.on(date(2025, 5, 31)))[None] == [1200, 0, 0, 0, 0, 1200]


def test_a_row_closed_by_a_later_amendment_was_not_known_to_end_before_it() -> None:
    rows = [
        paid("A", "100", "2025-01-01", "2025-06-15", auto_renew="false", renewal_date="2026-01-01"),
        paid("A", "120", "2025-06-15", auto_renew="false", signed_date="2025-06-10"),
    ]
    reader = company(*rows, as_of="2025-06-30")
    assert parts(reader.on(date(2025, 5, 31)))[None] == [1200, 0, 0, 0, 0, 1200]


def test_an_event_that_cancels_makes_the_end_known_and_one_to_come_tells_nothing() -> None:
    events = [
        {"subscription_id": "A-1", "at": "2025-06-10", "status": "canceled"},
        {"subscription_id": "B-1", "at": "2025-08-10", "status": "paused"},
        {"subscription_id": "B-1", "at": "2025-09-10", "status": "active"},
    ]
    rows = [paid("A", "100", "2025-01-01", "2025-12-01"), paid("B", "50", "2025-01-01")]
    reader = company(*rows, as_of="2025-12-31", subscription_events=events).on(date(2025, 6, 30))
    assert parts(reader, "account") == {"A": [1200, 0, 0, 0, -1200, 0], "B": [600, 0, 0, 0, 0, 600]}


def test_a_cancellation_to_come_is_a_known_end_on_the_last_day_of_the_data_and_on_none_before() -> None:
    events = [
        {"subscription_id": "A-1", "at": "2026-03-10", "status": "canceled"},
        {"subscription_id": "B-1", "at": "2026-03-10", "status": "canceled"},
        {"subscription_id": "C-1", "at": "2026-02-10", "status": "paused"},
    ]
    # A has no end, B one that was paid for, and C pauses.
    rows = [
        paid("A", "100", "2025-01-01"),
        paid("B", "50", "2025-07-01", "2026-07-01"),
        paid("C", "20", "2025-01-01"),
    ]
    reader = company(*rows, as_of="2025-12-31", subscription_events=events)
    assert parts(reader, "account") == {
        "A": [1200, 0, 0, 0, -1200, 0],
        "B": [600, 0, 0, 0, -600, 0],
        "C": [240, 0, 0, 0, 0, 240],
    }
    ends = [(change.account_id, change.at, change.reason) for change in committed_changes(reader)]
    assert ends == [("A", date(2026, 3, 10), "canceled"), ("B", date(2026, 7, 1), "canceled")]
    assert parts(reader.on(date(2025, 12, 30)))[None] == [2040, 0, 0, 0, 0, 2040]


def test_a_renewal_at_the_same_price_changes_nothing_and_a_later_discount_of_it_does() -> None:
    rows = [
        paid("A", "100", "2025-01-01", "2025-09-01"),
        paid("A", "100", "2025-09-01", signed_date="2025-06-01"),
    ]
    discounts = [
        {"subscription_id": "A-1", "percent": "10", "start_date": "2025-10-01", "end_date": "2025-11-01"}
    ]
    reader = company(*rows, as_of="2025-06-30", discounts=discounts)
    assert parts(reader)[None] == [1200, 0, 120, -120, 0, 1200]
    assert [change.part for change in committed_changes(reader)] == [None, None, "downgrades", "upgrades"]


def test_a_discount_that_ends_is_an_upgrade_ahead() -> None:
    discounts = [
        {"subscription_id": "A-1", "percent": "25", "start_date": "2025-01-01", "end_date": "2025-09-01"}
    ]
    reader = company(paid("A", "100", "2025-01-01"), as_of="2025-06-30", discounts=discounts)
    assert parts(reader)[None] == [900, 0, 300, 0, 0, 1200]


def test_a_live_row_that_does_not_renew_ends_in_full_though_its_discount_ends_before_it() -> None:
    discount = {
        "subscription_id": "A-1",
        "percent": "10",
        "start_date": "2025-01-01",
        "end_date": "2025-09-01",
    }
    row = paid("A", "100", "2025-01-01", "2026-01-01", subscription_id="A-1", auto_renew="false")
    reader = company(row, as_of="2025-06-30", discounts=[discount])
    assert parts(reader) == {None: [1080, 0, 120, 0, -1200, 0]}


def test_a_currency_that_only_a_coming_row_has_is_converted_at_the_rate_of_the_day() -> None:
    rates = [{"date": "2025-01-01", "currency": "EUR", "rate": "0.5"}]
    reader = company(
        paid("A", "100", "2025-01-01"),
        paid("B", "50", "2025-08-01", currency="EUR"),
        as_of="2025-06-30",
        fx_rates=rates,
    )
    assert parts(reader)[None] == [1200, 1200, 0, 0, 0, 2400]


def test_in_constant_currency_live_and_ahead_are_at_the_rates_of_one_day() -> None:
    rates = [
        {"date": "2025-01-01", "currency": "EUR", "rate": "0.5"},
        {"date": "2025-06-01", "currency": "EUR", "rate": "0.4"},
    ]
    reader = company(
        paid("A", "100", "2025-01-01", currency="EUR"),
        paid("B", "50", "2025-08-01", currency="EUR"),
        as_of="2025-06-30",
        fx_rates=rates,
        revenue={"past": "constant_currency", "rates_of": "2025-03-31"},
    )
    assert parts(reader)[None] == [2400, 1200, 0, 0, 0, 3600]
    assert committed(reader).rows[0].live == list(stock(reader))[-1].arr


def test_a_coming_row_without_a_rate_or_a_price_is_an_error_and_never_nothing() -> None:
    with pytest.raises(MissingDataError, match="XAF"):
        committed(company(paid("A", "100", "2025-08-01", currency="XAF"), as_of="2025-06-30"))
    with pytest.raises(DataError, match="no amount"):
        committed(company(paid("A", None, "2025-08-01"), as_of="2025-06-30"))


def test_mrr_history_is_live_and_states_no_contracts() -> None:
    months = [{"account_id": "A", "month": f"2025-{month:02d}", "mrr": "10"} for month in range(1, 13)]
    reader = company(as_of="2025-06-30", accounts=[{"account_id": "A", "name": "A"}], mrr_history=months)
    assert parts(reader)[None] == [120, 0, 0, 0, 0, 120]


def test_a_company_without_revenue_has_none_committed() -> None:
    reader = company(as_of="2025-06-30")
    assert parts(reader) == {None: [0] * 6}
    assert {row.arr for row in committed(reader).ahead} == {0}


def test_a_reader_of_one_book_sees_its_own_rows_alone() -> None:
    ownership = [{"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01", "role": "csm"}]
    rows = [paid("A", "100", "2025-01-01"), paid("B", "50", "2025-08-01", signed_date="2025-06-01")]
    reader = company(*rows, as_of="2025-06-30", ownership=ownership, access=Access.of("csm", "P1"))
    assert parts(reader)[None] == [1200, 0, 0, 0, 0, 1200]
    assert len(committed_changes(reader)) == 0


def test_a_grouping_or_a_distance_that_there_is_not_is_an_error(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="segment"):
        committed(reader, "person")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="0 to 120"):
        committed(reader, None, 121)
