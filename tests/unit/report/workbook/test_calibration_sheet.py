"""The sheet of learnt minutes: its formulas come to the figures that calibration computed."""

from __future__ import annotations

import pytest
import xlsxwriter

from bookload.planning.journey.calibration import (
    ActivityMinutes,
    Band,
    Calibration,
    Estimate,
    KindMinutes,
    SegmentMinutes,
)
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import calibration as sheet
from bookload.report.workbook.style import Styles
from formulas import Recomputed

LEARNT = Estimate(3.7, 0.05)
FOUND = Calibration(
    activities=(
        ActivityMinutes(
            0, "Call", "steady", ("call",), Band(40, 50, 70), True, 120, 40.5, LEARNT, LEARNT.band
        ),
        ActivityMinutes(1, "Plan", "steady", (), Band(1, 2, 3), False, 0, held_back="it names no kinds"),
    ),
    segments=(SegmentMinutes(0, "Call", "steady", "S", "high", 120, 40.5, LEARNT, 0.9),),
    stages=(),
    kinds=(
        KindMinutes("call", True, 120, 3, 4_900.0, 40.5, 4_860.0, 38.0, 43.0),
        KindMinutes("nothing", False, 10, 0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ),
    drivers=(),
    deliveries=(),
    left_out=0,
)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet.fill(Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book)), FOUND)
    book.close()
    return Recomputed(path)


def test_every_formula_comes_to_the_value_beside_it(written):
    formulas = list(written.all_formulas())
    assert len(formulas) == 2 * 3 + 2 * 3 + 4
    for name, place, formula, shown, again in formulas:
        assert shown == (again if isinstance(again, str) else pytest.approx(again)), (name, place, formula)


def test_what_was_not_learnt_reads_not_available_and_never_0(written):
    assert written.value(sheet.NAME, "M6") == "n/a"
    assert written.value(sheet.NAME, "N6") == "n/a"
    assert written.value(sheet.NAME, "M5") == pytest.approx(120 * LEARNT.band.likely / 60)
