"""People, owners and activities as lists have them, matched by identifier, name and e-mail address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bookload.base.errors import errors_in
from bookload.data.tables import checks
from imported import coded, imported, rows

PEOPLE = """\
Employee ID,Full name,Email,Title,Hired
P1,Ana P,ana@x.com,Customer Success Manager,2024-01-31
P2,Ben O,ben@x.com,Senior CSM,2023-12-01
"""
ACCOUNTS = "account_id,name\nA,Acme\nB,Beta\n"


def test_titles_become_roles_that_count(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"people.csv": PEOPLE})
    assert rows(plan, "people", "person_id", "role", "hire_date") == [
        ("P1", "csm", date(2024, 1, 31)),
        ("P2", "senior_csm", date(2023, 12, 1)),
    ]


def test_owners_are_found_by_name_and_by_address(tmp_path: Path) -> None:
    owners = "Customer,CSM,From\nAcme,ANA@x.com,2025-01-01\nB,ben o,2025-02-01\n"
    plan = imported(tmp_path, {"people.csv": PEOPLE, "accounts.csv": ACCOUNTS, "owners.csv": owners})
    assert rows(plan, "ownership", "account_id", "owner_id") == [("A", "P1"), ("B", "P2")]
    assert {note.count for note in coded(plan.findings, "found-by-name")} == {1, 2}


def test_an_owner_who_is_nobody_in_the_list_of_people_is_an_error(tmp_path: Path) -> None:
    files = {
        "people.csv": PEOPLE,
        "accounts.csv": ACCOUNTS,
        "owners.csv": "Customer,CSM,From\nA,Zed,2025-01-01\n",
    }
    plan = imported(tmp_path, files)
    (error,) = errors_in(checks.run(plan.tables, where=plan.origins))
    assert (error.code, error.file, error.row, error.value) == ("unknown-owner", "owners.csv", 2, "Zed")


def test_a_name_that_two_people_have_is_nobodys(tmp_path: Path) -> None:
    people = "person_id,name,hire_date\n1,Ana,2024-01-01\n2,Ana,2024-01-01\n"
    owners = "account,csm,from\nA,Ana,2025-01-01\n"
    plan = imported(tmp_path, {"people.csv": people, "accounts.csv": ACCOUNTS, "owners.csv": owners})
    assert rows(plan, "ownership", "owner_id") == [("Ana",)]


def test_people_without_identifiers_or_hire_dates_are_taken_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"team.csv": "Name,Role\nAna,CSM\n"})
    assert rows(plan, "people", "person_id", "hire_date") == [("Ana", date(1900, 1, 1))]
    assert coded(plan.findings, "names-as-ids")
    assert [warning.severity for warning in coded(plan.findings, "hired-long-ago")] == ["warning"]


def test_pay_in_a_list_of_people_holds_from_its_day_on(tmp_path: Path) -> None:
    text = "Name,Role,Hired,Base salary,OTE\nAna,CSM,2024-01-01,80000,100000\nBen,CSM,2024-01-01,,\n"
    plan = imported(tmp_path, {"team.csv": text})
    assert rows(plan, "pay", "person_id", "base", "ote", "from_date") == [
        ("Ana", 80000, 100000, plan.data_through)
    ]


def test_hours_become_minutes(tmp_path: Path) -> None:
    text = "User,Type,Date,Duration (h),Account\nAna,call,2025-05-01 10:00,0.5,A\n"
    plan = imported(tmp_path, {"people.csv": "name,role,hired\nAna,CSM,2024-01-01\n", "log.csv": text})
    assert rows(plan, "activities", "person_id", "minutes") == [("Ana", 300_000)]


def test_minutes_that_look_like_hours_are_warned_about(tmp_path: Path) -> None:
    text = "User,Type,Date,Duration,Account\nAna,call,2025-05-01 10:00,{},A\nAna,call,2025-05-02 10:00,1,A\n"
    doubtful = imported(tmp_path / "1", {"log.csv": text.format("0.5")})
    plain = imported(tmp_path / "2", {"log.csv": text.format("30")})
    assert coded(doubtful.findings, "minutes-or-hours")
    assert not coded(plain.findings, "minutes-or-hours")
