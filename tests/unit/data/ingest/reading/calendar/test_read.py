"""Calendars worked out by hand: which meetings took time, and when."""

from datetime import date

import pytest

import calendars
from bookload.data.ingest.reading import Limits
from bookload.data.ingest.reading.calendar import read as reading
from calendars import BERLIN, at, calendar, event, people

WEDNESDAY = at("20260304T1000", "20260304T1030")


def series(*lines: str, **more: str) -> str:
    return event(*WEDNESDAY, *lines, **more)


def test_a_weekly_meeting_stays_at_its_hour_when_summer_time_begins(tmp_path):
    seen = calendars.read(tmp_path, calendar(series("RRULE:FREQ=WEEKLY;COUNT=5")))
    assert seen.starts == [
        "2026-03-04T09:00",
        "2026-03-11T09:00",
        "2026-03-18T09:00",
        "2026-03-25T09:00",
        "2026-04-01T08:00",
    ]


def test_a_series_without_end_ends_with_the_day_that_is_asked_for(tmp_path):
    seen = calendars.read(tmp_path, calendar(series("RRULE:FREQ=WEEKLY")), date(2026, 3, 18))
    assert seen.starts == ["2026-03-04T09:00", "2026-03-11T09:00", "2026-03-18T09:00"]


def test_left_out_moved_added_and_cancelled_meetings_of_a_series_are_so(tmp_path):
    moved = event(*at("20260312T1500", "20260312T1600"), f"RECURRENCE-ID;{BERLIN}:20260311T100000")
    gone = series("STATUS:CANCELLED", f"RECURRENCE-ID;{BERLIN}:20260318T100000")
    rules = (
        "RRULE:FREQ=WEEKLY;UNTIL=20260401T080000Z",
        f"EXDATE;{BERLIN}:20260325T100000",
        f"RDATE;{BERLIN}:20260306T100000",
    )
    seen = calendars.read(tmp_path, calendar(gone, series(*rules), moved))
    assert seen.times == [
        ("2026-03-04T09:00", "2026-03-04T09:30"),
        ("2026-03-06T09:00", "2026-03-06T09:30"),
        ("2026-03-12T14:00", "2026-03-12T15:00"),
        ("2026-04-01T08:00", "2026-04-01T08:30"),
    ]
    assert "1 entries were cancelled" in seen.said("entries_left_out")


def test_a_meeting_moved_beyond_the_last_day_is_not_held_yet(tmp_path):
    moved = event(*at("20260601T1500", "20260601T1600"), f"RECURRENCE-ID;{BERLIN}:20260311T100000")
    seen = calendars.read(
        tmp_path, calendar(series("RRULE:FREQ=WEEKLY;COUNT=2"), moved), through=date(2026, 3, 31)
    )
    assert seen.starts == ["2026-03-04T09:00"]


def test_one_meeting_of_a_series_that_is_not_in_the_file_counts_by_itself(tmp_path):
    invited = event(*at("20260312T1500", "20260312T1600"), f"RECURRENCE-ID;{BERLIN}:20260311T100000")
    assert calendars.read(tmp_path, calendar(invited)).starts == ["2026-03-12T14:00"]


def test_the_later_version_of_an_event_counts(tmp_path):
    old = series("SEQUENCE:1", "RRULE:FREQ=WEEKLY;COUNT=2")
    new = event(*at("20260305T1000", "20260305T1030"), "SEQUENCE:2", "RRULE:FREQ=WEEKLY;COUNT=1")
    assert calendars.read(tmp_path, calendar(new, old)).starts == ["2026-03-05T09:00"]


def test_an_event_that_is_there_twice_counts_once(tmp_path):
    assert len(calendars.read(tmp_path, calendar(series(), series())).rows) == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((*WEDNESDAY, "STATUS:CANCELLED"), "cancelled"),
        ((*WEDNESDAY, "TRANSP:TRANSPARENT"), "free"),
        ((*WEDNESDAY, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), "out of office"),
        (("DTSTART;VALUE=DATE:20260304",), "whole days"),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260306"), "whole days"),
        (("DTSTART;VALUE=DATE:20260304", "RRULE:FREQ=YEARLY;COUNT=1"), "whole days"),
        (at("20260304T0900", "20260306T1700"), "a day and longer"),
        (("DTSTART:20260304T090000Z",), "no length"),
        (("DTSTART:20260304T090000Z", "RRULE:FREQ=DAILY;COUNT=1"), "no length"),
        (at("19691231T1000", "19691231T1030"), "before 1970"),
    ],
)
def test_what_takes_no_hours_is_left_out_and_said(lines, why, tmp_path):
    seen = calendars.read(tmp_path, calendar(event(*lines)))
    assert seen.rows == []
    assert why in seen.said("entries_left_out")


