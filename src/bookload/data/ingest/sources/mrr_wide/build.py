"""MRR history from a sheet with a column a month."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.base.money import MONTHS_A_YEAR, half_away
from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.sources.accounts.build import account_rows, attributes, first_of_each, identifiers
from bookload.data.ingest.sources.ownership.owners import owned
from bookload.data.ingest.values.currencies import in_header


def build(filled: Filled) -> Built:
    """Return a row of mrr_history for each amount, and accounts and owners; an empty cell is no row."""
    ids, findings = identifiers(filled)
    yearly = filled.get("interval").to_pylist()[:1] == ["year:1"]
    tables = {
        "mrr_history": pa.concat_tables(
            [_month(filled, ids, month, yearly=yearly) for month in filled.months]
        ),
        "accounts": first_of_each(account_rows(filled, ids), "account_id"),
        "account_attributes": attributes(filled, ids),
    }
    findings += [*filled.findings, *_divided(filled, yearly=yearly)]
    questions = _which(filled)
    secondary = frozenset({"accounts"})
    if "owner" not in filled:
        return Built(tables, tuple(findings), questions, secondary=secondary)
    owners = owned(filled, ids, "owner")
    return Built(
        {**tables, **owners.tables},
        (*findings, *owners.findings),
        (*questions, *owners.questions),
        frozenset({"ownership"}),
        secondary,
    )


def _month(filled: Filled, ids: pa.Array, month: int, *, yearly: bool) -> pa.Table:
    amounts = filled.months[month]
    if yearly:
        twelfths = [
            None if value is None else half_away(value, MONTHS_A_YEAR) for value in amounts.to_pylist()
        ]
        amounts = pa.array(twelfths, pa.int64())
    columns = {
        "account_id": ids,
        "month": pa.array([month] * filled.rows, pa.int64()),
        "mrr": amounts,
        "currency": _currency(filled, month),
        "product": filled.get("product"),
    }
    return rows_of("mrr_history", filled, columns, pc.is_valid(amounts))


def _currency(filled: Filled, month: int) -> pa.Array:
    """Return each amount's currency: beside it, else its row's, its header's, the workspace's."""
    code = pc.coalesce(filled.beside[str(month)], filled.get("currency"))
    header = next(header for header, number in filled.guess.months.items() if number == month)
    said = in_header(header, filled.home)
    return pc.fill_null(pc.fill_null(code, said) if said else code, filled.home)


def _divided(filled: Filled, *, yearly: bool) -> list[Finding]:
    if not yearly:
        return []
    message = "the amounts are ARR: MRR is a twelfth of each, rounded to six decimal places"
    return [filled.finding("arr-by-month", message, "Nothing needs to be done.", "note")]


def _which(filled: Filled) -> tuple[Question, ...]:
    """Return the question whether amounts are MRR or ARR, where the names of file and sheet speak of ARR."""
    words = set(filled.guess.view.file_words.split())
    if "interval" in filled or "mrr" in words or not words & {"arr", "annual", "yearly"}:
        return ()
    mapping = filled.guess.mapping
    text = "the sheet is called ARR: nothing in it says whether its amounts are for a month or a year"
    section, key = "constants", "interval"
    return (
        Question(
            "amount-interval", mapping.file or "", mapping.sheet, None, text, ("month", "year"), section, key
        ),
    )
