"""What holds of every journey and team: hours equal a walk over the days, and each part of them adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brute_journey as brute
from bookload.base.period import Month
from bookload.planning.capacity import Capacity
from bookload.planning.capacity.carried import carried as workers_of
from bookload.planning.capacity.carried import carried_by_account
from bookload.planning.capacity.carriers import Carrier
from bookload.planning.journey import By, Demand
from brute_books import NOBODY
from brute_journey import Account
from journeys import (
    AS_OF,
    FIRST,
    LAST,
    MONTHS,
    ONE_MINUTE,
    STAGES,
    accounts,
    activities,
    asked,
    carried,
    in_a_workspace,
    ownership,
    teams,
)


def timed(stages: list[dict[str, Any]], work: list[dict[str, Any]], there: list[Account]) -> list[Any]:
    return brute.timed(stages, work, there, FIRST.first_day, LAST.last_day, AS_OF)


def by_role(demand: Demand) -> dict[tuple[str, str], Fraction]:
    totals = demand.totals("month", "role")
    return {(str(month), str(role)): hours.likely for (month, role), hours in totals.items() if hours.likely}


def by_person(found: Iterable[tuple[Month, str | None, Fraction]]) -> dict[tuple[str, str], Fraction]:
    summed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for month, person, spent in found:
        summed[str(month), person or NOBODY] += spent
    return {key: hours for key, hours in summed.items() if hours}


def drawn(data: st.DataObject, roles: tuple[str, ...] = ("csm",), **fixed: Any) -> Any:
    """Stages, activities and accounts."""
    stages = data.draw(STAGES)
    work = data.draw(activities(stages, fixed))
    for activity in work:
        activity["role"] = data.draw(st.sampled_from(roles))
    return stages, work, data.draw(accounts())


def check_a_walk(data: st.DataObject) -> None:
    stages, work, there = drawn(data, ("csm", "onboarding"))
    assert by_role(asked(stages, work, there)) == brute.by_role(work, timed(stages, work, there))


@given(st.data())
def test_demand_equals_a_walk_over_the_days(data: st.DataObject) -> None:
    check_a_walk(data)


@pytest.mark.prove
def test_demand_equals_a_walk_over_the_days_of_thousands_of_companies(
    promised: Callable[[str, int], int],
) -> None:
    count = promised("random companies against a day-by-day brute force of demand", 2_000)
    settings(max_examples=count, deadline=None)(given(st.data())(check_a_walk))()


def check_loads(data: st.DataObject) -> None:
    stages, work, there = drawn(data)
    owned, team = data.draw(ownership(there)), data.draw(teams())
    found = carried(asked(stages, work, there), owned, team)
    walked = brute.by_person(timed(stages, work, there), owned, team, stages, AS_OF)
    assert by_person((each.month, each.carrier.person_id, each.hours) for each in found) == walked


@given(st.data())
def test_loads_equal_a_walk_over_the_days_with_owners_pools_and_leavers(data: st.DataObject) -> None:
    check_loads(data)


@pytest.mark.prove
def test_loads_equal_a_walk_over_the_days_of_thousands_of_companies(
    promised: Callable[[str, int], int],
) -> None:
    count = promised("random companies against a day-by-day brute force of loads", 2_000)
    settings(max_examples=count, deadline=None)(given(st.data())(check_loads))()


def check_a_workspace(data: st.DataObject) -> None:
    stages, work, there = drawn(data)
    owned, team = data.draw(ownership(there)), data.draw(teams())
    found = in_a_workspace(stages, work, there, owned, team)
    walk = timed(stages, work, there)
    rows = {(str(row.month), row.role): row.demand_hours for row in found.rows if row.demand_hours}
    assert rows == brute.by_role(work, walk)
    loads = [(row.month, row.person_id, row.hours_asked) for row in found.people or ()]
    nobody = [(row.month, None, row.hours) for row in found.unowned]
    assert by_person([*loads, *nobody]) == brute.by_person(walk, owned, team, stages, AS_OF)
    check_accounts(found)


def check_accounts(found: Capacity) -> None:
    """Assert that hours apart by account are each carrier's, and each account's."""
    assert found.carriers is not None
    whole = dict(workers_of(found.demand, "csm", found.carriers["csm"]))
    of_carrier: dict[tuple[Month, Carrier], Fraction] = defaultdict(Fraction)
    of_account: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for (month, carrier, account), hours in carried_by_account(
        found.demand, "csm", found.carriers["csm"]
    ).items():
        of_carrier[month, carrier] += hours
        of_account[month, account] += hours
    asked_of: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for line in found.demand.lines(role="csm"):
        asked_of[line.month, line.account_id] += line.hours
    assert {key: hours for key, hours in of_carrier.items() if hours} == {
        key: hours for key, hours in whole.items() if hours
    }
    assert {key: hours for key, hours in of_account.items() if hours} == {
        key: hours for key, hours in asked_of.items() if hours
    }


@settings(max_examples=3)
@given(st.data())
def test_what_a_workspace_says_equals_a_walk_over_the_days(data: st.DataObject) -> None:
    check_a_workspace(data)


@pytest.mark.prove
def test_what_hundreds_of_workspaces_say_equals_a_walk_over_the_days(
    promised: Callable[[str, int], int],
) -> None:
    count = promised("random workspaces against a day-by-day brute force of demand and loads", 100)
    settings(max_examples=count, deadline=None)(given(st.data())(check_a_workspace))()


@given(st.data())
def test_loads_and_what_nobody_carries_are_the_demand_of_each_role(data: st.DataObject) -> None:
    stages, work, there = drawn(data, ("csm", "senior CSM", "onboarding"))
    demand = asked(stages, work, there)
    summed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for share in carried(demand, data.draw(ownership(there)), data.draw(teams())):
        summed[str(share.month), share.role] += share.hours
    assert {key: hours for key, hours in summed.items() if hours} == by_role(demand)


@given(st.data())
def test_demand_of_personal_work_adds_up_over_accounts(data: st.DataObject) -> None:
    stages, work, there = drawn(data, mode="personal")
    parts: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for account in there:
        for key, hours in by_role(asked(stages, work, [account])).items():
            parts[key] += hours
    assert dict(parts) == by_role(asked(stages, work, there))


@given(st.data())
def test_twice_the_accounts_ask_twice_the_personal_work(data: st.DataObject) -> None:
    stages, work, there = drawn(data, mode="personal")
    twins = [replace(each, account_id=f"B-{each.account_id}") for each in there]
    once, twice = by_role(asked(stages, work, there)), by_role(asked(stages, work, there + twins))
    assert twice == {key: 2 * hours for key, hours in once.items()}


@given(st.data())
def test_automated_work_takes_nobodys_time(data: st.DataObject) -> None:
    assert by_role(asked(*drawn(data, mode="automated"))) == {}


@given(st.data())
def test_a_groups_sessions_are_at_least_one_and_as_many_as_its_size_asks(data: st.DataObject) -> None:
    stages, work, there = drawn(data, mode="group")
    lines = list(asked(stages, work, there).lines())
    for month in MONTHS:
        for activity in work:
            ours = [line for line in lines if (line.month, line.activity) == (month, activity["name"])]
            deliveries = sum((line.deliveries for line in ours), Fraction(0))
            sessions = sum((line.sessions for line in ours), Fraction(0))
            size = Fraction(activity.get("group_size", "1"))
            assert sessions == (max(Fraction(1), deliveries / size) if deliveries else 0)


@given(st.data())
def test_totals_by_any_side_add_up_to_the_same_hours(data: st.DataObject) -> None:
    demand = asked(*drawn(data))
    whole = sum((line.hours for line in demand.lines()), Fraction(0))
    for side in get_args(By):
        assert sum((hours.likely for hours in demand.totals(side).values()), Fraction(0)) == whole


@given(st.data())
def test_days_in_stages_and_outside_them_are_the_days_live(data: st.DataObject) -> None:
    stages, _, there = drawn(data)
    stages[-1] = {"name": "rest", "health": ("red",)}
    rows = asked(stages, [{"name": "x", "stage": "rest", "minutes": ONE_MINUTE}], there).days
    for account in there:
        for month in MONTHS:
            walked = [month.first_day + timedelta(days=number) for number in range(month.days)]
            live = sum(brute.is_live(account, day, AS_OF) for day in walked)
            held = [row for row in rows if (row.account_id, row.month) == (account.account_id, month)]
            assert sum(row.days for row in held) == live
            assert all(row.days == sum((b - a).days for a, b in row.ranges) for row in held)
