"""Whole imports of calendars with people and accounts: whose minutes, for which accounts."""

from datetime import UTC, date, datetime

import pytest

from bookload.base.errors import errors_in
from bookload.data.documents import Policy
from bookload.data.tables import checks
from calendars import at, calendar, event, people
from imported import Company, coded, imported, mapped, rows

TEAM = """person_id,name,role,hire_date,email
P-1,Ada Example,csm,2024-01-01,ada@own.example
P-2,Bo Other,csm,2024-01-01,bo@own.example
"""
CUSTOMERS = "account_id,name,domain\nA-1,Acme,acme.example\nA-2,Beta,beta.example\nA-3,Gamma,\n"
KNOWN = {"people.csv": TEAM, "accounts.csv": CUSTOMERS}
TEN = at("20260304T1000", "20260304T1030")


def meeting(
    *addresses: str, uid: str = "1", title: str = "Check-in", times=TEN, lines=(), **answers: str
) -> str:
    return event(*times, *people("ada@own.example", *addresses, **answers), *lines, uid=uid, title=title)


def of_ada(*events: str) -> str:
    return calendar(*events, name="ada@own.example")


def taken(folder, *events: str, **more):
    return imported(folder, {**KNOWN, "work.ics": of_ada(*events)}, **more)


@pytest.mark.parametrize(
    ("addresses", "kind", "accounts"),
    [
        (("bob@acme.example",), "meeting", "A-1"),
        (("bob@acme.example", "eve@mail.beta.example", "bo@own.example"), "meeting", "A-1;A-2"),
        (("bo@own.example", "any@own.example"), "internal_meeting", None),
        (("bob@nobody.example", "bo@own.example"), "meeting", None),
        (("bob@gmail.com",), "meeting", None),
        ((), "appointment", None),
    ],
)
def test_a_meeting_is_of_the_accounts_whose_domains_are_there(addresses, kind, accounts, tmp_path):
    plan = taken(tmp_path, meeting(*addresses))
    assert rows(plan, "activities", "person_id", "kind", "account_id", "minutes") == [
        ("P-1", kind, accounts, 300_000)
    ]
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))


def test_times_are_the_instants_and_floating_ones_in_the_companys_zone(tmp_path):
    policy = Policy.model_validate({"company": {"time_zone": "America/New_York"}})
    floating = meeting(uid="2", times=at("20260704T1000", "20260704T1045", ""))
    plan = taken(tmp_path, meeting(), floating, policy=policy, today=date(2026, 12, 31))
    assert rows(plan, "activities", "start_at", "end_at", "minutes") == [
        (datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2026, 3, 4, 9, 30, tzinfo=UTC), 300_000),
        (datetime(2026, 7, 4, 14, tzinfo=UTC), datetime(2026, 7, 4, 14, 45, tzinfo=UTC), 450_000),
    ]


def test_what_she_declined_is_not_her_time_and_who_declined_was_not_there(tmp_path):
    plan = taken(
        tmp_path,
        meeting("bob@acme.example", uid="1", ada="DECLINED"),
        meeting("bob@acme.example", "eve@beta.example", uid="2", bob="DECLINED"),
        meeting("bob@acme.example", uid="3", ada="TENTATIVE", times=at("20260305T1000", "20260305T1030")),
    )
    assert rows(plan, "activities", "account_id", "attendees") == [
        ("A-1", "bob@acme.example"),
        ("A-2", "eve@beta.example"),
    ]
    assert "1 meetings were declined" in coded(plan.findings, "meetings-declined")[0].message


def test_a_private_meeting_is_time_of_nobody_else(tmp_path):
    plan = taken(tmp_path, meeting("bob@acme.example", lines=("CLASS:PRIVATE",), title="MARKER"))
    columns = ("person_id", "kind", "minutes", "account_id", "attendees", "subject")
    assert rows(plan, "activities", *columns) == [("P-1", "private", 300_000, None, None, None)]


def test_a_private_meeting_that_she_declined_takes_none_of_her_time(tmp_path):
    private = meeting("dr@doctor.example", lines=("CLASS:PRIVATE",), ada="DECLINED")
    declined = private.replace("ORGANIZER:", "ATTENDEE;PARTSTAT=DECLINED:")
    plan = taken(tmp_path, declined, meeting("bob@acme.example", uid="2"))
    assert rows(plan, "activities", "kind") == [("meeting",)]
    assert "1 meetings were declined" in coded(plan.findings, "meetings-declined")[0].message


