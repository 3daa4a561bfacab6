"""Accounts, prices and owners from one sheet."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.doubts.doubt import numbered
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.sources.accounts.build import account_rows, attributes, first_of_each, identifiers
from bookload.data.ingest.sources.ownership.owners import owned
from bookload.data.ingest.sources.subscriptions.build import identified, status, uncounted, without_ends
from bookload.data.ingest.sources.subscriptions.price import price


def build(filled: Filled) -> Built:
    """Return what the sheet says of its day: without a start column, prices and owners hold from then on."""
    ids, findings = identifiers(filled)
    priced = price(filled)
    accounts = first_of_each(account_rows(filled, ids), "account_id")
    subscription_ids, lines = identified(filled, ids)
    columns = {
        **priced.columns,
        **{
            name: filled.get(name)
            for name in ("start_date", "end_date", "product", "plan", "renewal_date")
            if name in filled
        },
        "subscription_id": subscription_ids,
        "line_id": lines,
        "account_id": ids,
        "status": status(filled),
    }
    paying = pc.is_valid(priced.columns["amount"])
    tables = {
        "accounts": accounts,
        "account_attributes": attributes(filled, ids),
        "subscriptions": rows_of("subscriptions", filled, columns, paying),
    }
    findings += [
        *filled.findings,
        *priced.findings,
        *_by_date(filled, ids),
        *without_ends(filled),
        *uncounted(filled, columns["status"]),
        *_unpriced(filled, pc.invert(paying)),
    ]
    present = {"accounts"} | (set() if "start_date" in filled else {"subscriptions"})
    if "owner" not in filled:
        return Built(tables, tuple(findings), priced.questions, frozenset(present))
    owners = owned(filled, ids, "owner")
    return Built(
        {**tables, **owners.tables},
        (*findings, *owners.findings),
        (*priced.questions, *owners.questions),
        frozenset({*present, "ownership"}),
    )


def _by_date(filled: Filled, ids: pa.Array) -> list[Finding]:
    """Return an error if accounts come again beside a column of days or months: their rows are no sum."""
    if len(pc.unique(ids.drop_null())) == len(ids.drop_null()) or "start_date" in filled:
        return []
    used = {id(column) for column in filled.guess.columns.values()}
    for column in filled.guess.view.columns:
        dated = max(column.dated, column.monthly) == 1 and len(column.cells.texts) > 1
        if id(column) not in used and dated:
            message = f"accounts come several times, by '{column.header}': their amounts are no sum"
            remedy = (
                'Say in --map what it is: table = "mrr_history", [sheet.columns] month = "its header"; '
                'or start_date = "its header".'
            )
            return [filled.finding("accounts-by-date", message, remedy, at=Place(field=column.header))]
    return []


def _unpriced(filled: Filled, mask: pa.Array) -> list[Finding]:
    rows = pc.indices_nonzero(mask).to_pylist()
    if not rows:
        return []
    message = f"{numbered(filled, rows)}: accounts without an amount, and so without a subscription"
    place = Place(count=len(rows))
    return [filled.finding("no-amount", message, "Fill it in, if they pay.", "note", place)]
