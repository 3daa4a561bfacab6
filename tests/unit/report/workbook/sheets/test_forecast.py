from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import forecast
from bookload.report.workbook.style import Styles
from forecasted import found


@pytest.fixture(scope="module", params=[True, False], ids=["values", "formulas"])
def sheet(request):
    kept = io.BytesIO()
    book = Workbook(kept)
    made = Sheet(book.add_worksheet(forecast.NAME), Styles(book, "USD"), Names(book))
    forecast.fill(made, found(), "USD")
    book.close()
    return load_workbook(kept, data_only=request.param)[forecast.NAME], request.param


def test_heads_and_what_is_short_are_formulas_whose_values_are_those_of_the_forecast(sheet):
    cells, values = sheet
    row = found().roles.rows[0]
    head = float(found().draws.head_hours[0, 0])
    middle = cells.cell(forecast.FIRST + 1, forecast.ROLES + 11).value
    short = cells.cell(forecast.FIRST + 1, forecast.ROLES + 13).value
    if values:
        assert middle == pytest.approx(row.hours.middle / head)
        assert short == pytest.approx((row.hours.high - row.supply.middle) / head)
    else:
        assert middle.startswith("=IF(")
        assert short.startswith("=IF(")


def test_how_much_better_the_backtest_was_is_a_formula_over_the_losses(sheet):
    cells, values = sheet
    score = found().scores[0]
    below = cells.cell(forecast.FIRST + 1, forecast.BACKTEST + 8).value
    assert below == pytest.approx(score.below_last) if values else below.startswith("=IF(")


def test_the_chart_is_drawn_from_the_bands_of_arr(sheet):
    cells, values = sheet
    at = forecast.FIRST + len(found().roles) + 3
    row = next(row for row in found().stocks if row.segment is None)
    shown = [cells.cell(at + 3, forecast.ROLES + 1 + band).value for band in (1, 2, 3)]
    known = shown if values else [cells[each.removeprefix("=")].value for each in shown]
    assert known == pytest.approx([row.arr.low, row.arr.middle, row.arr.high])
