from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.books.movements import by_person, transfers
from bookload.metrics.revenue.movements.bridges import AMOUNTS
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def company() -> Company:
    built = Company().heads(2).account("A-1", 100, "P-0").account("A-2", 200, "POOL")
    built.account("A-3", 400).owned("A-3", "P-0", end_date=date(2026, 6, 10), share="0.5")
    built.owned("A-3", "P-1", start_date=date(2026, 6, 10), share="0.75")
    return built.add("pools", {"pool_id": "POOL", "name": "Digital", "person_id": "P-1"})


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company().open()


def test_people_pools_and_nobody_have_a_row_in_every_month(reader: Workspace) -> None:
    rows = by_person(reader, NOW - 1, NOW)
    assert [(str(row.month), row.key) for row in rows] == [
        (month, key) for month in ("2026-05", "2026-06") for key in ("", "P-0", "P-1", "POOL")
    ]
    empty = next(row for row in rows if (row.month, row.key) == (NOW - 1, "P-1"))
    assert {getattr(empty, name) for name in AMOUNTS} == {0}
    assert rows.grain == "account"


def test_shares_move_as_transfers_and_nobodys_part_with_them(reader: Workspace) -> None:
    moved = {row.key: (row.transfer_in, row.transfer_out) for row in by_person(reader, NOW, NOW)}
    assert moved == {
        "": (0, -100 * QUANTA),
        "P-0": (0, -200 * QUANTA),
        "P-1": (300 * QUANTA, 0),
        "POOL": (0, 0),
    }


def test_each_transfer_names_the_owners_on_the_other_side(reader: Workspace) -> None:
    assert [(each.owner_id, each.arr // QUANTA, each.others) for each in transfers(reader, NOW, NOW)] == [
        ("", -100, ("P-1",)),
        ("P-0", -200, ("P-1",)),
        ("P-1", 300, ("", "P-0")),
    ]
    assert transfers(reader, NOW - 1, NOW - 1).rows == ()


def test_a_reader_of_one_book_gets_that_person_and_their_pools_alone(reader: Workspace) -> None:
    own = reader.seen_by(Access.of("csm", "P-1"))
    assert {row.key for row in by_person(own, NOW, NOW)} == {"P-1", "POOL"}
    assert [each.owner_id for each in transfers(own, NOW, NOW)] == ["P-1"]


def test_a_reader_of_one_book_without_a_person_gets_none(reader: Workspace) -> None:
    nobody = reader.seen_by(Access("csm", frozenset(), None))
    assert by_person(nobody, NOW, NOW).rows == ()


def test_months_that_open_before_the_data_knows_anything_are_not_available() -> None:
    from bookload.workspace import memory

    late = memory(company().tables, as_of=AS_OF, known_from=date(2026, 6, 5))
    rows = by_person(late, NOW, NOW).rows
    assert rows
    assert {getattr(row, name) for row in rows for name in AMOUNTS} == {None}
    assert transfers(late, NOW, NOW).rows == ()
