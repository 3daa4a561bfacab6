"""Writing learnt minutes into a journey's text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bookload.base.errors import UsageError
from bookload.data.documents import Journey
from bookload.data.documents.learnt import LearntMinutes, difference, with_minutes
from bookload.data.documents.store import parse

TEXT = """# Ours
[[stages]]
name = "steady"   # everybody

[[activities]]
name = "Call"
stage = "steady"
minutes = { low = 40, likely = 50, high = 70 }  # guessed
assumed = true    # nobody measured

[[activities]]
name = "Set-up"
stage = "steady"
per_unit = { integrations = 15 }

  [activities.minutes]
  low = 50   # at best
  likely = 60
  high = 90
"""


def test_values_change_and_comments_and_order_stay():
    text = with_minutes(TEXT, {0: LearntMinutes(41.26, 44.0, 47.44)})
    assert text == TEXT.replace(
        "low = 40, likely = 50, high = 70", "low = 41.3, likely = 44, high = 47.4"
    ).replace("assumed = true ", "assumed = false ")


def test_minutes_written_as_a_table_of_their_own_are_found_too():
    text = with_minutes(TEXT, {1: LearntMinutes(10, 20, 30.05, {"integrations": 12.34})})
    setup = parse(text, Journey, "journey.toml").activities[1]
    minutes = setup.minutes
    assert [minutes.low, minutes.likely, minutes.high] == [Decimal(10), Decimal(20), Decimal("30.1")]
    assert setup.per_unit == {"integrations": Decimal("12.3")}
    assert "# at best" in text


def test_the_difference_shows_what_changes_and_nothing_else():
    text = with_minutes(TEXT, {0: LearntMinutes(41, 44, 47)})
    changed = [line for line in difference(TEXT, text, "journey.toml") if line[0] in "+-"][2:]
    assert changed == [
        "-minutes = { low = 40, likely = 50, high = 70 }  # guessed",
        "-assumed = true    # nobody measured",
        "+minutes = { low = 41, likely = 44, high = 47 }  # guessed",
        "+assumed = false    # nobody measured",
    ]
    assert difference(TEXT, with_minutes(TEXT, {}), "journey.toml") == ()


def test_a_place_without_an_activity_and_a_driver_that_is_not_named_are_errors():
    with pytest.raises(UsageError, match="2 activities, and none at place 2"):
        with_minutes(TEXT, {2: LearntMinutes(1, 2, 3)})
    with pytest.raises(UsageError, match="no minutes per 'seats'"):
        with_minutes(TEXT, {1: LearntMinutes(1, 2, 3, {"seats": 1.0})})
