"""People from a list of them."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.tables import contract

LONG_AGO = date(1900, 1, 1)
"""The hire date of people of whom none is known: long enough ago to be through any ramp."""


def build(filled: Filled) -> Built:
    """Return the people, and their pay on the day of the list where it has any.

    The identifier is the e-mail address or the name where there is no other.
    """
    findings = list(filled.findings)
    names = {column.name for column in contract("people").columns}
    columns = {name: array for name, array in filled.values.items() if name in names}
    ids = _first(filled, "person_id", "email", "name")
    columns |= {"person_id": ids, "name": _first(filled, "name", "email", "person_id")}
    if "person_id" not in filled:
        which = "e-mail address" if "email" in filled else "name"
        message = f"there is no column of identifiers: the {which} is taken as one"
        findings.append(filled.finding("names-as-ids", message, "Nothing needs to be done.", "note"))
    if "hire_date" not in filled:
        columns["hire_date"] = pa.array([LONG_AGO] * filled.rows, pa.date32())
        message = "nothing says when people were hired: each is counted in every past month"
        findings.append(filled.finding("hired-long-ago", message, "Add a column hire_date.", "warning"))
    tables = {"people": rows_of("people", filled, columns)}
    if "base" in filled or "ote" in filled:
        tables["pay"] = _pay(filled, ids)
    return Built(tables, tuple(findings), present=frozenset({"pay"}))


def _pay(filled: Filled, ids: pa.Array) -> pa.Table:
    """Return pay; where the list has only one of base and OTE, it stands for both."""
    base, ote = _first(filled, "base", "ote"), _first(filled, "ote", "base")
    columns = {"person_id": ids, "base": base, "ote": ote, "currency": filled.currency("base", "ote")}
    return rows_of("pay", filled, columns, pc.is_valid(pc.coalesce(base, ote)))


def _first(filled: Filled, *names: str) -> pa.Array:
    there = [filled.get(name) for name in names if name in filled]
    return pc.coalesce(*there) if there else filled.get(names[0])
