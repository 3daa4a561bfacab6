"""What the figures of a month say: what, since when, how strongly."""

from __future__ import annotations

import pytest

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.revenue.signs.organic import OrganicMonth
from bookload.metrics.revenue.signs.sign import signs_of

FIRST = Month.parse("2024-01")
NOISE = (20, 24, 18, 22, 25, 19, 21, 23, 17, 26, 20, 22)
FELL = (30, 34, 28, 32, 35, 29, 31, 33, 27, 36, 30, 32)


def found(*organic: int, fell=None, accounts: int = 30):
    months = {
        FIRST + at: OrganicMonth(
            FIRST + at,
            None,
            1_000 * QUANTA,
            change * QUANTA,
            (1_000 + change) * QUANTA,
            (fell[at] if fell else 0) * QUANTA,
            accounts,
        )
        for at, change in enumerate(organic)
    }
    return list(signs_of(months, max(months), max(months)))


def test_a_quiet_month_says_nothing():
    assert found(*NOISE, 21, fell=(*FELL, 31)) == []


def test_a_turn_says_how_far_outside_it_lies():
    turn, contraction = found(*NOISE, -30)
    assert (turn.kind, turn.amount, turn.judged) == ("turn_down", -30 * QUANTA, True)
    assert turn.strength < -5.47
    assert (contraction.kind, contraction.strength) == ("first_contraction", 12)


def test_a_turn_that_lasts_says_since_when():
    (turn,) = found(*NOISE, *NOISE, 90, 95)
    assert (turn.kind, turn.since, turn.month) == ("turn_up", FIRST + 24, FIRST + 25)


def test_a_first_contraction_of_a_few_accounts_is_shown_without_a_verdict():
    (sign,) = found(5, 5, 5, -1, accounts=4)
    assert (sign.kind, sign.judged, sign.strength) == ("first_contraction", False, 3)


def test_more_shrinking_names_what_these_accounts_had():
    (sign,) = found(*NOISE, *NOISE, 21, 21, fell=(*FELL, *FELL, 120, 130))
    assert (sign.kind, sign.amount, sign.since) == ("more_shrinking", 130 * QUANTA, FIRST + 24)
    assert sign.strength > 3.89


def test_slower_growth_says_since_when_and_by_how_much():
    low = [change - 15 for change in NOISE]
    signs = [sign for sign in found(*NOISE, *NOISE, *low, low[0]) if sign.kind == "slower_growth"]
    (sign,) = signs
    assert sign.since < sign.month
    assert sign.strength == pytest.approx((1.006 / 1.021) ** 12 - 1, abs=0.02)
