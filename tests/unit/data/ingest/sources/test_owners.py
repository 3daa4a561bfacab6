"""A list of accounts and their owners, that says nothing else of accounts, beside a list of accounts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bookload.base.errors import errors_in
from imported import Company, imported, rows

ACCOUNTS = "account_id,name,segment,fleet\nA-1,Acme,Enterprise,7\nA-2,Bolt,SMB,3\n"
OWNERS = "Account ID,Account,CSM\nA-2,Bolt,Ana\nA-3,Cask,Ben\n"
BOTH = [("A-1", "Acme", "Enterprise"), ("A-2", "Bolt", "SMB"), ("A-3", "Cask", None)]
FLEETS = [("A-1", "fleet", "7"), ("A-2", "fleet", "3")]


def test_it_adds_owners_and_takes_nothing_from_the_list_imported_with_it(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"accounts.csv": ACCOUNTS, "my customers.csv": OWNERS})
    assert not errors_in(plan.findings)
    assert rows(plan, "accounts", "account_id", "name", "segment") == BOTH
    assert rows(plan, "account_attributes", "account_id", "name", "value") == FLEETS
    assert rows(plan, "ownership", "account_id", "owner_id") == [("A-2", "Ana"), ("A-3", "Ben")]


def test_it_takes_nothing_from_the_list_imported_before_it(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"accounts.csv": ACCOUNTS}, date(2026, 1, 31))
    plan = company.load({"my customers.csv": OWNERS}, date(2026, 2, 28))
    assert rows(plan, "accounts", "account_id", "name", "segment") == BOTH
    assert rows(plan, "account_attributes", "account_id", "name", "value") == FLEETS


def test_a_list_with_a_column_of_its_own_says_more_than_owners(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"accounts.csv": ACCOUNTS}, date(2026, 1, 31))
    plan = company.load(
        {"my customers.csv": "Account ID,Account,CSM,fleet\nA-2,Bolt,Ana,4\n"}, date(2026, 2, 28)
    )
    assert rows(plan, "accounts", "account_id", "segment") == [("A-2", "SMB")]
    assert ("A-2", "fleet", "4") in rows(plan, "account_attributes", "account_id", "name", "value")
