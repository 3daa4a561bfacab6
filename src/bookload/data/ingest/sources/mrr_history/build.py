"""MRR history as it stands, and who owned each account where the rows say so."""

from __future__ import annotations

import pyarrow.compute as pc

from bookload.base.period import Month
from bookload.data.ingest.built import Built, from_rows, rows_of
from bookload.data.ingest.filled import Filled


def build(filled: Filled) -> Built:
    """Return the rows; accounts that they name count where no list of accounts is there."""
    columns = {**filled.values, "currency": filled.currency("mrr")}
    ids = filled.get("account_id")
    accounts = rows_of("accounts", filled, {"account_id": ids, "name": ids}, pc.is_valid(ids))
    tables = {"mrr_history": rows_of("mrr_history", filled, columns), "accounts": accounts}
    if "person" in filled:
        tables["ownership"] = from_rows("ownership", _periods(filled))
    return Built(tables, filled.findings, secondary=frozenset({"accounts", "ownership"}))


def _periods(filled: Filled) -> list[dict[str, object]]:
    """Return an ownership for each time that an account had one person, up to the month that says another."""
    numbers = filled.guess.view.sheet.row_numbers.to_pylist()
    names = ("account_id", "month", "person")
    rows = zip(*(filled.get(name).to_pylist() for name in names), numbers, strict=True)
    said = {
        (account, month): (person, number) for account, month, person, number in rows if account and month
    }
    done: list[dict[str, object]] = []
    last: tuple[str | None, str | None] = (None, None)
    for (account, month), (person, number) in sorted(said.items()):
        if (account, person) == last:
            continue
        start = Month(month).first_day
        if last[0] == account and last[1] is not None:
            done[-1]["end_date"] = start
        if person is not None:
            origin = {"__sheet": filled.origin, "__row": number}
            done.append({"account_id": account, "owner_id": person, "start_date": start, **origin})
        last = account, person
    return done
