"""The accounts and people that a sheet refers to: those known before, and those of the same import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa


@dataclass(frozen=True)
class Account:
    """An account: its identifier, its name, what its `domain` says, and the account that it belongs to."""

    account_id: str
    name: str | None = None
    domain: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Person:
    """A person: their identifier, name and e-mail address."""

    person_id: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Others:
    """All accounts and people, in the order that they came in."""

    accounts: tuple[Account, ...] = ()
    people: tuple[Person, ...] = ()

    @classmethod
    def of(cls, piles: Iterable[Mapping[str, pa.Table]]) -> Others:
        """Return those of several sets of tables; what a later one says of somebody holds."""
        accounts: dict[str, Account] = {}
        people: dict[str, Person] = {}
        for tables in piles:
            for row in _rows(tables, "accounts", ("account_id", "name", "domain", "parent_account_id")):
                new = Account(row["account_id"] or "", row["name"], row["domain"], row["parent_account_id"])
                old = accounts.get(new.account_id, new)
                accounts[new.account_id] = replace(
                    new, domain=new.domain or old.domain, parent=new.parent or old.parent
                )
            for row in _rows(tables, "people", ("person_id", "name", "email")):
                person = Person(row["person_id"] or "", row["name"], row["email"])
                known = people.get(person.person_id, person)
                people[person.person_id] = replace(person, email=person.email or known.email)
        accounts.pop("", None)
        people.pop("", None)
        return cls(tuple(accounts.values()), tuple(people.values()))


def _rows(
    tables: Mapping[str, pa.Table], table: str, columns: tuple[str, ...]
) -> Iterable[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = tables[table].select(columns).to_pylist() if table in tables else []
    return rows
