"""Presets state every switch once, with who says so; one's own profiles stand on them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pydantic import ValidationError

from bookload.base.errors import UsageError
from bookload.data.documents import Policy
from bookload.data.documents.profiles import NOT_PUBLISHED, preset_switches, presets, rules
from bookload.data.documents.switches import Switches

VENDORS = ("chartmogul", "killbill", "polar", "profitwell", "recurly", "stripe")
ADDRESS = re.compile(r"\b[a-z0-9.]+\.(com|org|net|sh|io)/\S")


def policy(**revenue: object) -> Policy:
    return Policy.model_validate({"revenue": revenue})


def test_there_is_bookloads_own_and_one_for_each_vendor_of_the_definitions():
    assert presets() == ("bookload", *VENDORS)


@pytest.mark.parametrize("preset", ["bookload", *VENDORS])
def test_a_preset_states_each_switch_once_and_its_values_hold(preset):
    assert [rule.switch for rule in rules(preset)] == list(Switches.model_fields)
    assert Switches.model_validate(preset_switches(preset)).model_dump() == preset_switches(preset)


@pytest.mark.parametrize("preset", VENDORS)
def test_each_value_has_a_rule_and_its_address_or_is_not_published(preset):
    for rule in rules(preset):
        date.fromisoformat(rule.seen)
        if rule.source == NOT_PUBLISHED:
            assert not rule.rule, f"{rule.switch}: nothing published, yet a rule"
        else:
            assert rule.rule.endswith("."), rule.switch
            assert ADDRESS.search(rule.source), rule.switch


@pytest.mark.parametrize("preset", VENDORS)
def test_what_is_not_published_is_set_as_bookload_sets_it(preset):
    own = preset_switches("bookload")
    unknown = {rule.switch for rule in rules(preset) if rule.source == NOT_PUBLISHED}
    assert {name: preset_switches(preset)[name] for name in unknown} == {name: own[name] for name in unknown}


def test_every_vendor_differs_from_bookload_in_something_but_profitwell():
    own = preset_switches("bookload")
    same = [preset for preset in VENDORS if preset_switches(preset) == own]
    assert same == ["profitwell"]


def test_bookloads_own_preset_is_the_defaults():
    assert Switches.model_validate(preset_switches("bookload")) == Switches()


def test_a_switch_that_the_section_states_goes_before_its_profile():
    chosen = policy(profile="stripe", discounts="all").revenue
    assert (chosen.discounts, chosen.churn_date, chosen.movements) == ("all", "cancellation", "daily")


def test_a_profile_of_ones_own_states_what_differs_from_the_one_it_is_based_on():
    read = Policy.model_validate(
        {
            "revenue": {"profile": "board"},
            "profiles": {"board": {"based_on": "stripe", "discounts": "none", "renewal_gap_days": 10}},
        }
    )
    assert (read.revenue.discounts, read.revenue.renewal_gap_days) == ("none", 10)
    assert read.revenue.churn_date == "cancellation"


def test_own_profiles_may_stand_on_one_another_but_not_in_a_circle():
    chain = {"a": {"based_on": "b", "paused": "counted"}, "b": {"based_on": "recurly", "trials": "counted"}}
    read = Policy.model_validate({"revenue": {"profile": "a"}, "profiles": chain}).revenue
    assert (read.paused, read.trials, read.days_a_year) == ("counted", "counted", "360")
    circle = {"a": {"based_on": "b"}, "b": {"based_on": "a"}}
    with pytest.raises(ValidationError, match="based on one another"):
        Policy.model_validate({"revenue": {"profile": "a"}, "profiles": circle})


def test_under_another_profile_the_switches_are_its_own_and_who_carries_revenue_stays():
    read = policy(profile="stripe", discounts="none", revenue_role="account_manager", handover_days=9)
    other = read.under("recurly").revenue
    assert (other.profile, other.discounts, other.days_a_year) == ("recurly", "all", "360")
    assert (other.revenue_role, other.handover_days) == ("account_manager", 9)


def test_under_a_profile_of_ones_own_works_too():
    read = Policy.model_validate({"profiles": {"board": {"based_on": "polar", "paused": "apart"}}})
    board = read.under("board").revenue
    assert (board.paused, board.rounding) == ("apart", "minor_units")


def test_an_unknown_profile_is_named_with_those_that_there_are():
    with pytest.raises(UsageError, match="stripe"):
        Policy().under("strip")
    with pytest.raises(ValidationError, match="did you mean"):
        policy(profile="strip")


def test_an_unknown_switch_or_value_of_a_profile_is_an_error():
    for wrong in ({"discount": "none"}, {"discounts": "some"}, {"past_due_days": 0}, {"weeks_a_year": "50"}):
        with pytest.raises(ValidationError):
            Policy.model_validate({"profiles": {"mine": wrong}})
