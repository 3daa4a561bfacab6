from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bookload.metrics.ratios.targets import TOUCH_MODELS
from bookload.planning.plan.sizing import (
    FACTORS,
    Anchors,
    Carried,
    HeadMonth,
    Model,
    Money,
    bridge,
    readings,
)
from bookload.planning.plan.sizing.agree import Terms, changes
from bookload.planning.plan.sizing.bridge import PAID, Factor
from known import known

POSITIVE = st.fractions(min_value=Fraction(1, 10), max_value=1000, max_denominator=30)
SHARE = st.fractions(min_value=Fraction(1, 10), max_value=1, max_denominator=40)
BOOK = Anchors(
    {
        "high": Fraction(10**6),
        "mid": Fraction(15 * 10**5),
        "low": Fraction(2 * 10**6),
        "tech": Fraction(2 * 10**6),
    },
    {"high": Fraction(22), "mid": Fraction(49), "low": Fraction(144), "tech": Fraction(200)},
    Fraction(130),
)
MONEY = Money(Fraction(1), None)


@st.composite
def companies(draw):
    held = tuple(
        Carried(
            touch, tuple(draw(st.lists(POSITIVE.map(lambda each: each * 1000), max_size=4))), draw(POSITIVE)
        )
        for touch in draw(st.sets(st.sampled_from(TOUCH_MODELS), min_size=1))
    )
    assume(any(each.accounts for each in held))
    month = HeadMonth(draw(POSITIVE), draw(SHARE), draw(SHARE), draw(SHARE))
    hours = sum((each.hours for each in held), Fraction(0))
    anchors = Anchors(
        {touch: draw(POSITIVE) * 10_000 for touch in TOUCH_MODELS},
        {touch: draw(POSITIVE) for touch in TOUCH_MODELS},
        draw(POSITIVE),
    )
    money = Money(draw(POSITIVE), draw(st.none() | POSITIVE.map(lambda each: each * 1000)))
    return held, Model(hours / month.plannable, draw(POSITIVE) / 100, month), anchors, money


@given(company=companies())
@settings(max_examples=15, deadline=None)
def test_every_bridge_adds_up_to_the_last_digit(company):
    held, model, anchors, money = company
    for reading in readings(held, money):
        lines = bridge(reading, held, anchors, model)
        assert known(reading.heads) + sum(line.heads for line in lines) == model.heads


def changed(change, held, model, reading):
    """Return the heads of the work and of the reading once an input is what it would have to be."""
    month, needed = model.month, change.needed
    if change.input == "benchmark":
        return model.heads, reading.heads * change.now / needed
    if change.input == "arr_per_account":
        return model.heads, reading.heads * needed / change.now
    hours = sum(each.hours for each in held)
    plannable = {
        "hours_per_account": month.plannable,
        "hours_a_day": month.plannable * needed / 8,
        "leave": replace(month, not_on_leave=1 - needed).plannable,
        "internal_share": replace(month, for_customers=1 - needed).plannable,
        "target_utilisation": replace(month, target=needed).plannable,
    }[change.input]
    if change.input == "hours_per_account":
        hours = needed * sum(each.accounts for each in held)
    return max(hours / plannable, model.by_caps), reading.heads


@given(company=companies())
@settings(max_examples=15, deadline=None)
def test_a_change_that_is_stated_makes_both_agree(company):
    held, model, _, money = company
    for reading in readings(held, money):
        for change in changes(reading, held, model, Terms(Fraction(8))):
            if change.needed is not None:
                work, published = changed(change, held, model, reading)
                assert work == published


def one_touch(accounts=100, each=10_000, hours=300):
    return (Carried("mid", tuple(Fraction(each) for _ in range(accounts)), Fraction(hours)),)


def reading(source, held, metric):
    return next(each for each in readings(held, MONEY) if (each.source, each.metric) == (source, metric))


