from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.books.book import book
from bookload.workspace import Workspace, memory
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def company() -> Company:
    built = Company().heads(2).head("P-2", leave_date=date(2026, 6, 1))
    built.account("A-1", 100, "P-0").account("A-2", 300, "P-0").account("A-3", 40, "P-2")
    built.account("A-4", 500).owned("A-4", "P-1", share="0.5")
    return built.add("pools", {"pool_id": "POOL", "name": "Digital"})


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company().open()


def test_a_book_lists_its_accounts_with_the_largest_first(reader: Workspace) -> None:
    found = book(reader, "P-0")
    assert [(each.account_id, each.arr // QUANTA, each.share) for each in found.accounts] == [
        ("A-2", 300, 10_000),
        ("A-1", 100, 10_000),
    ]
    assert found.arr == 400 * QUANTA
    assert found.name == "Name P-0"
    assert not found.judged
    assert found.nrr == 1
    assert found.attention == ()


def test_its_movements_are_those_of_the_twelve_months_and_of_its_owner(reader: Workspace) -> None:
    found = book(reader, "P-0")
    assert [str(row.month) for row in found.movements] == [str(NOW - back) for back in range(11, -1, -1)]
    assert {row.key for row in found.movements} == {"P-0"}
    assert found.movements.rows[-1].closing == 400 * QUANTA


def test_a_shared_account_counts_by_its_share_and_the_rest_of_it_needs_a_look(reader: Workspace) -> None:
    found = book(reader, "P-1")
    assert [(each.share, each.arr // QUANTA) for each in found.accounts] == [(5_000, 250)]
    (gap,) = found.attention
    assert (gap.kind, gap.account_id, gap.month, gap.arr) == ("ownership_gap", "A-4", NOW, 250 * QUANTA)
    assert gap.words == "nobody carried 50% of it at the end of 2026-06"


def test_an_account_with_a_recurring_credit_is_in_the_book_and_not_live() -> None:
    credited = company().account("A-5", -62, "P-0").open()
    found = book(credited, "P-0")
    assert [(each.account_id, each.arr // QUANTA, each.live) for each in found.accounts][-1] == (
        "A-5",
        -62,
        False,
    )
    assert len(found.live) == 2
    assert found.arr == found.movements.rows[-1].closing == 338 * QUANTA


def test_the_book_of_nobody_and_of_a_pool_are_books(reader: Workspace) -> None:
    assert [each.account_id for each in book(reader, "").accounts] == ["A-4"]
    assert book(reader, "").name is None
    pool = book(reader, "POOL")
    assert (pool.name, pool.accounts, pool.nrr) == ("Digital", (), None)


def test_accounts_of_somebody_who_left_need_a_look(reader: Workspace) -> None:
    assert [(each.account_id, each.kind) for each in book(reader, "P-2").attention] == [("A-3", "owner_left")]
    assert book(reader, "P-2", NOW - 1).attention == ()


def test_an_account_that_pays_less_for_the_first_time_needs_a_look_and_later_ones_do_not() -> None:
    built = company()
    for account, days in (("A-1", [date(2026, 5, 10)]), ("A-2", [date(2025, 5, 10), date(2026, 6, 10)])):
        for day in days:
            row = [each for each in built.tables["subscriptions"] if each["account_id"] == account][-1]
            row["end_date"] = day
            built.add(
                "subscriptions", {**row, "start_date": day, "end_date": None, "amount": row["amount"] - 10}
            )
    (less,) = book(built.open(), "P-0").attention
    assert (less.account_id, less.kind, str(less.month)) == ("A-1", "first_contraction", "2026-05")


def test_transfers_are_those_of_its_owner() -> None:
    built = company()
    built.tables["ownership"][0]["end_date"] = date(2026, 4, 10)
    built.owned("A-1", "P-1", start_date=date(2026, 4, 10))
    moved = built.open()
    assert [(str(each.month), each.arr // QUANTA, each.others) for each in book(moved, "P-1").transfers] == [
        ("2026-04", 100, ("P-0",))
    ]
    assert [each.arr // QUANTA for each in book(moved, "P-0").transfers] == [-100]


def test_a_csm_sees_their_own_book_and_no_other_whether_it_exists_or_not(reader: Workspace) -> None:
    own = reader.seen_by(Access.of("csm", "P-0"))
    mine = book(own, "P-0")
    assert [each.account_id for each in mine.accounts] == ["A-2", "A-1"]
    assert mine.nrr is None
    said = set()
    for other in ("P-1", "", "POOL", "nobody-of-that-name"):
        with pytest.raises(AccessDeniedError) as refused:
            book(own, other)
        said.add(str(refused.value))
    assert len(said) == 1


def test_an_unknown_owner_and_an_unknown_month_say_what_there_is(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="did you mean 'P-0'"):
        book(reader, "P-00")
    with pytest.raises(UsageError, match="it goes to 2026-06"):
        book(reader, "P-0", NOW + 1)


def test_a_month_whose_end_lies_before_the_data_knows_anything_is_refused() -> None:
    late = memory(company().tables, as_of=date(2026, 6, 10), known_from=date(2026, 6, 5))
    with pytest.raises(UsageError, match="does not know the end of 2026-05"):
        book(late, "P-0", NOW - 1)
    assert book(late, "P-0").accounts
