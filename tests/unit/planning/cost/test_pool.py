"""Pools of capacity, beside the example that Kaplan & Anderson published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.planning.cost.pool import Work, pool

MONTH = Month.parse("2026-06")
ORDERS, INQUIRIES, CREDIT_CHECKS = (49_000, 8), (1_400, 44), (2_500, 50)
"""Kaplan & Anderson, Time-Driven Activity-Based Costing, HBR 82(11), 2004: how many, and minutes of each."""


def made(asked, practical=700_000, pay=560_000, on_costs=0, other=0):
    work = Work(MONTH, "csm", Fraction(28), Fraction(practical), Fraction(asked))
    return pool(work, None if pay is None else Fraction(pay), Fraction(on_costs), Fraction(other))


def test_the_published_example_costs_80_cents_a_minute_and_leaves_17_percent_unused():
    found = made(sum(count * minutes for count, minutes in (ORDERS, INQUIRIES, CREDIT_CHECKS)))
    assert found.rate == Fraction("0.80")
    assert (found.asked_minutes, found.unused_minutes) == (578_600, 121_400)
    assert (found.used, found.unused) == (462_880, 97_120)
    assert found.unused_share is not None
    assert round(found.unused_share * 1000) == 173


@pytest.mark.parametrize(
    ("count", "minutes", "rate", "total"),
    [(*ORDERS, "6.40", 313_600), (*INQUIRIES, "35.20", 49_280), (*CREDIT_CHECKS, "40.00", 100_000)],
)
def test_the_published_cost_driver_rates_and_totals(count, minutes, rate, total):
    found = made(count * minutes)
    assert found.rate is not None
    assert (found.rate * minutes, found.used) == (Fraction(rate), total)


def test_on_costs_and_other_costs_are_part_of_what_is_supplied():
    found = made(50, practical=100, pay=200, on_costs="0.25", other=30)
    assert (found.on_costs, found.supplied, found.rate) == (50, 280, Fraction("2.8"))
    assert (found.used, found.unused) == (140, 140)


def test_more_asked_than_there_is_leaves_less_than_nothing_and_still_adds_up():
    found = made(150, practical=100, pay=200)
    assert (found.rate, found.used, found.unused, found.unused_minutes) == (2, 300, -100, -50)


def test_a_role_without_people_spends_nothing_and_says_so():
    found = made(50, practical=0, pay=0)
    assert (found.unstaffed, found.rate, found.unused_share) == (True, None, None)
    assert (found.used, found.unused, found.supplied) == (0, 0, 0)


def test_without_the_pay_there_are_minutes_and_no_money():
    found = made(50, practical=100, pay=None, other=30)
    assert (found.supplied, found.rate, found.used, found.unused) == (None, None, None, None)
    assert (found.asked_minutes, found.unused_minutes, found.unused_share) == (50, 50, Fraction(1, 2))
