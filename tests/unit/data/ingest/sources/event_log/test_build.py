"""Whole imports of event logs: work from start to end, and what cases are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data.tables import checks
from imported import coded, imported, mapped, rows

TEAM = "person_id,name,role,hire_date\nP-1,Kim Passa,csm,2020-01-01\nP-2,Lee,csm,2020-01-01\n"
LOG = """case_id,activity,resource,start_time,end_time
A-1,Kick-off,Kim Passa,2026-03-04T10:00:00+01:00,2026-03-04T10:45:00+01:00
A-1,Training,Lee,2026-03-05T10:00:00+01:00,2026-03-05T12:00:00+01:00
A-2,Kick-off,Kim Passa,2026-03-06T10:00:00+01:00,2026-03-06T10:30:00+01:00
"""
CUSTOMERS = "account_id,name\nA-1,Acme\nA-2,Beta\n"
ASKED = ("person_id", "kind", "account_id", "activity_id")
WORK = [
    ("P-1", "Kick-off", "A-1", "A-1#1"),
    ("P-1", "Kick-off", "A-2", "A-2#1"),
    ("P-2", "Training", "A-1", "A-1#2"),
]


def sound(plan) -> bool:
    return not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))


def test_cases_that_are_accounts_are_those_accounts(tmp_path):
    plan = imported(tmp_path, {"log.csv": LOG, "people.csv": TEAM, "accounts.csv": CUSTOMERS})
    assert (rows(plan, "activities", *ASKED), sound(plan), plan.questions) == (WORK, True, ())
    by_name = LOG.replace("A-1,", "Acme,").replace("A-2,", "Beta,")
    plan = imported(tmp_path / "2", {"log.csv": by_name, "people.csv": TEAM, "accounts.csv": CUSTOMERS})
    assert {row[0] for row in rows(plan, "activities", "account_id")} == {"A-1", "A-2"}


def test_a_log_with_german_headers_is_read_as_well(tmp_path):
    german = LOG.replace(
        "case_id,activity,resource,start_time,end_time", "Vorgang,Aktivität,Bearbeiter,Beginn,Ende"
    )
    plan = imported(tmp_path, {"log.csv": german, "people.csv": TEAM, "accounts.csv": CUSTOMERS})
    assert (rows(plan, "activities", *ASKED), sound(plan), plan.questions) == (WORK, True, ())


def test_without_accounts_cases_are_taken_as_accounts_and_that_is_said(tmp_path):
    plan = imported(tmp_path, {"log.csv": LOG, "people.csv": TEAM})
    assert rows(plan, "accounts", "account_id") == [("A-1",), ("A-2",)]
    assert (rows(plan, "activities", *ASKED), sound(plan)) == (WORK, True)
    assert len(coded(plan.findings, "cases-as-accounts")) == 1


def test_cases_that_are_something_else_stay_in_the_identifier(tmp_path):
    files = {"log.csv": LOG, "people.csv": TEAM, "accounts.csv": "account_id,name\nZ-1,Zeta\nZ-2,Eta\n"}
    plan = imported(tmp_path / "1", files)
    assert rows(plan, "activities", *ASKED) == [(*row[:2], None, row[3]) for row in WORK]
    assert sound(plan)
    [finding] = coded(plan.findings, "case-ids")
    assert (finding.severity, "2 of 2 cases" in finding.message) == ("warning", True)
    insisted = imported(tmp_path / "2", files, answers={"case-ids": "accounts"})
    assert not sound(insisted)


def test_another_column_may_name_the_account(tmp_path):
    log = LOG.replace("case_id,", "customer,ticket,").replace("A-1,", "Z-1,T-1,").replace("A-2,", "Z-2,T-2,")
    said = mapped('sheet = [{file = "log.csv", table = "event_log", columns = {case_id = "ticket"}}]')
    files = {"log.csv": log, "people.csv": TEAM, "accounts.csv": "account_id,name\nZ-1,Zeta\nZ-2,Eta\n"}
    plan = imported(tmp_path, files, mapping=said)
    assert rows(plan, "activities", "account_id", "activity_id") == [
        ("Z-1", "T-1#1"),
        ("Z-1", "T-1#2"),
        ("Z-2", "T-2#1"),
    ]


def xes(*events: tuple[str, str, str, str, str]) -> str:
    keys = ("concept:name", "org:resource", "lifecycle:transition")
    body = "".join(
        f'<trace><string key="concept:name" value="{case}"/><event>'
        + "".join(f'<string key="{key}" value="{value}"/>' for key, value in zip(keys, rest, strict=True))
        + f'<date key="time:timestamp" value="{at}"/></event></trace>'
        for case, at, *rest in events
    )
    return f'<?xml version="1.0"?><log xes.version="1.0">{body}</log>'


EVENTS = (
    ("A-1", "2026-03-04T10:00:00+01:00", "Kick-off", "Kim Passa", "start"),
    ("A-1", "2026-03-04T10:20:00+01:00", "Kick-off", "Kim Passa", "suspend"),
    ("A-1", "2026-03-04T10:30:00+01:00", "Kick-off", "Kim Passa", "resume"),
    ("A-1", "2026-03-04T10:45:00+01:00", "Kick-off", "Kim Passa", "complete"),
    ("A-2", "2026-03-05T10:00:00+01:00", "Training", "Lee", "start"),
    ("A-2", "2026-03-05T10:00:30+01:00", "Training", "Lee", "complete"),
    ("A-2", "2026-03-06T10:00:00+01:00", "Mail", "Lee", "complete"),
    ("A-2", "2026-03-06T11:00:00+01:00", "Mail", "", "complete"),
)


@pytest.mark.parametrize("form", ["xes", "csv"])
def test_starts_and_ends_of_their_own_are_paired_in_xes_and_in_csv(form, tmp_path):
    head = "case:concept:name,time:timestamp,concept:name,org:resource,lifecycle:transition\n"
    csv = head + "".join(",".join(event) + "\n" for event in EVENTS)
    files = {"log.xes": xes(*EVENTS)} if form == "xes" else {"log.csv": csv}
    plan = imported(tmp_path, {**files, "people.csv": TEAM})
    assert rows(plan, "activities", "person_id", "kind", "start_at", "end_at", "minutes", "account_id") == [
        ("P-1", "Kick-off", _at(4, 9, 0), _at(4, 9, 45), 350_000, "A-1"),
        ("P-2", "Mail", _at(6, 9, 0), None, None, "A-2"),
        ("P-2", "Training", _at(5, 9, 0), datetime(2026, 3, 5, 9, 0, 30, tzinfo=UTC), None, "A-2"),
    ]
    assert {"no-resource", "end-without-start"} <= {finding.code for finding in plan.findings}
    assert sound(plan)


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_the_public_log_of_purchasing_keeps_every_minute(shared: Path, tmp_path):
    import csv

    path = shared / "event-log" / "purchasing.csv"
    with path.open(newline="") as file:
        read = list(csv.DictReader(file))
    logged = sum(
        (datetime.fromisoformat(row["end_time"]) - datetime.fromisoformat(row["start_time"])).total_seconds()
        for row in read
    )
    plan = imported(tmp_path, {"purchasing.csv": path.read_bytes()})
    pairs = rows(plan, "activities", "start_at", "end_at")
    assert (len(pairs), plan.tables["accounts"].num_rows) == (9_119, len({row["case_id"] for row in read}))
    assert sum((end - start).total_seconds() for start, end in pairs) == logged


@pytest.fixture
def shared() -> Path:
    import os

    found = Path(os.environ.get("BOOKLOAD_SHARED", Path(__file__).parents[7] / "shared")) / "data"
    if not (found / "event-log" / "purchasing.csv").exists():
        pytest.skip("the shared data set is not here")
    return found
