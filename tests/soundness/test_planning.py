"""Figures of capacity that would be wrong without a sound: each one way to get there, and what is right."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Journey
from bookload.planning.capacity import capacity
from bookload.workspace import memory

PAID = {"amount": 1_000, "interval": "month", "currency": "USD"}


def company(start="2024-01-01", accounts=("A-1",), owner="P-1", **more):
    return {
        "accounts": [{"account_id": row, "name": row, "touch_model": "high"} for row in accounts],
        "subscriptions": [
            {"subscription_id": f"S-{row}", "account_id": row, "start_date": start, **PAID}
            for row in accounts
        ],
        "people": [
            {"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm", "country": "DE"}
        ],
        "ownership": [{"account_id": row, "owner_id": owner, "start_date": start} for row in accounts],
        **more,
    }


def ask(tables, as_of, minutes=60, ahead=0, first=None, known_from=None, stages=({"name": "s"},), **activity):
    low_likely_high = {"low": 0, "likely": minutes, "high": 100_000}
    journey = Journey.model_validate(
        {
            "stages": stages,
            "activities": [{"name": "x", "stage": "s", "minutes": low_likely_high, **activity}],
        }
    )
    return capacity(memory(tables, as_of=as_of, journey=journey, known_from=known_from), ahead, first=first)


def test_the_worked_example_168_hours_118_available_100_plannable_110_asked_is_93_percent_and_tight():
    away = [{"person_id": "P-1", "start_date": "2025-07-01", "end_date": "2025-07-03", "kind": "leave"}]
    found = ask(company(absences=away), date(2025, 7, 31), minutes=110 * 60)
    (row,) = found.rows
    assert found.people is not None
    (person,) = found.people
    assert (round(row.supply_hours), round(row.plannable_hours), row.demand_hours) == (118, 100, 110)
    assert row.utilisation is not None
    assert (round(row.utilisation * 1000), row.load) == (935, "tight")
    assert (person.utilisation, person.load) == (row.utilisation, "tight")


def test_a_list_of_today_does_not_put_every_account_into_onboarding():
    today = "2026-06-15"
    stages = ({"name": "onboarding", "days_since_start": [0, 90]}, {"name": "s"})
    people = [
        {
            "person_id": "P-1",
            "name": "Ada",
            "hire_date": today,
            "role": "csm",
            "country": "DE",
            "ramp_months": 0,
        }
    ]
    tables = company(start=today, accounts=("A-1", "A-2"), people=people)
    found = ask(tables, date(2026, 6, 15), known_from=date(2026, 6, 15), stages=stages)
    assert {line.stage for line in found.demand.lines()} == {"s"}
    (row,) = found.rows
    assert row.demand_hours == 2  # the whole month, not the half since the first import
    assert row.supply_hours == 22 * Fraction("5.6")
    assert [load.hours_asked for load in found.people or ()] == [2]


def test_a_list_of_todays_owners_does_not_leave_the_days_before_it_to_nobody():
    today = "2026-06-15"
    people = [
        {
            "person_id": "P-1",
            "name": "Ada",
            "hire_date": today,
            "role": "csm",
            "country": "DE",
            "ramp_months": 0,
        }
    ]
    ownership = [{"account_id": "A-1", "owner_id": "P-1", "start_date": today}]
    found = ask(company(people=people, ownership=ownership), date(2026, 6, 15), first=Month.parse("2026-01"))
    (row,) = found.rows  # the months before are left out: who owned what then is not known
    assert (row.demand_hours, row.supply_hours, found.unowned) == (1, 22 * Fraction("5.6"), ())
    assert [finding.code for finding in found.findings] == ["owners_known_from"]


def test_a_promotion_does_not_start_the_ramp_again():
    positions = [
        {"person_id": "P-1", "from_date": "2020-01-01", "role": "csm", "country": "DE"},
        {"person_id": "P-1", "from_date": "2026-06-01", "role": "senior_csm", "country": "DE"},
    ]
    (row,) = ask(company(positions=positions), date(2026, 6, 30)).rows
    assert row.plannable_hours == row.supply_hours * Fraction("0.85")
    assert (row.have, row.ramped) == (1, 1)


def test_a_contract_that_ends_after_as_of_still_asks_in_the_months_ahead():
    tables = company()
    tables["subscriptions"][0]["end_date"] = "2026-07-15"
    found = ask(tables, date(2026, 6, 30), ahead=2)
    assert [row.demand_hours for row in found.rows] == [1, 1, 1]


def test_what_is_known_only_later_does_not_change_an_earlier_date():
    tables = company(accounts=("A-1", "A-2"))
    tables["subscriptions"][1]["start_date"] = "2026-06-20"
    tables["account_events"] = [{"account_id": "A-1", "at": "2026-06-20", "kind": "stage", "value": "gone"}]
    tables["ownership"].append({"account_id": "A-1", "owner_id": "P-2", "start_date": "2026-06-20"})
    stages = ({"name": "gone", "event": "gone"}, {"name": "s"})
    (row,) = ask(tables, date(2026, 6, 15), stages=stages).rows
    assert row.demand_hours == 1


def test_an_owner_who_changes_mid_month_carries_the_days_and_not_the_month():
    people = [
        {"person_id": person, "name": person, "hire_date": "2020-01-01", "role": "csm"}
        for person in ("P-1", "P-2")
    ]
    ownership = [
        {"account_id": "A-1", "owner_id": "P-1", "start_date": "2024-01-01", "end_date": "2026-06-11"},
        {"account_id": "A-1", "owner_id": "P-2", "start_date": "2026-06-11"},
    ]
    found = ask(company(people=people, ownership=ownership), date(2026, 6, 30), minutes=180)
    assert {row.person_id: row.hours_asked for row in found.people or ()} == {"P-1": 1, "P-2": 2}


def test_an_account_that_left_and_came_back_within_a_month_is_weighted_by_its_days():
    tables = company()
    tables["subscriptions"] = [
        {
            "subscription_id": "S-1",
            "account_id": "A-1",
            "start_date": "2024-01-01",
            "end_date": "2026-06-11",
            **PAID,
        },
        {"subscription_id": "S-2", "account_id": "A-1", "start_date": "2026-06-21", **PAID},
    ]
    (row,) = ask(tables, date(2026, 6, 30), minutes=180).rows
    assert row.demand_hours == 2


def test_overlapping_contracts_of_one_account_are_one_account():
    tables = company()
    tables["subscriptions"].append(
        {"subscription_id": "S-2", "account_id": "A-1", "start_date": "2025-01-01", **PAID}
    )
    (row,) = ask(tables, date(2026, 6, 30)).rows
    assert row.demand_hours == 1


def test_a_person_owning_twice_through_a_pool_does_the_work_once():
    pools = [
        {"pool_id": "POOL", "name": "Pool", "person_id": "P-1", "from_date": "2024-01-01", "share": share}
        for share in ("0.5",)
    ] + [{"pool_id": "POOL", "name": "Pool", "person_id": "P-1", "from_date": "2025-01-01", "share": "0.5"}]
    found = ask(company(owner="POOL", pools=pools), date(2026, 6, 30))
    assert [row.hours_asked for row in found.people or ()] == [1]


def test_a_leavers_accounts_do_not_vanish_from_demand():
    people = [
        {
            "person_id": "P-1",
            "name": "Ada",
            "hire_date": "2020-01-01",
            "leave_date": "2026-07-01",
            "role": "csm",
        }
    ]
    found = ask(company(people=people), date(2026, 6, 30), ahead=1)
    assert [row.demand_hours for row in found.rows] == [1, 1]
    assert [(str(row.month), row.reason, row.hours) for row in found.unowned] == [("2026-07", "leaver", 1)]
    assert found.row(Month.parse("2026-07"), "csm").utilisation is None


def test_a_stage_entered_in_the_last_month_is_not_entered_again_in_the_next():
    stages = ({"name": "s", "days_since_start": [0, 60]},)
    tables = company(start="2026-05-20")
    found = ask(tables, date(2026, 6, 30), first=Month.parse("2026-05"), stages=stages, per="event")
    assert [row.demand_hours for row in found.rows] == [1, 0]
    alone = ask(tables, date(2026, 6, 30), stages=stages, per="event")
    assert [row.demand_hours for row in alone.rows] == [0]


def test_minutes_that_no_float_can_hold_add_up_exactly():
    (row,) = ask(company(accounts=tuple(f"A-{n}" for n in range(600))), date(2026, 6, 30), minutes="0.1").rows
    assert row.demand_hours == 1
