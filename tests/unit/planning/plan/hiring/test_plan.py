"""A company's plan: what it states adds up, its money is exact and hidden, and what else could be hired."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.data.documents import Policy
from bookload.planning.plan.hiring import hiring_plan
from bookload.planning.plan.hiring.pay import hire_pay
from bookload.planning.plan.hiring.terms import terms_of
from bookload.report.terminal import laid
from bookload.report.topics import plan as topic
from bookload.workspace import memory
from planned import AS_OF, HEAD, NEXT, futures

ROWS: dict[str, list[dict[str, object]]] = {
    "accounts": [{"account_id": "A", "name": "A", "segment": "SMB"}],
    "subscriptions": [
        {
            "subscription_id": "S",
            "account_id": "A",
            "start_date": "2025-01-01",
            "amount": 10_000_000,
            "interval": "year",
            "currency": "USD",
        }
    ],
    "people": [
        {
            "person_id": f"P-{number}",
            "name": "Ada",
            "hire_date": "2020-01-01",
            "role": "csm" if number < 5 else "support",
            "level": "junior" if number % 2 else "senior",
        }
        for number in range(8)
    ],
    "pay": [
        {
            "person_id": f"P-{number}",
            "from_date": "2024-01-01",
            "base": 80_000,
            "ote": 90_000 + 10_000 * number,
            "currency": "USD",
        }
        for number in range(8)
    ],
    "ownership": [{"account_id": "A", "owner_id": "P-0", "start_date": "2025-01-01"}],
}


def open_as(role="owner", **policy):
    return memory(ROWS, as_of=AS_OF, access=Access.of(role), policy=Policy.model_validate(policy))


@cache
def plan(role="owner", lead=3, most=0, **team):
    policy = {"plan": {"time_to_hire_months": lead, "most_hires_a_month": most}, "team": team}
    return hiring_plan(open_as(role, **policy), (futures(300, 8), futures(600, 8, seed=2)))


def test_searches_open_as_many_months_before_the_start_as_hiring_takes():
    found = plan()
    assert found.searches
    assert all(each.opens + 3 == each.starts for each in found.searches)
    assert all(each.opens >= NEXT for each in found.searches)
    assert found.first == {"csm": NEXT + 3, "support": NEXT + 3}


def test_the_levels_hold_in_futures_that_the_plan_never_saw():
    found = plan()
    assert found.held
    for row in found.rows:
        assert (row.held is None) == (row.month < NEXT + 3)
        assert row.held is None or row.chance >= 0.8
    assert min(row.chance for row in found.together if row.held is not None) >= 0.8
    assert found.gap <= 0.001


def test_chances_without_hires_are_those_of_the_futures_themselves():
    drawn = futures(600, 8, seed=2)
    enough = (drawn.hours <= drawn.supply).mean(axis=0)
    for row in plan().rows:
        place = row.month.ordinal - NEXT.ordinal, drawn.roles.index(row.role)
        assert row.without == pytest.approx(enough[place])
    assert [row.without for row in plan().together] == pytest.approx(
        (drawn.hours <= drawn.supply).all(axis=2).mean(axis=0).tolist()
    )


def test_the_objective_is_what_hires_cost_and_what_is_short_in_the_futures_fitted_on():
    for row in plan().programmes:
        assert row.objective == pytest.approx(float(row.hires) + row.shortfall, rel=1e-12)
        assert row.shortfall >= 0
        assert row.bound <= row.objective
        assert row.gap == pytest.approx((row.objective - row.bound) / row.objective)
        assert row.free_bound <= row.objective


def test_money_is_exactly_what_the_policy_and_the_pay_make_of_the_hires():
    found = plan(on_cost_rate=Decimal("0.2"))
    yearly = {"csm": Fraction(110_000), "support": Fraction(150_000)}
    leaving = Fraction(15, 1200)
    for bill in found.ways[0].bills:
        month = yearly[bill.role] * Fraction(6, 5) / 12
        paid = Fraction(0)
        for each in found.searches:
            if each.role == bill.role:
                left = found.months[-1].ordinal - each.starts.ordinal + 1
                paid += each.heads * sum((1 - leaving) ** after for after in range(left))
        assert bill.head_months == paid
        assert bill.pay == month * paid
        # A quarter of a year's pay each; on-cost is not part of it.
        assert bill.hiring == yearly[bill.role] / 4 * bill.heads
        assert bill.too_few is not None
        assert bill.total == bill.pay + bill.hiring + bill.too_few
        # An hour short costs one and a half hours of a present head.
        assert float(bill.too_few) == pytest.approx(bill.short / HEAD * 1.5 * float(month))
        assert float(bill.too_many or 0) == pytest.approx(bill.idle / HEAD * float(month))


def test_the_bill_of_the_programme_is_the_bill_of_the_report():
    found = plan()
    for bill, row in zip(found.ways[0].bills, found.programmes, strict=True):
        # Pay months: a hire costs 12 x 0.25 of them to find; nothing is paid on top of pay here.
        assert row.hires == bill.head_months + 3 * bill.heads


@pytest.mark.parametrize("role", ["operations", "admin"])
def test_who_may_not_see_pay_gets_the_same_heads_and_no_money(role):
    mine, theirs = plan(), plan(role)
    assert theirs.searches == mine.searches
    assert theirs.rows == mine.rows
    assert all(bill.total is None for way in theirs.ways for bill in way.bills)
    shown = topic.body(theirs, Access.of(role), "USD")
    assert "pay_basis" not in shown
    assert "total" not in str(shown)
    assert "too_few" not in str(shown)


def test_who_may_see_groups_alone_gets_one_published_mean_for_all_roles():
    pay = hire_pay(open_as("board"), ("csm", "support"))
    assert {each.basis for each in pay.values()} <= {"team"}
    assert len({each.yearly for each in pay.values()}) <= 1


def test_a_hires_pay_may_be_that_of_a_level():
    pay = hire_pay(open_as(plan={"level_by_role": {"CSM": "junior"}}), ("csm", "support"))
    assert (pay["csm"].yearly, pay["csm"].basis) == (Fraction(110_000), "level")
    assert (pay["support"].yearly, pay["support"].basis) == (Fraction(150_000), "role")


def test_a_role_without_known_pay_has_heads_and_no_money():
    assert "onboarding" not in hire_pay(open_as(), ("csm", "onboarding"))


def test_a_reader_of_one_book_gets_no_plan():
    reader = memory(ROWS, as_of=AS_OF, access=Access.of("csm", "P-0"))
    with pytest.raises(AccessDeniedError):
        hiring_plan(reader, (futures(300, 8), futures(300, 8)))
    assert Right.ALL_ROWS not in reader.access.rights


def test_the_flat_rule_hires_for_revenue_alone():
    way = plan().way("flat")
    assert way is not None
    assert way.arr_per_head == 2_000_000
    assert {each.role for each in way.searches} <= {"csm"}
    # 10M a year asks for 5 heads at 2M; 5 are there, growing and leaving by and by.
    drawn = futures(300, 8)
    arr = np.median(drawn.arr.sum(axis=2), axis=0)
    there = drawn.supply[:, :, 0].mean(axis=0) / HEAD
    stays = [(1 - 0.0125) ** after for after in range(8)]
    hired = np.zeros(8, dtype=int)
    for month in range(3, 8):
        left = sum(hired[start] * stays[month - start] for start in range(month))
        hired[month] = max(0, int(np.ceil(arr[month] / 2e6 - there[month] - left)))
    assert [(each.starts, each.heads) for each in way.searches] == [
        (NEXT + month, heads) for month, heads in enumerate(hired) if heads
    ]


def test_mistakes_cost_what_is_short_and_what_is_idle():
    found = plan()
    none, chosen = found.way("no_hires"), found.way("plan")
    assert none is not None
    assert chosen is not None
    assert sum(bill.idle for bill in none.bills) == 0
    assert sum(bill.short for bill in none.bills) > sum(bill.short for bill in chosen.bills)


def test_months_that_no_hire_can_reach_have_no_costs_rather_than_none_to_pay():
    found = plan(lead=8)
    assert not found.searches
    for way in found.ways:
        for bill in way.bills:
            assert (bill.short, bill.idle, bill.pay, bill.too_few, bill.total) == (None,) * 5
    parts = [laid(part) for part in topic.tables(found, Access.of("owner"), "USD")]
    (ways,) = [part for part in parts if not isinstance(part, str) and "What else" in part.title]
    (flat,) = [row for row in ways.rows if row[0] == "flat rule"]
    assert flat[1:] == ("0", "0.0", *[None] * 7)


def test_a_level_that_holds_once_hires_are_ramped_asks_for_no_more_heads():
    later, now = plan().way("once_ramped"), plan().way("plan")
    assert later is not None
    assert now is not None
    assert sum(bill.head_months for bill in later.bills) <= sum(bill.head_months for bill in now.bills)


def test_why_so_many_is_said_with_the_month_that_decides():
    found = plan()
    cover = {(row.month, row.role): row for row in found.rows}
    text = " ".join(str(laid(part)) for part in topic.tables(found, Access(), "USD"))
    assert {each.role for each in found.why} == {row.role for row in found.rows if row.required > 0}
    for each in found.why:
        row = cover[each.month, each.role]
        assert each.required == row.required
        assert each.heads >= each.least >= each.required
        assert each.heads == sum(search.heads for search in found.searches if search.role == each.role)
    assert "Why so many" in text
    later, now = found.way("once_ramped"), found.way("plan")
    assert later is not None
    assert now is not None
    fewer = sum(bill.heads for bill in later.bills) < sum(bill.heads for bill in now.bills)
    assert ("heads would do instead of" in text) == fewer


def test_hiring_that_takes_longer_than_the_months_planned_leaves_a_shortfall_that_is_told():
    found = plan(lead=20)
    assert not found.searches
    assert found.first == {"csm": None, "support": None}
    assert all(row.held is None for row in found.rows)
    assert sum(row.short_hours for row in found.rows) > 0
    text = " ".join(str(part) for part in topic.tables(found, Access(), "USD"))
    assert "no search opened now brings anybody in time" in text
    assert "Nobody has to be hired" not in text


def test_a_most_of_hires_that_is_too_few_says_what_stays_short_and_when():
    found = plan(most=1)
    assert max(each.heads for each in found.searches) == 1
    assert found.unmet
    assert {row.month for row in found.unmet} <= set(found.months[3:])
    assert not found.held


def test_a_role_that_nobody_has_is_refused_with_those_there_are():
    policy = Policy.model_validate({"plan": {"time_to_hire_by_role": {"suport": 2}}})
    with pytest.raises(UsageError, match="did you mean 'support'"):
        terms_of(policy, ("csm", "support"))


def test_futures_of_other_months_do_not_judge():
    with pytest.raises(UsageError, match="same months"):
        hiring_plan(open_as(), (futures(300, 8), futures(300, 9)))


def test_the_same_futures_give_the_same_plan():
    again = hiring_plan(open_as(), (futures(300, 8), futures(600, 8, seed=2)))
    assert again.searches == plan().searches
    assert again.rows == plan().rows


def test_a_plan_is_told_on_a_terminal_and_as_a_document():
    shown = topic.body(plan(), Access(), "USD")
    assert shown["held"] is True
    ways = shown["ways"]
    assert isinstance(ways, list)
    assert isinstance(ways[0], dict)
    assert ways[0]["name"] == "plan"
    bills = ways[0]["bills"]
    assert isinstance(bills, list)
    assert isinstance(bills[0], dict)
    assert Decimal(str(bills[0]["total"])) > 0
    assert len(topic.tables(plan(), Access(), "USD")) > 4
    assert date.fromisoformat(str(shown["as_of"])) == AS_OF
