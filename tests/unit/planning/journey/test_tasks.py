from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.data.documents import Journey, Policy
from bookload.planning.journey.tasks import assumed_only, role_of, tasks


def task(**activity):
    activity = {"name": "x", "stage": "s", "minutes": {"low": 10, "likely": "37.5", "high": 90}, **activity}
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [activity]})
    (only,) = tasks(journey, Policy())
    return only


@pytest.mark.parametrize(
    ("per", "per_month", "per_entry"),
    [
        ("month", Fraction(3, 2), 0),
        ("quarter", Fraction(1, 2), 0),
        ("year", Fraction(1, 8), 0),
        ("stage", 0, Fraction(3, 2)),
        ("event", 0, Fraction(3, 2)),
    ],
)
def test_times_and_share_are_deliveries_a_month_or_on_entering(per, per_month, per_entry):
    found = task(per=per, times=3, share="0.5")
    assert (found.per_month, found.per_entry) == (per_month, per_entry)


def test_minutes_are_exact():
    assert task().minutes.likely == Fraction(75, 2)
    assert task().minutes.more(Fraction(1, 3)).likely == Fraction(227, 6)


def test_what_is_automated_takes_that_much_less_of_people():
    assert task().manual == 1
    assert task(automated_share="0.4").manual == Fraction(3, 5)
    assert task(mode="automated").manual == 0


def test_only_a_group_activity_has_a_group_size():
    assert task(group_size=20).group_size is None
    assert task(mode="group", group_size=20).group_size == 20


@pytest.mark.parametrize("role", ["csm", "CSM", "senior_csm", "Senior CSM"])
def test_every_csm_role_is_the_revenue_role(role):
    assert role_of(role, Policy()) == "csm"
    assert task(role=role).role == "csm"


def test_other_roles_are_themselves_as_policies_write_them():
    assert role_of("Onboarding Team", Policy()) == "onboarding_team"


def test_without_activities_hours_are_assumed_by_touch_model():
    found = tasks(Journey(), Policy())
    hours = {next(iter(task.touch_models)): task.minutes.likely / 60 for task in found}
    assert hours == {
        "high": Fraction(130, 22),
        "mid": Fraction(130, 49),
        "low": Fraction(130, 144),
        "tech": Fraction(130, 200),
    }
    assert {touch: round(float(each), 1) for touch, each in hours.items()} == {
        "high": 5.9,
        "mid": 2.7,
        "low": 0.9,
        "tech": 0.7,
    }
    bands = {
        (task.minutes.low / task.minutes.likely, task.minutes.high / task.minutes.likely) for task in found
    }
    assert bands == {(Fraction(120, 130), Fraction(140, 130))}
    assert all(task.assumed and task.stage is None for task in found)
    assert assumed_only(Journey())
