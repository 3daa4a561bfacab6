"""Two imports of a list that knows one day alone build the periods between them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imported import Company, coded, rows

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)
FAR = date(2299, 12, 31)
HEAD = "Account,CSM,MRR,Segment\n"


def prices(plan: object) -> list[tuple[object, ...]]:
    return rows(plan, "subscriptions", "account_id", "amount", "start_date", "end_date")  # type: ignore[arg-type]


def owners(plan: object) -> list[tuple[object, ...]]:
    return rows(plan, "ownership", "account_id", "owner_id", "start_date", "end_date")  # type: ignore[arg-type]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    known = Company(tmp_path)
    known.load({"crm.csv": f"{HEAD}A,Ana,10,SMB\nB,Ben,20,SMB\nC,Ana,30,SMB\n"}, MARCH)
    return known


def test_what_is_unchanged_goes_on_what_changed_or_is_gone_ends_that_day(company: Company) -> None:
    plan = company.load({"crm.csv": f"{HEAD}A,Ana,10,SMB\nB,Ana,25,SMB\nD,Dan,5,SMB\n"}, APRIL)
    assert prices(plan) == [
        ("A", 10, MARCH, FAR),
        ("B", 20, MARCH, APRIL),
        ("B", 25, APRIL, FAR),
        ("C", 30, MARCH, APRIL),
        ("D", 5, APRIL, FAR),
    ]
    assert owners(plan) == [
        ("A", "Ana", MARCH, FAR),
        ("B", "Ana", APRIL, FAR),
        ("B", "Ben", MARCH, APRIL),
        ("C", "Ana", MARCH, APRIL),
        ("D", "Dan", APRIL, FAR),
    ]
    assert (plan.data_through, plan.known_from) == (APRIL, MARCH)


def test_an_owner_who_owns_nothing_any_more_has_left_and_a_new_one_has_come(company: Company) -> None:
    plan = company.load({"crm.csv": f"{HEAD}A,Ana,10,SMB\nB,Dan,20,SMB\nC,Ana,30,SMB\n"}, APRIL)
    assert rows(plan, "people", "person_id", "hire_date", "leave_date") == [
        ("Ana", MARCH, FAR),
        ("Ben", MARCH, APRIL),
        ("Dan", APRIL, FAR),
    ]


def test_an_account_that_is_gone_stays_known_and_may_come_back(company: Company) -> None:
    company.load({"crm.csv": f"{HEAD}A,Ana,10,SMB\nB,Ben,20,SMB\n"}, APRIL)
    plan = company.load({"crm.csv": f"{HEAD}A,Ana,10,SMB\nB,Ben,20,SMB\nC,Ana,30,SMB\n"}, MAY)
    assert rows(plan, "accounts", "account_id") == [("A",), ("B",), ("C",)]
    assert [row for row in prices(plan) if row[0] == "C"] == [("C", 30, MARCH, APRIL), ("C", 30, MAY, FAR)]


def test_a_changed_segment_becomes_a_dated_fact_and_the_past_keeps_the_old_one(company: Company) -> None:
    plan = company.load({"crm.csv": f"{HEAD}A,Ana,10,Enterprise\nB,Ben,20,SMB\nC,Ana,30,SMB\n"}, APRIL)
    assert rows(plan, "account_events", "account_id", "at", "kind", "value") == [
        ("A", date(1900, 1, 1), "segment", "SMB"),
        ("A", APRIL, "segment", "Enterprise"),
    ]
    again = company.load({"crm.csv": f"{HEAD}A,Ana,10,Key\nB,Ben,20,SMB\nC,Ana,30,SMB\n"}, MAY)
    assert rows(again, "account_events", "at", "value") == [
        (date(1900, 1, 1), "SMB"),
        (APRIL, "Enterprise"),
        (MAY, "Key"),
    ]


def test_a_correction_on_the_same_day_takes_the_place_of_what_was_wrong(company: Company) -> None:
    plan = company.load({"crm.csv": f"{HEAD}A,Ana,11,SMB\nB,Ben,20,SMB\n"}, MARCH)
    assert prices(plan) == [("A", 11, MARCH, FAR), ("B", 20, MARCH, FAR)]


def test_an_older_list_than_the_last_is_refused(company: Company) -> None:
    plan = company.plan({"crm.csv": f"{HEAD}A,Ana,11,SMB\n"}, date(2026, 3, 1))
    assert [finding.severity for finding in coded(plan.findings, "list-too-old")] == ["error"]


def test_tables_that_are_not_in_the_import_stay(company: Company) -> None:
    plan = company.load(
        {"log.csv": "User,Type,Date,Minutes,Account\nAna,call,2026-04-02 10:00,30,A\n"}, APRIL
    )
    assert len(prices(plan)) == 3
    assert plan.known_from == MARCH
    assert plan.data_through == date(2026, 4, 2)


def test_a_list_of_people_that_comes_later_takes_over_from_assumed_owners(company: Company) -> None:
    people = "person_id,name,role,hire_date\nP-1,Ana,CSM,2024-01-01\nP-2,Ben,CSM,2025-01-01\n"
    plan = company.load({"people.csv": people}, APRIL)
    assert rows(plan, "people", "person_id", "hire_date") == [
        ("P-1", date(2024, 1, 1)),
        ("P-2", date(2025, 1, 1)),
    ]
    assert {row[1] for row in owners(plan)} == {"P-1", "P-2"}
    later = company.load({"crm.csv": f"{HEAD}A,Ben,10,SMB\nB,Ben,20,SMB\nC,Ana,30,SMB\n"}, MAY)
    assert [row for row in owners(later) if row[0] == "A"] == [
        ("A", "P-1", MARCH, MAY),
        ("A", "P-2", MAY, FAR),
    ]


def test_a_history_by_month_takes_the_place_of_the_lists(company: Company) -> None:
    text = "account,2026-01,2026-02,2026-03\nA,10,10,10\nB,20,20,20\nC,,,30\n"
    plan = company.load({"mrr.csv": text}, APRIL)
    assert prices(plan) == []
    assert plan.tables["mrr_history"].num_rows == 7
    assert (plan.data_through, plan.known_from) == (MARCH, date(2026, 1, 1))
    assert len(owners(plan)) == 3
    assert [warning.severity for warning in coded(plan.findings, "history-before-list")] == ["warning"]


def test_a_full_export_takes_the_place_of_the_lists(company: Company) -> None:
    text = "subscription_id,account_id,start_date,mrr\nS1,A,2025-01-01,10\nS2,B,2025-06-01,20\n"
    plan = company.load({"subscriptions.csv": text}, APRIL)
    assert [row[:3] for row in prices(plan)] == [("A", 10, date(2025, 1, 1)), ("B", 20, date(2025, 6, 1))]
    assert plan.known_from is None
