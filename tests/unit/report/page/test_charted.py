"""Capacity, calibration and scenarios drawn: each chart says the figures of its result in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
import xlsxwriter

from bookload.base.period import Month
from bookload.planning.capacity import capacity
from bookload.planning.journey.calibration import calibrate
from bookload.planning.plan.scenarios import Compared, Comparison, Difference
from bookload.report.figures import number
from bookload.report.page.charted import calibration as learnt
from bookload.report.page.charted import capacity as heads
from bookload.report.page.charted import scenarios
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import capacity as sheet
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from reported import AS_OF, reader
from unit.planning.journey.calibration.test_calibration import company


@pytest.fixture(scope="module")
def found():
    return capacity(reader(), 3)


def test_capacity_is_drawn_role_by_role(found):
    charts = heads.charts(found)
    roles = {row.role for row in found.rows if row.need is not None}
    assert {chart.name for chart in charts} == {f"heads-{role}" for role in roles}
    row = found.row(Month.of(AS_OF), "csm")
    said = next(chart.pair.narrow.description for chart in charts if chart.name == "heads-csm")
    assert f"{number(row.have, 1)} there, {number(row.need, 1)} asked for" in said


def test_capacity_alone_is_a_sheet_whose_formulas_come_to_its_figures(found, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "capacity.xlsx")
    page = Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book))
    sheet.alone(page, found, reader().policy)
    book.close()
    cells = list(Recomputed(tmp_path / "capacity.xlsx").all_formulas())
    for _, place, formula, shown, again in cells:
        if isinstance(shown, str):
            assert shown == again, (place, formula)
        else:
            assert again == pytest.approx(shown, abs=1e-9), (place, formula)
    assert len(cells) > 5 * len(found.rows)


def test_learnt_minutes_are_drawn_against_the_journeys():
    found = calibrate(company())
    (chart,) = learnt.charts(found)
    call = next(row for row in found.activities if row.activity == "Call")
    assert call.learnt is not None
    assert f"Call {call.learnt.band.likely:.0f} learnt, 50 in the journey" in chart.pair.wide.description


def test_scenarios_are_drawn_as_heads_needed_within_heads_there():
    def difference(figure, base, value):
        return Difference(figure, base, value, value - base, {}, Fraction(0))

    base = {"need": Fraction(19, 2), "there": Fraction(8)}
    rows = (difference("need", base["need"], Fraction(9)), difference("there", base["there"], Fraction(10)))
    one = Compared("more", "More", "One more?", ("team",), rows, {}, estimates=False, pay_withheld=False)
    (chart,) = scenarios.charts(Comparison(AS_OF, 12, base, (one,)))
    assert chart.pair.wide.description == "as it is 9.5 of 8.0; more 9.0 of 10.0."
    assert scenarios.charts(Comparison(AS_OF, 12, {}, ())) == ()
