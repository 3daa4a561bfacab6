"""Concentration, worked by hand: ARR of 600, 300 and 100 dollars, and the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base import money
from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.metrics.revenue.concentration import concentration, parents
from bookload.workspace import Workspace
from subscribed import company, paid

ROWS = (
    paid("A", "50", "2025-01-01"),
    paid("B", "25", "2025-01-01"),
    paid("B2", "10", "2025-02-01"),
    paid("C", "15", "2025-01-01"),
    paid("D", "-20", "2025-02-01"),
)
ACCOUNTS = [
    *({"account_id": name, "name": name} for name in ("A", "B", "C", "D")),
    {"account_id": "B2", "name": "B2", "parent_account_id": "B"},
]


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company(*ROWS, as_of="2025-02-28", accounts=ACCOUNTS)


def shares(reader: Workspace, **more: object) -> dict[tuple[str, int], Fraction | None]:
    found = concentration(reader, tops=(1, 2, 3), **more)  # type: ignore[arg-type]
    return {(str(row.month), row.top): row.share for row in found}


def test_the_largest_share_what_is_above_nothing_and_families_count_as_one(reader: Workspace) -> None:
    assert shares(reader) == {
        ("2025-02", 1): Fraction(50, 100),
        ("2025-02", 2): Fraction(85, 100),
        ("2025-02", 3): Fraction(1),
    }


def test_each_account_alone(reader: Workspace) -> None:
    assert shares(reader, of="account")["2025-02", 2] == Fraction(75, 100)


def test_by_month(reader: Workspace) -> None:
    found = shares(reader, first=Month.parse("2025-01"), last=Month.parse("2025-02"))
    assert found["2025-01", 1] == Fraction(50, 90)
    assert found["2025-02", 1] == Fraction(50, 100)


def test_the_herfindahl_index_is_the_sum_of_squared_shares(reader: Workspace) -> None:
    (spread,) = concentration(reader).spread
    assert spread.herfindahl == Fraction(50**2 + 35**2 + 15**2, 100**2)
    assert (spread.count, int(money.arr(spread.arr))) == (3, 1200)


def test_the_largest_are_named_with_the_accounts_that_pay_in_each(reader: Workspace) -> None:
    found = concentration(reader, tops=(2,)).largest
    assert [(each.rank, each.key, each.accounts, each.share) for each in found] == [
        (1, "A", 1, Fraction(1, 2)),
        (2, "B", 2, Fraction(35, 100)),
    ]


def test_what_the_first_one_two_and_three_have_together(reader: Workspace) -> None:
    found = concentration(reader, tops=(3,))
    assert found.together == (Fraction(50, 100), Fraction(85, 100), Fraction(1))
    assert found.together[-1] == found.rows[-1].share


def test_equal_accounts_rank_by_id() -> None:
    reader = company(paid("B", "10", "2025-01-01"), paid("A", "10", "2025-01-01"), as_of="2025-01-31")
    assert [each.key for each in concentration(reader).largest] == ["A", "B"]


def test_a_family_is_named_after_the_parent_that_has_none_and_a_circle_after_its_first() -> None:
    accounts = [
        {"account_id": "G", "name": "G", "parent_account_id": "P"},
        {"account_id": "P", "name": "P", "parent_account_id": "Q"},
        {"account_id": "Q", "name": "Q"},
        {"account_id": "Y", "name": "Y", "parent_account_id": "X"},
        {"account_id": "X", "name": "X", "parent_account_id": "Y"},
        {"account_id": "Z", "name": "Z", "parent_account_id": "Y"},
        {"account_id": "E", "name": "E", "parent_account_id": ""},
    ]
    found = parents(company(as_of="2025-01-31", accounts=accounts))
    assert found == {"G": "Q", "P": "Q", "Y": "X", "X": "X", "Z": "X"}


def test_where_nobody_has_any_arr_there_is_no_share() -> None:
    found = concentration(company(as_of="2025-01-31"))
    assert {row.share for row in found} == {None}
    assert found.spread[0].herfindahl is None
    assert found.largest == ()


def test_a_month_that_the_data_does_not_know_is_left_out(reader: Workspace) -> None:
    found = concentration(reader, Month.parse("2026-01"), Month.parse("2026-02"))
    assert (found.rows, found.largest) == ((), ())


def test_a_top_below_one_or_an_unknown_unit_is_an_error(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="from 1 on"):
        concentration(reader, tops=(0,))
    with pytest.raises(UsageError, match="from 1 on"):
        concentration(reader, tops=())
    with pytest.raises(UsageError, match="family"):
        concentration(reader, of="group")  # type: ignore[arg-type]
