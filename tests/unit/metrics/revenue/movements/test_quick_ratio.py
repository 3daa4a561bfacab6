"""The quick ratio, against published examples."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.metrics.revenue import AMOUNTS, MovementRow, quick_ratio, quick_ratios
from subscribed import company, paid

MARCH = Month.parse("2025-03")


def bridge(**amounts):
    return MovementRow(month=MARCH, key=None, **dict.fromkeys(AMOUNTS, 0) | amounts)


@pytest.mark.parametrize(
    ("amounts", "ratio"),
    [
        # AbraCalc, SaaS Quick Ratio Calculator: https://abracalc.com/calculator/saas-quick-ratio/
        ({"new": 5000, "expansion": 1000, "churn": -1500, "contraction": -500}, 3),
        # PitchKit, Quick ratio: https://pitchkit.net/resources/glossary/quick-ratio
        ({"new": 20, "expansion": 8, "churn": -5, "contraction": -3}, Fraction(7, 2)),
    ],
)
def test_published_examples(amounts, ratio):
    assert quick_ratio(bridge(**amounts)) == ratio


def test_who_comes_back_is_a_gain_and_who_pauses_a_loss():
    assert quick_ratio(bridge(reactivation=3, resumed=1, paused=-2)) == 2


def test_a_month_that_gained_nothing_is_0_and_one_that_lost_nothing_has_none():
    assert quick_ratio(bridge(churn=-5)) == 0
    assert quick_ratio(bridge(new=5)) is None


def test_a_month_that_is_not_known_has_none():
    assert quick_ratio(MovementRow(month=MARCH, key=None, **dict.fromkeys(AMOUNTS))) is None


def test_what_rates_and_transfers_do_is_neither():
    assert quick_ratio(bridge(fx=-5, transfer_out=-3, reclassified=2, new=4, churn=-1)) == 4


def test_it_is_stated_by_month():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10"),
        paid("A", "80", "2025-03-10"),
        paid("B", "60", "2025-03-01"),
    )
    rows = quick_ratios(workspace, Month.parse("2025-02"), MARCH)
    assert [(str(row.month), row.ratio) for row in rows] == [("2025-02", None), ("2025-03", 3)]
