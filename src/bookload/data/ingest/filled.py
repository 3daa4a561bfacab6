"""A sheet's fields as stored values: each mapped column read once, with what does not read."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import SHOWN_OF_A_KIND, Finding, Severity
from bookload.data.ingest.mapping.shape import Field
from bookload.data.ingest.values import numbers
from bookload.data.ingest.values.cell import Cells, Text, Trouble, Values
from bookload.data.ingest.values.currencies import in_header
from bookload.data.ingest.values.dates import all_at_midnight
from bookload.data.ingest.values.numbers import in_hundredths
from bookload.data.ingest.values.read import How, read_column, read_currencies
from bookload.data.tables import contract

if TYPE_CHECKING:
    from bookload.data.documents import Policy
    from bookload.data.ingest.mapping.guess import SheetGuess
    from bookload.data.ingest.mapping.view import ColumnView

LONGEST_VALUE = 80
EMPTY = "(empty)"
"""How a mapping's `values` name an empty cell."""
_MRR = Field("mrr", "money")
_SECRET = tuple(column.name for column in contract("pay").columns if column.sensitivity == "pay")
"""Fields whose values are in no finding."""
_SHARES = frozenset({"share", "full-time equivalents"})


@dataclass(frozen=True)
class Place:
    """Where in a sheet a finding is: the index of a row, a field, a value as it was written."""

    row: int | None = None
    field: str | None = None
    value: str | None = None
    count: int = 1


NOWHERE = Place()


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
        """Return each row's currency: beside the amount, else its column's, the header's, the workspace's."""
        code = self.get("currency")
        for name in amounts:
            if name in self.beside:
                code = pc.coalesce(self.beside[name], code)
        for name in amounts:
            column = self.guess.columns.get(name)
            if column is not None and (said := in_header(column.header, self.home)):
                code = pc.fill_null(code, said)
        return pc.fill_null(code, self.guess.mapping.values.get("currency", {}).get(EMPTY, self.home))

    @property
    def home(self) -> str:
        """The workspace's currency."""
        return self.policy.company.currency

    @property
    def origin(self) -> str:
        """The sheet as `__sheet` names it."""
        sheet = self.guess.view.sheet
        return sheet.file if sheet.name is None else f"{sheet.file}\n{sheet.name}"

    def finding(
        self, code: str, message: str, remedy: str, severity: Severity = "error", at: Place = NOWHERE
    ) -> Finding:
        """Return a finding about this sheet."""
        return _finding(self.guess, Trouble(code, message, remedy, severity), at)


def fill(guess: SheetGuess, policy: Policy) -> Filled:
    """Return a sheet's fields read as its mapping says; nothing that does not read is left unsaid."""
    assert guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    values, beside = {}, {}
    findings: list[Finding] = []
    for name, column in guess.columns.items():
        field = guess.shape.by_name[name]
        how = _how(guess, field, column, policy)
        read = read_column(field.type, column.cells, how)
        findings += _findings(guess, column, read)
        values[name] = read.array
        if field.type == "money":
            beside[name] = read_currencies(column.cells, how)
    for name, array, trouble in _constants(guess, policy, set(values)):
        values[name] = array
        findings += [trouble] if trouble else []
    months = {}
    for column in guess.view.columns:
        if column.header in guess.months:
            how = _how(guess, replace(_MRR, name=column.header), column, policy)
            read = read_column("money", column.cells, how)
            findings += _findings(guess, column, read)
            months[guess.months[column.header]] = read.array
            beside[str(guess.months[column.header])] = read_currencies(column.cells, how)
    beside = {name: _in_its_column(guess, policy, name, values, array) for name, array in beside.items()}
    return Filled(guess, policy, values, beside, months, tuple(findings))


def _in_its_column(
    guess: SheetGuess, policy: Policy, name: str, values: Pairs[str, pa.Array], beside: pa.Array
) -> pa.Array:
    """Return currencies beside amounts, a sign that several share meaning the one that the column says."""
    column = guess.columns.get(name)
    if column is None or "currency" not in guess.columns or guess.shape is None:
        return beside
    said = values["currency"]
    how = _how(guess, guess.shape.by_name[name], column, policy)
    for code in pc.unique(said).drop_null().to_pylist():
        if code != how.home:
            there = pc.fill_null(pc.equal(said, code), fill_value=False)
            beside = pc.if_else(there, read_currencies(column.cells, replace(how, home=code)), beside)
    return beside


