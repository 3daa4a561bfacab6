from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.planning.capacity import Capacity, capacity, load_of, utilisation
from bookload.planning.journey.bands import mean_of
from bookload.report.topics import capacity as topic
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
JUNE = Month.of(AS_OF)
MINUTES = {"low": 30, "likely": 60, "high": 90}


def tables(count=4, owner="P-1", touch="high", **more):
    rows = [f"A-{number}" for number in range(count)]
    paid = {"start_date": "2025-01-01", "amount": 1_000, "interval": "month", "currency": "USD"}
    return {
        "accounts": [
            {"account_id": row, "name": row, "segment": "SMB", "touch_model": touch} for row in rows
        ],
        "subscriptions": [{"subscription_id": f"S-{row}", "account_id": row, **paid} for row in rows],
        "people": [{"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm"}],
        "ownership": [{"account_id": row, "owner_id": owner, "start_date": "2025-01-01"} for row in rows],
        **more,
    }


def ask(rows, *activities, ahead=0, first=None, access=None, policy=None, as_of=AS_OF):
    written = [{"name": "work", "stage": "s", "minutes": MINUTES, **each} for each in activities]
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": written} if written else {})
    reader = memory(rows, as_of=as_of, journey=journey, access=access, policy=policy)
    return capacity(reader, ahead, first=first)


def test_a_row_says_what_is_asked_what_there_is_and_what_is_needed():
    found = ask(tables(60), {"times": 2}, policy=Policy.model_validate({"capacity": {"accounts_high": 0}}))
    (row,) = found.rows
    standard = found.standard[JUNE]
    assert (row.month, row.role, row.demand_hours) == (JUNE, "csm", 120)
    assert (row.demand_low, row.demand_high) == (60, 180)
    assert row.supply_hours == 21 * Fraction("5.6")  # 22 weekdays of June 2026, less Juneteenth
    assert row.utilisation == Fraction(120) / row.supply_hours
    assert (row.load, row.need, row.binding) == ("overload", 120 / standard.plannable, "hours")
    assert (row.need_whole, row.have, row.ramped) == (2, 1, 1)
    assert row.gap == row.need - 1
    assert (row.assumed, row.projected, row.assumed_hours) == (False, False, 0)


def test_the_mean_of_the_bands_stands_beside_the_likely_hours_and_the_difference_is_said():
    leans = {"name": "leans", "minutes": {"low": 30, "likely": 60, "high": 120}}
    found = ask(tables(), leans, {})
    (row,) = found.means
    mean = float(mean_of(*(np.array([each]) for each in (30.0, 60.0, 120.0)))[0])
    assert (row.likely, row.mean) == (8, pytest.approx(4 * (mean + 60) / 60))
    assert row.likely == found.rows.rows[0].demand_hours
    assert f"csm {row.mean:.1f} h where 8.0 h are likely" in str(topic.tables(found, Access(), "USD"))
    assert "where" not in str(topic.tables(ask(tables(), {}), Access(), "USD"))


def test_many_accounts_with_little_work_need_heads_for_their_relationships():
    (row,) = ask(tables(60), {"times": "0.1"}).rows
    assert (row.binding, row.need, row.need_whole) == ("accounts", Fraction(60, 50), 2)
    assert row.need_by_hours is not None
    assert row.need_by_hours < row.need


def test_accounts_of_a_pool_ask_for_hours_alone():
    pools = [{"pool_id": "POOL", "name": "Pool", "person_id": "P-1"}]
    (row,) = ask(tables(60, owner="POOL", pools=pools), {"times": "0.1"}).rows
    assert (row.binding, row.need_by_accounts) == ("hours", 0)


def test_people_carry_what_they_own_and_have_what_they_have():
    people = ask(tables(), {}).people
    assert people is not None
    (load,) = people
    assert (load.person_id, load.hours_asked, load.utilisation) == ("P-1", 4, 4 / load.hours_available)
    assert load.load == "within"


def test_somebody_without_accounts_is_there_with_nothing_asked():
    people = [
        *tables()["people"],
        {"person_id": "P-2", "name": "Ben", "hire_date": "2020-01-01", "role": "senior_csm"},
    ]
    found = ask(tables(people=people), {})
    assert [(row.person_id, row.hours_asked) for row in found.people or ()] == [("P-1", 4), ("P-2", 0)]


