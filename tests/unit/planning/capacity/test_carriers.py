from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from bookload.base.period import FAR
from bookload.metrics.team.people import staff_of
from bookload.metrics.team.pools import Membership, Pools
from bookload.planning.capacity.carriers import NOBODY, Carrier, Crew, Owned, carriers, owned
from bookload.planning.journey import Life
from bookload.planning.journey.lives import roster_of
from bookload.workspace import memory

JUNE = (date(2026, 6, 1), date(2026, 7, 1))
ALL = date(2020, 1, 1)
ADA, BEN, POOL = Carrier("P-1", "P-1"), Carrier("P-2", "P-2"), "POOL"


def who(*rows, leaves=FAR, members=(), known_from=None, hired=ALL, away=None):
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
    crew = Crew(staff_of(people, [], []), pools, known_from, away or {})
    return done(carriers(owned_by(rows), 1, crew, JUNE))


def owned_by(rows):
    """Ownership of account 0, as the program keeps it."""
    owners = tuple(sorted({row[0] for row in rows}))
    columns = [(0, owners.index(row[0]), row[1].toordinal(), row[2].toordinal(), row[3]) for row in rows]
    return Owned(owners, *np.array(columns, np.int64).reshape(-1, 5).T)


def done(found, first=JUNE[0], end=JUNE[1]):
    """Who does the work of account 0 over some days, in days x share, walked over day by day."""
    sums: defaultdict[object, Fraction] = defaultdict(Fraction)
    for number in range((end - first).days):
        day = first + timedelta(days=number)
        (place,) = found.place(np.array([0]), np.array([day.toordinal()]))
        for part in range(found.first[place], found.first[place + 1]):
            stretches = found.workers[found.owner[part]]
            (stretch,) = [each for each in stretches if each.start <= day < each.end]
            for carrier, within in stretch.parts:
                sums[carrier] += Fraction(int(found.share[part]) * within, 10_000**2)
    return {carrier: days for carrier, days in sums.items() if days}


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
    held = owned_by([("P-1", date(2026, 6, 11), FAR, 10_000)])
    found = carriers(held, 1, Crew(staff_of([], [], []), Pools({}, ())), JUNE)
    assert done(found, date(2026, 6, 11), date(2026, 6, 12)) == {ADA: 1}
    assert done(found, date(2026, 6, 10), date(2026, 6, 11)) == {NOBODY: 1}


def test_days_that_somebody_is_away_for_long_are_told_from_those_they_work():
    away = {"P-1": ((date(2026, 6, 21), date(2026, 8, 1)),)}
    absent = Carrier("P-1", "P-1", away=True)
    assert who(("P-1", ALL, FAR, 10_000), away=away) == {ADA: 20, absent: 10}
    left = who(("P-1", ALL, FAR, 10_000), away=away, leaves=date(2026, 6, 26))
    assert left == {ADA: 20, absent: 5, Carrier(None, "P-1"): 5}
    members = [("P-1", ALL, FAR, 10_000), ("P-2", ALL, FAR, 10_000)]
    assert who((POOL, ALL, FAR, 10_000), members=members, away=away) == {
        Carrier("P-1", POOL): 10,
        Carrier("P-1", POOL, away=True): 5,
        Carrier("P-2", POOL): 15,
    }


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
    there = roster_of([Life("A-1", ((ALL, FAR),), ALL)])
    found = owned(reader, there)
    assert {
        role: [
            (o.owners[n], date.fromordinal(day), share)
            for n, day, share in zip(o.owner, o.start.tolist(), o.share.tolist(), strict=True)
        ]
        for role, o in found.items()
    } == {
        "csm": [("P-1", date(2026, 6, 15), 10_000)],
        "onboarding": [("P-2", date(2026, 6, 16), 5_000)],
    }
    assert found["csm"].end.tolist() == [FAR.toordinal()]
