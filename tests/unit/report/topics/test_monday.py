from __future__ import annotations

from typing import Any

from bookload.base.access import Access
from bookload.report.terminal import Laid, laid
from bookload.report.topics import monday
from sized import Company


def company() -> Company:
    built = Company().heads(1).account("A-1", 100, "P-0").account("A-2", 300)
    when = {"start_at": "2026-01-05T10:00:00Z", "minutes": 10}
    return built.add("activities", {"person_id": "P-0", "kind": "call", "account_id": "A-1", **when})


def lists(reader) -> dict[str, Laid]:
    parts = monday.tables(reader.monday(), "USD")
    return {table.title: table for part in parts if isinstance(table := laid(part), Laid)}


def test_each_list_has_owner_money_and_what_to_do_next():
    found = lists(company().open())
    assert found["Nobody looks after: 1"].rows == (("A-2", "nobody", "300", "give it an owner"),)
    assert [row[:3] for row in found["Not contacted for long: 2"].rows] == [
        ("A-2", "nobody", "never"),
        ("A-1", "Name P-0", "2026-01-05"),
    ]


def test_the_document_has_them_all_and_loads_only_for_who_may_see_them():
    reader = company().open()
    found: dict[str, Any] = monday.body(reader.monday())
    assert [row["account_id"] for row in found["quiet"]] == ["A-2", "A-1"]
    assert found["orphans"] == [{"account_id": "A-2", "owner_id": None, "why": "unassigned", "arr": "300.00"}]
    assert "loads" in found
    assert "loads" not in monday.body(reader.seen_by(Access.of("finance")).monday())


def test_who_may_not_know_names_is_told_of_no_owner():
    reader = company().open("board")
    assert all("owner" not in table.columns for table in lists(reader).values())
    assert "P-0" not in str(monday.body(reader.monday()))


def test_without_a_log_it_says_what_to_import():
    built = Company().heads(1).account("A-1", 100, "P-0")
    assert monday.tables(built.open().monday(), "USD") == [monday.NO_LOG]
