"""What one person can hold counts in futures as it does today, unless the work asks for more."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.planning.capacity import capacity
from bookload.planning.forecast import forecast
from bookload.planning.forecast.panel import panel
from bookload.planning.forecast.relationships import raised, relationships
from bookload.planning.journey.lives import roster
from bookload.planning.plan.hiring import hiring_plan
from bookload.report.terminal import laid
from bookload.report.topics import forecast as topic
from bookload.report.topics import plan as plan_topic
from bookload.workspace import memory
from known import known

AS_OF = date(2026, 6, 17)
SEGMENTS = ("Enterprise", "SMB")
POOLED, COUNT = 6, 60
CAPS = {
    "accounts": {"accounts_high": 20, "accounts_mid": 30, "contacts": 0},
    "contacts": {"accounts_high": 0, "accounts_mid": 0, "contacts": 40},
    "none": {"accounts_high": 0, "accounts_mid": 0, "contacts": 0},
    "loose": {"accounts_high": 5000, "accounts_mid": 5000, "contacts": 9000},
}


def tables(split=False):
    """Sixty accounts, two in three of them Enterprise and high touch, some of a pool, with one CSM."""
    accounts, facts, paid, owned = [], [], [], []
    for number in range(COUNT):
        name, big = f"A-{number:02d}", number % 3
        segment = SEGMENTS[0] if big else SEGMENTS[1]
        half = f"{segment} {number // 3 % 2}" if split else segment
        touch = "high" if big else "mid"
        accounts.append({"account_id": name, "name": name, "segment": half, "touch_model": touch})
        facts.append({"account_id": name, "name": "contacts", "value": str(1 + number % 4)})
        start = date(2026, 1 + number % 4, 1)
        row = {"subscription_id": f"S-{name}", "account_id": name, "start_date": start}
        paid.append({**row, "amount": 100 + number, "interval": "month", "currency": "USD"})
        owner = "POOL" if number < POOLED else "P-1"
        owned.append({"account_id": name, "owner_id": owner, "start_date": start})
    return {
        "accounts": accounts,
        "account_attributes": facts,
        "subscriptions": paid,
        "ownership": owned,
        "pools": [{"pool_id": "POOL", "name": "Pool"}],
        "people": [{"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm"}],
    }


def reader(cap, split=False):
    """Return the company with nobody coming or leaving, so that ahead it is what it is today."""
    names = sorted({row["segment"] for row in tables(split)["accounts"]})
    still = dict.fromkeys(names, 0)
    policy = Policy.model_validate(
        {
            "capacity": CAPS[cap],
            "forecast": {
                "draws": 300,
                "months": 3,
                "method": "drivers",
                "least_history": 60,
                "new_accounts_a_month": still,
                "logo_churn_a_year": still,
                "attrition_a_year": "0.001",
                "account_noise": 0,
            },
            "plan": {"time_to_hire_months": 0},
            "team": {"ramp_months": 0},
        }
    )
    work = {"name": "Call", "stage": "all", "times": 1, "minutes": {"low": 5, "likely": 6, "high": 7}}
    journey = Journey.model_validate({"stages": [{"name": "all"}], "activities": [work]})
    return memory(tables(split), as_of=AS_OF, policy=policy, journey=journey)


def today(seen):
    """Return the heads that relationships ask for at the starting point, by accounts and by contacts."""
    past = panel(seen)
    now = past.accounts_by_segment[:, -1]
    held = relationships(seen, roster(seen), past.segments, now)
    return now @ known(held)


@cache
def ahead(cap):
    return forecast(reader(cap))


@pytest.mark.parametrize(("cap", "split"), [("accounts", False), ("accounts", True), ("contacts", True)])
def test_on_the_as_of_day_they_are_those_of_capacity_however_segments_are_cut(cap, split):
    (row,) = capacity(reader(cap), 0).rows
    assert (row.month, row.role, row.binding) == (Month.of(AS_OF), "csm", cap)
    exact = [float(row.need_by_accounts), float(row.need_by_contacts)]
    assert today(reader(cap, split)).tolist() == pytest.approx(exact, rel=1e-12)


def test_by_hand_a_named_account_is_its_part_of_a_person():
    named = range(POOLED, COUNT)
    accounts = sum(1 / 20 if number % 3 else 1 / 30 for number in named)
    assert today(reader("accounts")).tolist() == pytest.approx([accounts, 0.0])
    assert today(reader("contacts")).tolist() == pytest.approx([0.0, sum(1 + n % 4 for n in named) / 40])


def test_no_cap_asks_for_nothing():
    seen = reader("none")
    past = panel(seen)
    assert relationships(seen, roster(seen), past.segments, past.accounts_by_segment[:, -1]) is None


def test_segments_without_accounts_are_as_the_company_and_none_are_lost():
    seen = reader("accounts")
    held = relationships(seen, roster(seen), ("Enterprise", "New"), np.array([40.0, 0.0]))
    whole = today(seen)
    assert held is not None
    assert np.array([40.0, 0.0]) @ held == pytest.approx(whole)
    assert held[1] == pytest.approx(held[0])


def test_hours_are_raised_to_what_relationships_ask_for_by_brute_force():
    chance = np.random.default_rng(3)
    hours = chance.uniform(50, 400, (7, 4))
    accounts, held = chance.uniform(0, 60, (7, 4, 3)), chance.uniform(0, 0.05, (3, 2))
    head = np.array([100.0, 90.0, 0.0, 110.0])
    expected, bound = hours.copy(), np.zeros((4, 2))
    for draw in range(7):
        for month in range(4):
            wants = [
                sum(accounts[draw, month, place] * held[place, cap] for place in range(3)) * head[month]
                for cap in range(2)
            ]
            if max(wants) > hours[draw, month]:
                expected[draw, month] = max(wants)
                bound[month, wants.index(max(wants))] += 1
    before = hours.copy()
    assert raised(hours, accounts, held, head).tolist() == bound.tolist()
    assert hours == pytest.approx(expected, rel=1e-12)
    assert (hours >= before).all()
    assert 0 < bound.sum() < 28
    assert not bound[2].any()


@pytest.mark.parametrize("cap", ["accounts", "contacts"])
def test_a_cap_that_binds_is_what_every_future_needs(cap):
    found = ahead(cap)
    need = max(today(reader(cap)))
    assert found.draws.heads[:, :, 0] == pytest.approx(need, rel=1e-9)
    for row in found.roles:
        assert (row.bound, row.bound_by) == (pytest.approx(1.0), cap)
        assert row.heads is not None
        assert row.heads.middle == pytest.approx(need)
        assert row.short == 1.0


def test_a_cap_that_does_not_bind_leaves_every_draw_as_it_was():
    loose, none = ahead("loose"), ahead("none")
    assert np.array_equal(loose.draws.hours, none.draws.hours)
    assert np.array_equal(loose.draws.supply, none.draws.supply)
    assert loose.roles == none.roles
    assert {row.bound_by for row in loose.roles} == {None}


@pytest.mark.parametrize("cap", ["accounts", "contacts"])
def test_a_plan_hires_for_a_cap_that_binds_and_says_what_binds(cap):
    free, seen = reader("none"), reader(cap)
    assert not hiring_plan(free, (ahead("none").draws,) * 2).searches
    found = hiring_plan(seen, (ahead(cap).draws,) * 2)
    need = max(today(seen))
    assert 1 + sum(each.heads for each in found.searches) >= need
    assert found.held
    assert all(row.without == 0 for row in found.rows)
    assert {(round(row.bound, 9), row.bound_by) for row in found.rows} == {(1.0, cap)}
    shown: Any = plan_topic.body(found, seen.access, "USD")
    looked: Any = topic.body(ahead(cap))
    assert {row["bound_by"] for row in shown["rows"]} == {cap}
    said = f"csm: in 2026-07 to 2026-09 the {cap} that one person can hold ask for more heads"
    for parts in (plan_topic.tables(found, seen.access, "USD"), topic.tables(ahead(cap), "USD")):
        assert said in " ".join(" ".join(str(laid(part)).split()) for part in parts)
    assert {row["bound_by"] for row in looked["roles"]} == {cap}


def test_what_does_not_bind_is_not_spoken_of():
    text = " ".join(str(laid(part)) for part in topic.tables(ahead("loose"), "USD"))
    assert "one person can hold" not in text
