"""Names in place of ids, as far as a reader may know them."""

from __future__ import annotations

from datetime import date

from bookload.base.access import Access
from bookload.report.page.named import named
from bookload.report.terminal import Laid, table
from bookload.workspace import memory

DAY = date(2025, 6, 30)
ROWS: dict[str, list[dict[str, object]]] = {
    "accounts": [
        {"account_id": "A1", "name": "Acme"},
        {"account_id": "A2", "name": "Acme"},
        {"account_id": "A3", "name": "Zed"},
        {"account_id": "A4", "name": None},
    ],
    "people": [{"person_id": "P1", "name": "Ana"}, {"person_id": "P2", "name": "Ben"}],
}
TOLD = table(
    "Due",
    ["account", "owner", "ARR"],
    [
        ["A1", "P1", "1"],
        ["A2", "P2, P1", "2"],
        ["A3", "(nobody)", "P1"],
        ["A4", None, "4"],
        ["2 more", "", "5"],
    ],
    text_columns=2,
)


def cells(access: Access) -> list[tuple[str | None, ...]]:
    line, made = named(["a line of A3", TOLD], memory(ROWS, as_of=DAY, access=access))
    assert line == "a line of A3"
    assert isinstance(made, Laid)
    return [*made.rows]


def test_accounts_and_people_go_by_their_names_and_those_that_share_one_by_their_ids_too():
    assert cells(Access()) == [
        ("Acme (A1)", "Ana", "1"),
        ("Acme (A2)", "Ben, Ana", "2"),
        ("Zed", "(nobody)", "P1"),
        ("A4", None, "4"),
        ("2 more", "", "5"),
    ]


def test_who_may_know_no_names_of_people_sees_what_they_saw():
    assert [row[1] for row in cells(Access.of("board"))] == ["P1", "P2, P1", "(nobody)", None, ""]


def test_an_account_and_a_person_of_one_id_are_told_apart():
    rows = {"accounts": [{"account_id": "X", "name": "Acme"}], "people": [{"person_id": "X", "name": "Ana"}]}
    own = table("", ["account", "owner", "ARR"], [["X", "X", "1"], ["X", "(nobody)", "2"]], text_columns=2)
    (made,) = named([own], memory(rows, as_of=DAY))
    assert isinstance(made, Laid)
    assert [row[:2] for row in made.rows] == [("Acme", "Ana"), ("Acme", "(nobody)")]


def test_a_name_that_is_anothers_id_stays_a_name():
    own = table("", ["account", "ARR"], [["A3", "1"], ["Acme", "2"], ["2 more", "3"]])
    (made,) = named([own], memory(ROWS, as_of=DAY))
    assert isinstance(made, Laid)
    assert [row[0] for row in made.rows] == ["A3", "Acme", "2 more"]


def test_a_table_with_names_of_its_own_stays():
    own = table("", ["account", "name"], [["A3", "Zed"]], text_columns=2)
    (made,) = named([own], memory(ROWS, as_of=DAY))
    assert isinstance(made, Laid)
    assert made.rows == (("A3", "Zed"),)
