from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from bookload.base.period import FAR, Month
from bookload.data.documents import Policy
from bookload.metrics.team.people import staff_of
from bookload.metrics.team.pools import Pools
from bookload.planning.capacity.carriers import Crew, Owned, carriers
from bookload.planning.capacity.heads import Relationships, relationships, required, unknown_contacts
from bookload.planning.journey import Life
from bookload.planning.journey import asked as journey_asked
from bookload.planning.journey.lives import roster_of
from bookload.planning.journey.stages import day_rows
from journeys import traits_of

DAY = date(2026, 6, 30)
MONTH = Month.of(DAY)
POLICY = Policy()


def held(count=1, touch="high", contacts=None, parts=(), policy=POLICY, live=((date(2020, 1, 1), FAR),)):
    lives = [Life(f"A-{number:03}", live, date(2020, 1, 1)) for number in range(count)]
    numbers = {(life.account_id, "contacts"): Fraction(contacts) for life in lives} if contacts else {}
    known = traits_of(lives, DAY, touch, numbers=numbers)
    asked = journey_asked(day_rows(roster_of(lives), [], (MONTH,)), [], known, (MONTH,))
    owners = tuple(sorted(owner for owner, _ in parts))
    rows = [
        (n, owners.index(owner), 1, FAR.toordinal(), share) for n in range(count) for owner, share in parts
    ]
    held = Owned(owners, *np.array(rows, np.int64).reshape(-1, 5).T)
    pools = Pools({"POOL": "Pool"}, ())
    window = (MONTH.first_day, MONTH.next_first_day)
    who = carriers(held, count, Crew(staff_of([], [], []), pools), window)
    return relationships(asked, who, pools, {MONTH: DAY}, policy)[MONTH]


@pytest.mark.parametrize(("touch", "heads"), [("high", 2), ("mid", 2), ("low", 0), ("tech", 0)])
def test_high_and_mid_touch_accounts_are_fifty_a_person_by_default(touch, heads):
    assert held(100, touch).accounts == heads


def test_accounts_that_are_not_live_are_nobodys_relationship():
    assert held(100, live=((date(2020, 1, 1), DAY),)) == Relationships()


def test_accounts_of_a_pool_are_not_named_and_a_shared_one_is_in_part():
    assert held(50, parts=(("POOL", 10_000),), contacts=3) == Relationships()
    shared = held(50, parts=(("POOL", 4_000), ("P-2", 6_000)), contacts=3)
    assert (shared.accounts, shared.contacts) == (Fraction(3, 5), Fraction(9, 15))


def test_contacts_are_a_hundred_and_fifty_a_person_in_any_touch_model():
    assert held(50, "tech", contacts=6).contacts == 2


def test_a_cap_of_zero_is_no_cap():
    policy = Policy.model_validate({"capacity": {"contacts": 0, "accounts_high": 0}})
    assert held(50, contacts=6, policy=policy) == Relationships()


def test_contacts_that_are_known_of_some_alone_are_a_note():
    assert unknown_contacts(Relationships(contacts=Fraction(1), unknown=3))[0].count == 3
    assert unknown_contacts(Relationships(contacts=Fraction(0), unknown=3)) == ()
    assert unknown_contacts(Relationships(contacts=Fraction(1), unknown=0)) == ()


def test_hours_bind_unless_relationships_ask_for_more():
    by_hours = required(Fraction(250), Fraction(100), Relationships(Fraction(2), Fraction(1)))
    assert (by_hours.heads, by_hours.whole, by_hours.binding) == (Fraction(5, 2), 3, "hours")
    by_accounts = required(Fraction(150), Fraction(100), Relationships(Fraction(2), Fraction(1)))
    assert (by_accounts.heads, by_accounts.whole) == (Fraction(2), 2)
    assert by_accounts.binding == "accounts"
    by_contacts = required(Fraction(150), Fraction(100), Relationships(Fraction(2), Fraction(9, 4)))
    assert (by_contacts.heads, by_contacts.whole, by_contacts.binding) == (Fraction(9, 4), 3, "contacts")


def test_equal_needs_are_said_to_be_of_hours():
    assert required(Fraction(200), Fraction(100), Relationships(Fraction(2))).binding == "hours"


def test_a_head_without_hours_gives_no_answer():
    found = required(Fraction(200), Fraction(0), Relationships(Fraction(2)))
    assert found.heads is None
    assert found.whole is None
    assert found.binding is None
