from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, DocumentError, MissingDataError, UsageError
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.data.documents import Journey
from bookload.planning.capacity import capacity
from bookload.planning.journey import demand
from bookload.planning.plan.levers.frontier import frontier
from bookload.planning.plan.levers.options import standing
from bookload.planning.plan.levers.programme import Programme
from bookload.workspace import memory
from levered import AS_OF, activity, best_by_hand, chosen_sets, company, effect, lever, own

WORK = [
    activity("Plan", points=0, times=2),
    activity("Call", points=3, times=4),
    activity("Mail", points="0.5", times=6, minutes={"low": 5, "likely": 10, "high": 15}),
    activity("Training", points=3, per="quarter"),
]
LEVERS = [
    lever("Tool", "automate", "Plan", saves=effect(0.6), one_off=300, running=120),
    lever("Playbook", "shorten", "Call", "Plan", saves=effect(0.2), one_off_each=100),
    lever("Fewer calls", "less_often", "Call", times="0.5"),
    lever("Hub", "digital_hub", "Mail", saves=effect(0.3), one_off=500, running=60),
    lever("Group", "one_to_many", "Training", group_size=3, times=2, one_off=50),
]
MONTHS = tuple(month_range(Month.of(AS_OF) + 1, Month.of(AS_OF) + 2))


@pytest.fixture(scope="module")
def reader():
    return company(WORK, LEVERS)


@pytest.fixture(scope="module")
def plan(reader):
    return reader.levers(Fraction(600))


def asked(reader, months=MONTHS):
    totals = demand(reader, months).totals("role")
    return {role: hours.likely for (role,), hours in totals.items()}


def test_hours_freed_are_hours_asked_before_less_hours_asked_after(reader, plan):
    after = asked(reader.along(plan.journey))
    assert plan.freed > 0
    assert plan.freed == asked(reader)["csm"] - after["csm"] == sum(pull.freed for pull in plan.pulls)
    assert [(row.before, row.after) for row in plan.roles] == [(asked(reader)["csm"], after["csm"])]
    assert plan.low < plan.freed < plan.high


def test_the_set_is_the_best_of_all_sets_whatever_the_budget(reader):
    there = standing(reader, MONTHS, own(reader))
    for budget in (None, 0, 120, 400, 700):
        found = Programme.of(there, "csm").best(None if budget is None else Fraction(budget))
        by_hand = best_by_hand(there, "csm", None if budget is None else Fraction(budget))
        assert (found.freed, found.cost.over(2)) == by_hand


def test_the_frontier_has_every_set_that_no_other_beats(reader):
    there = standing(reader, MONTHS, own(reader))
    points, whole = frontier(Programme.of(there, "csm"), 50)
    sets = {(each.cost.over(2), each.freed) for each in chosen_sets(there, "csm")}
    best = [
        one
        for one in sorted(sets)
        if not any(other[0] <= one[0] and other[1] >= one[1] and other != one for other in sets)
    ]
    assert whole
    assert [(each.cost.over(2), each.freed) for each in points] == best
    few, whole = frontier(Programme.of(there, "csm"), 3)
    assert not whole
    assert {(each.cost.over(2), each.freed) for each in few} <= set(best)


def test_a_set_costs_what_its_levers_cost_once_and_a_year(plan):
    terms = {each.name: each for each in plan.catalogue}
    uses = [name for pull in plan.pulls for name in pull.levers]
    one_off = sum(terms[name].one_off for name in plan.levers) + sum(
        terms[name].one_off_each for name in uses
    )
    running = sum(terms[name].running for name in plan.levers)
    assert (plan.one_off, plan.running) == (Fraction(one_off), Fraction(running))
    assert plan.cost == plan.one_off + plan.running * 2 / 12 <= 600


def test_customers_get_no_less_and_fewer_calls_are_not_chosen(plan):
    assert not [cell for cell in plan.floors if cell.lowered]
    assert "Fewer calls" not in plan.levers
    (fewer,) = [each for each in plan.alone if each.lever.name == "Fewer calls"]
    assert {cell.segment for cell in fewer.lowered} == {"SMB", "Enterprise"}
    assert not fewer.allowed


def test_one_lever_at_a_time_frees_what_the_journey_says(reader, plan):
    for each in plan.alone:
        names = set(each.lever.activities)
        changed = [
            one if one.name not in names else _with(one, each.lever) for one in reader.journey.activities
        ]
        journey = Journey(stages=reader.journey.stages, activities=tuple(changed))
        assert asked(reader)["csm"] - asked(reader.along(journey))["csm"] == each.freed
        assert each.low <= float(each.freed) <= each.high


def _with(one, lever):
    from bookload.planning.plan.levers import pulled

    return pulled(one, (lever,))


