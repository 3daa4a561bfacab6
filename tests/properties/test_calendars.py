"""Series of meetings against a count by hand: day after day, each in its zone's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

import calendars
from bookload.data.ingest.reading import read_file
from calendars import calendar, event, people
from mutations import DAMAGE

SMALL, PROMISED = 60, 5_000
DAMAGED, DAMAGED_PROMISED = 10, 1_000
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
THROUGH = date(2026, 12, 31)


def drawn(chance: Random) -> tuple[str, list[tuple[datetime, datetime]]]:
    """A series as a calendar writes it, and its meetings counted by hand."""
    zone = ZoneInfo(chance.choice(ZONES))
    first = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    clock, length = time(chance.randrange(24), chance.choice((0, 15, 30))), chance.choice((15, 45, 90))
    often, step = chance.choice(("DAILY", "WEEKLY", "MONTHLY")), chance.randrange(1, 4)
    days = sorted({first.weekday(), *chance.sample(range(7), chance.randrange(3))})
    rule = f"FREQ={often};INTERVAL={step}"
    if often == "WEEKLY":
        rule += f";BYDAY={','.join(NAMES[day] for day in days)}"
    ordered = _days(often, step, first, days)
    last = first + timedelta(days=chance.randrange(200))
    match chance.choice(("count", "until", "open")):
        case "count":
            count = chance.randrange(1, 30)
            rule, ordered = f"{rule};COUNT={count}", ordered[:count]
        case "until":
            until = datetime.combine(last, clock, zone).astimezone(UTC)
            rule = f"{rule};UNTIL={until:%Y%m%dT%H%M%SZ}"
            ordered = [day for day in ordered if day <= last]
    left_out = {day for day in ordered if chance.random() < 0.15}
    key = f"TZID={zone.key}"
    stamps = [f"EXDATE;{key}:{day:%Y%m%d}T{clock:%H%M%S}" for day in sorted(left_out)]
    start = f"DTSTART;{key}:{first:%Y%m%d}T{clock:%H%M%S}"
    written = event(start, f"DURATION:PT{length}M", f"RRULE:{rule}", *stamps)
    held = [datetime.combine(day, clock, zone).astimezone(UTC) for day in ordered if day not in left_out]
    return calendar(written), [(each, each + timedelta(minutes=length)) for each in held]


def _days(often: str, step: int, first: date, weekdays: list[int]) -> list[date]:
    """Every day up to the last that the rule means, looked at one by one."""
    monday = first - timedelta(days=first.weekday())
    found = []
    for passed in range((THROUGH - first).days + 1):
        day = first + timedelta(days=passed)
        months = (day.year - first.year) * 12 + day.month - first.month
        meant = {
            "DAILY": passed % step == 0,
            "WEEKLY": (day - monday).days // 7 % step == 0 and day.weekday() in weekdays,
            "MONTHLY": day.day == first.day and months % step == 0,
        }
        if meant[often]:
            found.append(day)
    return found


def check(folder: Path, seed: int) -> None:
    content, expected = drawn(Random(seed))  # noqa: S311 - the same series each time
    seen = calendars.read(folder / str(seed), content, THROUGH)
    found = [tuple(datetime.fromisoformat(row[name]) for name in ("starts", "ends")) for row in seen.rows]
    assert found == expected, f"seed {seed}\n{content}"


def test_a_series_is_the_days_that_its_rule_means(tmp_path):
    for seed in range(SMALL):
        check(tmp_path, seed)


@pytest.mark.prove
def test_five_thousand_series_are_the_days_that_their_rules_mean(tmp_path, promised):
    for seed in range(promised("series", PROMISED)):
        check(tmp_path, seed)


def damaged(folder: Path, count: int) -> None:
    """Whatever is done to a calendar or a log, reading it ends, with sheets or with findings."""
    hers = event(
        *calendars.at("20260304T1000", "20260304T1030"), "RRULE:FREQ=WEEKLY", *people("b@acme.example")
    )
    log = (
        '<?xml version="1.0"?><log xes.version="1.0"><trace><string key="concept:name" value="c"/><event>'
        '<date key="time:timestamp" value="2026-03-04T10:00:00Z"/></event></trace></log>'
    )
    for name, whole in (("ada.ics", calendar(hers, hers)), ("log.xes", log)):
        for seed in range(count):
            chance = Random(seed)  # noqa: S311 - the same damage each time
            damage = chance.choice(list(DAMAGE["csv"].values()))
            path = folder / name
            path.write_bytes(damage(whole.encode(), chance))
            found = read_file(path, through=THROUGH)
            assert found.sheets or found.findings, f"{name}, seed {seed}"


def test_a_damaged_calendar_or_log_ends_with_rows_or_with_findings(tmp_path):
    damaged(tmp_path, DAMAGED)


@pytest.mark.prove
def test_a_thousand_damaged_calendars_and_logs_end_with_rows_or_with_findings(tmp_path, promised):
    damaged(tmp_path, promised("calendars and as many logs", DAMAGED_PROMISED))
