from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bookload.base.errors import DocumentError, UsageError
from bookload.data.documents import Journey, Policy, Scenario
from bookload.planning.plan.scenarios.overlay import growth_of, journey_under, policy_under
from levered import activity

POLICY = Policy.model_validate({"touch": {"by_segment": {"SMB": "low", "Enterprise": "high"}}})
JOURNEY = Journey.model_validate(
    {"stages": [{"name": "steady"}], "activities": [activity("Call", times=4), activity("Mail")]}
)


def scenario(**changes: Any) -> Scenario:
    return Scenario.model_validate({"name": "S", "sentence": "?", **changes})


def test_a_policy_is_laid_over_key_by_key_inside_too():
    changes = {
        "touch": {"by_segment": {"SMB": "tech"}},
        "working_time": {"internal_share": Decimal("0.2")},
    }
    changed = policy_under(POLICY, scenario(policy=changes))
    assert changed.touch.by_segment == {"SMB": "tech", "Enterprise": "high"}
    assert changed.working_time.internal_share == Decimal("0.2")
    assert changed.working_time.hours_a_day == 8
    assert changed.model_copy(update={"touch": POLICY.touch, "working_time": POLICY.working_time}) == POLICY


def test_a_profile_sets_its_switches_and_what_stands_beside_it_holds():
    changed = policy_under(POLICY, scenario(policy={"revenue": {"profile": "stripe", "discounts": "none"}}))
    assert changed.revenue.model_copy(update={"discounts": "endless"}) == POLICY.under("stripe").revenue
    assert changed.revenue.discounts == "none"


def test_values_may_be_formulas_over_own_figures_and_the_policys_numbers():
    changed = policy_under(
        POLICY,
        scenario(
            figures={"more": "= tenth + 1", "tenth": Decimal("0.1")},
            policy={
                "targets": {"high": "= targets.high * more", "low": "= max(targets.low, targets.high) / 3"}
            },
        ),
    )
    assert changed.targets.high == 1_100_000
    assert changed.targets.low == Decimal("666666.666666666667")


def test_an_activitys_formulas_read_its_own_numbers():
    changes = {"times": "= times / 2", "minutes": {"likely": "= minutes.likely + 5"}}
    changed = journey_under(JOURNEY, POLICY, scenario(activities={"Call": changes}))
    call, mail = changed.activities
    assert [call.times, call.minutes.likely, call.minutes.high] == [2, 65, 90]
    assert mail == JOURNEY.activities[1]


def test_activities_are_added_and_removed():
    changed = journey_under(JOURNEY, POLICY, scenario(removed=["Call"], added=[activity("Webinar")]))
    assert [each.name for each in changed.activities] == ["Mail", "Webinar"]


def test_growth_may_be_a_formula():
    assert growth_of(POLICY, scenario(growth_per_year={"SMB": "= 1/10", "all": Decimal("-0.5")})) == {
        "SMB": Fraction(1, 10),
        "all": Fraction(-1, 2),
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"policy": {"targts": {"high": 1}}},
            r"no section of the policy is called 'targts' \(did you mean 'targets'\?\)",
        ),
        ({"policy": {"engine": {"url": "x"}}}, "is called 'engine'"),
        ({"policy": {"tables": {"pay": "x"}}}, "is called 'tables'"),
        ({"policy": {"targets": {"hihg": 1}}}, r"policy\.targets: hihg"),
        (
            {"policy": {"targets": {"high": "= tragets.high"}}},
            r"'tragets.high' \(did you mean 'targets.high'",
        ),
        ({"growth_per_year": {"all": "fast"}}, "'fast' is no number"),
        ({"growth_per_year": {"all": "= 0 - 5"}}, "growth_per_year.all is above -1 and at most 100; .* -5"),
        ({"growth_per_year": {"SMB": "= 9 * 9 * 9"}}, "growth_per_year.SMB is above -1 .* 729"),
    ],
)
def test_a_policy_that_cannot_be_meant_says_what(changes, why):
    with pytest.raises(DocumentError, match=why):
        growth_of(policy_under(POLICY, scenario(**changes)), scenario(**changes))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"activities": {"Cal": {"times": 1}}}, r"no activity 'Cal' \(did you mean 'Call'\?\)"),
        ({"removed": ["Calls"]}, "no activity 'Calls'"),
        ({"activities": {"Call": {"minutes": {"likely": 500}}}}, "minutes must rise"),
        ({"added": [activity("X", stage="nowhere")]}, "which is not a stage"),
    ],
)
def test_a_journey_that_cannot_be_meant_says_what(changes, why):
    with pytest.raises(DocumentError, match=why):
        journey_under(JOURNEY, POLICY, scenario(**changes))


def test_an_unknown_profile_is_named():
    with pytest.raises(UsageError, match="unknown profile 'strip'"):
        policy_under(POLICY, scenario(policy={"revenue": {"profile": "strip"}}))
