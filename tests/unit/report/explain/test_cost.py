"""A cost opened: accounts, and activities with direct costs, each sum to it; nobody's pay is told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.planning.cost import costs
from bookload.report.explain.cost import served_cost
from bookload.report.figures import number
from known import known
from unit.report.workbook.test_costs_sheet import company


@pytest.fixture(scope="module")
def reader():
    return company()


def amounts(step):
    return [Decimal(row["cost"].replace(",", "")) for row in step.to_dicts()]


def test_all_costs_open_to_accounts_and_to_activities_that_sum_to_them(reader):
    opened = served_cost(reader, None)
    _, accounts, work, rest = opened.steps
    by_hand = sum((known(row.cost) for row in costs(reader).accounts), Fraction(0))
    assert opened.value == number(by_hand, 2)
    for step in (accounts, work):
        assert sum(amounts(step)) == Decimal(known(opened.value).replace(",", ""))
        assert step.total == opened.value
    assert [row["account_id"] for row in accounts.to_dicts()] == ["A-1", "A-2", "A-3"]
    assert "= supplied" in rest.text


def test_one_account_opens_to_minutes_of_activities_at_the_rates_of_their_roles(reader):
    opened = served_cost(reader, "A-1")
    rates, work, _ = opened.steps
    minutes = {row["activity"]: row["minutes"] for row in work.to_dicts()}
    assert minutes == {"csm": "135.0", "onboarding": "135.0", "support": "135.0", "direct costs": None}
    assert "nobody is there as support" in work.text
    rate = {each.role: each.rate or Fraction(0) for each in costs(reader).pools}
    assert {row["role"] for row in rates.to_dicts()} == set(rate)
    direct = next(row for row in costs(reader).accounts if row.account_id == "A-1").direct
    assert opened.value == number(135 * sum(rate.values(), Fraction(0)) + direct, 2)
    assert sum(amounts(work)) == Decimal(known(opened.value).replace(",", ""))


def test_a_segment_is_its_accounts(reader):
    group = next(each for each in costs(reader).groups if each.key == "Enterprise")
    opened = served_cost(reader, "Enterprise")
    assert opened.value == number(group.cost, 2)
    assert [row["account_id"] for row in opened.steps[1].to_dicts()] == ["A-2"]


def test_who_may_not_see_pay_opens_minutes_and_no_cost():
    opened = served_cost(company(Access.of("operations")), "A-1")
    assert opened.value is None
    assert [row["minutes"] for row in opened.steps[1].to_dicts()][:3] == ["135.0"] * 3
    assert {row["cost"] for row in opened.steps[1].to_dicts()[:2]} == {None}


def test_what_is_nobodys_account_is_said(reader):
    with pytest.raises(UsageError, match="neither an account nor a segment"):
        served_cost(reader, "A-9")
