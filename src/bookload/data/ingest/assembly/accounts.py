"""Accounts from lists and from the snapshot before, and what changed about them as dated events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bookload.data.ingest.assembly.gathered import Gathered, no_rows
from bookload.data.ingest.built import from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]

DATED_FACTS = ("segment", "tier", "touch_model", "region")
"""Columns of accounts whose changes from one list to the next are kept as account_events."""
SINCE_EVER = date(1900, 1, 1)
_REFERRING = (
    "subscriptions",
    "mrr_history",
    "ownership",
    "activities",
    "invoice_lines",
    "account_events",
    "interventions",
)
_BARE = frozenset({"account_id", "name", "__sheet", "__row"})


def accounts(before: pa.Table, gathered: Gathered, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the accounts of the next snapshot.

    A list of accounts takes the place of the accounts before, but those that rows still name
    stay. A list with prices adds to the accounts before. Accounts only named in passing count
    where there is no list.
    """
    full, partial = gathered.dated.get("accounts"), gathered.present.get("accounts")
    if full is None and partial is None:
        passing = gathered.secondary.get("accounts")
        if passing is None or not _is_bare(before):
            return before
        return _added(before, passing)
    known = {row["account_id"]: row for row in before.to_pylist()}
    if full is None:
        return _overlaid(known, partial)
    listed = set(full["account_id"].to_pylist())
    named = {account for table in _REFERRING for account in tables[table]["account_id"].to_pylist()}
    kept = [row for account, row in known.items() if account in named - listed]
    base = pa.concat_tables([_with_known_columns(full, known), from_rows("accounts", kept)])
    return base if partial is None else _added(base, partial)


def listed_accounts(gathered: Gathered) -> set[str]:
    """Return the accounts that a list of this import has."""
    piles = (gathered.dated, gathered.present, gathered.secondary)
    return {
        each for pile in piles if "accounts" in pile for each in pile["accounts"]["account_id"].to_pylist()
    }


def _is_bare(rows: pa.Table) -> bool:
    """Return whether accounts have nothing but an identifier and a name, or are none."""
    return all(rows[name].null_count == rows.num_rows for name in rows.schema.names if name not in _BARE)


def _added(base: pa.Table, more: pa.Table) -> pa.Table:
    known = set(base["account_id"].to_pylist())
    new: dict[str, Row] = {}
    for row in more.to_pylist():
        if row["account_id"] not in known:
            new.setdefault(row["account_id"], row)
    return pa.concat_tables([base, from_rows("accounts", new.values())])


def _overlaid(known: Mapping[str, Row], partial: pa.Table) -> pa.Table:
    once = _added(no_rows("accounts"), partial)
    listed = set(once["account_id"].to_pylist())
    kept: Iterable[Row] = (row for account, row in known.items() if account not in listed)
    return pa.concat_tables([from_rows("accounts", kept), _with_known_columns(once, known)])


def _with_known_columns(rows: pa.Table, known: Mapping[str, Row]) -> pa.Table:
    """Return a list's rows; columns that it does not have at all keep what was known."""
    names = [name for name in rows.schema.names if name not in _BARE]
    absent = [name for name in names if rows[name].null_count == rows.num_rows]
    if not absent or not known:
        return rows
    return from_rows(
        "accounts", (_with(row, known.get(row["account_id"]), absent) for row in rows.to_pylist())
    )


def _with(row: Row, known: Row | None, names: Iterable[str]) -> Row:
    return row if known is None else {**row, **{name: known[name] for name in names}}


def events(before: pa.Table, now: pa.Table, known: pa.Table, day: date) -> pa.Table:
    """Return account_events with a dated event for each fact that a new list changed on a day.

    The value before holds from ever on unless events already say otherwise, so that figures of
    past months stay as they were.
    """
    old = {row["account_id"]: row for row in before.to_pylist()}
    said: dict[tuple[str, str], dict[date, Row]] = {}
    for row in known.to_pylist():
        said.setdefault((row["account_id"], row["kind"]), {})[row["at"]] = row
    changed = False
    for row in now.to_pylist():
        for kind in DATED_FACTS:
            was = old[row["account_id"]][kind] if row["account_id"] in old else row[kind]
            if row[kind] == was:
                continue
            changed = True
            dated = said.setdefault((row["account_id"], kind), {})
            if was is not None and not any(at < day for at in dated):
                dated[SINCE_EVER] = _event(row, SINCE_EVER, kind, was)
            dated[day] = _event(row, day, kind, row[kind])
    if not changed:
        return known
    return from_rows("account_events", (row for dated in said.values() for row in dated.values()))


def _event(row: Row, at: date, kind: str, value: str | None) -> Row:
    origin = {name: row[name] for name in ("account_id", "__sheet", "__row")}
    return {**origin, "at": at, "kind": kind, "value": value}


def attributes(before: pa.Table, gathered: Gathered, listed: set[str]) -> pa.Table:
    """Return account_attributes: those of the accounts in this import's lists anew, the others as before.

    Lists that have no attribute at all say nothing of those that there are.
    """
    new = gathered.dated.get("account_attributes", no_rows("account_attributes"))
    kept = (row for row in before.to_pylist() if not new.num_rows or row["account_id"] not in listed)
    return pa.concat_tables([from_rows("account_attributes", kept), new])
