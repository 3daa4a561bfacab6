"""The tables of the next snapshot, from this import's sheets and the snapshot before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.data.ingest.assembly import accounts, history
from bookload.data.ingest.assembly.calendars import merged_activities
from bookload.data.ingest.assembly.gathered import Gathered, every_table, no_rows
from bookload.data.ingest.assembly.people import with_owners
from bookload.data.ingest.assembly.present import merged_ownership, merged_subscriptions
from bookload.data.ingest.assembly.references import resolve
from bookload.data.ingest.assembly.through import first_month, last_evidence
from bookload.data.ingest.built import from_rows


@dataclass(frozen=True)
class Before:
    """The snapshot before: its tables (with empty origins), its days, and the files that it was made from."""

    tables: Mapping[str, pa.Table]
    data_through: date | None = None
    known_from: date | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Days:
    """Today; the last day of the data, if stated; whether these very files were imported before."""

    today: date
    given: date | None
    again: bool


@dataclass(frozen=True)
class Assembled:
    """All tables, with origins; the days that they know; what is to be said."""

    tables: Mapping[str, pa.Table]
    data_through: date
    reason: str
    known_from: date | None
    findings: tuple[Finding, ...]


def assemble(gathered: Gathered, before: Before, days: Days) -> Assembled:
    """Return the tables of the next snapshot.

    A table that a sheet gives with its history takes the place of that table; a list that knows
    one day alone is merged into it; other tables stay as they were.
    """
    gathered, before, findings = _one_revenue(gathered, before)
    old = every_table(before.tables)
    tables = {**old, **gathered.dated}
    tables["activities"] = merged_activities(old["activities"], gathered.dated.get("activities"))
    through, reason = _through(gathered, tables, before, days)
    findings += _older(gathered, before, through)
    findings += _shrunk(old["subscriptions"], gathered, through)
    tables["pools"] = _pools(old["pools"], gathered)
    if "ownership" in gathered.secondary and "ownership" not in {*gathered.dated, *gathered.present}:
        tables["ownership"] = gathered.secondary["ownership"]
    if "subscriptions" in gathered.present:
        prices = gathered.present["subscriptions"]
        tables["subscriptions"] = merged_subscriptions(
            tables["subscriptions"], prices, through, part=gathered.part
        )
    tables["accounts"] = accounts.accounts(old["accounts"], gathered, tables)
    tables, notes = resolve(tables)
    if "ownership" in gathered.present:
        owners = resolve({**tables, "ownership": gathered.present["ownership"]})[0]["ownership"]
        tables["ownership"] = merged_ownership(tables["ownership"], owners, through, part=gathered.part)
    tables |= _people_facts(gathered, old, tables, through)
    tables["people"], more = with_owners(tables["people"], tables["ownership"], tables["pools"], through)
    tables |= _facts(gathered, old, tables, through)
    known_from = _known_from(gathered, tables, before, through)
    return Assembled(tables, through, reason, known_from, (*findings, *notes, *more))


def _one_revenue(gathered: Gathered, before: Before) -> tuple[Gathered, Before, list[Finding]]:
    """Return the rows with MRR from one source: mrr_history goes before prices that know one day alone.

    Both would count twice. Prices of earlier lists make way for a history, too.
    """
    if "mrr_history" not in gathered.dated or "subscriptions" in gathered.dated:
        return gathered, before, []
    found = []
    remedy = "Nothing needs to be done, if the history goes up to today; else leave it out."
    if "subscriptions" in gathered.present:
        message = "MRR is taken from the history by month; the amounts of the list of accounts are not used"
        found.append(Finding("history-before-list", message, remedy, "warning", table="subscriptions"))
        gathered = gathered.without_prices()
    earlier = before.tables.get("subscriptions")
    if before.known_from is not None and earlier is not None and earlier.num_rows:
        message = f"{earlier.num_rows} prices of earlier lists make way for the history by month"
        found.append(Finding("history-before-list", message, remedy, "warning", table="subscriptions"))
        before = replace(before, tables={**before.tables, "subscriptions": no_rows("subscriptions")})
    return gathered, before, found


def _through(
    gathered: Gathered, tables: Mapping[str, pa.Table], before: Before, days: Days
) -> tuple[date, str]:
    if days.given is not None:
        return days.given, "as stated"
    if days.again and before.data_through is not None:
        return before.data_through, "as before: these very files were imported then"
    if "subscriptions" in gathered.present:
        return days.today, "the day of the import, since a list of prices does not say when it was made"
    found = last_evidence(tables, days.today)
    if before.data_through is not None and (found is None or before.data_through > found[0]):
        return before.data_through, "as before: no row is later"
    return found or (days.today, "the day of the import, since no row has a date")


def _older(gathered: Gathered, before: Before, through: date) -> list[Finding]:
    if not gathered.present or before.data_through is None or through >= before.data_through:
        return []
    message = f"this list is of {through}, but the data is known through {before.data_through} already"
    remedy = "Import lists from the oldest to the newest; begin a new workspace to begin again."
    return [Finding("list-too-old", message, remedy)]


def _shrunk(before: pa.Table, gathered: Gathered, day: date) -> list[Finding]:
    """Return a warning if a list lacks more than half of the accounts that had prices in force."""
    now = gathered.present.get("subscriptions")
    if now is None or gathered.part:
        return []
    listed = set(now["account_id"].to_pylist())
    live = {row["account_id"] for row in before.to_pylist() if row["start_date"] <= day < row["end_date"]}
    if 2 * len(live & listed) >= len(live):
        return []
    gone = len(live - listed)
    message = f"{gone} of the {len(live)} accounts that had prices are not in the list: they end that day"
    remedy = 'If it has only part of the accounts, say so in --map: sheet = [{file = "...", scope = "part"}].'
    return [
        Finding("list-shrunk", message, remedy, "warning", table="subscriptions", count=len(live - listed))
    ]


def _pools(before: pa.Table, gathered: Gathered) -> pa.Table:
    """Return the pools of a list of pools, else those before, with the pools that owners named."""
    new = gathered.dated.get("pools", no_rows("pools")).to_pylist()
    base = [row for row in new if row["__sheet"] is not None] or before.to_pylist()
    known = {name for row in base for name in (row["pool_id"], row["name"])}
    named = {row["pool_id"]: row for row in new if row["__sheet"] is None and row["pool_id"] not in known}
    return from_rows("pools", [*base, *named.values()])


def _facts(
    gathered: Gathered, old: Mapping[str, pa.Table], tables: Mapping[str, pa.Table], day: date
) -> dict[str, pa.Table]:
    """Return attributes and dated facts of accounts, where this import has a list of accounts."""
    if "accounts" not in gathered.dated and "accounts" not in gathered.present:
        return {}
    listed = accounts.listed_accounts(gathered)
    return {
        "account_attributes": accounts.attributes(old["account_attributes"], gathered, listed),
        "account_events": accounts.events(old["accounts"], tables["accounts"], tables["account_events"], day),
    }


def _people_facts(
    gathered: Gathered, old: Mapping[str, pa.Table], tables: Mapping[str, pa.Table], day: date
) -> dict[str, pa.Table]:
    """Return positions and pay as a new list of people dates them."""
    facts = {}
    if "people" in gathered.dated and "positions" not in gathered.dated:
        facts["positions"] = history.positions(old["people"], tables["people"], tables["positions"], day)
    if "pay" in gathered.present:
        facts["pay"] = history.merged_pay(tables["pay"], gathered.present["pay"], day)
    return facts


def _known_from(gathered: Gathered, tables: Mapping[str, pa.Table], before: Before, day: date) -> date | None:
    """Return the first day that anything is known of, None for the beginning.

    Dated subscriptions begin with the company, mrr_history with its first month, lists of
    prices with the first of them.
    """
    if "subscriptions" in gathered.dated:
        return None
    earlier = before.tables.get("subscriptions")
    if "mrr_history" in gathered.dated:
        return first_month(tables["mrr_history"])
    if earlier is not None and earlier.num_rows:
        return before.known_from
    if "subscriptions" in gathered.present:
        history = first_month(tables["mrr_history"])
        return history or day
    return before.known_from
