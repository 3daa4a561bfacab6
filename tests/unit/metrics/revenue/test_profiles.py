"""Presets and own profiles, each switch with who says so."""

from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.data.documents import Policy
from bookload.data.documents.profiles import presets
from bookload.data.documents.switches import Switches
from bookload.metrics.revenue.profiles import profile, profiles, set_beside
from bookload.metrics.revenue.reconcile.causes import CAUSES

OWN = Policy.model_validate(
    {
        "revenue": {"profile": "house", "rounding": "four_places"},
        "profiles": {
            "house": {"based_on": "strict", "trials": "counted"},
            "strict": {"based_on": "stripe", "counted_statuses": ["active"]},
        },
    }
)


def test_presets_come_first_and_own_profiles_after_them():
    assert [each.name for each in profiles(OWN)] == [*presets(), "house", "strict"]


@pytest.mark.parametrize("name", presets())
def test_every_preset_states_every_switch_in_their_order(name):
    found = profile(Policy(), name)

    assert [rule.switch for rule in found.rules] == list(Switches.model_fields)
    assert 0 < found.published <= len(found.rules)


def test_an_own_profile_has_its_own_switches_and_the_rules_of_what_it_is_based_on():
    house, stripe = profile(OWN, "house"), profile(OWN, "stripe")

    assert house.based_on == "strict"
    assert house.unlike(stripe) == {"counted_statuses": "active", "trials": "counted"}
    by_switch = {rule.switch: rule for rule in house.rules}
    assert (by_switch["trials"].rule, by_switch["trials"].source) == (
        "Set in [profiles.house].",
        "bookload.toml",
    )
    assert by_switch["counted_statuses"].rule == "Set in [profiles.strict]."
    assert by_switch["discounts"] in stripe.rules


def test_what_the_policy_sets_beside_its_profile_is_told():
    assert set_beside(OWN) == {"rounding": "four_places"}
    assert set_beside(Policy()) == {}


def test_an_unknown_profile_is_an_error():
    with pytest.raises(UsageError, match="did you mean 'stripe'"):
        profile(OWN, "stripe2")


def test_every_switch_is_a_cause():
    assert {"counted_statuses", *CAUSES} == set(Switches.model_fields)
