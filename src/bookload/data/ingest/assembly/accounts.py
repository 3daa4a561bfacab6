"""Accounts from lists and from the snapshot before, and what changed about them as dated events."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from bookload.data.ingest.assembly.gathered import Gathered, no_rows
from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

DATED_FACTS = ("segment", "tier", "touch_model", "region")
"""Columns of accounts whose changes from one list to the next are kept as account_events."""
SINCE_EVER = date(1900, 1, 1)
_REFERRING = ("subscriptions", "mrr_history", "ownership", "activities", "invoice_lines", "account_events")


def accounts(before: pa.Table, gathered: Gathered, others: dict[str, pa.Table]) -> pa.Table:
    """Return the accounts of the next snapshot.

    A list of accounts takes the place of the accounts before, but those that rows still name
    stay. A list with prices adds to the accounts before. Accounts only named in passing count
    where there is no list.
    """
    full, partial = gathered.dated.get("accounts"), gathered.present.get("accounts")
    if full is None and partial is None:
        passing = gathered.secondary.get("accounts")
        if passing is None or (before.num_rows and not _is_bare(before)):
            return before
        return _added(before, passing)
    if full is not None:
        named = {account for table in _REFERRING for account in others[table]["account_id"].to_pylist()}
        listed = set(full["account_id"].to_pylist())
        kept = [
            row
            for row in before.to_pylist()
            if row["account_id"] in named and row["account_id"] not in listed
        ]
        partial_rows = partial if partial is not None else no_rows("accounts")
        base = _updated(full, before)
        return _added(pa.concat_tables([base, from_rows("accounts", kept)]), partial_rows)
    assert partial is not None  # noqa: S101 - one of the two is there
    return _overlaid(before, partial)


def _is_bare(rows: pa.Table) -> bool:
    """Return whether accounts have nothing but an identifier and a name."""
    return all(
        rows[name].null_count == rows.num_rows
        for name in rows.schema.names
        if name not in {"account_id", "name", "__sheet", "__row"}
    )


def _added(base: pa.Table, more: pa.Table) -> pa.Table:
    known = set(base["account_id"].to_pylist())
    new = []
    for row in more.to_pylist():
        if row["account_id"] not in known:
            known.add(row["account_id"])
            new.append(row)
    return pa.concat_tables([base, from_rows("accounts", new)])


def _updated(full: pa.Table, before: pa.Table) -> pa.Table:
    """Return a full list; columns that it does not have at all keep what was known."""
    return _with_known_columns(full, {row["account_id"]: row for row in before.to_pylist()})


def _overlaid(before: pa.Table, partial: pa.Table) -> pa.Table:
    known = {row["account_id"]: row for row in before.to_pylist()}
    new = _with_known_columns(partial, known)
    listed = set(new["account_id"].to_pylist())
    return pa.concat_tables(
        [from_rows("accounts", [row for account, row in known.items() if account not in listed]), new]
    )


def _with_known_columns(rows: pa.Table, known: dict[str, Row]) -> pa.Table:
    absent = [
        name
        for name in rows.schema.names
        if rows[name].null_count == rows.num_rows and not name.startswith("__")
    ]
    if not absent or not known:
        return rows
    return from_rows(
        "accounts",
        [
            {**row, **{name: known[row["account_id"]][name] for name in absent}}
            if row["account_id"] in known
            else row
            for row in rows.to_pylist()
        ],
    )


def events(before: pa.Table, now: pa.Table, known: pa.Table, day: date) -> pa.Table:
    """Return account_events with a dated event for each fact that a new list changed on a day.

    The value before holds from ever on unless events already say otherwise, so that figures of
    past months stay as they were.
    """
    old = {row["account_id"]: row for row in before.to_pylist()}
    said: dict[tuple[str, str], dict[date, Row]] = {}
    for row in known.to_pylist():
        said.setdefault((row["account_id"], row["kind"]), {})[row["at"]] = row
    for row in now.to_pylist():
        if row["account_id"] not in old:
            continue
        for kind in DATED_FACTS:
            was, value = old[row["account_id"]][kind], row[kind]
            if value == was or (value is None and was is None):
                continue
            dated = said.setdefault((row["account_id"], kind), {})
            past = [at for at in dated if at < day]
            if not past and was is not None:
                dated[SINCE_EVER] = {
                    "account_id": row["account_id"],
                    "at": SINCE_EVER,
                    "kind": kind,
                    "value": was,
                }
            dated[day] = {
                "account_id": row["account_id"],
                "at": day,
                "kind": kind,
                "value": value,
                "__sheet": row["__sheet"],
                "__row": row["__row"],
            }
    return from_rows("account_events", [row for dated in said.values() for row in dated.values()])


def attributes(before: pa.Table, gathered: Gathered, listed: set[str]) -> pa.Table:
    """Return account_attributes: those of the accounts in this import's lists anew, the others as before."""
    new = gathered.dated.get("account_attributes", no_rows("account_attributes"))
    kept = [row for row in before.to_pylist() if row["account_id"] not in listed]
    return pa.concat_tables([from_rows("account_attributes", kept), new])
