"""Seasons: when in the year work falls due, and that a year asks for the same however it is shared out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from bookload.base.period import Month, months
from bookload.data.documents import Journey, Policy
from bookload.planning.journey import demand
from bookload.workspace import memory

AS_OF = date(2026, 12, 31)
YEAR = tuple(months(Month.parse("2026-01"), Month.parse("2026-12")))
QUARTERS = ["0", "0", "0.25"] * 4
AUTUMN = ["0.05"] * 8 + ["0.15"] * 4


def ask(seasonality, *activities, accounts=1):
    paid = {"start_date": "2025-01-01", "amount": 1, "interval": "month", "currency": "USD"}
    rows = [f"A-{number}" for number in range(accounts)]
    tables: dict[str, Any] = {
        "accounts": [{"account_id": row, "name": row, "touch_model": "high"} for row in rows],
        "subscriptions": [{"subscription_id": row, "account_id": row, **paid} for row in rows],
    }
    hour = {"low": 60, "likely": 60, "high": 60}
    written = [{"name": f"work {n}", "stage": "s", "minutes": hour, **a} for n, a in enumerate(activities)]
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": written})
    policy = Policy.model_validate({"seasonality": seasonality})
    found = demand(memory(tables, as_of=AS_OF, journey=journey, policy=policy), YEAR)
    totals = found.totals("month")
    return [totals[(month,)].likely for month in YEAR], found


def test_a_year_of_its_own_puts_an_activity_where_it_says_and_sums_to_the_year():
    due, _ = ask({"activities": {"work 0": QUARTERS}}, {"times": 2, "per": "quarter"})
    assert due == [0, 0, 2] * 4


def test_an_activity_comes_before_its_role_and_a_role_before_an_even_year():
    seasons = {"roles": {"CSM": AUTUMN}, "activities": {"work 0": QUARTERS}}
    due, _ = ask(seasons, {}, {}, {"role": "support"})
    even = Fraction(1)
    by_role = [12 * Fraction(share) for share in AUTUMN]
    own = [12 * Fraction(share) for share in QUARTERS]
    assert due == [even + role + activity for role, activity in zip(by_role, own, strict=True)]
    assert sum(due) == 36


def test_what_is_due_on_an_event_comes_with_the_event():
    due, _ = ask({"roles": {"csm": QUARTERS}}, {"per": "event"})
    assert sum(due) == 0  # entered in 2025


def test_a_groups_sessions_follow_the_season():
    group = {"mode": "group", "group_size": 2}
    due, _ = ask({"activities": {"work 0": QUARTERS}}, group, accounts=4)
    assert due == [0, 0, Fraction(12, 2)] * 4  # 4 accounts x 3 a quarter, all in its last month


def test_a_year_for_what_no_journey_has_is_a_note():
    _, found = ask({"activities": {"wrok 0": QUARTERS}}, {})
    assert [finding.code for finding in found.findings] == ["season_without_activity"]
    assert "work 0" in (found.findings[0].remedy or "")


@pytest.mark.parametrize("shares", [["0.5", "0.5"], ["0.1"] * 12])
def test_a_year_has_twelve_shares_that_sum_to_one(shares):
    with pytest.raises(ValidationError, match="12 shares that sum to 1"):
        Policy.model_validate({"seasonality": {"roles": {"csm": shares}}})
