"""Calibration through the reader: a small log whose minutes are known, and what may be written of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.data.documents import Journey
from bookload.data.documents.store import parse
from bookload.planning.journey.calibration import Calibration, calibrate
from bookload.workspace import Workspace, memory

JOURNEY = """
[[stages]]
name = "steady"

[[activities]]
name = "Call"
stage = "steady"
touch_models = ["high"]
minutes = { low = 40, likely = 50, high = 70 }
kinds = ["call"]
assumed = true

[[activities]]
name = "Set-up"
stage = "steady"
per = "event"
minutes = { low = 50, likely = 60, high = 90 }
per_unit = { integrations = 5 }
kinds = ["setup"]

[[activities]]
name = "Report"
stage = "steady"
minutes = { low = 1, likely = 1, high = 1 }
kinds = ["report", "call"]

[[activities]]
name = "Plan"
stage = "steady"
minutes = { low = 1, likely = 2, high = 3 }
"""
ACCOUNTS = 12
FIRST = date(2026, 1, 1)


def company(journey: str = JOURNEY, access: Access | None = None) -> Workspace:
    """Twelve accounts for six months: two calls a month of 20, 40 and 60 minutes in turn; one set-up each."""
    accounts = [f"A{number:02d}" for number in range(ACCOUNTS)]
    rows: list[dict[str, object]] = []
    for place, account in enumerate(accounts):
        for turn in range(12):
            day = FIRST + timedelta(days=15 * turn)
            rows.append(activity(account, "call", day, 20 + 20 * ((place + turn) % 3)))
        rows.append(activity(account, "setup", FIRST, 60 + 15 * (place % 4) + (place // 4 - 1)))
    rows.append(activity(accounts[0], "call", FIRST, None))
    tables: dict[str, Sequence[dict[str, object]]] = {
        "accounts": [
            {"account_id": account, "name": account, "segment": "S", "touch_model": "high"}
            for account in accounts
        ],
        "account_attributes": [
            {"account_id": account, "name": "integrations", "value": str(place % 4)}
            for place, account in enumerate(accounts)
        ],
        "subscriptions": [
            {
                "subscription_id": account,
                "account_id": account,
                "start_date": date(2025, 1, 1),
                "amount": "100",
                "interval": "month",
                "currency": "USD",
            }
            for account in accounts
        ],
        "people": [{"person_id": "P1", "name": "P", "hire_date": date(2020, 1, 1), "role": "csm"}],
        "activities": rows,
    }
    return memory(
        tables,
        as_of=date(2026, 6, 30),
        journey=parse(journey, Journey, "journey.toml"),
        access=access,
    )


def activity(account: str, kind: str, day: date, minutes: int | None) -> dict[str, object]:
    return {
        "person_id": "P1",
        "kind": kind,
        "start_at": f"{day.isoformat()}T10:00:00+00:00",
        "minutes": None if minutes is None else str(minutes),
        "account_id": account,
    }


@pytest.fixture(scope="module")
def found() -> Calibration:
    return calibrate(company())


def test_what_takes_forty_minutes_on_average_is_learnt_as_forty(found):
    call = found.activities[0]
    assert call.count == 144
    assert call.mean == pytest.approx(40.0, rel=1e-9)
    assert call.learnt.lower < 40.0 < call.learnt.upper
    assert call.was == (40.0, 50.0, 70.0)


def test_the_drivers_minutes_and_the_base_together_are_what_was_logged(found):
    (driver,) = found.drivers
    assert driver.minutes == pytest.approx(15.0, rel=1e-9)
    assert driver.holds
    setup = found.activities[1]
    assert setup.per_unit == {"integrations": pytest.approx(15.0)}
    assert setup.base.likely + 15.0 * driver.units == pytest.approx(setup.learnt.band.likely)
    assert setup.base.likely == pytest.approx(60.0, abs=2.0)


def test_what_the_log_cannot_tell_apart_or_never_names_is_held_back_with_its_reason(found):
    assert "tell it from 'Report'" in found.activities[0].held_back
    assert "tell it from 'Call'" in found.activities[2].held_back
    assert "names no kinds" in found.activities[3].held_back
    assert found.activities[1].held_back is None


def test_modelled_minutes_are_those_logged_and_unknown_ones_are_counted(found):
    calls, setups = found.kinds
    assert (calls.kind, calls.count, calls.unknown) == ("call", 144, 1)
    assert calls.logged == pytest.approx(144 * 40)
    assert found.residual == pytest.approx(0.0, abs=1e-9)
    assert setups.modelled == pytest.approx(setups.logged)


def test_deliveries_are_counted_against_the_months_in_the_stage(found):
    call = found.deliveries[0]
    assert (call.per, call.logged, call.expected) == ("month", 145, 1.0)
    assert call.units == pytest.approx(12 * 6)
    assert call.rate == pytest.approx(145 / 72)
    assert call.share == 1.0


def test_a_reader_without_the_right_to_peoples_time_learns_nothing():
    with pytest.raises(AccessDeniedError):
        calibrate(company(access=Access.of("board")))


def test_an_earlier_date_learns_from_the_log_until_then():
    early = calibrate(company().on(date(2026, 3, 31)))
    assert early.activities[0].count == 12 * 6


def test_a_journey_without_activities_still_tells_what_kinds_take():
    found = calibrate(company(journey=""))
    assert found.activities == ()
    assert [kind.in_journey for kind in found.kinds] == [False, False]
    assert found.left_out == 0


def test_an_empty_log_is_no_error():
    nobody = memory({}, as_of=date(2026, 6, 30), journey=parse(JOURNEY, Journey, "journey.toml"))
    found = calibrate(nobody)
    assert found.residual is None
    assert {row.held_back is None for row in found.activities} == {False}


def test_a_driver_that_no_account_has_is_named_with_the_way_out():
    with pytest.raises(UsageError, match=r"'integrationz': name a column of accounts"):
        calibrate(company(), ["integrationz"])
