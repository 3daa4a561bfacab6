"""The billing rows add up, do not overlap, and tell of every kind of change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

import pytest

from bookload.data.demo import THROUGH, Company
from unit.data.demo import truth

FIRST = date(2023, 6, 30)
YEARS = [(date(year, 6, 30), date(year + 1, 6, 30)) for year in (2023, 2024, 2025)]


@pytest.fixture(params=["company", "other_company"])
def any_company(request: pytest.FixtureRequest) -> Company:
    """The sample company, and one of another seed."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def known_mess(company: Company) -> set[tuple[str, ...]]:
    return {accident.key for accident in company.accidents if accident.table == "subscriptions"}


def clean(company: Company) -> list[truth.Row]:
    """The rows that nothing is wrong with."""
    mess = known_mess(company)
    return [row for row in company.tables["subscriptions"] if key(row) not in mess]


def key(row: truth.Row) -> tuple[str, str, str]:
    return row["subscription_id"], row["line_id"], row["start_date"]


def test_a_subscription_line_and_start_name_one_row(any_company: Company) -> None:
    rows = any_company.tables["subscriptions"]
    assert len({key(row) for row in rows}) == len(rows)


def test_the_amount_is_quantity_times_unit_amount_to_the_cent(any_company: Company) -> None:
    for row in any_company.tables["subscriptions"]:
        assert Decimal(row["amount"]) == int(row["quantity"]) * Decimal(row["unit_amount"])
        assert Decimal(row["amount"]) > 0
        assert Decimal(row["amount"]).as_tuple().exponent == -2


def test_rows_end_after_they_start(any_company: Company) -> None:
    assert all(row["end_date"] > row["start_date"] for row in clean(any_company) if row["end_date"])


def test_rows_of_a_line_follow_one_another_without_overlap(any_company: Company) -> None:
    rows = sorted(clean(any_company), key=key)
    for _, line in groupby(rows, key=lambda row: key(row)[:2]):
        for before, after in pairwise(line):
            assert before["end_date"]
            assert before["end_date"] <= after["start_date"]


def test_no_row_starts_after_the_last_day_unless_it_is_signed(any_company: Company) -> None:
    ahead = [row for row in any_company.tables["subscriptions"] if row["start_date"] > THROUGH.isoformat()]
    assert all(row["signed_date"] and row["signed_date"] <= THROUGH.isoformat() for row in ahead)


def test_some_contracts_are_signed_and_not_started_and_some_ends_are_known(company: Company) -> None:
    last = THROUGH.isoformat()
    rows = company.tables["subscriptions"]
    assert sum(row["start_date"] > last for row in rows) >= 3
    assert sum(row["end_date"] > last and bool(row["canceled_date"]) for row in rows) >= 3


def test_every_account_of_a_row_exists_and_was_created_by_its_start(any_company: Company) -> None:
    created = {row["account_id"]: row["created_date"] for row in any_company.tables["accounts"]}
    assert all(created[row["account_id"]] <= row["start_date"] for row in any_company.tables["subscriptions"])


def test_a_trial_ends_with_its_row(any_company: Company) -> None:
    for row in any_company.tables["subscriptions"]:
        if row["status"] == "trialing" and row["end_date"]:
            assert row["trial_end_date"] == row["end_date"]


def changes(company: Company) -> Iterator[tuple[truth.Row, truth.Row]]:
    """A row and the one that replaces it on the day that it ends."""
    rows = sorted(clean(company), key=key)
    for before, after in pairwise(rows):
        same_line = key(before)[:2] == key(after)[:2]
        if (
            same_line
            and before["end_date"] == after["start_date"]
            and before["status"] == after["status"] == "active"
        ):
            yield before, after


def test_all_kinds_of_change_occur(company: Company) -> None:
    found: Counter[str] = Counter()
    for before, after in changes(company):
        seats = int(after["quantity"]) - int(before["quantity"])
        dearer = Decimal(after["unit_amount"]) > Decimal(before["unit_amount"])
        found["more seats"] += seats > 0
        found["fewer seats"] += seats < 0
        found["plan"] += before["plan"] != after["plan"]
        found["price"] += not seats and dearer and before["plan"] == after["plan"]
    rows = company.tables["subscriptions"]
    found["cross-sold"] = len({row["subscription_id"] for row in rows if row["line_id"] == "insights"})
    found["paused"] = sum(row["status"] == "paused" for row in rows)
    found["tried"] = sum(row["status"] == "trialing" for row in rows)
    found["past due"] = sum(row["status"] == "past_due" for row in rows)
    found["once"] = sum(row["kind"] == "one_time" for row in rows)
    found["usage"] = sum(row["kind"] == "usage" for row in rows)
    found["non-payment"] = sum(row["cancel_reason"] == "non-payment" for row in rows)
    found["moved"] = sum(row["cancel_reason"] == "moved to a new contract" for row in rows)
    least = {
        "more seats": 500, "fewer seats": 100, "plan": 40, "price": 100, "cross-sold": 40, "paused": 12,
        "tried": 60, "past due": 5, "once": 30, "usage": 100, "non-payment": 15, "moved": 10,
    }  # fmt: skip
    assert {kind: count for kind, count in least.items() if found[kind] < count} == {}


