"""Accounts and people that sheets name in their own way, found by identifier, e-mail address or name.

A name is only taken where exactly one has it; nothing is matched by likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding

_ACCOUNT_COLUMNS = {
    "subscriptions": "account_id",
    "ownership": "account_id",
    "mrr_history": "account_id",
    "account_events": "account_id",
    "invoice_lines": "account_id",
    "interventions": "account_id",
    "activities": "account_id",
    "accounts": "parent_account_id",
}
_PERSON_COLUMNS = {
    "ownership": "owner_id",
    "mrr_history": "person",
    "activities": "person_id",
    "absences": "person_id",
    "pay": "person_id",
    "positions": "person_id",
    "pools": "person_id",
    "people": "manager_id",
}
_OWNERS = frozenset({"ownership", "mrr_history"})
"""Tables whose people may be pools."""


@dataclass(frozen=True)
class Names:
    """Identifiers, and the names that stand for exactly one of them, as `plain` leaves them."""

    identifiers: frozenset[str]
    by_name: Mapping[str, str]
    plain: Callable[[str], str]

    def meant(self, text: str | None) -> str | None:
        """Return the identifier that a text means, or the text; of a list separated by semicolons, each."""
        if text is None or text in self.identifiers:
            return text
        if ";" in text:
            return ";".join(self.meant(part.strip()) or "" for part in text.split(";"))
        return self.by_name.get(self.plain(text), text)


def resolve(tables: Mapping[str, pa.Table]) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """Return the tables with accounts and people named by their identifiers, and a note for what was."""
    accounts = _names(tables["accounts"], "account_id", ("name",), _trimmed)
    people = _names(tables["people"], "person_id", ("email", "name"), _folded)
    pools = _names(tables["pools"], "pool_id", ("name",), _folded)
    owners = Names(people.identifiers | pools.identifiers, {**pools.by_name, **people.by_name}, _folded)
    done, findings = dict(tables), []
    for table, column in _ACCOUNT_COLUMNS.items():
        done[table], count = _renamed(done[table], column, accounts)
        findings += _note(table, column, count, "accounts")
    for table, column in _PERSON_COLUMNS.items():
        done[table], count = _renamed(done[table], column, owners if table in _OWNERS else people)
        findings += _note(table, column, count, "people")
    return done, tuple(findings)


def _trimmed(name: str) -> str:
    return " ".join(name.split())


def _folded(name: str) -> str:
    return _trimmed(name).casefold()


def _names(rows: pa.Table, identifier: str, columns: tuple[str, ...], plain: Callable[[str], str]) -> Names:
    ids = rows[identifier].to_pylist()
    by_name: dict[str, str] = {}
    for column in reversed(columns):
        pairs = {
            (plain(name), each)
            for name, each in zip(rows[column].to_pylist(), ids, strict=True)
            if name is not None and each is not None
        }
        counts = Counter(name for name, _ in pairs)
        by_name |= {name: each for name, each in pairs if counts[name] == 1}
    return Names(frozenset(filter(None, ids)), by_name, plain)


def _renamed(rows: pa.Table, column: str, names: Names) -> tuple[pa.Table, int]:
    encoded = rows[column].combine_chunks().dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [names.meant(text) for text in before]
    changed = [place for place, text in enumerate(before) if after[place] != text]
    if not changed:
        return rows, 0
    count = pc.sum(pc.is_in(encoded.indices, value_set=pa.array(changed, encoded.indices.type))).as_py()
    place = rows.schema.get_field_index(column)
    meant = pa.array(after, pa.string()).take(encoded.indices)
    return rows.set_column(place, rows.schema.field(place), meant), count


def _note(table: str, column: str, count: int, of: str) -> list[Finding]:
    if not count:
        return []
    message = f"{count} rows name {of} by name or e-mail address; they were found by that"
    remedy = "Nothing needs to be done."
    return [Finding("found-by-name", message, remedy, "note", table=table, column=column, count=count)]
