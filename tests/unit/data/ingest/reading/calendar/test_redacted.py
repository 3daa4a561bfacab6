"""What is kept of a calendar: never what a private event is about, or who is in it."""

import hashlib

import pytest

import calendars
from calendars import at, calendar, event, people

MARK = "MARKER"
SECRET = (
    f"DESCRIPTION:{MARK}",
    f"LOCATION:{MARK}",
    f"COMMENT:{MARK}",
    f"CATEGORIES:{MARK}",
    f"X-ALT-DESC;FMTTYPE=text/html:{MARK}",
    f"URL:https://{MARK}.example/",
    f'ORGANIZER;CN="{MARK}":mailto:{MARK}@doctor.example',
    f"ATTENDEE;CN={MARK}:mailto:{MARK}@doctor.example",
    f"ATTACH:{MARK}",
    f"BEGIN:VALARM\r\nDESCRIPTION:{MARK}\r\nEND:VALARM",
)


def of_a_day(*lines: str, **more: str) -> str:
    return event(*at("20260304T1000", "20260304T1030"), *lines, **more)


@pytest.mark.parametrize("secrecy", ["PRIVATE", "CONFIDENTIAL", "private", "X-TEAM", "SECRET"])
def test_of_a_private_event_hours_are_kept_and_nothing_else(secrecy, tmp_path):
    content = calendar(of_a_day(f"CLASS:{secrecy}", *SECRET, title=MARK, uid=f"{MARK}@own.example"))
    seen = calendars.read(tmp_path, content)
    assert seen.times == [("2026-03-04T09:00", "2026-03-04T09:30")]
    [row] = seen.rows
    assert row["private"] == "true"
    assert {row[name] for name in ("title", "category", "organizer", "attendees", "declined")} == {None}
    assert MARK.casefold() not in seen.kept.casefold()
    assert MARK.casefold() not in " ".join(map(str, seen.findings)).casefold()


def test_what_a_public_event_says_beside_its_title_is_not_kept_either(tmp_path):
    seen = calendars.read(tmp_path, calendar(of_a_day(*SECRET[:3], *SECRET[4:6], *SECRET[8:])))
    assert seen.rows[0]["title"] == "Check-in"
    assert MARK not in seen.kept


def test_a_changed_meeting_of_a_private_series_is_private(tmp_path):
    series = of_a_day("RRULE:FREQ=DAILY;COUNT=2", "CLASS:PRIVATE")
    changed = event(
        *at("20260305T1200", "20260305T1230"), f"RECURRENCE-ID;{calendars.BERLIN}:20260305T100000", title=MARK
    )
    seen = calendars.read(tmp_path, calendar(changed, series))
    assert [row["private"] for row in seen.rows] == ["true", "true"]
    assert MARK not in seen.kept


def test_a_private_meeting_of_a_public_series_leaves_the_others_public(tmp_path):
    series = of_a_day("RRULE:FREQ=DAILY;COUNT=3", *people("bob@acme.example"))
    secret = event(
        *at("20260305T1200", "20260305T1230"),
        f"RECURRENCE-ID;{calendars.BERLIN}:20260305T100000",
        "CLASS:PRIVATE",
        title=MARK,
    )
    seen = calendars.read(tmp_path, calendar(series, secret))
    assert [(row["starts"][8:13], row["title"]) for row in seen.rows] == [
        ("04T09", "Check-in"),
        ("05T11", None),
        ("06T09", "Check-in"),
    ]
    assert MARK not in seen.kept


def test_tasks_journals_and_reminders_are_left_behind(tmp_path):
    others = (f"BEGIN:{kind}\r\nSUMMARY:{MARK}\r\nEND:{kind}" for kind in ("VTODO", "VJOURNAL", "VFREEBUSY"))
    seen = calendars.read(tmp_path, calendar(of_a_day(), *others, lines=(f"X-WR-CALDESC:{MARK}",)))
    assert len(seen.rows) == 1
    assert MARK not in seen.kept


def test_what_is_kept_reads_back_as_the_same_rows_and_is_kept_as_it_is(tmp_path):
    content = calendar(
        of_a_day("RRULE:FREQ=WEEKLY;COUNT=9", *people("bob@acme.example", bob="DECLINED"), title="A\\, b; c"),
        of_a_day("CLASS:PRIVATE", uid="2"),
        event("DTSTART:20260405T010000", "DURATION:PT1H", uid="3"),
        name="Ada, Example",
    )
    once = calendars.read(tmp_path / "1", content)
    again = calendars.read(tmp_path / "2", once.kept)
    assert again.rows == once.rows
    assert len(once.rows) == 11
    assert hashlib.sha256(again.kept.encode()).digest() == hashlib.sha256(once.kept.encode()).digest()


def test_that_the_calendars_own_declined_a_private_meeting_is_kept_and_nobody_elses_answer(tmp_path):
    guests = people(
        f"{MARK}@doctor.example", "ada@own.example", organizer=f"{MARK}@own.example", ada="DECLINED"
    )
    secret = of_a_day("CLASS:PRIVATE", *guests, f"ATTENDEE;PARTSTAT=DECLINED:{MARK}@x.example", uid="2")
    seen = calendars.read(tmp_path / "1", calendar(of_a_day(), secret, name="ada@own.example"))
    assert [row["declined"] for row in seen.rows] == [None, "ada@own.example"]
    assert {row["attendees"] for row in seen.rows} == {None}
    assert MARK.casefold() not in seen.kept.casefold()
    assert calendars.read(tmp_path / "2", seen.kept).rows == seen.rows


@pytest.mark.parametrize(("public", "kept"), [(4, None), (5, "ada@own.example")])
def test_who_is_in_nearly_every_public_meeting_is_whose_calendar_it_is(public, kept, tmp_path):
    secret = of_a_day(
        "CLASS:PRIVATE", *people("ada@own.example", organizer="dr@x.example", ada="DECLINED"), uid="s"
    )
    others = (of_a_day(*people(f"{number}@acme.example"), uid=str(number)) for number in range(public))
    seen = calendars.read(tmp_path, calendar(*others, secret, name="Ada"))
    assert [row["declined"] for row in seen.rows if row["private"]] == [kept]
    assert "dr@x.example" not in seen.kept
