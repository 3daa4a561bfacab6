from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.data.documents import Policy
from bookload.metrics.effort.entitled import entitled, entitlement
from logged import account, company, deed, price

POLICY = {
    "effort": {"entitled_by_tier": {"1": 8, "2": "1.5"}, "entitled_by_touch": {"mid": 3}, "draws": 100},
    "touch": {"default": "low"},
}
ACCOUNTS = [
    account("A", tier="1"),
    account("B", tier="2", touch_model="mid"),
    account("C", tier="9", touch_model="mid"),
    account("D"),
]


def read(log, prices, **more):
    return entitled(company(log, accounts=ACCOUNTS, subscriptions=prices, policy=POLICY, **more))


def test_a_tier_comes_before_a_touch_model_and_both_before_what_is_assumed():
    policy = Policy.model_validate(POLICY)
    found = [
        entitlement(tier, touch, policy)
        for tier, touch in (("1", "high"), ("9", "mid"), (None, "high"), (None, None))
    ]
    assert [(each.by, each.name, each.hours, each.assumed) for each in found] == [
        ("tier", "1", 8, False),
        ("touch_model", "mid", 3, False),
        ("touch_model", "high", Fraction(130, 22), True),
        ("touch_model", "low", Fraction(130, 144), True),
    ]


def test_hours_used_stand_against_those_of_the_months_that_an_account_was_live_in():
    log = [deed("2026-04-01 00:00", 60 * 4, "A"), deed("2026-05-05 10:00", 60 * 20, "A")]
    found = read(log, [price("A", 100, end_date=date(2026, 6, 15)), price("B", 100)])
    groups = {group.entitlement.name: group for group in found.groups}
    assert (groups["1"].account_months, groups["1"].entitled, groups["1"].used) == (2, 16, 24)
    assert (groups["2"].account_months, groups["2"].entitled, groups["2"].used) == (3, Fraction(9, 2), 0)


def test_a_tier_that_changes_entitles_by_month():
    events = [
        {"account_id": "A", "at": date(2025, 1, 1), "kind": "tier", "value": "2"},
        {"account_id": "A", "at": date(2026, 6, 1), "kind": "tier", "value": "1"},
    ]
    found = read([deed("2026-04-01 00:00", 60, "A")], [price("A", 100)], account_events=events)
    (group,) = found.groups
    assert (group.entitlement.name, group.entitled) == ("1", Fraction(3, 2) * 2 + 8)


@pytest.mark.parametrize(("hours", "over"), [(9, ["B"]), (Decimal("8.99"), [])])
def test_expectations_are_reset_at_twice_the_hours_and_an_hour_beyond(hours, over):
    # B may expect 1.5 hours in each of three months: twice that is 9 in all, and 1.5 a month beyond.
    found = read([deed("2026-04-01 00:00", 60 * hours, "B")], [price("B", 100)])
    assert [each.account_id for each in found.over] == over


def test_under_an_hour_beyond_nothing_has_to_be_reset():
    found = read([deed("2026-04-01 00:00", 170, "D")], [price("D", 100)])
    assert found.groups[0].used == Fraction(170, 60)
    assert found.over == ()


def test_a_log_without_a_whole_month_has_none():
    assert read([deed("2026-06-05 10:00")], [price("A", 100)]) is None
