from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import FAR
from bookload.metrics.team.people import staff_of
from bookload.metrics.team.pools import Membership, Pools
from bookload.planning.capacity.carriers import NOBODY, Carrier, Owned, carriers, owned
from bookload.workspace import memory

JUNE = (date(2026, 6, 1), date(2026, 7, 1))
ALL = date(2020, 1, 1)
ADA, BEN, POOL = Carrier("P-1", "P-1"), Carrier("P-2", "P-2"), "POOL"


def who(*rows, leaves=FAR, members=(), known_from=None, hired=ALL):
    """Who does the work of account A-1 over June, in days x share."""
    own = dict.fromkeys(
        ("name", "manager_id", "max_accounts", "level", "team", "country", "region", "ramp_months")
    )
    person = {**own, "role": "csm", "fte": 10_000, "hire_date": ALL, "leave_date": FAR}
    people = [
        {**person, "person_id": "P-1", "leave_date": leaves, "hire_date": hired},
        {**person, "person_id": "P-2"},
    ]
    pools = Pools({POOL: "Pool"}, tuple(Membership(POOL, *member) for member in members))
    held = {"A-1": [Owned(*row) for row in rows]}
    found = carriers(held, staff_of(people, [], []), pools, JUNE, known_from)
    return {carrier: Fraction(days, 10_000) for carrier, days in found.shares("A-1", [JUNE]).items()}


def test_a_change_of_owner_shares_the_month_by_days():
    change = date(2026, 6, 11)
    assert who(("P-1", ALL, change, 10_000), ("P-2", change, FAR, 10_000)) == {ADA: 10, BEN: 20}


def test_a_gap_and_what_shares_leave_over_are_nobodys():
    assert who(("P-1", date(2026, 6, 11), FAR, 6_000)) == {ADA: 12, NOBODY: 18}
    assert who() == {NOBODY: 30}


def test_shares_of_a_whole_within_a_thousandth_are_all_of_it():
    thirds = [("P-1", ALL, FAR, 3_333), ("P-2", ALL, FAR, 3_333), ("P-3", ALL, FAR, 3_333)]
    found = who(*thirds)
    assert sum(found.values()) == 30
    assert found[ADA] == 30 * Fraction(3_334, 10_000)
    assert NOBODY not in found


def test_shares_above_the_whole_leave_a_negative_rest_so_that_nothing_looks_right_by_chance():
    assert who(("P-1", ALL, FAR, 10_000), ("P-2", ALL, FAR, 5_000)) == {ADA: 30, BEN: 15, NOBODY: -15}


def test_a_pools_members_share_its_work_by_their_shares():
    found = who((POOL, ALL, FAR, 10_000), members=[("P-1", ALL, FAR, 10_000), ("P-2", ALL, FAR, 5_000)])
    assert found == {Carrier("P-1", POOL): 20, Carrier("P-2", POOL): 10}


def test_members_of_a_pool_come_and_go():
    change = date(2026, 6, 11)
    members = [("P-1", ALL, change, 10_000), ("P-2", change, FAR, 10_000)]
    assert who((POOL, ALL, FAR, 10_000), members=members) == {
        Carrier("P-1", POOL): 10,
        Carrier("P-2", POOL): 20,
    }


def test_a_pool_without_members_is_nobody_but_is_named():
    assert who((POOL, ALL, FAR, 10_000)) == {Carrier(None, POOL): 30}


def test_who_has_left_does_no_work():
    assert who(("P-1", ALL, FAR, 10_000), leaves=date(2026, 6, 11)) == {ADA: 10, Carrier(None, "P-1"): 20}


def test_who_came_on_the_first_day_that_the_data_knows_was_there_before():
    day = date(2026, 6, 11)
    assert who(("P-1", ALL, FAR, 10_000), hired=day) == {ADA: 20, Carrier(None, "P-1"): 10}
    assert who(("P-1", ALL, FAR, 10_000), hired=day, known_from=day) == {ADA: 30}


def test_who_owned_on_the_day_that_a_list_of_owners_began_owned_before():
    day = date(2026, 6, 11)
    rows = [("P-1", day, FAR, 10_000)]
    assert who(*rows) == {ADA: 20, NOBODY: 10}
    assert who(*rows, known_from=day) == {ADA: 30}


def test_an_owner_whom_no_row_of_people_knows_carries_what_they_own():
    assert who(("P-9", ALL, FAR, 10_000)) == {Carrier("P-9", "P-9"): 30}


def test_the_carriers_of_one_day():
    found = carriers(
        {"A-1": [Owned("P-1", date(2026, 6, 11), FAR, 10_000)]},
        staff_of([], [], []),
        Pools({}, ()),
        JUNE,
        None,
    )
    assert found.on("A-1", date(2026, 6, 11)) == ((ADA, 10_000),)
    assert found.on("A-1", date(2026, 6, 10)) == ((NOBODY, 10_000),)
    assert found.on("A-2", date(2026, 6, 10)) == ((NOBODY, 10_000),)


def test_ownership_is_read_by_role_as_known_on_the_day():
    rows = [
        {
            "account_id": "A-1",
            "owner_id": "P-1",
            "start_date": "2026-06-15",
            "end_date": "2026-07-15",
            "role": "CSM",
        },
        {
            "account_id": "A-1",
            "owner_id": "P-2",
            "start_date": "2026-06-16",
            "role": "Onboarding",
            "share": "0.5",
        },
        {"account_id": "A-1", "owner_id": "P-2", "start_date": "2026-07-01"},
        {"account_id": "A-2", "owner_id": "P-2", "start_date": "2026-06-01", "share": "0"},
    ]
    reader = memory({"ownership": rows}, as_of=date(2026, 6, 30))
    assert owned(reader) == {
        "csm": {"A-1": [Owned("P-1", date(2026, 6, 15), FAR, 10_000)]},
        "onboarding": {"A-1": [Owned("P-2", date(2026, 6, 16), FAR, 5_000)]},
    }