def test_worked_by_hand_one_touch_model_and_two_inputs_that_differ():
    """100 mid-touch accounts at 49 a head are 100/49; asked 4 hours each where 130/49 are assumed, they are
    400/130 of a head of the published month. All of the distance is hours; the rest is as published.
    """
    held = one_touch(hours=400)
    month = HeadMonth(PAID, Fraction(1), Fraction(130, 160), Fraction(1))
    model = Model(Fraction(400, 130), Fraction(0), month)
    found = reading("Gainsight", held, "accounts_per_csm")
    lines = {line.factor: line for line in bridge(found, held, BOOK, model)}
    assert found.heads == Fraction(100, 49)
    assert lines["hours_per_account"].heads == Fraction(400, 130) - Fraction(100, 49)
    assert {name for name, line in lines.items() if line.heads} == {"hours_per_account"}
    assert (lines["hours_per_account"].published, lines["hours_per_account"].own) == (
        Fraction(130, 49),
        Fraction(4),
    )


def test_what_relationships_ask_for_beyond_hours_is_the_last_line_and_no_other_moves():
    held = one_touch()
    month = HeadMonth(Fraction(168), Fraction(9, 10), Fraction(7, 10), Fraction(85, 100))
    free, bound = (Model(300 / month.plannable, Fraction(caps), month) for caps in (0, 5))
    found = reading("Gainsight", held, "accounts_per_csm")
    without, with_ = (bridge(found, held, BOOK, model) for model in (free, bound))
    assert [line.heads for line in without[:-1]] == [line.heads for line in with_[:-1]]
    assert any(line.heads for line in without[:-1])
    assert (without[-1].heads, with_[-1].heads) == (Fraction(0), 5 - bound.by_hours)


def test_parts_are_near_those_of_the_mean_of_logarithms():
    """Ang (2004): for one touch model and changes of some percent both say nearly the same."""
    held = one_touch(hours=280)
    month = HeadMonth(Fraction(165), Fraction(95, 100), Fraction(80, 100), Fraction(95, 100))
    model = Model(280 / month.plannable, Fraction(0), month)
    found = reading("Gainsight", held, "accounts_per_csm")
    lines = {line.factor: float(line.heads) for line in bridge(found, held, BOOK, model)}
    start, end = float(found.heads), float(model.heads)
    mean = (end - start) / log(end / start)
    ratios: dict[Factor, float] = {
        "hours_per_account": 2.8 * 49 / 130,
        "working_time": 160 / 165,
        "leave": 1 / 0.95,
        "internal_share": (130 / 160) / 0.8,
        "target_utilisation": 1 / 0.95,
    }
    for name, ratio in ratios.items():
        assert lines[name] == pytest.approx(mean * log(ratio), abs=2e-4 * start)
    assert sum(mean * log(ratio) for ratio in ratios.values()) == pytest.approx(end - start)


def test_hours_of_accounts_that_left_in_the_month_are_hours_asked():
    held = (*one_touch(), Carried("high", (), Fraction(50)))
    month = HeadMonth(PAID, Fraction(1), Fraction(130, 160), Fraction(1))
    model = Model(Fraction(350, 130), Fraction(0), month)
    found = reading("Gainsight", held, "accounts_per_csm")
    lines = bridge(found, held, BOOK, model)
    assert found.heads + sum(line.heads for line in lines) == Fraction(350, 130)
    assert {line.factor for line in lines if line.heads} == {"hours_per_account"}


def test_without_a_rate_or_published_hours_there_is_no_bridge():
    held = one_touch()
    month = HeadMonth(PAID, Fraction(1), Fraction(1, 2), Fraction(1))
    model = Model(Fraction(3), Fraction(0), month)
    by_arr = reading("ClientSuccess survey, quoted in a practitioners' thread", held, "arr_per_csm")
    assert bridge(by_arr, held, BOOK, model)
    assert bridge(by_arr, held, Anchors(None, BOOK.accounts, BOOK.hours), model) == ()
    assert bridge(by_arr, held, Anchors(BOOK.arr, BOOK.accounts, Fraction(0)), model) == ()


def test_hours_cannot_reach_a_figure_below_what_relationships_ask_for():
    held = one_touch()
    month = HeadMonth(PAID, Fraction(1), Fraction(1, 2), Fraction(1))
    model = Model(Fraction(300) / month.plannable, Fraction(40), month)
    found = {
        each.input: each
        for each in changes(reading("Gainsight", held, "accounts_per_csm"), held, model, Terms(Fraction(8)))
    }
    assert found["hours_per_account"].needed is None
    assert found["hours_per_account"].obstacle == "relationships"
    assert found["benchmark"].needed == Fraction(100, 40)


def test_factors_are_all_of_them():
    assert len(FACTORS) == len(set(FACTORS)) == 8
