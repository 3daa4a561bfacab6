"""Levels: seniors may do juniors' work, and not the other way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.planning.capacity import capacity
from bookload.planning.capacity.levels import in_order, level_rows
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
JUNE = Month.of(AS_OF)
PLANNABLE = 21 * Fraction("5.6") * Fraction("0.85")
HOURS = st.lists(st.integers(0, 50), min_size=4, max_size=4)


def ask(people, *activities, **policy):
    paid = {"start_date": "2025-01-01", "amount": 1, "interval": "month", "currency": "USD"}
    tables: dict[str, Any] = {
        "accounts": [{"account_id": "A", "name": "A", "touch_model": "high"}],
        "subscriptions": [{"subscription_id": "S", "account_id": "A", **paid}],
        "people": [
            {"person_id": f"P-{n}", "name": "x", "hire_date": "2020-01-01", "role": "csm", "level": level}
            for n, level in enumerate(people)
        ],
    }
    written = [
        {
            "name": f"work {n}",
            "stage": "s",
            "level": level,
            "minutes": {"low": 0, "likely": 60 * hours, "high": 10**6},
        }
        for n, (level, hours) in enumerate(activities)
    ]
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": written})
    chosen = Policy.model_validate({"capacity": policy})
    return capacity(memory(tables, as_of=AS_OF, journey=journey, policy=chosen), 0)


def test_seniors_suffice_for_juniors_work_as_well():
    found = ask(["1", "2"], ("1", 150), ("2", 40))
    assert [(row.level, row.demand_from, row.plannable_from, row.short_hours) for row in found.levels] == [
        (None, 190, 2 * PLANNABLE, 0),
        ("1", 190, 2 * PLANNABLE, 0),
        ("2", 40, PLANNABLE, 0),
    ]


def test_juniors_do_not_suffice_for_what_only_seniors_may_do():
    found = ask(["1", "1", "2"], ("2", 150))
    assert [(row.level, row.short_hours) for row in found.levels] == [
        (None, 0),
        ("1", 0),
        ("2", 150 - PLANNABLE),
    ]
    assert found.levels[-1].need_from == 150 / found.standard[JUNE].plannable


def test_work_that_names_no_level_is_anybodys_and_who_has_none_is_of_the_lowest():
    found = ask([None, "2"], (None, 30), ("2", 10))
    assert [(row.level, row.demand_hours, row.plannable_hours) for row in found.levels] == [
        (None, 30, PLANNABLE),
        ("2", 10, PLANNABLE),
    ]


def test_a_journey_that_asks_for_no_level_has_no_rows():
    assert ask(["1", "2"], (None, 30)).levels == ()


def test_levels_in_words_need_the_policys_order():
    found = ask(["junior", "senior"], ("senior", 30))
    assert found.levels == ()
    assert [finding.code for finding in found.findings if finding.column == "level"] == ["levels_unordered"]
    ordered = ask(["junior", "senior"], ("senior", 30), levels=["junior", "senior"])
    assert [row.level for row in ordered.levels] == [None, "junior", "senior"]


def test_whole_numbers_rise_by_their_value():
    assert in_order({"10", "2"}, ()) == [None, "2", "10"]
    assert in_order({"lead"}, ("junior",)) is None


def undone(asked, there):
    """What has to stay undone at least, as a linear programme: work goes to people not below it."""
    count = len(asked)
    allowed = [(work, level) for work in range(count) for level in range(work, count)]
    limits = [[float(work == n) for work, _ in allowed] for n in range(count)]
    limits += [[float(level == n) for _, level in allowed] for n in range(count)]
    best = linprog(-np.ones(len(allowed)), A_ub=limits, b_ub=[*asked, *there])
    return sum(asked) + best.fun


@given(HOURS, HOURS)
def test_the_largest_shortfall_is_what_a_linear_programme_leaves_undone(asked, there):
    ranked = [None, "1", "2", "3"]
    rows = level_rows(
        JUNE,
        "csm",
        ranked,
        {level: Fraction(hours) for level, hours in zip(ranked, asked, strict=True)},
        {level: (Fraction(hours), Fraction(hours)) for level, hours in zip(ranked, there, strict=True)},
        Fraction(100),
    )
    assert abs(float(max(row.short_hours for row in rows)) - undone(asked, there)) < 1e-6
