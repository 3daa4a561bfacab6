from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from bookload.base.access import Access
from bookload.metrics.effort.effort import effort
from bookload.metrics.effort.sides import side_rows
from bookload.report.topics import effort as topic
from bookload.report.topics import effort_body, effort_sides
from logged import company, deed, price

LOG = [
    deed("2026-04-01 00:00", 30, stage="steady", subject="Check-in"),
    deed("2026-05-06 10:00", 480, "A", stage="steady", subject="Check-in"),
    deed("2026-05-07 10:00", 30, "A", stage="steady", subject="Check-in"),
    deed("2026-05-07 10:00", "0.5", None),
]


def printed(parts):
    console = Console(file=io.StringIO(), width=160)
    for part in parts:
        console.print(part)
    return console.file.getvalue()  # type: ignore[attr-defined]


def read(access=None):
    return effort(company(LOG, access=access, subscriptions=[price("A", 10), price("B", 990)]))


def test_the_page_says_what_the_result_holds():
    text = printed(topic.tables(read(), "USD"))
    for words in (
        "91 days, from 2026-04-01",
        "Bottleneck: steady, with 100.0% of the hours; fewer than six whole months",
        "Far above the line: 1 accounts",
        "Hours against what accounts are entitled to",
        "Candidates to write a playbook: 1",
    ):
        assert words in text, words
    assert "None" not in text


def test_the_document_has_exact_minutes():
    body: Any = effort_body.body(read())
    assert body["steps"][0]["minutes"] == "540"
    assert [row["minutes"] for row in body["places"] if row["place"] == "unexplained"] == ["0.5"]
    assert body["bottleneck"] == "steady"
    assert body["against_revenue"]["without_time"] == 1
    assert body["candidates"][0]["way"] == "playbook"


def test_who_may_not_see_peoples_time_gets_no_key_with_it():
    body: Any = effort_body.body(read(Access.of("board")))
    assert body.keys() == {"log", "team"}
    assert all(row["minutes"] is None for row in body["team"])
    assert "time_person" in printed(topic.tables(read(Access.of("board")), "USD"))


def test_a_side_shows_its_sum_and_months_as_people_write_them():
    rows = side_rows(company(LOG), "month").rows
    body: Any = effort_sides.side_body("month", rows)
    assert body["rows"][0]["key"] == "2026-04"
    assert "Together 9.0 h, by every side the same." in printed(effort_sides.tables("month", rows))


def test_an_empty_log_says_how_to_fill_it():
    assert "import a calendar" in printed(topic.tables(effort(company([])), "USD"))
    assert effort_body.body(effort(company([])))["log"] is None