def test_the_price_rise_is_five_to_seven_percent_on_one_day(company: Company) -> None:
    rises = Counter(
        (Decimal(after["unit_amount"]) / Decimal(before["unit_amount"]) * 100 - 100).quantize(Decimal(1))
        for before, after in changes(company)
        if after["start_date"] == "2025-03-01" and before["quantity"] == after["quantity"]
    )
    assert sum(rises.values()) >= 100
    assert set(rises) <= {Decimal(5), Decimal(6), Decimal(7)}


def test_moving_to_another_subscription_id_leaves_no_day_without_revenue(any_company: Company) -> None:
    rows = any_company.tables["subscriptions"]
    moved = [row for row in rows if row["cancel_reason"] == "moved to a new contract"]
    starts = {
        (row["account_id"], row["line_id"], row["start_date"]): row["amount"]
        for row in rows
        if row["kind"] == "recurring"
    }
    assert moved
    assert all(starts[row["account_id"], row["line_id"], row["end_date"]] for row in moved)


def live(company: Company, day: date) -> set[str]:
    return {account_id for account_id, _ in truth.arr_on(company.tables, day)}


def test_some_come_back_and_some_sign_up_and_cancel_within_a_month(company: Company) -> None:
    months = [date(year, month, 1) for year in range(2023, 2027) for month in range(1, 13)]
    by_month = [live(company, day) for day in months if date(2023, 7, 1) <= day <= THROUGH]
    ever, gone, back = set(by_month[0]), set(), set()
    for before, after in pairwise(by_month):
        gone |= before - after
        back |= (after - before) & gone
        ever |= after
    short = {
        row["account_id"]
        for row in company.tables["subscriptions"]
        if row["status"] == "canceled" and row["start_date"][:7] == row["end_date"][:7]
    }
    assert len(back) >= 15
    assert len(short - ever) >= 3


@pytest.mark.parametrize(
    ("segment", "low", "high"),
    [("Enterprise", 0.03, 0.09), ("Mid-market", 0.09, 0.14), ("SMB", 0.20, 0.29), ("Digital", 0.24, 0.36)],
)
def test_churn_by_segment_is_what_it_is_meant_to_be(
    company: Company, segment: str, low: float, high: float
) -> None:
    """Logo churn a year, from the rows: of those live at its start, who is not at its end."""
    of = {row["account_id"]: row["segment"] for row in company.tables["accounts"]}
    for row in company.tables["account_events"]:
        if row["kind"] == "segment" and row["at"] < FIRST.isoformat():
            of[row["account_id"]] = row["value"]
    at_start = at_end = 0
    for start, end in YEARS:
        opening = {account_id for account_id in live(company, start) if of[account_id] == segment}
        at_start += len(opening)
        at_end += len(opening & live(company, end))
    churn = 1 - at_end / at_start
    print(f"{segment}: {churn:.1%} a year")  # noqa: T201 - the figure, with -s
    assert low <= churn <= high


def test_young_monthly_customers_leave_more_often_than_old_ones(company: Company) -> None:
    """The hazard of infancy: of the months lived by new monthly accounts, the share that ended in leaving."""
    lived: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for account_id, rows in groupby(
        sorted(clean(company), key=lambda row: (row["account_id"], row["start_date"])),
        key=lambda row: row["account_id"],
    ):
        paid = [
            row for row in rows if row["kind"] == "recurring" and row["status"] != "trialing" and account_id
        ]
        if not paid or paid[0]["interval"] != "month" or paid[0]["start_date"] < "2023-07-01":
            continue
        end = max(row["end_date"] or "9" for row in paid)
        last = min(end, THROUGH.isoformat())
        months = (date.fromisoformat(last) - date.fromisoformat(paid[0]["start_date"])).days / 30.4
        lived["young"] += min(months, 4)  # type: ignore[assignment]
        lived["old"] += max(0.0, months - 13)  # type: ignore[assignment]
        if end <= THROUGH.isoformat():
            left["young"] += months <= 4
            left["old"] += months > 13
    assert left["young"] / lived["young"] > 1.2 * left["old"] / lived["old"]


def test_discounts_are_off_one_time_fees_and_off_two_weeks_and_move_no_month_end(company: Company) -> None:
    kinds = {key(row): row["kind"] for row in company.tables["subscriptions"]}
    rows = company.tables["discounts"]
    found = Counter(kinds[key(row)] for row in rows)
    assert found["one_time"] >= 12
    assert found["recurring"] == 12
    introductory = [row for row in rows if kinds[key(row)] == "recurring"]
    assert all(row["start_date"][:7] == row["end_date"][:7] for row in introductory)
    assert truth.arr_on(company.tables, THROUGH) == truth.arr_on({**company.tables, "discounts": []}, THROUGH)


def test_yearly_rows_know_when_they_renew(any_company: Company) -> None:
    for row in any_company.tables["subscriptions"]:
        if row["interval"] == "year" and not row["end_date"]:
            assert row["renewal_date"] > max(THROUGH.isoformat(), row["start_date"])
            assert row["auto_renew"] in ("true", "false")
