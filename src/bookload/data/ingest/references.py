"""Accounts and people that sheets name in their own way, found by identifier, e-mail address or name.

A name is only taken where exactly one has it; nothing is matched by likeness.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACCOUNTS = {
    "subscriptions": "account_id", "ownership": "account_id", "mrr_history": "account_id", "account_events": "account_id",
    "invoice_lines": "account_id", "interventions": "account_id", "activities": "account_id", "accounts": "parent_account_id",
}  # fmt: skip
_PEOPLE = {
    "ownership": "owner_id", "activities": "person_id", "absences": "person_id", "pay": "person_id", "positions": "person_id",
    "pools": "person_id", "mrr_history": "person", "people": "manager_id",
}  # fmt: skip


def resolve(tables: Mapping[str, pa.Table]) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """Return the tables with accounts and people named by their identifiers, and a note for each column changed."""
    accounts, people = tables["accounts"], tables["people"]
    by_account = _names(accounts["account_id"], (accounts["name"],), fold_case=False)
    by_person = _names(people["person_id"], (people["email"], people["name"]), fold_case=True)
    pools = tables["pools"]
    by_owner = {**_names(pools["pool_id"], (pools["name"],), fold_case=True), **by_person}
    done, findings = dict(tables), []
    for table, column in _ACCOUNTS.items():
        known = set(accounts["account_id"].to_pylist())
        done[table], count = _renamed(done[table], column, by_account, known, fold_case=False)
        findings += _note(table, column, count, "accounts")
    for table, column in _PEOPLE.items():
        known = set(people["person_id"].to_pylist()) | (
            set(pools["pool_id"].to_pylist()) if table in {"ownership", "mrr_history"} else set()
        )
        names = by_owner if table in {"ownership", "mrr_history"} else by_person
        done[table], count = _renamed(done[table], column, names, known, fold_case=True)
        findings += _note(table, column, count, "people")
    return done, tuple(findings)


def _names(ids: pa.ChunkedArray, names: tuple[pa.ChunkedArray, ...], *, fold_case: bool) -> dict[str, str]:
    """Return the identifier that each name stands for, of the names that only one has."""
    found: dict[str, str] = {}
    for column in reversed(names):
        written = [
            (_plain(name, fold_case=fold_case), each)
            for name, each in zip(column.to_pylist(), ids.to_pylist(), strict=True)
            if name and each
        ]
        counts = Counter(name for name, _ in set(written))
        found |= {name: each for name, each in written if counts[name] == 1}
    return found


def _plain(name: str, *, fold_case: bool) -> str:
    text = " ".join(name.split())
    return text.casefold() if fold_case else text


def _renamed(
    rows: pa.Table, column: str, names: Mapping[str, str], known: set[str | None], *, fold_case: bool
) -> tuple[pa.Table, int]:
    encoded = pc.dictionary_encode(rows[column].combine_chunks())
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    before = encoded.dictionary.to_pylist()
    after = [_meant(text, names, known, fold_case=fold_case) for text in before]
    changed = {place for place, text in enumerate(before) if after[place] != text}
    if not changed:
        return rows, 0
    count = sum(index in changed for index in encoded.indices.to_pylist())
    place = rows.schema.get_field_index(column)
    return rows.set_column(
        place, rows.schema.field(place), pa.array(after, pa.string()).take(encoded.indices)
    ), count


def _meant(
    text: str | None, names: Mapping[str, str], known: set[str | None], *, fold_case: bool
) -> str | None:
    if text is None or text in known:
        return text
    if ";" in text:
        return ";".join(_meant(part, names, known, fold_case=fold_case) or "" for part in text.split(";"))
    return names.get(_plain(text, fold_case=fold_case), text)


def _note(table: str, column: str, count: int, of: str) -> list[Finding]:
    if not count:
        return []
    message = f"{count} rows name {of} by name or e-mail address; they were found by that"
    return [
        Finding(
            "found-by-name",
            message,
            "Nothing needs to be done.",
            "note",
            table=table,
            column=column,
            count=count,
        )
    ]