def test_a_cancelled_invitation_takes_no_time(tmp_path):
    seen = calendars.read(tmp_path, calendar(series(), lines=("METHOD:CANCEL",)))
    assert (seen.rows, "cancelled" in seen.said("entries_left_out")) == ([], True)


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        (("DTSTART:20260304T100000Z", "DTEND:20260304T104500Z"), ("2026-03-04T10:00", "2026-03-04T10:45")),
        (
            ("DTSTART;TZID=W. Europe Standard Time:20260704T100000", "DURATION:PT45M"),
            ("2026-07-04T08:00", "2026-07-04T08:45"),
        ),
        # Over the hour that summer time leaves out two hours on the wall are one, and two that pass are two.
        (at("20260329T0100", "20260329T0400"), ("2026-03-29T00:00", "2026-03-29T02:00")),
        (
            (f"DTSTART;{BERLIN}:20260329T010000", "DURATION:PT3H"),
            ("2026-03-29T00:00", "2026-03-29T03:00"),
        ),
        (
            (f"DTSTART;{BERLIN}:20260329T010000", "DURATION:PT3H", "RRULE:FREQ=DAILY;COUNT=1"),
            ("2026-03-29T00:00", "2026-03-29T03:00"),
        ),
        (at("20261025T0100", "20261025T0400"), ("2026-10-24T23:00", "2026-10-25T03:00")),
        (at("20260304T2330", "20260305T0030"), ("2026-03-04T22:30", "2026-03-04T23:30")),
    ],
)
def test_times_are_instants_and_lengths_those_of_a_clock_that_runs_on(lines, times, tmp_path):
    assert calendars.read(tmp_path, calendar(event(*lines))).times == [times]


@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=WEEKLY;COUNT=1",)])
def test_floating_times_are_left_to_the_companys_zone(rule, tmp_path):
    seen = calendars.read(tmp_path, calendar(event(*at("20260304T1000", "20260304T1030", ""), *rule)))
    assert [row["starts"] for row in seen.rows] == ["2026-03-04T10:00:00"]


@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=WEEKLY;COUNT=1",)])
def test_times_in_a_zone_that_nobody_knows_are_floating_and_said(rule, tmp_path):
    lines = at("20260304T1000", "20260304T1030", "TZID=Mars/Base")
    seen = calendars.read(tmp_path, calendar(event(*lines, *rule)))
    assert [row["starts"] for row in seen.rows] == ["2026-03-04T10:00:00"]
    assert "'Mars/Base' is not known" in seen.said("zone_unknown")


def test_who_is_there_is_told_from_who_declined_and_from_rooms(tmp_path):
    lines = (
        *people("Ada@own.example", "bob@acme.example", "eve@acme.example", bob="DECLINED"),
        "ATTENDEE;CUTYPE=ROOM:mailto:room@own.example",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:cc@own.example",
        "ATTENDEE:urn:uuid:7",
    )
    [row] = calendars.read(tmp_path, calendar(series(*lines))).rows
    assert row["organizer"] == "ada@own.example"
    assert row["attendees"] == "ada@own.example;eve@acme.example"
    assert row["declined"] == "bob@acme.example;cc@own.example"


def test_rows_stand_where_their_event_begins_and_signs_that_do_not_print_are_blanks(tmp_path):
    [row] = calendars.read(tmp_path, calendar(series(title="A\\nB\x07  C"), name="Ada's")).rows
    assert (row["title"], row["calendar"]) == ("A B C", "Ada's")


def test_without_a_day_the_last_change_of_an_event_is_it(tmp_path):
    stamps = ("DTSTAMP:20260310T120000Z", "LAST-MODIFIED:20260312T120000Z", "CREATED:99999999T000000Z")
    seen = calendars.read(tmp_path, calendar(series("RRULE:FREQ=WEEKLY", *stamps)), None)
    assert seen.starts == ["2026-03-04T09:00", "2026-03-11T09:00"]


def test_meetings_long_after_the_last_change_are_named_as_planned(tmp_path):
    seen = calendars.read(tmp_path, calendar(series("RRULE:FREQ=WEEKLY;COUNT=5", "DTSTAMP:20260310T120000Z")))
    assert len(seen.rows) == 5
    assert seen.said("planned_meetings").startswith("3 meetings are after 2026-03-10")


