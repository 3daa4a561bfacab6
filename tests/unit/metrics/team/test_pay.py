from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bookload.base.access import Access
from bookload.base.errors import MissingDataError, UsageError
from bookload.metrics.team.pay import PayBook

DAY = date(2026, 6, 30)
K = 1_000_000_000


def rate(micros: int, currency: str, day: date) -> Fraction:
    """Two of ours for one of theirs, three from 2026 on."""
    return micros * Fraction({"USD": 1, "GBP": 3 if day.year >= 2026 else 2}[currency])


def row(person: str, ote: int, *, since: date = date(2024, 1, 1), currency: str = "USD") -> dict[str, Any]:
    return {
        "person_id": person,
        "from_date": since,
        "base": ote * K * 8 // 10,
        "ote": ote * K,
        "currency": currency,
    }


def book(*rows: dict[str, Any], role: str = "owner") -> PayBook:
    return PayBook.of(Access.of(role), rows, rate)


def test_pay_holds_from_its_first_day_until_the_next_row() -> None:
    dated = book(row("P", 90), row("P", 100, since=date(2026, 1, 1)))
    full = {"P": 10_000}
    assert dated.on(date(2023, 12, 31), "ote", full).weighted_mean() is None
    assert dated.on(date(2025, 12, 31), "ote", full).total() == 90 * K
    assert dated.on(date(2026, 1, 1), "ote", full).total() == 100 * K
    assert dated.on(DAY, "base", full).total() == 80 * K


def test_pay_converts_at_the_days_rate_and_counts_by_weight() -> None:
    foreign = book(row("P", 90, currency="GBP"), row("Q", 60))
    assert foreign.on(date(2025, 6, 30), "ote", {"P": 5_000, "Q": 10_000}).total() == 150 * K
    assert foreign.on(DAY, "ote", {"P": 5_000, "Q": 10_000}).total() == 195 * K


def test_who_may_see_group_pay_alone_gets_foreign_pay_at_the_rate_of_the_rows_first_day() -> None:
    rows = [row(f"P{number}", 100, since=date(2025, 3, 1), currency="GBP") for number in range(5)]
    weights = {f"P{number}": 10_000 for number in range(5)}
    grouped, single = book(*rows, role="head"), book(*rows)
    days = (date(2025, 6, 30), DAY)
    assert [grouped.on(day, "ote", weights).total() for day in days] == [1_000 * K, 1_000 * K]
    assert [single.on(day, "ote", weights).total() for day in days] == [1_000 * K, 1_500 * K]


def test_and_at_the_days_where_the_first_day_has_none() -> None:
    def from_2026_on(micros: int, currency: str, day: date) -> Fraction:
        if day.year < 2026:
            message = f"no rate of {currency}"
            raise MissingDataError(message)
        return rate(micros, currency, day)

    rows = [row(f"P{number}", 100, since=date(2025, 3, 1), currency="GBP") for number in range(5)]
    late = PayBook.of(Access.of("head"), rows, from_2026_on)
    assert late.on(DAY, "ote", {f"P{number}": 10_000 for number in range(5)}).total() == 1_500 * K


def test_who_has_no_pay_is_left_out_and_not_among_the_known() -> None:
    partial = book(row("P", 90), row("Q", 60, since=date(2027, 1, 1)))
    assert partial.known(DAY) == {"P"}
    assert partial.on(DAY, "ote", {"P": 10_000, "Q": 10_000, "R": 10_000}).weighted_mean() == (
        90 * K * 10_000,
        10_000,
    )


def test_without_the_right_to_single_pay_four_people_say_nothing_and_five_a_rounded_sum() -> None:
    rows = [row(f"P{number}", 90 + number) for number in range(5)]
    everybody = {f"P{number}": 10_000 for number in range(5)}
    board = book(*rows, role="board")
    four = {person: weight for person, weight in everybody.items() if person != "P0"}
    assert board.on(DAY, "ote", four).total() is None
    assert board.on(DAY, "ote", everybody).total() == 460 * K
    assert book(*rows, role="operations").on(DAY, "ote", everybody).total() is None


def test_no_amount_is_in_what_a_book_shows_of_itself() -> None:
    secret = book({"person_id": "P", "from_date": DAY, "base": 77_777, "ote": 88_888, "currency": "USD"})
    assert "77777" not in repr(secret)
    assert "88888" not in repr(secret.on(DAY, "ote", {"P": 10_000}))


def test_there_are_two_columns_of_pay() -> None:
    with pytest.raises(UsageError, match="did you mean 'ote'"):
        book().on(DAY, "otes", {})