def test_fewer_hours_are_fewer_heads_and_more_accounts_for_each(plan):
    assert plan.after.heads < plan.before.heads
    assert plan.after.accounts_per_csm > plan.before.accounts_per_csm
    assert plan.after.arr_per_csm / plan.before.arr_per_csm == plan.before.heads / plan.after.heads
    assert plan.before.accounts_per_csm == 6 / plan.before.heads


def test_hours_handed_to_an_intern_land_on_the_interns_that_are_there():
    hand = lever("Intern", "hand_down", "Plan", to_role="intern", takes={"low": 1, "likely": 2, "high": 3})
    reader = company(WORK, [hand], people=(("P-1", "csm"), ("P-2", "intern"), ("P-3", "intern")))
    found = reader.levers()
    assert found.levers == ("Intern",)
    after = {row.role: row.after for row in found.roles}
    assert after["intern"] == 2 * found.freed
    people = capacity(reader.along(found.journey), 2, first=MONTHS[0]).people
    assert people is not None
    loads = {(row.person_id, row.month): row.hours_asked for row in people}
    assert found.loads
    assert {(row.person_id, row.month): row.after for row in found.loads} == {
        key: hours for key, hours in loads.items() if key[0] in ("P-1", "P-2", "P-3")
    }
    assert all(row.after <= row.limit for row in found.loads)


def test_nobody_is_given_more_than_the_larger_of_today_and_the_target():
    hand = lever("Junior", "hand_down", "Plan", to_role="junior")
    busy = company(WORK, [hand], accounts=200, people=(("P-1", "csm"), ("P-2", "junior")))
    found = busy.levers()
    assert found.levers == ()
    assert [each.overloaded for each in found.alone] == [1]


def test_hours_go_to_a_role_without_people_only_with_heads_that_are_paid_for():
    for heads, chosen in ((0, ()), (1, ("Intern",))):
        hand = lever("Intern", "hand_down", "Plan", to_role="intern", heads=heads, running=24_000)
        assert company(WORK, [hand]).levers().levers == chosen
    assert company(WORK, [hand]).levers(Fraction(3_999)).levers == ()


def test_heads_cannot_be_brought_to_a_role_in_which_people_work():
    hand = lever("Intern", "hand_down", "Plan", to_role="intern", heads=1)
    with pytest.raises(DocumentError, match="in which people work already"):
        company(WORK, [hand], people=(("P-1", "csm"), ("P-2", "intern"))).levers()


def test_hours_of_another_role_or_of_all_can_be_freed():
    work = [*WORK, activity("Ticket", role="support", points=0)]
    levers = [lever("No tickets", "delete", "Ticket"), lever("No plans", "delete", "Plan")]
    reader = company(work, levers, people=(("P-1", "csm"), ("P-2", "support")))
    assert reader.levers(role="csm").levers == ("No plans",)
    assert reader.levers(role="support").levers == ("No tickets",)
    assert set(reader.levers(role="all").levers) == {"No plans", "No tickets"}
    with pytest.raises(UsageError, match="unknown role 'pilot'; allowed: all, csm, support"):
        reader.levers(role="pilot")


def test_default_levers_are_assumed_and_name_activities_that_there_are():
    found = company(WORK).levers()
    names = {each["name"] for each in WORK}
    assert found.assumed
    assert all(each.assumed and each.source for each in found.catalogue)
    assert all(set(each.activities) <= names for each in found.catalogue)
    assert {each.kind for each in found.catalogue} == {
        "delete", "less_often", "shorten", "hand_down", "one_to_many", "automate", "digital_hub",
    }  # fmt: skip


def test_the_default_intern_costs_nothing_where_interns_are_there():
    found = company(WORK, people=(("P-1", "csm"), ("P-2", "intern"))).levers()
    (intern,) = [each for each in found.catalogue if each.kind == "hand_down"]
    assert intern.to_role == "intern"
    assert [intern.heads, intern.running] == [0, 0]


def test_what_cannot_be_answered_says_why():
    with pytest.raises(MissingDataError, match=r"write journey\.toml"):
        company([]).levers()
    with pytest.raises(DocumentError, match=r"'Cal', not in the journey \(did you mean 'Call'\?\)"):
        company(WORK, [lever("L", "delete", "Cal")]).levers()
    with pytest.raises(AccessDeniedError):
        company(WORK, access=Access.of("csm", "P-1")).levers()
    later = AS_OF + timedelta(days=1)
    with pytest.raises(UsageError, match="does not know"):
        memory({}, as_of=AS_OF, known_from=later, journey=company(WORK).journey).levers()


def test_loads_of_single_people_need_the_right_to_their_time():
    board = company(WORK, LEVERS, access=Access.of("board"))
    assert board.levers().loads is None


def test_the_policys_budget_holds_unless_another_is_asked_for():
    reader = company(WORK, LEVERS, terms={"budget": Decimal(0)})
    assert reader.levers().cost == 0
    assert reader.levers(Fraction(10_000)).cost > 0
