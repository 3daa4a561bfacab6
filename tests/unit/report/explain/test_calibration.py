"""Learnt minutes opened down to segments."""

from __future__ import annotations

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.report.explain.calibration import minutes
from unit.planning.journey.calibration.test_calibration import company


def test_an_activitys_minutes_open_to_its_segments_and_accounts_and_their_rows():
    found = minutes(company(), "Set-up")
    activities, segments, accounts = found.steps
    # One set-up each, of 60 + 15 x (n % 4) + (n // 4 - 1) minutes.
    by_hand = {f"A{n:02d}": 60 + 15 * (n % 4) + (n // 4 - 1) for n in range(12)}
    assert {row[0]: float(str(row[3])) for row in accounts.rows} == by_hand
    assert accounts.total == f"{sum(by_hand.values()):,}.0 minutes"
    assert [row[:2] for row in activities.rows] == [("Set-up", 12)]
    assert sum(int(str(row[2])) for row in segments.rows) == 12
    assert found.value == activities.rows[0][3]


def test_an_activity_that_the_journey_does_not_have_is_named():
    with pytest.raises(UsageError, match="Set-up"):
        minutes(company(), "Setup")


def test_who_may_not_see_peoples_time_is_refused():
    with pytest.raises(AccessDeniedError):
        minutes(company(access=Access.of("board")), None)
