"""The tables of the next snapshot, from this import's sheets and the snapshot before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.base.period import FAR
from bookload.data.ingest.assembly import accounts as accounts_
from bookload.data.ingest.assembly.gathered import Gathered, every_table
from bookload.data.ingest.assembly.people import with_owners
from bookload.data.ingest.assembly.present import merged_ownership, merged_subscriptions
from bookload.data.ingest.assembly.through import first_known, last_evidence
from bookload.data.ingest.built import from_rows
from bookload.data.ingest.references import resolve


@dataclass(frozen=True)
class Before:
    """The snapshot before: its tables (with empty origins), its days, and the files that it was made from."""

    tables: Mapping[str, pa.Table]
    data_through: date | None = None
    known_from: date | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assembled:
    """All tables, with origins; the days that they know; what is to be said."""

    tables: Mapping[str, pa.Table]
    data_through: date
    reason: str
    known_from: date | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Days:
    """Today, the last day of the data if the caller says it, and whether these very files were imported before."""

    today: date
    given: date | None
    again: bool


def assemble(gathered: Gathered, before: Before, days: Days) -> Assembled:
    """Return the tables of the next snapshot.

    A table that a sheet gives with its history takes the place of that table; a list that knows
    one day alone is merged into it; other tables stay as they were.
    """
    old = every_table(before.tables)
    tables = {**old, **gathered.dated}
    through, reason = _through(gathered, tables, before, days)
    lists = _resolved_lists(gathered, tables)
    tables["pools"] = _pools(old["pools"], gathered)
    if "subscriptions" in gathered.present:
        tables["subscriptions"] = merged_subscriptions(
            _dated(tables["subscriptions"], through), lists["subscriptions"], through
        )
    tables["accounts"] = accounts_.accounts(old["accounts"], gathered, tables)
    tables, notes = resolve(tables)
    ownership = tables["ownership"]
    if "ownership" in gathered.present:
        ownership = merged_ownership(
            ownership,
            resolve({**tables, "ownership": gathered.present["ownership"]})[0]["ownership"],
            through,
        )
    people, more = with_owners(tables["people"], ownership, tables["pools"], through)
    tables |= {"ownership": ownership, "people": people}
    if {"accounts"} & (gathered.dated.keys() | gathered.present.keys()):
        listed = {
            account
            for pile in (gathered.dated, gathered.present)
            if "accounts" in pile
            for account in pile["accounts"]["account_id"].to_pylist()
        }
        tables["account_attributes"] = accounts_.attributes(old["account_attributes"], gathered, listed)
        tables["account_events"] = accounts_.events(
            old["accounts"], tables["accounts"], tables["account_events"], through
        )
    known_from = first_known(
        tables,
        dated_subscriptions="subscriptions" in gathered.dated,
        before=before.known_from,
        had_before=old["subscriptions"].num_rows > 0,
        day=through,
    )
    findings = [*notes, *more, *_older(gathered, before, through)]
    return Assembled(tables, through, reason, known_from, tuple(findings))


def _through(
    gathered: Gathered, tables: Mapping[str, pa.Table], before: Before, days: Days
) -> tuple[date, str]:
    if days.given is not None:
        return days.given, "as stated"
    if days.again and before.data_through is not None:
        return before.data_through, "as before: these very files were imported then"
    if {"subscriptions", "ownership"} & gathered.present.keys():
        return (
            days.today,
            "the day of the import, since a list of what is now says nothing of when it was made",
        )
    found = last_evidence(tables, days.today)
    if found is None:
        return before.data_through or days.today, "the day of the import, since no row has a date"
    if before.data_through is not None and before.data_through > found[0]:
        return before.data_through, "as before"
    return found


def _resolved_lists(gathered: Gathered, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    return {table: rows for table, rows in gathered.present.items() if table in tables}


def _dated(rows: pa.Table, _day: date) -> pa.Table:
    return rows


def _pools(before: pa.Table, gathered: Gathered) -> pa.Table:
    """Return the pools of a list of pools, else those before, with the pools that owners named."""
    new = gathered.dated.get("pools")
    if new is None:
        return before
    named = [row for row in new.to_pylist() if row["__sheet"] is None]
    given = [row for row in new.to_pylist() if row["__sheet"] is not None]
    base = given or before.to_pylist()
    known = {row["pool_id"] for row in base} | {row["name"] for row in base}
    more = {row["pool_id"]: row for row in named if row["pool_id"] not in known}
    return from_rows("pools", [*base, *more.values()])


def _older(gathered: Gathered, before: Before, through: date) -> list[Finding]:
    if not gathered.present or before.data_through is None or through >= before.data_through:
        return []
    message = f"this list is of {through}, but the data is known through {before.data_through} already: lists build on one another in order"
    return [
        Finding(
            "list-too-old",
            message,
            "Import lists from the oldest to the newest; start a new workspace to begin again.",
        )
    ]


def is_open(rows: pa.Table) -> pa.ChunkedArray:
    """Return which rows have no end."""
    return pc.equal(rows["end_date"], pa.scalar(FAR, pa.date32()))
