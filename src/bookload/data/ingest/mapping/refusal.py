"""Why a sheet is not taken, or not as it was told to be, and what to write so that it is."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bookload.base.errors import Finding, Severity, did_you_mean
from bookload.data.ingest.mapping.mapping import LEFT_OUT
from bookload.data.ingest.mapping.months import month_headers
from bookload.data.ingest.mapping.similarity import FITS
from bookload.data.ingest.mapping.wayout import line
from bookload.data.ingest.values.fold import fold, squeezed, tokens
from bookload.data.ingest.values.months import MONTH_NAMES
from bookload.data.ingest.values.months import read as read_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.ingest.mapping.assign import Assignment
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.data.ingest.mapping.shape import Shape
    from bookload.data.ingest.mapping.view import ColumnView, SheetView

_REVENUE = frozenset({"mrr", "arr", "tcv", "acv"})
"""Words of headers that name recurring revenue, whatever else stands beside them."""
_QUARTER = re.compile(r"q[1-4](?: (?:20)?\d\d)?|(?:20)?\d\d q[1-4]")
_YEAR = re.compile(r"\b20\d\d\b")
_MOST_HEADERS, _LONGEST_HEADER = 12, 40


def left_out(
    view: SheetView, best: Assignment | None, said: SheetMapping, shapes: Sequence[Shape], *, alone: bool
) -> Finding:
    """Return why a sheet is not taken; `best` is what it is taken for, or most like.

    One that its name says is a table, without a column that the table needs, is an error; so is
    one that is nothing known, if it is all there is to import. Among others that is a warning.
    """
    if said.table == LEFT_OUT:
        return _finding(
            view, "left-out", "left out, as the mapping says", "Nothing needs to be done.", "note"
        )
    headers = shown_headers(view)
    if best is not None and (best.named or said.table is not None):
        lacking = _lacking(best)
        message = f"taken for {best.shape.name}, but there is no column for {lacking}; found are: {headers}"
        found = _finding(view, "column-missing", message, _which_column(view, best))
        return replace(found, table=best.shape.name)
    if said.table is not None:
        names = sorted(shape.name for shape in shapes)
        message = (
            f"the mapping takes it for '{said.table}', which is no table{did_you_mean(said.table, names)}"
        )
        return _finding(view, "mapping-absent", message, f"Use one of: {', '.join(names)}, {LEFT_OUT}.")
    message = f"its columns ({headers}) are those of no table: not taken"
    tables = ", ".join(shape.name for shape in shapes)
    if best is not None:
        message += f"; most are like those of {best.shape.name}, which needs {_lacking(best)} too"
        remedy = f"{_which_column(view, best)} ; if it is another, name in its place one of {tables}."
        return _finding(view, "not-recognised", message, remedy, "error" if alone else "warning")
    remedy = (
        f"If it is a list of accounts with amounts and owners, write in --map: "
        f"{line(view, table='one_sheet')} ; else name in place of one_sheet one of {tables}."
    )
    return _finding(view, "not-recognised", message, remedy, "error" if alone else "warning")


def _lacking(best: Assignment) -> str:
    return " and ".join(" or ".join(" with ".join(names) for names in group) for group in best.missing)


def _which_column(view: SheetView, best: Assignment) -> str:
    """Return what to write so that a sheet has what it lacks, with a column that may be meant.

    Of prices, `amount` comes first: what it is for is then read or asked, where `mrr` would be
    taken for a month's whatever the sheet says beside it.
    """
    fields = [names[0] for group in best.missing[:1] for names in group]
    if fields == ["months"]:
        used = {id(column) for column in best.columns.values()}
        free = [column for column in view.columns if id(column) not in used and column.amounts >= FITS]
        return f"{_which_months(view, free)} ; or leave the sheet out: {line(view, table=LEFT_OUT)}"
    field = "amount" if "amount" in fields else fields[0]
    used = {id(column) for column in best.columns.values()}
    free = [column for column in view.columns if id(column) not in used]
    if field in best.shape.by_name and best.shape.by_name[field].type == "money":
        free = [column for column in free if column.amounts >= FITS] or free
    header = max(free, key=lambda column: _alike(column.header, best.shape, field)).header if free else ""
    said = line(view, table=best.shape.name, columns={field: header or "its header"})
    without = line(view, table=LEFT_OUT)
    hint = did_you_mean(field, view.headers)
    return (
        f"Rename the column{hint}, or say in --map which it is, as in: {said} ; "
        f"or leave the sheet out: {without}"
    )


def _periods(columns: Sequence[ColumnView]) -> list[ColumnView]:
    """Return the columns of amounts under months without a year or under quarters, if there are several."""
    found = [
        column
        for column in columns
        if (fold(column.header) in MONTH_NAMES or _QUARTER.fullmatch(fold(column.header)))
        and column.sample
        and column.amounts >= FITS
    ]
    return found if len(found) > 1 else []


def _which_months(view: SheetView, free: Sequence[ColumnView]) -> str:
    """Return what to write where headers are months that cannot be told, all of them in one line.

    A year that nothing says is left to be filled in: a line that is copied must not give a wrong one.
    """
    year = next(iter(_YEAR.findall(view.file_words)), "YYYY")
    numbers = {column.header: MONTH_NAMES.get(fold(column.header)) for column in free}
    months = {header: f"{year}-{number:02}" for header, number in numbers.items() if number}
    said = line(view, table="mrr_wide", months=months or {"its header": f"{year}-01"})
    filled = ", with the year in place of YYYY" if year == "YYYY" else ""
    whole = "" if months else " (of quarters and years, export the months)"
    return f"Say in --map which column is MRR of which month{filled}{whole}: {said}"


def month_findings(view: SheetView, shape: Shape, said: SheetMapping) -> list[Finding]:
    """Return what is wrong with the months of a wide sheet: one stated that is none, or two that are one."""
    found = []
    for header, text in said.months.items():
        if text and (view.column(header) is None or read_month(text) is None):
            message = f"the mapping says that '{header}' is the month '{text}'"
            remedy = f"Write months as 2025-01; the sheet has: {shown_headers(view)}."
            found.append(_finding(view, "mapping-absent", message, remedy))
    if shape.months:
        for first, second in month_headers(view.headers, said).twice:
            message = f"'{first}' and '{second}' are one month: both would count twice"
            remedy = f"Say which is not meant, in --map: {line(view, months={second: ''})}"
            found.append(replace(_finding(view, "month-twice", message, remedy), column=second))
    return found


def amounts_left(view: SheetView, best: Assignment, said: SheetMapping) -> list[Finding]:
    """Return what is wrong with a sheet whose MRR or ARR the table that it is taken for has no place for.

    An error, since revenue would be lacking without a word; where the mapping says which table
    it is, a warning.
    """
    shape, used = best.shape, {id(column) for column in best.columns.values()}
    if shape.months:
        return []
    free = [column for column in view.columns if id(column) not in used]
    if (periods := _periods(free)) and "month" not in best.columns:
        named = ", ".join(f"'{column.header}'" for column in periods[:3])
        message = (
            f"taken for {shape.name}, in which {named} are not taken: no month of a year is told by them"
        )
        remedy = f"{_which_months(view, periods)} ; if they are no revenue: {line(view, table=shape.name)}"
        stated: Severity = "warning" if said.table == shape.name else "error"
        return [_finding(view, "amount-not-taken", message, remedy, stated)]
    if any(name in shape.by_name for name in ("mrr", "arr", "amount")):
        return []
    for column in view.columns:
        words = set(tokens(column.header))
        if id(column) in used or not words & _REVENUE or not column.sample or column.amounts < FITS:
            continue
        kept = "is kept as an attribute of the account only" if shape.name == "accounts" else "is not taken"
        message = f"taken for {shape.name}, in which '{column.header}' {kept}: no MRR or ARR comes of it"
        field = "mrr" if "mrr" in words else "arr" if words & {"arr", "acv"} else "amount"
        taken = line(view, table="one_sheet", columns={field: column.header})
        left = line(view, table=shape.name)
        remedy = f"If it is what accounts pay, write in --map: {taken} ; if it is not: {left}"
        severity: Severity = "warning" if said.table == shape.name else "error"
        found = _finding(view, "amount-not-taken", message, remedy, severity)
        return [replace(found, column=column.header)]
    return []


def _alike(header: str, shape: Shape, field: str) -> float:
    known = shape.by_name.get(field)
    names = (field, *known.aliases) if known else (field,)
    return max(SequenceMatcher(None, squeezed(header), squeezed(name)).ratio() for name in names)


def stated_but_absent(view: SheetView, shape: Shape, said: SheetMapping) -> list[Finding]:
    """Return a finding for each field and header that a mapping names and that is not there."""
    found = []
    for name, header in said.columns.items():
        if name not in shape.by_name:
            hint = did_you_mean(name, shape.by_name)
            message = f"the mapping names '{name}', which is no field of {shape.name}{hint}"
            found.append(_finding(view, "mapping-absent", message, "Correct it."))
        elif header and view.column(header) is None:
            hint = did_you_mean(header, view.headers)
            message = f"the mapping takes {name} from '{header}', which the sheet does not have{hint}"
            found.append(_finding(view, "mapping-absent", message, f"It has: {shown_headers(view)}."))
    return found


def shown_headers(view: SheetView) -> str:
    """Return the headers of a sheet as a message lists them: the first few, and how many more there are."""
    more = len(view.headers) - _MOST_HEADERS
    listed = ", ".join(header[:_LONGEST_HEADER] for header in view.headers[:_MOST_HEADERS])
    return f"{listed} and {more} more" if more > 0 else listed


def _finding(view: SheetView, code: str, message: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(code, message, remedy, severity, file=view.sheet.file, sheet=view.sheet.name)
