"""On random companies under random switches: what is held on a day is what brute force finds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

import strategies
from bookload.data.documents import Policy
from bookload.data.documents.profiles import presets
from bookload.metrics.revenue.periods.price_periods import agreed
from bookload.workspace import memory
from brute_periods import Periods, Rules, by_leaf

A_QUERY = strategies.at_once(8)
"""Companies asked in one query."""

SWITCHES = tuple(name for name in vars(Rules()) if name != "currency")
several = st.lists(strategies.companies(), min_size=A_QUERY, max_size=A_QUERY)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


def held_by_day(tables: strategies.Tables, rules: Rules, days: list[date]) -> dict:
    """Return what the program's price periods hold on each day, by account, product and currency."""
    switches = {name: getattr(rules, name) for name in SWITCHES}
    workspace = memory(tables, as_of=date(2026, 1, 1), policy=Policy.model_validate({"revenue": switches}))
    found: dict = {day: defaultdict(Fraction) for day in days}
    rows: list[dict[str, Any]] = workspace.collect(agreed(workspace.policy)).rows()
    for row in rows:
        for day in days:
            if row["start_date"] <= day < row["end_date"] and not row["paused"]:
                leaf = row["account_id"], row["product"], row["currency"]
                found[day][leaf] += Fraction(row["annual"], 10**6)
    return found


def days_of(tables: strategies.Tables) -> list[date]:
    """Return the days on which something may change, the days before them, and those a gap or 30 later."""
    told = {
        value
        for name in ("subscriptions", "subscription_events", "discounts", "invoice_lines")
        for row in tables[name]
        for value in row.values()
        if isinstance(value, date)
    }
    shifts = (-1, 0, 1, 10, 30, 40, 90)
    return sorted({day + timedelta(days=shift) for day in told for shift in shifts})


def check(several: list[strategies.Tables], rules: Rules) -> None:
    """Check companies in one query, and if they fail one by one, to show the first that does."""
    try:
        check_days(strategies.stacked(several), rules)
    except AssertionError:
        for company in several:
            try:
                check_days(strategies.stacked([company]), rules)
            except AssertionError:
                note(f"{company} {rules}")
                raise
        raise


def check_days(tables: strategies.Tables, rules: Rules) -> None:
    days, witness = days_of(tables)[::7], Periods(tables, rules)
    found = held_by_day(tables, rules, days)
    for day in days:
        expected = {leaf: worth for leaf, worth in by_leaf(witness.held(day)).items() if worth}
        assert {leaf: worth for leaf, worth in found[day].items() if worth} == expected, day


@settings(max_examples=6, phases=UNSHRUNK)
@given(companies=several, rules=strategies.rules())
def test_what_is_held_on_a_day_equals_brute_force_under_any_switches(companies, rules):
    check(companies, rules)


@pytest.mark.parametrize("preset", presets())
@settings(max_examples=1, phases=UNSHRUNK)
@given(companies=several)
def test_what_is_held_on_a_day_equals_brute_force_under_each_preset(companies, preset):
    check(companies, rules_of(preset))


def rules_of(preset: str) -> Rules:
    revenue = Policy().under(preset).revenue
    return Rules(**{name: getattr(revenue, name) for name in SWITCHES})


@pytest.mark.prove
def test_thousands_of_companies_hold_on_a_day_what_brute_force_finds(promised):
    count = promised("random companies", 2_000)

    @settings(max_examples=-(-count // A_QUERY), phases=UNSHRUNK)
    @given(companies=several, rules=strategies.rules())
    def prove(companies, rules):
        check(companies, rules)

    prove()