@pytest.mark.parametrize(
    "lines",
    [
        ("DTEND:20260304T100000Z",),
        ("DTSTART:yesterday",),
        ("DTSTART:20261304T100000Z", "DURATION:PT1H"),
        ("DTSTART:20260304T100000Z", "DURATION:soon"),
        ("DTSTART:20260304T100000Z", "DURATION:P99999999999999999999D"),
        ("DTSTART:20260304T100000Z", "DTEND;VALUE=DATE:20260305"),
        ("DTSTART:20260304T100000Z", "DTEND:20260304T090000Z"),
        ("DTSTART:20260304T100000Z", "DTEND:20260304T090000Z", "RRULE:FREQ=DAILY;COUNT=2"),
        (*WEDNESDAY, "RRULE:W1 MO #0"),
        (*WEDNESDAY, "RRULE:FREQ=SOMETIMES"),
        (*WEDNESDAY, "RRULE:FREQ=DAILY;UNTIL=then"),
        (*WEDNESDAY, "RRULE:FREQ=SECONDLY"),
        (*WEDNESDAY, "RRULE:FREQ=DAILY;COUNT=9", "EXRULE:FREQ=WEEKLY"),
        (*WEDNESDAY, "RDATE:never"),
        (*WEDNESDAY, "ATTENDEE no colon"),
    ],
)
def test_an_entry_that_says_nothing_sensible_is_left_out_with_its_line_and_spoils_no_other(lines, tmp_path):
    good = event(*at("20260304T1000", "20260304T1030"), uid="good")
    seen = calendars.read(tmp_path, calendar(event(*lines, uid="bad"), good))
    assert seen.starts == ["2026-03-04T09:00"]
    [finding] = [finding for finding in seen.findings if finding.code == "entry_unreadable"]
    assert (finding.severity, finding.row) == ("warning", 3)
    assert "Check-in" not in str(finding)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;COUNT=1000000000;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=1,2,3",
        "RDATE:"
        + ",".join(
            f"2026{1 + n // 28 % 12:02}{1 + n % 28:02}T{n % 24:02}{n % 60:02}00Z" for n in range(50_000)
        ),
    ],
)
def test_a_rule_without_end_takes_its_time_and_no_more(rule, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_SECONDS", 0.1)
    hostile = event("DTSTART:19700101T100000Z", "DTEND:19700101T100500Z", rule, uid="hostile")
    seen = calendars.read(tmp_path, calendar(hostile, event(*WEDNESDAY, uid="good")))
    assert seen.starts == ["2026-03-04T09:00"]
    assert "entry_unreadable" in seen.codes


def test_many_rules_without_end_are_given_up_together(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_SECONDS", 0.01)
    monkeypatch.setattr(reading, "_MOST_GIVEN_UP", 3)
    never = ("DTSTART:19700101T100000Z", "DURATION:PT5M", "RRULE:FREQ=DAILY;INTERVAL=0")
    seen = calendars.read(tmp_path, calendar(*(event(*never, uid=str(number)) for number in range(9))))
    assert seen.rows == []
    assert "3 series that take" in seen.said("over_limit")


def test_more_meetings_than_anybody_has_are_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_MEETINGS", 10)
    seen = calendars.read(tmp_path, calendar(series("RRULE:FREQ=DAILY;COUNT=11")))
    assert (seen.rows, "more than 10 meetings" in seen.said("over_limit")) == ([], True)
    monkeypatch.setattr(reading, "MOST_EVENTS", 1)
    seen = calendars.read(tmp_path / "2", calendar(series(), series()))
    assert (seen.rows, "more than 1 events" in seen.said("over_limit")) == ([], True)


def test_a_longer_line_than_is_allowed_spoils_its_event_alone(tmp_path):
    long = series(title="x" * 2_000, uid="long")
    ignored = series("DESCRIPTION:" + "x" * 2_000, uid="fine")
    seen = calendars.read(tmp_path, calendar(long, ignored), limits=Limits(cell_length=1_000))
    assert len(seen.rows) == 1
    assert "its SUMMARY is longer than 1,000 bytes" in seen.said("entry_unreadable")


@pytest.mark.parametrize("cut", [6, 30, 60, 150])
def test_a_calendar_that_is_cut_off_is_refused(cut, tmp_path):
    seen = calendars.read(tmp_path, calendar(series(), series(uid="2"))[:-cut])
    assert (seen.rows, seen.kept, seen.codes) == ([], "", {"unfinished"})


def test_the_same_meeting_has_the_same_name_in_two_peoples_calendars(tmp_path):
    rule = "RRULE:FREQ=WEEKLY;COUNT=2"
    hers = calendars.read(tmp_path / "1", calendar(series(rule), name="Ada"))
    his = calendars.read(tmp_path / "2", calendar(series(rule, "SEQUENCE:0"), name="Bo"))
    names = [{row["meeting"] for row in seen.rows} for seen in (hers, his)]
    assert names[0] == names[1]
    assert len(names[0]) == 2
