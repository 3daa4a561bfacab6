from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.money import QUANTA
from bookload.metrics.effort.against import against
from logged import account, company, deed, price

MONTHS = ("2026-04", "2026-05", "2026-06")
EFFORT = {"effort": {"far_times": 2, "far_hours_a_month": 1, "draws": 100}}


def found(hours, prices, **more):
    """Hours a month of each account over a quarter, and what it pays a month."""
    log = [
        deed(f"{month}-01 00:00", 60 * each, name)
        for name, each in hours.items()
        for month in MONTHS
        if each is not None
    ]
    names = sorted({*hours, *prices})
    return against(
        company(
            log,
            accounts=[account(name) for name in names],
            subscriptions=[price(name, amount) for name, amount in prices.items()],
            policy=EFFORT,
            **more,
        )
    )


def test_accounts_far_from_the_line_come_with_hours_and_arr_at_stake():
    # 10 hours for 1,000 a month: the line is an hour for 100.
    result = found({"A": 6, "B": 2, "C": 2, "D": 0}, {"A": 200, "B": 300, "C": 200, "D": 300})
    assert result is not None
    assert result.lorenz is not None
    assert result.lorenz.gini == Fraction(54, 100)
    far = {each.account_id: each for each in result.far}
    assert list(far) == ["A", "D"]
    assert (far["A"].far, far["A"].hours, far["A"].line, far["A"].hours_at_stake) == ("above", 6, 2, 4)
    assert (far["D"].far, far["D"].hours, far["D"].line, far["D"].hours_at_stake) == ("below", 0, 3, 3)
    # Six hours go with 600 a month on the line: ARR of 7,200 where 2,400 is paid.
    assert [far[name].arr / QUANTA for name in "AD"] == [2_400, 3_600]
    assert [far[name].arr_at_stake / QUANTA for name in "AD"] == [4_800, 3_600]


def test_exactly_twice_the_line_is_far_and_a_little_less_is_not():
    pays = {"A": 100, "B": 300, "C": 600}
    assert [each.account_id for each in found({"A": 2, "B": 3, "C": 5}, pays).far] == ["A"]
    assert found({"A": Decimal("1.9"), "B": 3, "C": Decimal("5.1")}, pays).far == ()


def test_under_an_hour_at_stake_nothing_is_far():
    assert found({"A": Decimal("0.9"), "B": 9}, {"A": "0.01", "B": 900}).far == ()


def test_what_is_at_stake_above_the_line_is_what_is_at_stake_below():
    result = found({"A": 9, "B": 0, "C": 0}, {"A": 10, "B": 20, "C": 30})
    assert result is not None
    above, below = (
        sum(each.hours - each.line for each in result.far if each.far == far) for far in ("above", "below")
    )
    assert above == -below > 0


def test_time_for_accounts_that_pay_nothing_is_shown_apart():
    result = found({"A": 1, "B": 5}, {"A": 100, "C": 100})
    assert (result.accounts, result.idle, result.minutes) == (2, 1, 3 * 600_000)
    assert (result.unpaid, result.unpaid_minutes) == (1, 15 * 600_000)


def test_an_account_pays_for_the_months_that_it_is_there_in():
    # B paid in one of three months, so it counts with a third of its price.
    log = [deed("2026-04-01 00:00", 60, "A"), deed("2026-04-02 00:00", 60, "B")]
    b = price("B", 300, end_date=date(2026, 5, 1))
    result = against(company(log, subscriptions=[price("A", 100), b], policy=EFFORT))
    assert result is not None
    assert result.lorenz is not None
    assert result.lorenz.gini == 0


def test_a_month_that_is_not_whole_counts_in_neither():
    log = [deed("2026-04-01 00:00", 60, "A"), deed("2026-06-20 00:00", 600, "B")]
    prices = [price("A", 100), price("B", 100)]
    result = against(company(log, subscriptions=prices, policy=EFFORT, as_of=date(2026, 6, 29)))
    assert result is not None
    assert [str(month) for month in result.months] == ["2026-04", "2026-05"]
    assert result.minutes == 600_000


def test_a_log_without_a_whole_month_has_none():
    assert against(company([deed("2026-06-02 10:00")])) is None
    assert against(company([])) is None


def test_without_revenue_everything_is_na():
    result = found({"A": 5}, {})
    assert result is not None
    assert (result.correlation, result.lorenz, result.far) == (None, None, ())


@pytest.mark.parametrize("names", ["ABCDE"])
def test_time_in_the_order_of_revenue_correlates_fully(names):
    result = found(
        dict(zip(names, range(1, 6), strict=True)), dict(zip(names, range(10, 60, 10), strict=True))
    )
    assert result is not None
    assert result.correlation is not None
    assert result.correlation.rho == pytest.approx(1)
    assert result.correlation.accounts == 5


def test_accounts_outside_the_book_of_a_reader_are_not_said_to_pay_nothing():
    owned = [{"account_id": name, "owner_id": "P-1", "start_date": "2020-01-01"} for name in "AC"]
    result = found(
        {"A": 2, "B": 3, "C": 1}, {"A": 100, "B": 100}, ownership=owned, access=Access.of("csm", "P-1")
    )
    assert result is not None
    assert (result.accounts, result.unpaid, result.elsewhere) == (1, 1, 1)
    assert (result.unpaid_minutes, result.elsewhere_minutes) == (3 * 60 * 10**4, 9 * 60 * 10**4)
    everything = found({"A": 2, "B": 3, "C": 1}, {"A": 100, "B": 100})
    assert everything is not None
    assert (everything.accounts, everything.unpaid, everything.elsewhere) == (2, 1, 0)