def test_work_of_other_roles_is_spread_over_their_people_by_the_hours_they_have():
    staff = [("P-1", "csm", "1"), ("P-2", "onboarding", "1"), ("P-3", "onboarding", "0.5")]
    people = [
        {"person_id": p, "name": p, "hire_date": "2020-01-01", "role": r, "fte": fte} for p, r, fte in staff
    ]
    found = ask(tables(3, people=people), {"role": "onboarding"})
    assert [(row.person_id, row.hours_asked) for row in found.people or ()] == [
        ("P-1", 0),
        ("P-2", 2),
        ("P-3", 1),
    ]
    assert [(row.role, row.demand_hours) for row in found.rows] == [("csm", 0), ("onboarding", 3)]


def test_work_of_another_role_goes_first_to_who_owns_the_account_in_it():
    people = [
        {"person_id": p, "name": p, "hire_date": "2020-01-01", "role": "onboarding"} for p in ("P-2", "P-3")
    ]
    owner = {"owner_id": "P-3", "start_date": "2025-01-01", "role": "onboarding"}
    ownership = [{"account_id": "A-0", **owner}]
    found = ask(tables(2, people=people, ownership=ownership), {"role": "onboarding"})
    loads = {row.person_id: row.hours_asked for row in found.people or ()}
    assert loads == {"P-2": Fraction(1, 2), "P-3": Fraction(3, 2)}


@pytest.mark.parametrize(
    ("rows", "activity", "reason"),
    [
        (tables(ownership=[]), {}, "unassigned"),
        (tables(owner="POOL", pools=[{"pool_id": "POOL", "name": "Pool"}]), {}, "empty_pool"),
        (
            tables(
                people=[
                    {"person_id": "P-1", "name": "x", "hire_date": "2020-01-01", "leave_date": "2026-06-01"}
                ]
            ),
            {},
            "leaver",
        ),
        (tables(), {"role": "support"}, "no_people"),
    ],
)
def test_hours_that_nobody_carries_say_why(rows, activity, reason):
    (row,) = ask(rows, activity).unowned
    assert (row.reason, row.hours) == (reason, 4)


def test_nothing_available_has_no_utilisation():
    row = ask(tables(), {"role": "support"}).row(JUNE, "support")
    assert row is not None
    assert (row.supply_hours, row.utilisation, row.load, row.have) == (0, None, None, 0)


def test_assumed_hours_are_marked_have_a_band_and_carry_no_verdict():
    found = ask(tables(44))
    (row,) = found.rows
    assert (found.assumed, found.band) == (True, (Decimal(120), Decimal(140)))
    assert (row.demand_hours, row.assumed_hours) == (260, 260)
    assert (round(row.demand_low, 9), round(row.demand_high, 9)) == (240, 280)
    assert row.need_low is not None
    assert row.need_high is not None
    assert row.need_low < row.need < row.need_high
    assert (row.assumed, row.load, row.gap) == (True, None, None)
    assert [(load.assumed, load.load) for load in found.people or ()] == [(True, None)]


def test_one_assumed_activity_is_enough_to_withhold_the_verdict():
    (row,) = ask(tables(), {}, {"assumed": True}).rows
    assert (row.demand_hours, row.assumed_hours, row.assumed, row.gap) == (8, 4, True, None)


def test_implied_ratios_are_accounts_and_arr_over_required_heads():
    found = ask(tables(100), {"times": 2})
    (row,), (ratio,) = found.rows, found.implied
    assert ratio.arr_per_csm == Fraction(100 * 12_000) / row.need
    assert ratio.accounts_per_csm == 100 / row.need
    assert ratio.arr_low == pytest.approx(1_200_000 / row.need_high)


def test_nothing_asked_implies_no_ratio():
    (ratio,) = ask(tables(0), {}).implied
    assert (ratio.arr_per_csm, ratio.accounts_per_csm, ratio.arr_low, ratio.arr_high) == (
        None,
        None,
        None,
        None,
    )


def test_months_ahead_are_projected_and_keep_todays_arr():
    found = ask(tables(100), {"times": 2}, ahead=2)
    assert [(str(row.month), row.projected) for row in found.rows] == [
        ("2026-06", False),
        ("2026-07", True),
        ("2026-08", True),
    ]
    assert [
        ratio.accounts_per_csm * row.need for ratio, row in zip(found.implied, found.rows, strict=True)
    ] == [100] * 3


def test_the_month_of_as_of_is_projected_until_it_is_over():
    (row,) = ask(tables(), {}, as_of=date(2026, 6, 29)).rows
    assert (row.projected, row.demand_hours) == (True, 4)


