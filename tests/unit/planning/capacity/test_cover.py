"""Who does the work of owners who are away for long, and what stays undone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.planning.capacity import capacity
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
JUNE = Month.of(AS_OF)


def person(number, team="North", **more):
    row = {"person_id": f"P-{number}", "name": "x", "hire_date": "2020-01-01", "role": "csm", "team": team}
    return {**row, **more}


def away(number, start="2026-06-01", end="2026-07-15"):
    return {"person_id": f"P-{number}", "start_date": start, "end_date": end, "kind": "parental"}


def ask(people, absences, hours=10, owner="P-0", pools=(), **policy):
    """A company of one account that asks for some hours a month."""
    paid = {"start_date": "2025-01-01", "amount": 1, "interval": "month", "currency": "USD"}
    tables = {
        "accounts": [{"account_id": "A", "name": "A", "touch_model": "high"}],
        "subscriptions": [{"subscription_id": "S", "account_id": "A", **paid}],
        "people": people,
        "absences": absences,
        "pools": list(pools),
        "ownership": [{"account_id": "A", "owner_id": owner, "start_date": "2025-01-01"}],
    }
    minutes = {"low": 0, "likely": hours * 60, "high": 100_000}
    work = {"name": "work", "stage": "s", "minutes": minutes}
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [work]})
    chosen = Policy.model_validate({"cover": policy})
    return capacity(memory(tables, as_of=AS_OF, journey=journey, policy=chosen), 0)


def loads(found):
    return {row.person_id: row.hours_asked for row in found.people or ()}


def test_the_work_of_an_owner_on_long_leave_is_done_by_the_team():
    found = ask([person(0), person(1), person(2, "South")], [away(0)])
    assert loads(found) == {"P-0": 0, "P-1": 10, "P-2": 0}
    (row,) = found.covered
    assert (row.month, row.role, row.hours, row.covered, row.uncovered) == (JUNE, "csm", 10, 10, 0)
    assert found.unowned == ()


def test_colleagues_share_it_by_what_they_can_still_plan_with():
    found = ask([person(0), person(1), person(2, fte="0.5")], [away(0)], hours=9)
    assert loads(found) == {"P-0": 0, "P-1": 6, "P-2": 3}


def test_what_colleagues_have_no_hours_for_is_uncovered_and_stays_in_the_demand():
    found = ask([person(0), person(1)], [away(0)], hours=1_000)
    plannable = 21 * Fraction("5.6") * Fraction("0.85")
    assert loads(found)["P-1"] == plannable
    (row,) = found.covered
    assert (row.covered, row.uncovered) == (plannable, 1_000 - plannable)
    (left,) = found.unowned
    assert (left.reason, left.hours) == ("absent", 1_000 - plannable)
    assert found.rows.rows[0].demand_hours == 1_000


def test_the_limit_may_be_all_available_hours():
    found = ask([person(0), person(1)], [away(0)], hours=1_000, limit="available")
    assert loads(found)["P-1"] == 21 * Fraction("5.6")


def test_nobody_left_to_cover_leaves_all_of_it_uncovered():
    found = ask([person(0), person(1, "South")], [away(0)])
    assert loads(found) == {"P-0": 0, "P-1": 0}
    assert [(row.reason, row.hours) for row in found.unowned] == [("absent", 10)]


def test_only_the_days_away_are_covered():
    found = ask([person(0), person(1)], [away(0, "2026-06-16", "2026-08-01")])
    assert loads(found) == {"P-0": 5, "P-1": 5}


def test_shorter_absences_wait_for_the_owner_unless_the_policy_says_from_how_many_days():
    short = [away(0, "2026-06-01", "2026-06-16")]
    assert loads(ask([person(0), person(1)], short)) == {"P-0": 10, "P-1": 0}
    assert loads(ask([person(0), person(1)], short, from_days=15)) == {"P-0": 5, "P-1": 5}


def test_the_policy_may_leave_it_to_the_owner():
    found = ask([person(0), person(1)], [away(0)], by="owner")
    assert (loads(found), found.covered) == ({"P-0": 10, "P-1": 0}, ())


def test_a_pools_members_cover_for_one_another_whatever_their_team():
    members = [{"pool_id": "POOL", "name": "Pool", "person_id": f"P-{number}"} for number in (0, 1)]
    people = [person(0), person(1, "South"), person(2)]
    found = ask(people, [away(0)], owner="POOL", pools=members)
    assert loads(found) == {"P-0": 0, "P-1": 10, "P-2": 0}


def test_two_who_are_away_do_not_cover_for_one_another():
    found = ask([person(0), person(1), person(2)], [away(0), away(1)])
    assert loads(found) == {"P-0": 0, "P-1": 0, "P-2": 10}
