"""A sheet's fields as stored values: each mapped column read once, with what does not read."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.data.ingest.values.cell import Cells, Text, Values
from bookload.data.ingest.values.currencies import in_header
from bookload.data.ingest.values.read import How, read_column, read_currencies

if TYPE_CHECKING:
    from bookload.data.documents import Policy
    from bookload.data.ingest.mapping.guess import SheetGuess
    from bookload.data.ingest.mapping.shape import Field
    from bookload.data.ingest.mapping.view import ColumnView

SHOWN = 101


@dataclass(frozen=True)
class Filled:
    """A sheet with its fields read.

    `values` are arrays as contracts store them, one value a row of the sheet; `beside` the
    currencies written beside amounts; `months` the amounts of a wide sheet, by month.
    """

    guess: SheetGuess
    policy: Policy
    values: Pairs[str, pa.Array]
    beside: Pairs[str, pa.Array]
    months: Pairs[int, pa.Array]
    findings: tuple[Finding, ...]
    notes: list[Finding] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows the sheet has."""
        return self.guess.view.rows

    def __contains__(self, name: str) -> bool:
        """Return whether a field is there, from a column or as a constant."""
        return name in self.values

    def get(self, name: str, kind: pa.DataType | None = None) -> pa.Array:
        """Return a field's values, nulls where the sheet does not have it."""
        if name in self.values:
            return self.values[name]
        return pa.nulls(self.rows, kind or pa.string())

    def currency(self, *amounts: str) -> pa.Array:
        """Return each row's currency: beside the amount, else of its column, its header, or the workspace's."""
        code = self.get("currency")
        for name in amounts:
            if name in self.beside:
                code = pc.coalesce(self.beside[name], code)
            if name in self.guess.columns and (said := in_header(self.guess.columns[name].header, self.home)):
                code = pc.fill_null(code, said)
        return pc.fill_null(code, self.home)

    @property
    def home(self) -> str:
        """The workspace's currency."""
        return self.policy.company.currency

    def finding(self, code: str, message: str, remedy: str, severity: str = "error", *, row: int | None = None, field_name: str | None = None,
                value: str | None = None, count: int = 1) -> Finding:  # fmt: skip
        """Return a finding about this sheet; `row` is an index into it."""
        view = self.guess.view
        column = self.guess.columns.get(field_name) if field_name else None
        number = None if row is None else view.sheet.row_numbers[row].as_py()
        return Finding(code, message, remedy, severity, self.guess.mapping.table, view.sheet.file, view.sheet.name, number,  # type: ignore[arg-type]
                       column.header if column else field_name, value, count)  # fmt: skip


def fill(guess: SheetGuess, policy: Policy) -> Filled:
    """Return a sheet's fields read as its mapping says; nothing that does not read is left unsaid."""
    assert guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    values, beside, months = {}, {}, {}
    findings: list[Finding] = []
    for name, column in guess.columns.items():
        how = _how(guess, guess.shape.by_name[name], column, policy)
        read = read_column(guess.shape.by_name[name].type, column.cells, how)
        findings += _findings(guess, column, read, column.cells)
        values[name] = read.array
        if guess.shape.by_name[name].type == "money":
            beside[name] = read_currencies(column.cells, how)
    for name, text in guess.mapping.constants.items():
        if name in guess.shape.by_name and name not in values:
            cells = Cells((Text(text),), np.zeros(guess.view.rows, dtype=np.int64))
            how = _how(guess, guess.shape.by_name[name], None, policy)
            read = read_column(guess.shape.by_name[name].type, cells, how)
            values[name] = read.array
            findings += [_said(guess, name, text, trouble.message) for _, trouble in read.troubles]
    for column in guess.view.columns:
        if column.header in guess.months:
            how = How(
                field="mrr",
                header=column.header,
                point=guess.mapping.decimal.get(column.header, "."),
                home=policy.company.currency,
            )
            read = read_column("money", column.cells, how)
            findings += _findings(guess, column, read, column.cells)
            month = guess.months[column.header]
            months[month] = read.array
            beside[str(month)] = read_currencies(column.cells, how)
    return Filled(guess, policy, values, beside, months, tuple(findings))


def _how(guess: SheetGuess, field_: Field, column: ColumnView | None, policy: Policy) -> How:
    header = column.header if column else field_.name
    return How(
        field=field_.name,
        header=header,
        point=guess.mapping.decimal.get(header, "."),
        order=guess.mapping.date_order.get(header, "dmy"),
        zone=policy.company.time_zone,
        home=policy.company.currency,
        unit="share" if field_.unit in {"share", "full-time equivalents"} else field_.unit,
        allowed=field_.allowed,
        meant=guess.mapping.values.get(field_.name),
    )


def _findings(guess: SheetGuess, column: ColumnView, read: Values, cells: Cells) -> list[Finding]:
    """Return a finding for each row whose text did not read, the first hundred of a text, with the count of all."""
    found = []
    numbers = guess.view.sheet.row_numbers
    for text, trouble in read.troubles:
        for row in cells.rows_of(text):
            if len(found) > SHOWN * len(read.troubles):
                break
            found.append(
                Finding(
                    trouble.code,
                    trouble.message,
                    trouble.remedy,
                    trouble.severity,
                    guess.mapping.table,
                    guess.view.sheet.file,
                    guess.view.sheet.name,
                    numbers[row].as_py(),
                    column.header,
                    cells.texts[text].text[:80],
                )  # fmt: skip
            )
    return sorted(found, key=lambda finding: finding.row or 0)


def _said(guess: SheetGuess, name: str, text: str, message: str) -> Finding:
    return Finding("mapping-constant", f"the mapping says {name} = '{text}', but {message}", "Correct it in --map.", file=guess.view.sheet.file,
                   sheet=guess.view.sheet.name, column=name, value=text)  # fmt: skip