def test_one_meeting_is_time_of_each_person_once(tmp_path):
    shared = meeting("bob@acme.example", "bo@own.example")
    files = {
        **KNOWN,
        "ada.ics": of_ada(shared),
        "ada_copy.ics": of_ada(
            shared, meeting("x@acme.example", uid="9", times=at("20260305T1000", "20260305T1100"))
        ),
        "bo.ics": calendar(shared, name="Bo Other"),
        # The same meeting under an identifier of its own, as another tool copies it.
        "ada_other.ics": of_ada(meeting("bob@acme.example", "bo@own.example", uid="copy")),
    }
    plan = imported(tmp_path, files)
    assert rows(plan, "activities", "person_id", "start_at", "account_id") == [
        ("P-1", datetime(2026, 3, 4, 9, tzinfo=UTC), "A-1"),
        ("P-1", datetime(2026, 3, 5, 9, tzinfo=UTC), "A-1"),
        ("P-2", datetime(2026, 3, 4, 9, tzinfo=UTC), "A-1"),
    ]


def test_how_many_activities_are_the_same_meeting_again_is_said(tmp_path):
    again = [meeting("bob@acme.example", uid=str(number)) for number in range(40)]
    other = meeting("bob@acme.example", uid="later", times=at("20260305T1000", "20260305T1030"))
    plan = taken(tmp_path, *again, other)
    assert len(rows(plan, "activities")) == 2
    (said,) = coded(plan.findings, "meetings-again")
    assert said.message.startswith("39 of 41 activities are a meeting of the same person again")
    assert said.severity == "note"
    assert coded(taken(tmp_path, other).findings, "meetings-again") == []


def test_a_teams_calendar_is_the_time_of_each_who_took_part(tmp_path):
    later = at("20260305T1000", "20260305T1030")
    declined = meeting("bo@own.example", uid="2", times=later, bo="DECLINED")
    events = (meeting("bob@acme.example", "bo@own.example"), declined)
    answers = {"calendar-owner": "everyone"}
    plan = imported(tmp_path, {**KNOWN, "team.ics": calendar(*events)}, answers=answers)
    assert rows(plan, "activities", "person_id", "kind", "account_id") == [
        ("P-1", "appointment", None),
        ("P-1", "meeting", "A-1"),
        ("P-2", "meeting", "A-1"),
    ]


def test_whose_calendar_it_is_is_asked_where_nothing_tells(tmp_path):
    files = {**KNOWN, "calendar.ics": calendar(meeting("bob@acme.example"))}
    [finding] = coded(imported(tmp_path / "1", files).findings, "calendar-owner")
    assert finding.severity == "error"
    assert "--answer calendar-owner=P-1" in finding.remedy
    for number, answer in enumerate(("P-2", "everyone")):
        plan = imported(tmp_path / f"a{number}", files, answers={"calendar-owner": answer})
        assert not errors_in(plan.findings)
    said = mapped('sheet = [{file = "calendar.ics", constants = {person_id = "Bo Other"}}]')
    plan = imported(tmp_path / "3", files, mapping=said)
    assert rows(plan, "activities", "person_id") == [("P-2",)]


def test_who_is_in_all_meetings_is_taken_with_a_warning(tmp_path):
    days = [at(f"2026030{day}T1000", f"2026030{day}T1030") for day in range(1, 7)]
    events = [meeting("bob@acme.example", uid=str(day), times=times) for day, times in enumerate(days)]
    plan = imported(tmp_path, {**KNOWN, "calendar.ics": calendar(*events)})
    [finding] = coded(plan.findings, "calendar-owner")
    assert (finding.severity, "taken as P-1" in finding.message) == ("warning", True)
    assert len(rows(plan, "activities", "person_id")) == 6
    # As remembered from another's file of the same name: hers, and said.
    last = mapped('sheet = [{file = "calendar.ics", constants = {person_id = "P-2"}}]')
    plan = imported(tmp_path / "2", {**KNOWN, "calendar.ics": calendar(*events)}, mapping=last)
    [finding] = coded(plan.findings, "calendar-owner")
    assert "taken for P-2's" in finding.message
    assert "P-1 is in nearly every meeting" in finding.message
    answered = {"mapping": last, "answers": {"calendar-owner": "P-1"}}
    plan = imported(tmp_path / "3", {**KNOWN, "calendar.ics": calendar(*events)}, **answered)
    assert {person for (person,) in rows(plan, "activities", "person_id")} == {"P-1"}
    assert not coded(plan.findings, "calendar-owner")


