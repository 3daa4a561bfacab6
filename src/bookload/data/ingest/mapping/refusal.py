"""Why a sheet is not taken, or not as it was told to be, and what to write so that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import Finding, Severity, did_you_mean
from bookload.data.ingest.mapping.mapping import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.ingest.mapping.assign import Assignment
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.data.ingest.mapping.shape import Shape
    from bookload.data.ingest.mapping.view import SheetView


def left_out(
    view: SheetView, best: Assignment | None, said: SheetMapping, shapes: Sequence[Shape], *, alone: bool
) -> Finding:
    """Return why a sheet is not taken.

    One that its name says is a table, without a column that the table needs, is an error; so is
    one that is nothing known, if it is all there is to import. Among others that is a warning.
    """
    if said.table == LEFT_OUT:
        return _finding(
            view, "left-out", "left out, as the mapping says", "Nothing needs to be done.", "note"
        )
    headers = ", ".join(view.headers)
    entry = f'[[sheet]] file = "{view.sheet.file}"'
    if best is not None:
        lacking = " and ".join(" or ".join(" with ".join(names) for names in group) for group in best.missing)
        field = best.missing[0][0][0]
        message = f"taken for {best.shape.name}, but there is no column for {lacking}; found are: {headers}"
        remedy = (
            f"Rename the column, or say in --map which it is: {entry}, [sheet.columns] {field} = "
            f'"its header"{_nearest(field, view)}; table = "{LEFT_OUT}" leaves the sheet out.'
        )
        return _finding(view, "column-missing", message, remedy)
    if said.table is not None:
        names = sorted(shape.name for shape in shapes)
        message = (
            f"the mapping takes it for '{said.table}', which is no table{did_you_mean(said.table, names)}"
        )
        return _finding(view, "mapping-absent", message, f"Use one of: {', '.join(names)}, {LEFT_OUT}.")
    message = f"not taken, nor needed: its columns ({headers}) are those of no table"
    remedy = f'If it is one, say which in --map: {entry}, table = "...".'
    return _finding(view, "not-recognised", message, remedy, "error" if alone else "warning")


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
            found.append(_finding(view, "mapping-absent", message, f"It has: {', '.join(view.headers)}."))
    return found


def _nearest(name: str, view: SheetView) -> str:
    return did_you_mean(name, view.headers)


def _finding(view: SheetView, code: str, message: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(code, message, remedy, severity, file=view.sheet.file, sheet=view.sheet.name)
