"""Results drawn: each chart says the figures of its result in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest
import xlsxwriter

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.books.book import Book
from bookload.metrics.books.signs import Signs
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.revenue.committed import Committed, CommittedRow
from bookload.metrics.revenue.renewals import RenewalMonth, Renewals
from bookload.metrics.revenue.retention.retention import RetentionRow
from bookload.metrics.revenue.signs.band import Band
from bookload.metrics.revenue.signs.judged import SignMonth, Verdict
from bookload.planning.capacity import PersonLoad, capacity
from bookload.planning.journey.calibration import calibrate
from bookload.planning.plan.scenarios import Compared, Comparison, Difference
from bookload.report.figures import monthly, number, percent, units
from bookload.report.page.charted import (
    book,
    committed,
    concentration,
    ratios,
    renewals,
    revenue,
    scenarios,
    signs,
)
from bookload.report.page.charted import calibration as learnt
from bookload.report.page.charted import capacity as heads
from bookload.report.page.front import month_words
from bookload.report.terminal import Laid, laid
from bookload.report.topics.book import PersonPage
from bookload.report.topics.retention import BEFORE, tables
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import capacity as sheet
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from reported import AS_OF, reader
from unit.planning.journey.calibration.test_calibration import company

START = Month.of(AS_OF) - 2


@pytest.fixture(scope="module")
def found():
    return capacity(reader(), 3)


def as_shown(part):
    found = laid(part)
    assert isinstance(found, Laid)
    return found.rows


def test_capacity_is_drawn_role_by_role(found):
    charts = heads.charts(found)
    roles = {row.role for row in found.rows if row.need is not None}
    assert {chart.name for chart in charts} == {f"heads-{role}" for role in roles}
    row = found.row(Month.of(AS_OF), "csm")
    said = next(chart.pair.narrow.description for chart in charts if chart.name == "heads-csm")
    assert f"{number(row.have, 1)} there, {number(row.need, 1)} asked for" in said


def test_what_lasts_is_drawn_of_the_latest_year_and_not_of_a_single_month():
    one = Fraction(1)
    rows = [
        RetentionRow(
            Month.of(AS_OF) - ago, None, None if ago > 14 else one - Fraction(ago, 100), one / 2, None, 9
        )
        for ago in range(20, -1, -1)
    ]
    (chart,) = revenue.rates(rows, "year")
    assert "100.0% and 50.0% in" in chart.pair.narrow.description
    assert "from 88.0% and 50.0%" in chart.pair.narrow.description
    assert not revenue.rates(rows[:7], "year")


@pytest.mark.parametrize("by", [None, "segment"])
def test_months_before_the_first_rate_are_one_row_that_names_them(by):
    known = (None, None, None, 9, None, 9)
    rows = [
        RetentionRow(START + place, by and key, None, None, None, count)
        for place, count in enumerate(known)
        for key in (("a", "b") if by else (None,))
    ]
    made, why = tables(rows, "year", by)
    shown = as_shown(made)
    assert shown[0][0] == f"{START} to {START + 2}"
    assert not any(shown[0][-4:])
    assert [row[0] for row in shown[1:]] == [str(row.month) for row in rows if row.month > START + 2]
    assert why == BEFORE
    assert len(tables([row for row in rows if row.month > START + 2], "year", by)) == 1


def test_renewals_are_drawn_by_month_and_how_much_is_to_be_signed():
    months = (
        RenewalMonth(START, 5 * QUANTA, 0, 20 * QUANTA, 0),
        RenewalMonth(START + 1, 0, 70 * QUANTA, 4 * QUANTA, QUANTA),
    )
    found = Renewals((), months=months, overdue=3 * QUANTA)
    (chart,) = renewals.charts(found, "USD")
    assert chart.title == "24 of 100 due has to be signed; of 1 it is not stated"
    assert (
        f"{month_words(START)} 20 to be signed, 5 signed; {month_words(START + 1)} 4 to be signed, 70 auto"
        in (chart.pair.wide.description)
    )
    assert "3 is overdue" in chart.note
    assert renewals.charts(Renewals((), months=(RenewalMonth(START, 0, 0, 0, 0),)), "USD") == ()


def test_the_largest_are_drawn_together_and_over_the_months_that_are_asked():
    held = reader().concentration(Month.of(AS_OF) - 1, Month.of(AS_OF))
    curve, by_month = concentration.charts(held)
    last = [row for row in held.rows if row.month == Month.of(AS_OF)]
    assert all(held.together[row.top - 1] == row.share for row in last if row.top <= len(held.largest))
    ten = str(percent(held.together[9]))
    assert f"have {ten} of ARR" in curve.title
    assert ten in by_month.title
    assert concentration.charts(replace(held, largest=held.largest[:5])) == ()


def test_committed_is_a_bridge_from_live_only_where_something_is_known_ahead():
    row = CommittedRow(None, 100 * QUANTA, 20 * QUANTA, 0, 0, -30 * QUANTA, 0, 90 * QUANTA)
    (chart,) = committed.charts(Committed((row,)), "USD")
    assert chart.title == "Of 100 live, 90 is committed"
    assert "live 100, not yet started +20, known ends −30, committed 90" in chart.pair.wide.description
    quiet = replace(row, signed_not_started=0, known_ends=0, committed=100 * QUANTA)
    assert committed.charts(Committed((quiet,)), "USD") == ()
    assert committed.charts(Committed((row, replace(row, key="A-1"))), "USD") == ()


def test_what_turned_says_which_month_was_the_last_to_leave_its_range():
    found = Signs(tuple(_sign_month(n, turned=n == 1) for n in range(3)))
    (chart,) = signs.charts(found)
    assert (
        chart.title
        == f"1 of 3 months left what was to be expected, the last {month_words(START + 1)}, below it"
    )
    quiet = Signs(tuple(_sign_month(n) for n in range(3)))
    assert signs.charts(quiet)[0].title.startswith("All 3 months that are judged stayed")
    assert signs.charts(Signs(quiet.rows[:1])) == ()


def _sign_month(number, *, turned=False):
    band = Band(slope=0.0, expected=0.02, low=-0.01, high=0.05, spread=0.01, months=12)
    rate = Fraction(-3 if turned else 2, 100)
    verdict: Verdict = "turn_down" if turned else "steady"
    return SignMonth(
        START + number, None, 100, 2, 102, 12, rate, band, verdict, None, None, None, 0, None, None
    )


def test_the_ratio_is_drawn_against_the_target_of_the_line_that_it_is_of():
    company = reader()
    rows = [row for row in company.ratios() if row.month > Month.of(AS_OF) - 6]
    (chart,) = ratios.charts(rows, assess(company), "USD")
    assert chart.title.startswith("Covered ARR per CSM: ")
    assert str(units(rows[-1].covered_arr_per_csm, "USD")) in chart.title
    assert ratios.charts(rows[-1:], None, "USD") == ()
    assert ratios.charts(list(company.ratios("segment")), None, "USD") == ()


def test_a_book_is_drawn_as_its_bridge_and_its_hours():
    moved = reader().movements("month", Month.of(AS_OF) - 2, Month.of(AS_OF))
    carried = Book("P-1", None, Month.of(AS_OF), (), moved, (), None, None, False, ())
    said: tuple[tuple[int, Literal["overload", "within"]], ...] = ((1, "overload"), (0, "within"))
    loads = [
        PersonLoad("P-1", START + n, Fraction(90 + 20 * n), Fraction(100), None, None, load, False)
        for n, load in said
    ]
    bridge, hours = book.charts(PersonPage(carried, tuple(loads), (), None), "USD")
    known = [row for row in moved.rows if row.opening is not None]
    first, last = (monthly(each, "USD") for each in (known[0].opening, known[-1].closing))
    assert bridge.title == f"MRR went from {first} to {last}"
    assert hours.title == "1 of 2 months ask for more hours than there are"
    assert hours.pair.narrow.description.startswith(f"{month_words(START)} 90 of 100 hours; ")
    assert len(book.charts(PersonPage(carried, None, (), None), "USD")) == 1


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