def test_words_of_a_title_say_what_kind_of_meeting_it_was(tmp_path):
    said = mapped(
        'sheet = [{file = "work.ics", values = {kind = {"QBR" = "qbr", "Check-in call" = "check_in"}}}]'
    )
    titles = ("Acme / QBR Q1", "check in call", "Checking", "Quarterly")
    events = [
        meeting(
            "bob@acme.example", uid=title, title=title, times=at(f"2026030{day}T1000", f"2026030{day}T1030")
        )
        for day, title in enumerate(titles, start=1)
    ]
    plan = taken(tmp_path, *events, mapping=said)
    assert rows(plan, "activities", "subject", "kind") == [
        ("Acme / QBR Q1", "qbr"),
        ("Checking", "meeting"),
        ("Quarterly", "meeting"),
        ("check in call", "check_in"),
    ]


def test_what_matching_lacks_is_said(tmp_path):
    plan = taken(
        tmp_path / "1",
        meeting("bob@nobody.example"),
        meeting("x@nobody.example", "y@gmail.com", uid="2", title="B"),
    )
    assert "nobody.example (2), gmail.com (1)" in coded(plan.findings, "domain-of-no-account")[0].message
    nameless = TEAM.replace("ada@own.example", "").replace("bo@own.example", "")
    files = {
        "people.csv": nameless,
        "accounts.csv": "account_id,name\nA-1,Acme\n",
        "Ada Example.ics": calendar(meeting()),
    }
    codes = {finding.code for finding in imported(tmp_path / "2", files).findings}
    assert {"own-domain-unknown", "no-account-domain"} <= codes
    said = ("own.example", "x.example", "x.example", "gmail.com", "com")
    stated = [f"A-{number},{number},{domain}\n" for number, domain in enumerate(said)]
    both = {
        **KNOWN,
        "accounts.csv": f"account_id,name,domain\n{''.join(stated)}",
    }
    codes = {
        finding.code for finding in imported(tmp_path / "3", {**both, "work.ics": of_ada(meeting())}).findings
    }
    assert {"domain-is-own", "domain-of-several", "domain-of-anybody", "domain-unusable"} <= codes


def test_imports_that_follow_replace_what_they_span_and_nothing_else(tmp_path):
    company = Company(tmp_path)
    days = [at(f"2026030{day}T1000", f"2026030{day}T1030") for day in range(1, 6)]
    events = [
        meeting("bob@acme.example", uid=str(day), times=times) for day, times in enumerate(days, start=1)
    ]
    today = date(2026, 3, 31)
    company.load({**KNOWN, "ada.ics": of_ada(*events)}, today)
    company.load({"bo.ics": calendar(meeting("bo@own.example", uid="b"), name="Bo Other")}, today)
    log = "person_id,kind,start_at,minutes,account_id\nP-1,call,2026-03-03T15:00:00Z,20,A-2\n"
    company.load({"log.csv": log}, today)
    # The second and the fourth were cancelled since; the export begins with the second of March.
    later = company.load({"ada_2.ics": of_ada(events[2], events[4], meeting(uid="n", times=days[1]))}, today)
    found = rows(later, "activities", "person_id", "kind", "start_at")
    assert [(person, kind, start.day) for person, kind, start in found] == [
        ("P-1", "appointment", 2),
        ("P-1", "call", 3),
        ("P-1", "meeting", 1),
        ("P-1", "meeting", 3),
        ("P-1", "meeting", 5),
        ("P-2", "internal_meeting", 4),
    ]
    again = company.plan({"ada_2.ics": of_ada(events[2], events[4], meeting(uid="n", times=days[1]))}, today)
    assert again.tables["activities"].num_rows == 6


def test_only_what_took_place_by_the_last_day_counts(tmp_path):
    weekly = meeting("bob@acme.example", lines=("RRULE:FREQ=WEEKLY",))
    assert len(rows(taken(tmp_path / "1", weekly), "activities", "start_at")) == 4
    plan = taken(tmp_path / "2", weekly, data_through=date(2026, 3, 12))
    assert len(rows(plan, "activities", "start_at")) == 2
