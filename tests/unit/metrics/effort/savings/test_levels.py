from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.data.documents import Journey
from bookload.data.documents.policy import Effort
from bookload.metrics.effort.savings.levels import asked_level
from bookload.metrics.effort.savings.savings import savings
from bookload.metrics.effort.steps import read_deliveries
from logged import company, deed


def journey(*activities):
    made = [
        {"stage": "steady", "minutes": {"low": 1, "likely": 2, "high": 3}, **activity}
        for activity in activities
    ]
    return Journey.model_validate({"stages": [{"name": "steady"}, {"name": "renewal"}], "activities": made})


REPORT = {"name": "Usage report", "level": "junior", "kinds": ["usage_report"]}


def found(log, *activities, levels=(("2020-01-01", "senior"),)):
    people = [{"person_id": "P-1", "name": "Ada", "hire_date": date(2020, 1, 1)}]
    positions = [
        {"person_id": "P-1", "from_date": date.fromisoformat(day), "role": "csm", "level": level}
        for day, level in levels
    ]
    ws = company(log, journey=journey(*activities), people=people, positions=positions)
    return savings(ws, read_deliveries(ws)).levels


def test_what_a_senior_does_that_is_a_juniors_is_handed_down_with_all_its_hours():
    (row,) = found([deed("2026-04-01 00:00", 91, kind="usage_report", stage="steady")], REPORT)
    assert (row.activity, row.times, row.people) == ("usage_report", 1, None)
    assert row.saved == row.hours == Fraction(91, 60) / Fraction(91 * 12, 365)
    assert "senior" in row.how
    assert "junior" in row.how


@pytest.mark.parametrize("level", ["junior", "intern", "somebody else", None])
def test_who_is_not_above_does_it_as_it_is_meant(level):
    assert found([deed(kind="usage_report")], REPORT, levels=[("2020-01-01", level)]) == ()


def test_the_level_is_that_of_the_position_then():
    log = [deed(f"2026-0{month}-15 10:00", 60, kind="usage_report") for month in (4, 5, 6)]
    (row,) = found(log, REPORT, levels=[("2020-01-01", "junior"), ("2026-06-01", "lead")])
    assert row.times == 1


def test_levels_in_numbers_rise_as_numbers():
    report = {**REPORT, "level": "2"}
    assert len(found([deed(kind="usage_report")], report, levels=[("2020-01-01", "10")])) == 1
    assert found([deed(kind="usage_report")], report, levels=[("2020-01-01", "1")]) == ()
    assert found([deed(kind="usage_report")], report, levels=[("2020-01-01", "senior")]) == ()


def test_an_activity_is_matched_by_kind_or_name_and_by_stage_where_one_is_logged():
    asked, terms = journey(REPORT, {"name": "Call", "level": "mid"}).activities, Effort()
    assert asked_level("Usage Report", None, asked, terms) == "junior"
    assert asked_level("call", "steady", asked, terms) == "mid"
    assert asked_level("call", "renewal", asked, terms) is None
    assert asked_level("email", None, asked, terms) is None


def test_of_several_levels_the_highest_is_asked():
    asked = journey(REPORT, {**REPORT, "level": "lead"}).activities
    assert asked_level("usage_report", "steady", asked, Effort()) == "lead"


def test_a_journey_that_asks_for_no_level_has_nothing_above_it():
    assert found([deed(kind="usage_report")], {**REPORT, "level": None}) == ()
