from __future__ import annotations

from datetime import date

from bookload.base.access import Access
from bookload.base.money import QUANTA
from bookload.metrics.books.orphans import held_today, orphans
from sized import Company


def company() -> Company:
    built = Company().heads(2).head("P-2", leave_date=date(2026, 6, 1))
    built.account("A-1", 100, "P-0").account("A-2", 300, "P-2").account("A-3", 40).account("A-4", 500, "POOL")
    built.account("A-5", 60).owned("A-5", "P-1", share="0.5")
    return built.add("pools", {"pool_id": "POOL", "name": "Digital"})


def test_what_nobody_looks_after_is_listed_with_why_the_largest_first():
    found = orphans(company().open())
    assert [(each.account_id, each.owner_id, each.why, each.arr // QUANTA) for each in found] == [
        ("A-4", "POOL", "empty_pool", 500),
        ("A-2", "P-2", "left", 300),
        ("A-3", "", "unassigned", 40),
        ("A-5", "", "unassigned", 30),
    ]


def test_a_pool_with_a_member_looks_after_its_accounts():
    built = company().add(
        "pools", {"pool_id": "POOL", "name": "Digital", "person_id": "P-0", "from_date": "2026-01-01"}
    )
    assert "A-4" not in [each.account_id for each in orphans(built.open())]


def test_who_leaves_the_day_after_is_still_there():
    built = Company().heads(1).head("P-2", leave_date=date(2026, 7, 1)).account("A-1", 100, "P-2")
    assert orphans(built.open()) == ()


def test_parts_of_accounts_are_what_the_company_is_worth_and_of_one_book_what_is_in_it():
    reader = company().open()
    assert sum(each.arr for each in held_today(reader)) == 1_000 * QUANTA
    own = reader.seen_by(Access.of("csm", "P-1"))
    assert [(each.account_id, each.share) for each in held_today(own)] == [("A-5", 5_000)]
