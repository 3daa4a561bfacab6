from __future__ import annotations

import xlsxwriter

from bookload.metrics.effort.effort import effort
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import effort as effort_sheet
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from logged import company, deed, price

LOG = [
    deed("2026-04-01 00:00", 30, stage="steady"),
    deed("2026-05-06 10:00", 480, "A", stage="steady"),
    deed("2026-05-06 10:00", 7, "B", stage="onboarding", kind="=1+1"),
    deed("2026-05-07 10:00", None, "C", kind="email"),
]


def test_every_formula_comes_to_what_its_cell_shows_and_to_the_figures(tmp_path):
    found = effort(company(LOG, subscriptions=[price("A", 10), price("C", 990)])).hours
    assert found is not None
    path = tmp_path / "effort.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = Sheet(book.add_worksheet(effort_sheet.NAME), Styles(book, "USD"), Names(book))
        effort_sheet.fill(sheet, found, "USD")
    again = Recomputed(path)
    cells = [cell for row in again.formulas["Effort"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells) >= 3 * len(found.steps)
    for cell in cells:
        shown, value = again.cached["Effort"][cell.coordinate].value, again.value("Effort", cell.coordinate)
        if isinstance(shown, str):
            assert shown == value, cell.coordinate
        else:
            assert abs(shown - value) < 1e-6, cell.coordinate
    assert found.against is not None
    assert found.against.far
    values = {cell.value for row in again.formulas["Effort"].iter_rows() for cell in row}
    assert "=1+1" in values  # as text
    assert {each.account_id for each in found.against.far} <= values
