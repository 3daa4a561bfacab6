"""Costs of a company whose rows are read: what is supplied, who takes it, and who may see it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.planning.cost import costs
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
JUNE = Month.of(AS_OF)
HOUR = {"low": 60, "likely": 60, "high": 60}


def person(number, role="csm", **more):
    return {"person_id": f"P-{number}", "name": "x", "hire_date": "2020-01-01", "role": role, **more}


def paid(number, ote=120_000, base=100_000, **more):
    row = {"person_id": f"P-{number}", "from_date": "2020-01-01", "base": base, "ote": ote}
    return {**row, "currency": "USD", **more}


def company(segments=("SMB", "Enterprise"), team=1, **more):
    rows = [f"A-{number}" for number in range(len(segments))]
    start = {"start_date": "2025-01-01"}
    price = {"amount": 1_000, "interval": "month", "currency": "USD"}
    return {
        "accounts": [
            {"account_id": row, "name": row, "segment": segment, "touch_model": "high"}
            for row, segment in zip(rows, segments, strict=True)
        ],
        "subscriptions": [{"subscription_id": row, "account_id": row, **start, **price} for row in rows],
        "people": [person(number) for number in range(team)],
        "pay": [paid(number) for number in range(team)],
        **more,
    }


ALWAYS = ({"name": "s"},)


def ask(tables, *activities, access=None, policy=None, by="segment", first=None, as_of=AS_OF, stages=ALWAYS):
    written = [{"name": f"work {n}", "stage": "s", "minutes": HOUR, **a} for n, a in enumerate(activities)]
    journey = Journey.model_validate({"stages": list(stages), "activities": written})
    chosen = Policy.model_validate(policy or {})
    reader = memory(tables, as_of=as_of, journey=journey, policy=chosen, access=access)
    return costs(reader, by, first)


def adds_up(found):
    served = sum((each.cost for each in found.accounts), Fraction(0))
    assert served == found.total.cost == sum(each.cost for each in found.groups)
    assert served + found.unused + found.stranded == found.supplied
    return found


def test_an_account_costs_its_minutes_at_the_rate_of_the_role():
    found = adds_up(ask(company(), {"times": 3}, {"segments": ["Enterprise"]}))
    (pool,) = found.pools
    assert (pool.pay, pool.asked_minutes) == (10_000, 7 * 60)
    assert pool.rate == 10_000 / pool.practical_minutes
    assert [each.minutes for each in found.accounts] == [180, 240]
    assert [each.cost for each in found.accounts] == [180 * pool.rate, 240 * pool.rate]
    enterprise, smb = found.groups
    assert (enterprise.key, enterprise.minutes, smb.minutes) == ("Enterprise", 240, 180)
    assert (enterprise.revenue, enterprise.margin) == (1_000, 1_000 - enterprise.cost)
    assert enterprise.gross_margin == enterprise.margin / 1_000


def test_what_heads_can_give_is_what_so_many_standard_heads_have_available():
    found = ask(company(team=2), {})
    days = 22 - 1  # weekdays of June 2026, less Juneteenth
    working_days_of_2026 = 250
    available = days * (1 - Fraction(25, working_days_of_2026)) * Fraction("5.6")
    assert found.pools.rows[0].practical_minutes == 2 * available * 60


def test_the_published_example_through_a_company_of_its_own():
    # April 2025 has 20 working days in Germany, the year 252, a third of them leave: 50 heads of 17.5 hours
    # a day can give the 700,000 minutes of Kaplan & Anderson (2004), and are paid 560,000 in the month.
    policy = {
        "company": {"country": "DE"},
        "working_time": {"hours_a_day": "17.5", "internal_share": 0, "leave_days_a_year": 84},
    }
    tables = company(("SMB",), team=50, pay=[paid(n, ote=134_400) for n in range(50)])
    work = [
        {"times": times, "minutes": {"low": each, "likely": each, "high": each}}
        for times, each in ((49_000, 8), (1_400, 44), (2_500, 50))
    ]
    found = adds_up(ask(tables, *work, policy=policy, as_of=date(2025, 4, 30)))
    (pool,) = found.pools
    assert (pool.supplied, pool.practical_minutes, pool.asked_minutes) == (560_000, 700_000, 578_600)
    assert pool.rate == Fraction("0.80")
    assert (found.total.cost, found.unused) == (462_880, 97_120)
    assert pool.unused_share is not None
    assert round(pool.unused_share * 1000) == 173


def test_dated_costs_count_by_the_days_of_them_that_lie_in_the_month():
    rows = [
        {
            "from_date": "2026-06-16",
            "to_date": "2026-07-16",
            "amount": 300,
            "currency": "USD",
            "kind": "tools",
        },
        {
            "from_date": "2026-05-01",
            "to_date": "2026-06-01",
            "amount": 999,
            "currency": "USD",
            "kind": "past",
        },
    ]
    found = adds_up(ask(company(costs=rows), {}))
    (pool,) = found.pools
    assert (pool.other, pool.supplied) == (150, 10_150)


def test_costs_of_everybody_go_by_heads_and_those_of_a_role_are_its_own():
    span = {"from_date": "2026-06-01", "to_date": "2026-07-01", "currency": "USD"}
    rows = [
        {**span, "amount": 300, "kind": "tools"},
        {**span, "amount": 70, "kind": "courses", "role": "Onboarding"},
        {**span, "amount": 11, "kind": "desk", "role": "support"},
    ]
    people = [person(0), person(1), person(2, "onboarding")]
    found = adds_up(
        ask(company(people=people, pay=[paid(n) for n in range(3)], costs=rows), {}, {"role": "onboarding"})
    )
    assert {each.role: each.other for each in found.pools} == {"csm": 200, "onboarding": 170}
    assert found.stranded == 11


def test_who_is_asked_for_nothing_has_no_pool_and_takes_no_part_of_everybodys_costs():
    everybody = {
        "from_date": "2026-06-01",
        "to_date": "2026-07-01",
        "amount": 300,
        "currency": "USD",
        "kind": "tools",
    }
    more = {"costs": [everybody, {**everybody, "amount": 50, "role": "director"}]}
    team = [person(0), person(1, "support"), person(2, "director"), person(3, "intern", fte="0.5")]
    tables = {**company(team=4, **more), "people": team}
    found = adds_up(ask(tables, {}, {"role": "support"}))
    assert {each.role: each.other for each in found.pools} == {"csm": 150, "support": 150}
    assert found.beside == (("director", 1), ("intern", Fraction(1, 2)))
    assert found.stranded == 50


def test_a_segments_costs_are_its_accounts_own_by_days_and_nobodys_without_accounts():
    span = {"from_date": "2026-06-01", "to_date": "2026-07-01", "currency": "USD", "kind": "hub"}
    rows = [{**span, "amount": 90, "segment": "SMB"}, {**span, "amount": 7, "segment": "Gone"}]
    tables = company(("SMB", "SMB", "Enterprise"), costs=rows)
    tables["subscriptions"][1]["start_date"] = "2026-06-16"
    found = adds_up(ask(tables, {}))
    rate = found.pools.rows[0].rate
    assert [each.cost - each.minutes * rate for each in found.accounts] == [60, 30, 0]
    assert (found.direct, found.stranded) == (90, 7)


def test_the_days_of_an_account_count_whatever_stages_it_goes_through():
    row = {"from_date": "2026-06-01", "to_date": "2026-07-01", "currency": "USD", "kind": "hub"}
    tables = company(("SMB", "SMB"), costs=[{**row, "amount": 90, "segment": "SMB"}])
    tables["subscriptions"][1]["start_date"] = "2026-06-01"
    found = adds_up(ask(tables, {}, stages=({"name": "new", "days_since_start": (0, 10)}, *ALWAYS)))
    rate = found.pools.rows[0].rate
    assert [each.cost - each.minutes * rate for each in found.accounts] == [45, 45]


def test_nobody_is_paid_for_work_that_nobody_is_there_for():
    found = adds_up(ask(company(), {}, {"role": "support"}))
    assert [each.unstaffed_minutes for each in found.accounts] == [60, 60]
    assert found.total.cost == 120 * found.pools.rows[0].rate


def test_months_are_added_and_each_has_its_own_rate():
    found = adds_up(ask(company(), {}, first=JUNE - 2))
    assert [str(each.month) for each in found.pools] == ["2026-04", "2026-05", "2026-06"]
    assert found.total.account_months == 6
    assert found.supplied == 30_000


def test_without_a_persons_pay_the_roles_costs_are_not_known():
    found = ask(company(team=2, pay=[paid(0)]), {})
    assert (found.supplied, found.total.cost, found.unused) == (None, None, None)
    assert [finding.code for finding in found.findings] == ["pay_missing"]
    assert found.total.minutes == 120


def test_who_may_not_see_pay_sees_minutes_and_no_money():
    found = ask(company(), {}, access=Access.of("operations"))
    assert found.total.minutes == 120
    assert (found.total.cost, found.supplied, found.pools.rows[0].rate) == (None, None, None)
    assert [finding.code for finding in found.findings] == []


def test_who_may_see_pay_of_groups_sees_costs_from_what_is_published_of_five_or_more():
    of_five = company(team=5, pay=[paid(n, ote=120_100) for n in range(5)])
    found = adds_up(ask(of_five, {}, access=Access.of("head")))
    assert found.pools.rows[0].pay == Fraction(601_000, 12)  # five times 120,100, rounded to 1,000
    of_four = ask(company(team=4), {}, access=Access.of("head"))
    assert of_four.supplied is None


def test_who_sees_pay_of_groups_sees_none_of_a_role_that_is_not_published():
    people = [person(n) for n in range(5)] + [person(n, "onboarding") for n in range(5, 11)]
    tables = company(people=people, pay=[paid(n) for n in range(11)])
    found = ask(tables, {}, {"role": "onboarding"}, access=Access.of("head"))
    assert [(each.role, each.supplied is None) for each in found.pools] == [
        ("csm", False),
        ("onboarding", True),
    ]
    assert found.total.cost is None


def test_one_book_is_not_enough_to_tell_costs():
    with pytest.raises(AccessDeniedError):
        ask(company(), {}, access=Access.of("csm", "P-0"))


def test_months_ahead_have_no_costs_yet():
    with pytest.raises(UsageError, match="not all known"):
        ask(company(), {}, first=JUNE + 1)


def test_the_first_month_is_told_while_it_runs_and_says_so():
    start, today = {"start_date": "2026-06-03"}, date(2026, 6, 12)
    tables = company()
    begun = {**tables, "subscriptions": [{**row, **start} for row in tables["subscriptions"]]}
    begun["people"] = [{**person(0), "hire_date": "2026-06-03"}]
    found = adds_up(ask(begun, {}, as_of=today))
    assert (found.months, found.running) == ((JUNE,), today)
    whole = ask(begun, {}, as_of=AS_OF)
    assert (whole.months, whole.running) == ((JUNE,), None)
    assert (found.supplied, found.total.minutes) == (whole.supplied, whole.total.minutes), "of a whole month"
    assert ask(company(), as_of=today).months == (JUNE - 1,), "elsewhere the last that is over"


def test_accounts_are_in_the_group_of_each_month():
    events = [
        {"account_id": "A-0", "at": "2025-01-01", "kind": "segment", "value": "SMB"},
        {"account_id": "A-0", "at": "2026-06-10", "kind": "segment", "value": "Mid"},
    ]
    found = adds_up(ask(company(account_events=events), {}, first=JUNE - 1))
    assert Counter({each.key: each.account_months for each in found.groups}) == {
        "Enterprise": 2,
        "Mid": 1,
        "SMB": 1,
    }
