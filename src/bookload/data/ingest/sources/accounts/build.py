"""Accounts, their further attributes and their owners, from any sheet with a row an account."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.data.ingest.built import Built, from_rows, rows_of
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.view import ColumnView
from bookload.data.ingest.sources.ownership.owners import owned
from bookload.data.tables import contract


def build(filled: Filled) -> Built:
    """Return accounts, attributes and, where the list has owners, who owns them on the day of the list.

    A list of owners that says no more of accounts than their names adds those that no other list has, and
    takes the place of none.
    """
    ids, noted = identifiers(filled)
    tables = {"accounts": account_rows(filled, ids), "account_attributes": attributes(filled, ids)}
    findings = [*filled.findings, *noted]
    if "owner" not in filled:
        return Built(tables, tuple(findings))
    owners = owned(filled, ids, "owner")
    return Built(
        {**tables, **owners.tables},
        (*findings, *owners.findings),
        owners.questions,
        present=frozenset({"ownership"} | ({"accounts"} if _says_owners_alone(filled) else set())),
    )


def _says_owners_alone(filled: Filled) -> bool:
    told = {column.name for column in contract("accounts").columns if column.name in filled}
    return told <= {"account_id", "name"} and not filled.guess.unused


def identifiers(filled: Filled) -> tuple[pa.Array, list[Finding]]:
    """Return each row's account identifier; without a column of them, the name is it."""
    if "account_id" in filled:
        return filled.get("account_id"), []
    message = "there is no column of account identifiers: the name is taken as the identifier, trimmed"
    remedy = 'If there is one, say which in --map: [sheet.columns] account_id = "its header".'
    return filled.get("name"), [filled.finding("names-as-ids", message, remedy, "note", Place(field="name"))]


def account_rows(filled: Filled, ids: pa.Array) -> pa.Table:
    """Return one row of accounts for each identifier, the first row of the sheet that has it."""
    columns = {
        column.name: filled.get(column.name)
        for column in contract("accounts").columns
        if column.name in filled
    }
    columns |= {"account_id": ids, "name": pc.coalesce(filled.get("name"), ids)}
    return rows_of("accounts", filled, columns)


def first_of_each(rows: pa.Table, key: str) -> pa.Table:
    """Return the first row of each value of a column, in order; rows without a value stay."""
    seen: set[str] = set()
    keep = [value is None or not (value in seen or seen.add(value)) for value in rows[key].to_pylist()]  # type: ignore[func-returns-value]
    return rows.filter(pa.array(keep, pa.bool_()))


def attributes(filled: Filled, ids: pa.Array) -> pa.Table:
    """Return the columns that are no field as attributes of the accounts, as they were written."""
    rows: list[dict[str, object]] = []
    numbers, names = filled.guess.view.sheet.row_numbers.to_pylist(), ids.to_pylist()
    for column in filled.guess.unused:
        rows += [
            {
                "account_id": account,
                "name": column.header,
                "value": text,
                "__sheet": filled.origin,
                "__row": number,
            }
            for account, text, number in zip(names, _texts(column), numbers, strict=True)
            if account is not None and text is not None
        ]
    return _one_each(from_rows("account_attributes", rows))


def _texts(column: ColumnView) -> list[str | None]:
    stripped: list[str | None] = pc.utf8_trim_whitespace(column.column.text).to_pylist()
    return [text or None for text in stripped]


def _one_each(rows: pa.Table) -> pa.Table:
    pairs = list(zip(rows["account_id"].to_pylist(), rows["name"].to_pylist(), strict=True))
    seen: set[tuple[str, str]] = set()
    keep = [not (pair in seen or seen.add(pair)) for pair in pairs]  # type: ignore[func-returns-value]
    return rows.filter(pa.array(keep, pa.bool_()))
