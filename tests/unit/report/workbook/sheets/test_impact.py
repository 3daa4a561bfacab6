"""The sheets of effects and of contact: their formulas come to the figures that planning computed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bookload.base.period import Month
from bookload.planning.impact import AccountContact, Contact, Lag, OwnerContact
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import contact, impact
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from impacts import answered, one_of


def contacts() -> Contact:
    return Contact(
        date(2026, 6, 30),
        (Month(24000), Month(24001)),
        30,
        40,
        0.02,
        tuple(Lag(month, 0.01 * month, -0.02, 0.03 * month) for month in range(1, 7)),
        Lag(6, 0.02, -0.1, 0.14),
        12,
        14,
        "No association to be seen.",
        accounts=(AccountContact("=A", 2, 1, 3, 100.0, 120.0), AccountContact("B", 2, 0, 0, 80.0, 0.0)),
        owners=(OwnerContact("P1", 10, 5, None, None, None),),
    )


def written(path, sheet, *matter) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet.fill(Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book)), *matter)
    book.close()


CASES: dict[str, tuple[Any, tuple[Any, ...], int, int]] = {
    "all": (impact, (answered(), "USD"), 3, 1),
    "one": (impact, (one_of(0), "USD"), 200, 1),
    "untold": (impact, (one_of(2), "USD"), 0, 0),
    "contact": (contact, (contacts(),), 2, 1),
}


@pytest.mark.parametrize("name", CASES)
def test_every_formula_comes_to_the_value_that_stands_in_its_cell(name, tmp_path):
    sheet, matter, least, drawn = CASES[name]
    path = tmp_path / "sheet.xlsx"
    written(path, sheet, *matter)
    counted, sums = 0, []
    for _, cell, formula, stands, again in Recomputed(path).all_formulas():
        counted += 1
        sums += [again] if formula.startswith("=SUM") else []
        if isinstance(stands, str) or isinstance(again, str):
            assert stands == again, f"{cell} {formula}"
        else:
            assert stands == pytest.approx(again, rel=1e-9, abs=1e-9), f"{cell} {formula}"
    assert counted >= least
    if name == "one":  # its movements, and its accounts, come to the effect
        assert sums == [pytest.approx(one_of(0).found[0].effect, abs=1e-12)] * 2
    page = load_workbook(path)[sheet.NAME]
    assert len(page._charts) == drawn
