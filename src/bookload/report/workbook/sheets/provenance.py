"""Where every figure comes from, what the marks mean, and what this reader's copy leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.provenance import BESIDE

if TYPE_CHECKING:
    from bookload.report.provenance import Provenance
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Provenance"


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write what the figures were computed from and by what."""
    at = sources(sheet, data.provenance, with_content=data.shows_pay_of_groups)
    at = _listed(sheet, at + 1, "What is missing", [("", words) for words in data.answer.missing])
    at = _listed(sheet, at + 1, "What this copy leaves out", _left_out(data))
    at = _listed(sheet, at + 1, "Other workbooks", [("", BESIDE)])
    marks(sheet, at)


def sources(sheet: Sheet, of: Provenance, *, with_content: bool) -> int:
    """Write files, documents, tables and rates; return the next row. `with_content`: the data's hash too."""
    sheet.begin("Where this comes from", "Enough to compute every figure again.", [26, 70, 20], frozen=(3, 0))
    at = _facts(sheet, of, 3, with_content=with_content)
    files: list[tuple[str, Value]] = [
        (file.name, file.sha256 or "not shown to this reader") for file in of.files
    ]
    at = _listed(sheet, at + 1, "Imported files (sha256)", files)
    at = _listed(sheet, at + 1, "Documents (sha256)", list(of.documents.items()))
    at = _listed(sheet, at + 1, "Rows by table", list(of.tables.items()))
    return _rates(sheet, of, at + 1)


def marks(sheet: Sheet, at: int) -> None:
    """Write what the marks of all sheets mean, under a row."""
    sheet.section(at + 1, "Marks")
    sheet.put(at + 2, 0, "given", "text", given=True)
    sheet.put(
        at + 2,
        1,
        "An input: something that this workbook does not compute. Other figures are formulas.",
        "text",
    )
    sheet.put(at + 3, 0, "ASSUMED", "text")
    sheet.put(at + 3, 1, "From published averages, until the company has a journey of its own.", "text")
    sheet.put(at + 4, 0, "n/a", "text")
    sheet.put(at + 4, 1, "Not known, or nothing below the line; never 0.", "text")


def _facts(sheet: Sheet, of: Provenance, at: int, *, with_content: bool) -> int:
    facts: tuple[tuple[str, Value, Kind], ...] = (
        ("workspace", of.workspace, "text"),
        ("as seen by", of.role, "text"),
        ("snapshot", of.snapshot, "text"),
        ("content", of.content if with_content else None, "text"),
        ("loaded at", of.loaded_at.isoformat(" ", "seconds") if of.loaded_at else None, "text"),
        ("data through", of.data_through.isoformat() if of.data_through else None, "text"),
        ("known from", of.known_from.isoformat() if of.known_from else "the beginning", "text"),
        ("as of", of.as_of.isoformat(), "text"),
        ("currency", of.currency, "text"),
        ("accounts", f"{of.only} alone" if of.only else "all that are seen", "text"),
        ("profile", of.profile, "text"),
        ("program", f"Bookload {of.program}", "text"),
        ("imported by", f"Bookload {of.imported_by}" if of.imported_by else None, "text"),
        ("findings of the import", of.findings, "count"),
    )
    for offset, (label, value, kind) in enumerate(facts):
        sheet.put(at + offset, 0, label, "text")
        sheet.put(at + offset, 1, value, kind)
    return at + len(facts)


def _listed(sheet: Sheet, at: int, title: str, rows: list[tuple[str, Value]]) -> int:
    if not rows:
        return at - 1
    sheet.section(at, title)
    for offset, (label, value) in enumerate(rows, start=1):
        sheet.put(at + offset, 0, label, "text")
        sheet.put(at + offset, 1, value, "text" if isinstance(value, str) else "count")
    return at + len(rows) + 1


def _rates(sheet: Sheet, of: Provenance, at: int) -> int:
    if not of.rates:
        return at - 1
    sheet.section(at, f"Rates of {of.as_of}: {of.currency} for one unit")
    for offset, rate in enumerate(of.rates, start=1):
        source = "the workspace's fx_rates" if rate.own else "European Central Bank"
        sheet.put(at + offset, 0, rate.currency, "text")
        sheet.put(at + offset, 1, f"{source}, of {rate.day}", "text")
        sheet.put(at + offset, 2, rate.value, "rate", given=True)
    at += len(of.rates) + 1
    for note in of.notes:
        sheet.note(at, note)
        at += 1
    return at


def _left_out(data: Gathered) -> list[tuple[str, Value]]:
    left: list[tuple[str, Value]] = []
    if not data.shows_pay:
        left.append(
            ("what comes from pay", "needs a right to pay: ARR per OTE, cost to serve, the scaled target")
        )
    if data.books is None:
        left.append(("Books, Team by person", "need the right to people's names"))
    if not data.shows_time:
        left.append(("Utilisation", "needs the rights to people's time and names"))
    return left
