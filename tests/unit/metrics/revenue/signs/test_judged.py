"""A month beside the months before it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.metrics.revenue.signs.judged import judged
from bookload.metrics.revenue.signs.organic import OrganicMonth

FIRST = Month.parse("2024-01")
NOISE = (20, 24, 18, 22, 25, 19, 21, 23, 17, 26, 20, 22)
"""A year of net movements around 21, of a base of 1,000."""


def lived(*organic: int, accounts: int = 30, base: int = 1_000, fell: int = 0) -> dict[Month, OrganicMonth]:
    """Months from January 2024 on, each with the same base."""
    return {
        FIRST + at: OrganicMonth(FIRST + at, None, base, change, base + change, fell, accounts)
        for at, change in enumerate(organic)
    }


def last(of_key: dict[Month, OrganicMonth], over: int = 0):
    month = max(of_key)
    return judged(of_key, month, month - over)


@pytest.mark.parametrize(("change", "verdict"), [(21, "steady"), (-30, "turn_down"), (70, "turn_up")])
def test_a_month_is_judged_by_the_band_of_those_before_it(change, verdict):
    row = last(lived(*NOISE, change))
    assert (row.verdict, row.unjudged) == (verdict, None)
    assert (row.rate, row.trend.months) == (Fraction(change, 1_000), 12)


def test_a_month_that_is_not_over_is_shown_without_a_verdict():
    row = last(lived(*NOISE, -500), over=1)
    assert (row.verdict, row.unjudged, row.organic) == (None, "month_not_over", -500)


def test_under_ten_accounts_there_is_no_verdict():
    row = last(lived(*NOISE, -500, accounts=9))
    assert (row.verdict, row.trend, row.unjudged) == (None, None, "few_accounts")


def test_under_twelve_months_before_it_there_is_no_verdict():
    row = last(lived(*NOISE[1:], -500))
    assert (row.verdict, row.unjudged) == (None, "short_history")


def test_months_before_one_with_few_accounts_do_not_count():
    months = lived(*NOISE, *NOISE, -500)
    small = FIRST + 13
    months[small] = OrganicMonth(small, None, 100, 5, 105, 0, 4)
    assert last(months).unjudged == "short_history"


def test_a_month_that_is_missing_ends_what_is_looked_at():
    months = lived(*NOISE, *NOISE, -500)
    del months[FIRST + 5]
    assert last(months).trend.months == 18


def test_where_nothing_moves_there_is_no_noise_to_stand_out_from():
    row = last(lived(*[0] * 12, -5))
    assert (row.verdict, row.unjudged) == (None, "too_still")


def test_a_month_without_a_base_has_no_rate_and_no_verdict():
    row = last(lived(*NOISE, 40, base=0))
    assert (row.rate, row.fallen, row.verdict, row.unjudged) == (None, None, None, "few_accounts")


def test_months_of_growth_in_a_row_are_counted_and_a_loss_after_three_is_a_first_contraction():
    assert [last(lived(*changes)).growing for changes in ((5,), (5, 5), (0, 5, 5, 5), (-1, 5, 5, 5, 5))] == [
        0,
        1,
        2,
        3,
    ]
    assert last(lived(1, 1, 1, -1)).first_contraction
    assert not last(lived(1, 1, -1)).first_contraction
    assert not last(lived(1, 1, 1, -1, -1)).first_contraction
    assert not last(lived(1, 1, 1, 0)).first_contraction


def test_growth_over_a_year_is_the_product_of_its_months_beside_that_of_the_year_before():
    row = last(lived(*[100] * 12, *[200] * 12))
    assert row.growth == Fraction(6, 5) ** 12 - 1
    assert row.growth_before == Fraction(11, 10) ** 12 - 1
    assert row.slowing == Fraction(12, 11) ** 12 - 1
    assert last(lived(*[100] * 11)).growth is None
    assert last(lived(*[100] * 12)).slowing is None


def test_a_year_that_grew_less_by_more_than_noise_is_slower():
    low = [change - 15 for change in NOISE]
    assert last(lived(*NOISE, *NOISE, *low)).slower
    assert not last(lived(*NOISE, *NOISE, *NOISE)).slower
    assert not last(lived(*low, *low, *NOISE)).slower


def test_after_a_year_that_lost_everything_nothing_is_said_of_growth():
    row = last(lived(-1_000, *[0] * 11, *NOISE))
    assert (row.growth_before, row.slowing) == (-1, None)


def test_more_of_it_is_shrinking_than_months_before_lead_to_expect():
    months = lived(*NOISE, 20)
    for at, fell in enumerate((30, 34, 28, 32, 35, 29, 31, 33, 27, 36, 30, 32, 90)):
        here = months[FIRST + at]
        months[FIRST + at] = OrganicMonth(
            here.month, None, here.base, here.organic, here.closing, fell, here.accounts
        )
    row = last(months)
    assert (row.verdict, row.more_shrinking, row.fallen) == ("steady", True, Fraction(9, 100))
    assert not last(lived(*NOISE, 20)).more_shrinking
