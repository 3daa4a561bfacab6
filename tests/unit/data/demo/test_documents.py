"""The documents can be read, keep their comments, and fit the tables."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal

from bookload.data.demo import Company
from bookload.data.documents.journey import Journey
from bookload.data.documents.policy import Policy
from bookload.data.documents.scenario import Scenario
from bookload.data.documents.store import parse


def journey(company: Company) -> Journey:
    return parse(company.documents["journey.toml"], Journey, "journey.toml")


def test_the_policy_is_a_policy_in_dollars(company: Company) -> None:
    policy = parse(company.documents["bookload.toml"], Policy, "bookload.toml")
    assert policy.company.currency == "USD"
    assert set(policy.touch.by_segment) == {row["segment"] for row in company.tables["accounts"]}


def test_what_the_policy_leaves_out_is_the_default(company: Company) -> None:
    policy = parse(company.documents["bookload.toml"], Policy, "bookload.toml")
    assert policy.targets == Policy().targets
    assert policy.team == Policy().team


def test_every_document_explains_itself(company: Company) -> None:
    for name, text in company.documents.items():
        assert text.startswith("#"), name
        assert not re.search(r"\{\w+\}(?! )", text.replace("{ ", "")), name


def test_the_journey_has_activities_for_every_touch_model_and_role(company: Company) -> None:
    activities = journey(company).activities
    assert {touch for one in activities for touch in one.touch_models} == {"high", "mid", "low", "tech"}
    assert {one.role for one in activities} == {"csm", "onboarding", "support"}
    assert {one.mode for one in activities} == {"personal", "group", "automated"}
    assert {one.per for one in activities} == {"event", "stage", "month", "quarter", "year"}


def test_activity_names_are_unique_and_their_kinds_are_logged(company: Company) -> None:
    activities = journey(company).activities
    logged = {row["kind"] for row in company.tables["activities"]}
    assert len({one.name for one in activities}) == len(activities)
    assert {kind for one in activities for kind in one.kinds} <= logged


def test_the_time_equation_is_sixty_minutes_and_fifteen_per_integration(company: Company) -> None:
    setup = next(one for one in journey(company).activities if one.per_unit)
    assert setup.minutes.likely == 60
    assert setup.per_unit == {"integrations": Decimal(15)}
    assert "integrations" in company.tables["accounts"][0]


def test_scenarios_change_what_there_is(company: Company) -> None:
    names = {one.name for one in journey(company).activities}
    scenarios = {
        name: parse(text, Scenario, name)
        for name, text in company.documents.items()
        if name.startswith("scenarios/")
    }
    assert set(scenarios) == {"scenarios/hire-two.toml", "scenarios/digital-first.toml"}
    assert [hire.date for hire in scenarios["scenarios/hire-two.toml"].hires] == [date(2026, 9, 1)]
    for scenario in scenarios.values():
        assert set(scenario.activities) <= names


def test_documents_of_another_day_hire_after_it(later_company: Company) -> None:
    text = later_company.documents["scenarios/hire-two.toml"]
    assert tomllib.loads(text)["hires"][0]["date"] == date(2027, 5, 1)
