"""Rows that name no currency where others do, and rows that name two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import capped
from bookload.data.ingest.doubts.doubt import Doubt, header_of, numbered
from bookload.data.ingest.filled import EMPTY, Filled, Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.currencies import in_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.errors import Finding

CODE = "empty-currency"


def currencies(filled: Filled) -> Doubt:
    """Return a question where amounts have no currency and others have, and an error where one has two.

    The workspace's currency is meant where no amount names one. Where some do, by a sign beside
    them or in a column, an amount without one is not known to be in any.
    """
    doubt = Doubt()
    assert filled.guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    fields = filled.guess.shape.by_name
    names = [name for name in filled.guess.columns if fields[name].type == "money"]
    arrays = [filled.values[name] for name in names] + list(filled.months.values())
    beside = [filled.beside[name] for name in (*names, *map(str, filled.months))]
    if not arrays or any(finding.code == "unknown-currency" for finding in filled.findings):
        return doubt
    paid = pc.fill_null(pc.not_equal(pc.coalesce(*arrays), 0), fill_value=False)
    code = pc.coalesce(*beside, filled.get("currency"))
    doubt.findings += _conflicts(filled, pc.coalesce(*beside))
    home = filled.home
    if any(in_header(filled.guess.columns[name].header, home) for name in names):
        return doubt
    missing = pc.indices_nonzero(pc.and_(paid, pc.is_null(code))).to_pylist()
    known = set(pc.filter(code, paid).drop_null().to_pylist())
    doubtful = bool(known) if "currency" in filled.guess.columns else bool(known - {home})
    if missing and doubtful and EMPTY not in filled.guess.mapping.values.get("currency", {}):
        doubt.questions.append(_question(filled, missing, sorted({*known, home}), names))
    return doubt


def _question(filled: Filled, rows: list[int], codes: Sequence[str], names: Sequence[str]) -> Question:
    sheet = filled.guess.view.sheet
    header = header_of(filled, "currency", *names)
    are = "has an amount" if len(rows) == 1 else "have amounts"
    text = f"{numbered(filled, rows)} {are} without a currency, and others of the sheet have one"
    return Question(CODE, sheet.file, sheet.name, header, text, tuple(codes), "values.currency", EMPTY)


def _conflicts(filled: Filled, beside: pa.Array) -> list[Finding]:
    if "currency" not in filled.guess.columns:
        return []
    column = filled.values["currency"]
    apart = pc.fill_null(pc.not_equal(beside, column), fill_value=False)
    found = []
    for row in pc.indices_nonzero(apart).to_pylist():
        message = f"the amount is in {beside[row].as_py()}, but the currency is {column[row].as_py()}"
        place = Place(row, "currency", column[row].as_py())
        found.append(filled.finding("currency-conflict", message, "Correct one of them.", at=place))
    return list(capped(found))
