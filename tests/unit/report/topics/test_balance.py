"""What the terminal and the document say of a proposal."""

from __future__ import annotations

from typing import Any

from balanced import desk, search
from bookload.base.period import Month
from bookload.planning.balance import Ask, Proposal, proposed, with_frontier
from bookload.report.terminal import Laid, laid
from bookload.report.topics.balance import body, tables

PEOPLE = [{"person_id": "Ada"}, {"person_id": "Ben"}]
ROWS = [{"account_id": f"A-{n}", "owner": "Ada", "hours": 14} for n in range(6)]


def proposal(rows=ROWS, ask=None) -> Proposal:
    of = desk(rows, PEOPLE, ask)
    object.__setattr__(of, "months", (Month.parse("2026-07"), Month.parse("2026-09")))
    return with_frontier(of, proposed(of, search()), search())


def test_the_terminal_leads_with_how_many_and_how_good():
    found = proposal()
    lead, *parts = tables(found, "USD")
    assert isinstance(lead, str)
    assert lead.startswith("3 accounts change owner; cost ")
    assert "as good as proven best, at most 0.00% from the best there can be" in lead
    assert lead.endswith("Hours are those of the mean month, 2026-07 to 2026-09.")
    moves, books, frontier = (each for part in parts if isinstance(each := laid(part), Laid))
    assert [row[2:4] for row in moves.rows] == [("Ada", "Ben")] * 3
    assert books.rows[0][:8] == ("Ada", "", "6", "3", "84.0", "42.0", "84%", "42%")
    assert [row[0] for row in frontier.rows] == ["0", "1", "2", "3"]


def test_parts_that_nobody_carries_are_counted_apart():
    rows = [*ROWS[:2], {"account_id": "O", "hours": 3}]
    (lead, *_) = tables(proposal(rows, Ask(orphans=True)), "USD")
    assert str(lead).startswith("0 accounts change owner, and 1 that nobody carries any more get one; cost ")


def test_limits_that_cannot_hold_stand_under_no_proposal():
    rows = [{"account_id": f"O-{n}", "hours": 60} for n in range(3)]
    found = proposal(rows, Ask(orphans=True))
    lead, why, *more = tables(found, "USD")
    assert str(lead).endswith("nothing keeps to all limits. These limits cannot hold together:")
    assert str(why).startswith("- ")
    assert more == []
    assert body(found)["gap"] is None


def test_the_document_adds_up():
    document: Any = body(proposal())
    assert [move["to"] for move in document["moves"]] == ["Ben"] * 3
    before = sum(float(each["before"]["arr"]) for each in document["books"])
    after = sum(float(each["after"]["arr"]) for each in document["books"])
    assert before == after == 72_000
    assert document["frontier"][-1]["moves"] == document["changes"]
