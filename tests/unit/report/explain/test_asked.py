"""Hours asked, opened to activities and accounts: what they sum to is what capacity asks for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.planning.capacity import capacity
from bookload.planning.plan.levers import lever_plan
from bookload.report.explain.levers import lever_hours
from bookload.report.explain.need import need
from bookload.report.figures import number
from known import known
from levered import AS_OF, activity, company, effect, lever, own

WORK = [activity("call", times=2), activity("review", minutes={"low": 50, "likely": 100, "high": 200})]
LEVERS = [lever("shorter", "shorten", "call", saves=effect(0.3))]


@pytest.fixture(scope="module")
def reader():
    return company(WORK, LEVERS)


def hours(step, column="hours"):
    return sum(Decimal(row[column].replace(",", "")) for row in step.to_dicts())


def test_required_heads_open_to_activities_and_accounts_of_the_same_hours(reader):
    by_activity, by_account, _ = need(reader, None).steps
    row = known(capacity(reader, 0).row(Month.of(AS_OF), "csm"))
    asked = Decimal(known(number(row.demand_hours, 2)))
    assert hours(by_activity) == hours(by_account) == asked
    by_hand = 6 * (2 * Fraction(60) + 100) / 60
    assert row.demand_hours == by_hand
    assert {each["activity"]: each["accounts"] for each in by_activity.to_dicts()} == {"call": 6, "review": 6}
    assert [each["account_id"] for each in by_account.to_dicts()] == [f"A-{n}" for n in range(6)]
    assert {each["segment"] for each in by_account.to_dicts()} == {"SMB", "Enterprise"}


def test_required_heads_of_one_account_open_to_its_activities(reader):
    by_activity, _ = need(reader, "A-3").steps
    assert {each["activity"]: each["hours"] for each in by_activity.to_dicts()} == {
        "call": "2.00",
        "review": "1.67",
    }


def test_hours_that_levers_free_open_to_the_accounts_that_ask_less(reader):
    opened = lever_hours(reader, None, reader.company.levers)
    accounts = opened.steps[1]
    plan = lever_plan(reader, reader.company.levers)
    assert own(reader)[0].name == "shorter"
    assert plan.freed > 0
    assert hours(accounts, "freed") == Decimal(known(number(plan.freed)))
    assert len(accounts.rows) == 6