def test_history_is_asked_for_by_its_first_month():
    found = ask(tables(), {}, first=JUNE - 2)
    assert [str(row.month) for row in found.rows] == ["2026-04", "2026-05", "2026-06"]


def test_a_first_month_after_the_last_is_refused_and_has_no_empty_tables():
    with pytest.raises(UsageError, match=r"2026-09 is after the last month ahead, 2026-08; .* than 2$"):
        ask(tables(), {}, ahead=2, first=JUNE + 3)
    assert [str(row.month) for row in ask(tables(), {}, ahead=2, first=JUNE + 2).rows] == ["2026-08"]


def test_a_date_before_the_data_is_refused_for_nothing_known_is_not_nothing_asked():
    begins = AS_OF + timedelta(days=1)
    with pytest.raises(UsageError, match=r"does not know 2026-06-30: it begins on 2026-07-01; name that day"):
        capacity(memory(tables(), as_of=AS_OF, known_from=begins))
    assert len(capacity(memory(tables(), as_of=begins, known_from=begins), 0).rows) == 1


def test_a_standard_head_without_hours_gives_no_need_and_no_ratio():
    found = ask(tables(), {}, policy=Policy.model_validate({"working_time": {"internal_share": 1}}))
    (row,) = found.rows
    assert (row.need, row.need_whole, row.need_low, row.need_high, row.binding, row.gap) == (None,) * 6
    assert [ratio.arr_per_csm for ratio in found.implied] == [None]


def test_work_in_a_stage_that_no_owner_is_in_is_not_the_owners():
    rows = tables(1)
    owner = {"account_id": "A-0", "owner_id": "P-9", "start_date": "2025-01-01", "role": "support"}
    rows["ownership"].append(owner)
    found = ask(rows, {}, {"role": "support", "segments": ["Enterprise"]}, {"role": "support", "per": "year"})
    assert {load.person_id: load.hours_asked for load in found.people or ()} == {
        "P-1": 1,
        "P-9": Fraction(1, 12),
    }
    assert [(load.hours_available, load.load) for load in found.people or () if load.person_id == "P-9"] == [
        (None, None)
    ]


def test_months_ahead_below_zero_are_refused():
    with pytest.raises(UsageError, match="months ahead are 0 or more"):
        ask(tables(), {}, ahead=-1)


def test_who_sees_some_accounts_only_cannot_ask_for_the_teams_capacity():
    with pytest.raises(AccessDeniedError, match="the capacity of the team"):
        ask(tables(), {}, access=Access.of("csm", "P-1"))


def test_without_the_right_to_single_peoples_time_there_are_team_sums_alone():
    found = ask(tables(), {}, access=Access.of("board"))
    assert (found.people, found.shares, found.carriers) == (None, None, None)
    assert [row.demand_hours for row in found.rows] == [4]
    guarded = {each.name for each in fields(Capacity) if each.metadata.get("needs")}
    assert guarded == {"people", "shares", "carriers"}
    allowed = ask(tables(), {}, access=Access.of("head"))
    assert allowed.people is not None
    assert allowed.people.needs == {Right.TIME_PERSON}


def test_accounts_outside_all_stages_are_a_note():
    journey = Journey.model_validate(
        {
            "stages": [{"name": "new", "days_since_start": [0, 30]}],
            "activities": [{"name": "x", "stage": "new", "minutes": MINUTES}],
        }
    )
    found = capacity(memory(tables(3), as_of=AS_OF, journey=journey), 0)
    assert found.outside == {JUNE: 3}
    assert [(finding.code, finding.count) for finding in found.findings] == [("outside_all_stages", 3)]


def test_a_company_without_anything_has_rows_of_nothing():
    (row,) = ask({}, {}).rows
    assert (row.demand_hours, row.supply_hours, row.utilisation, row.need, row.have) == (0, 0, None, 0, 0)


@pytest.mark.parametrize(
    ("used", "load"),
    [
        (None, None),
        (Fraction(0), "within"),
        (Fraction(85, 100), "within"),
        (Fraction(851, 1000), "tight"),
        (Fraction(1), "tight"),
        (Fraction(1001, 1000), "overload"),
    ],
)
def test_tight_is_above_the_target_and_overload_above_one(used, load):
    assert load_of(used, Policy()) == load


def test_utilisation_of_nothing_available_is_not_a_number():
    assert utilisation(Fraction(5), Fraction(0)) is None
    assert utilisation(Fraction(5), None) is None
    assert utilisation(Fraction(0), Fraction(5)) == 0