def _constants(
    guess: SheetGuess, policy: Policy, there: set[str]
) -> Iterator[tuple[str, pa.Array, Finding | None]]:
    """Yield the fields that the mapping gives one value for all rows."""
    assert guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    for name, text in guess.mapping.constants.items():
        field = guess.shape.by_name.get(name)
        if field is None or name in there:
            continue
        cells = Cells((Text(text),), np.zeros(guess.view.rows, dtype=np.int64))
        read = read_column(field.type, cells, _how(guess, field, None, policy))
        wrong = None
        if read.troubles:
            trouble = read.troubles[0][1]
            message = f"the mapping says {name} = '{text}', but {trouble.message}"
            place = Place(field=name, value=text)
            wrong = _finding(guess, Trouble("mapping-constant", message, "Correct it in --map."), place)
        yield name, read.array, wrong


def _how(guess: SheetGuess, field: Field, column: ColumnView | None, policy: Policy) -> How:
    header = column.header if column else field.name
    order = guess.mapping.date_order.get(header, "dmy")
    point = guess.mapping.decimal.get(header, ".")
    is_share = field.unit in _SHARES
    is_date = column is not None and field.type == "date"
    return How(
        field=field.name,
        header=header,
        point=point,
        order=order,
        zone=policy.company.time_zone,
        home=policy.company.currency,
        is_share=is_share,
        hundredths=is_share and column is not None and in_hundredths(column.cells.texts, point),
        midnight=all_at_midnight(column.cells.texts, order) if is_date and column else True,
        allowed=field.allowed,
        meant=guess.mapping.values.get(field.name, {}),
        roles=policy.titles,
    )


def _findings(guess: SheetGuess, column: ColumnView, read: Values) -> list[Finding]:
    """Return a finding for each row that did not read: a hundred of a kind, the last counting the rest.

    Of notes there is one a kind, about the first row.
    """
    found: list[Finding] = []
    index = column.cells.index
    secret = any(guess.columns.get(name) is column for name in _SECRET)
    for code in dict.fromkeys(trouble.code for _, trouble in read.troubles):
        by_text = {text: trouble for text, trouble in read.troubles if trouble.code == code}
        rows = np.flatnonzero(np.isin(index, list(by_text)))
        shown = rows[:SHOWN_OF_A_KIND]
        if all(trouble.severity == "note" for trouble in by_text.values()):
            first = int(rows[0])
            value = column.cells.texts[int(index[first])].text[:LONGEST_VALUE]
            place = Place(first, None, None if secret else value, len(rows))
            trouble = by_text[int(index[first])]
            if secret and code == "amount-multiplied":
                trouble = replace(trouble, message="words for thousands or more are multiplied out")
            found.append(_finding(guess, trouble, place, column.header))
            continue
        for row in shown:
            text = int(index[row])
            value = column.cells.texts[text].text[:LONGEST_VALUE]
            mixed = _as_mixed(guess, column, text) if code == "not-a-number" and not secret else None
            place = Place(int(row), None, None if secret else value)
            found.append(_finding(guess, mixed or by_text[text], place, column.header))
        if left := len(rows) - len(shown):
            last = found[-1]
            found[-1] = replace(last, message=f"{last.message}; and {left:,} more of this kind in the column")
    return found


def _as_mixed(guess: SheetGuess, column: ColumnView, text: int) -> Trouble | None:
    """Return what is wrong with a number written with the other decimal sign than its column, else None."""
    point: numbers.Point = guess.mapping.decimal.get(column.header, ".")
    other: numbers.Point = "," if point == "." else "."
    if not numbers.read(column.cells.texts[text], other):
        return None
    texts = column.cells.texts
    plain = (
        place
        for place, each in enumerate(texts)
        if numbers.read(each, point) and not numbers.read(each, other)
    )
    place = next(plain, None)
    if place is None:
        return None
    row = guess.view.sheet.row_numbers[int(np.flatnonzero(column.cells.index == place)[0])].as_py()
    message = (
        f"the column is mixed: this has '{other}' as its decimal sign, and row {row} ('{texts[place].text}') "
        f"has '{point}'"
    )
    return Trouble("not-a-number", message, "Write all of them in one way.")


def _finding(guess: SheetGuess, trouble: Trouble, at: Place, header: str | None = None) -> Finding:
    sheet = guess.view.sheet
    column = guess.columns.get(at.field) if at.field else None
    return Finding(
        code=trouble.code,
        message=trouble.message,
        remedy=trouble.remedy,
        severity=trouble.severity,
        table=guess.mapping.table,
        file=sheet.file,
        sheet=sheet.name,
        row=None if at.row is None else sheet.row_numbers[at.row].as_py(),
        column=header or (column.header if column else at.field),
        value=at.value,
        count=at.count,
    )
