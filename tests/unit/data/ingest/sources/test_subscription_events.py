"""What subscriptions became: several rows of one on one day, as billing systems export them."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bookload.base.errors import Finding, errors_in
from bookload.data.documents import Policy
from bookload.data.tables import checks
from imported import coded, imported, rows

HEAD = "subscription_id,at,status\n"
BOUGHT = "subscription_id,account_id,start_date,mrr\nS1,A,2025-01-01,100\nS2,B,2025-01-01,100\n"
MORNING, NOON, EVENING = (
    "S1,2026-02-01 08:00,past_due",
    "S1,2026-02-01 12:00,paused",
    "S1,2026-02-01 18:00,active",
)


def states(tmp_path: Path, *lines: str, policy: Policy | None = None) -> list[tuple[object, ...]]:
    """The rows that an import without an error takes of these lines."""
    files = {"subscriptions.csv": BOUGHT, "subscription_events.csv": HEAD + "\n".join(lines) + "\n"}
    plan = imported(tmp_path, files, policy=policy or Policy())
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
    return rows(plan, "subscription_events", "subscription_id", "at", "status")


def found(tmp_path: Path, *lines: str) -> tuple[Finding, ...]:
    """The errors about these lines."""
    files = {"subscriptions.csv": BOUGHT, "subscription_events.csv": HEAD + "\n".join(lines) + "\n"}
    plan = imported(tmp_path, files)
    return tuple(errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins))))


@pytest.mark.parametrize("lines", list(permutations((MORNING, NOON, EVENING))))
def test_the_last_state_of_a_day_counts_in_whatever_order_the_file_has_it(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert states(tmp_path, *lines) == [("S1", date(2026, 2, 1), "active")]


def test_it_is_said_how_many_rows_another_follows_that_day(tmp_path: Path) -> None:
    lines = f"{EVENING}\n{NOON}\nS2,2026-02-01 09:00,paused\n{MORNING}"
    files = {"subscriptions.csv": BOUGHT, "subscription_events.csv": f"{HEAD}{lines}\n"}
    (note,) = coded(imported(tmp_path, files).findings, "earlier-that-day")
    assert (note.severity, note.count, note.row) == ("note", 2, 3)


def test_each_row_that_counts_knows_its_place_in_the_file(tmp_path: Path) -> None:
    files = {"subscriptions.csv": BOUGHT, "subscription_events.csv": f"{HEAD}{MORNING}\n{EVENING}\n"}
    plan = imported(tmp_path, files)
    assert plan.origins["subscription_events"][0] == ("subscription_events.csv", None, 3)


def test_days_are_the_company_s_and_so_is_what_is_the_last_of_them(tmp_path: Path) -> None:
    new_york = Policy.model_validate({"company": {"time_zone": "America/New_York"}})
    lines = (
        "S1,2026-02-02T03:00:00Z,paused",
        "S1,2026-02-01T23:00:00Z,active",
        "S1,2026-02-02T06:00:00Z,canceled",
    )
    assert states(tmp_path, *lines, policy=new_york) == [
        ("S1", date(2026, 2, 1), "paused"),
        ("S1", date(2026, 2, 2), "canceled"),
    ]


def test_times_of_several_zones_are_compared_as_instants(tmp_path: Path) -> None:
    lines = ("S1,2026-02-01T12:00:00+02:00,paused", "S1,2026-02-01T11:00:00Z,active")
    assert states(tmp_path, *lines) == [("S1", date(2026, 2, 1), "active")]


def test_times_in_seconds_tell_as_well(tmp_path: Path) -> None:
    assert states(tmp_path, "S1,1769940002,active", "S1,1769940001,paused") == [
        ("S1", date(2026, 2, 1), "active")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("S1,2026-02-01,paused", "S1,2026-02-01,active"),
        ("S1,2026-02-01 00:00,paused", "S1,2026-02-01 00:00,active"),
        ("S1,2026-02-01,paused", "S1,2026-02-01 18:00,active"),
        ("S1,2026-02-01 18:00,paused", "S1,2026-02-01 18:00,active", "S1,2026-02-01 03:00,past_due"),
    ],
    ids=["days", "midnights", "one time", "one instant"],
)
def test_states_that_no_time_tells_apart_are_an_error_that_names_both(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    (error,) = found(tmp_path, *lines)
    assert (error.code, error.row, error.column) == ("several-states-a-day", 3, "at")
    assert "row 2 and row 3 say that S1 became paused and active on 2026-02-01" in error.message
    assert "with its time of day" in error.remedy
    assert "state at the end of the day" in error.remedy


def test_the_same_state_twice_on_a_day_is_a_key_that_comes_twice(tmp_path: Path) -> None:
    (error,) = found(tmp_path, "S1,2026-02-01,paused", "S1,2026-02-01,paused")
    assert (error.code, error.row) == ("duplicate-key", 3)


def test_a_row_a_day_is_taken_as_it_is(tmp_path: Path) -> None:
    lines = ("S1,2026-02-01,paused", "S1,2026-02-02,active", "S2,2026-02-01,canceled")
    assert len(states(tmp_path, *lines)) == len(lines)
