"""What may come, in bands; heads and what is short are formulas, so that finance can go on with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.workbook.charts import Frame, Rows, Series, lines
from bookload.report.workbook.sheet import cell, divided
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.planning.forecast import Band, Forecast
    from bookload.report.workbook.sheet import Sheet
    from bookload.report.workbook.style import Kind

NAME = "Forecast"
FIRST = 4
ROLES = 9
BACKTEST = 24
BANDS = ("P10", "P50", "P90")


def fill(sheet: Sheet, found: Forecast, currency: str) -> None:
    """Write three tables beside one another: stocks ahead, roles ahead, and the backtest."""
    sheet.begin(
        "Forecast",
        f"ESTIMATES from {found.draws.count:,} simulated futures ({found.method}), in {currency}, from facts "
        f"as of {found.as_of}. Shaded cells are given; bands of a total are not sums of its parts'.",
        [11, 14, *[11] * 3, *[15] * 3, 3, 11, 12, *[10] * 6, 12, *[9] * 5, 3, 10, 10, 9, 9, *[14] * 5],
        frozen=(FIRST, 0),
    )
    _stocks(sheet, found)
    _roles(sheet, found)
    _backtest(sheet, found)
    _chart(sheet, found, FIRST + len(found.roles) + 3)


def _stocks(sheet: Sheet, found: Forecast) -> None:
    names = [f"{what} {band}" for what in ("accounts", "ARR") for band in BANDS]
    sheet.head(FIRST - 1, ("month end", "segment", *names), words=(0, 1))
    for at, fact in enumerate(found.start, start=FIRST):
        sheet.put(at, 0, found.as_of, "date")
        sheet.put(at, 1, "all (fact)" if fact.key is None else f"{fact.key or 'none stated'} (fact)", "text")
        sheet.put(at, 3, fact.accounts, "count", given=True)
        sheet.put(at, 6, money.arr(fact.arr), "whole", given=True)
    for at, row in enumerate(found.stocks, start=FIRST + len(found.start)):
        sheet.put(at, 0, row.month.last_day, "month")
        sheet.put(at, 1, "all" if row.segment is None else row.segment or "none stated", "text")
        _band(sheet, (at, 2), row.accounts, "count")
        _band(sheet, (at, 5), row.arr, "whole")


def _roles(sheet: Sheet, found: Forecast) -> None:
    """Write hours asked and there; heads are hours over those of one head, short is what P90 lacks."""
    names = [f"{what} {band}" for what in ("hours asked", "hours there") for band in BANDS]
    heads = ("heads P10", "heads P50", "heads P90", "short at P90", "chance of short hours")
    sheet.head(FIRST - 1, ("month", "role", *names, "hours of one head", *heads), ROLES, words=(0, 1))
    hours = {
        (month, role): float(found.draws.head_hours[place, number])
        for place, month in enumerate(found.draws.months)
        for number, role in enumerate(found.draws.roles)
    }
    for at, row in enumerate(found.roles, start=FIRST):
        sheet.put(at, ROLES, row.month.last_day, "month")
        sheet.put(at, ROLES + 1, row.role, "text")
        _band(sheet, (at, ROLES + 2), row.hours, "hours")
        _band(sheet, (at, ROLES + 5), row.supply, "hours")
        one = hours[row.month, row.role]
        sheet.put(at, ROLES + 8, one, "hours", given=True)
        each = (row.hours.low, row.hours.middle, row.hours.high)
        for offset, value in enumerate(each):
            formula = divided(cell(at, ROLES + 2 + offset), cell(at, ROLES + 8))
            sheet.live(at, ROLES + 9 + offset, formula, value / one if one else None, "heads")
        lacking = f"({cell(at, ROLES + 4)}-{cell(at, ROLES + 6)})"
        short = (row.hours.high - row.supply.middle) / one if one else None
        sheet.live(at, ROLES + 12, divided(lacking, cell(at, ROLES + 8)), short, "heads", strong=True)
        sheet.put(at, ROLES + 13, row.short, "share", given=True)


def _backtest(sheet: Sheet, found: Forecast) -> None:
    """Write each method's losses on the company's own past; how much better it is are formulas."""
    losses = ("loss", "of last value", "of flat rule", "below last value", "below flat rule")
    sheet.head(FIRST - 1, ("method", "of", "months", "80% held", *losses), BACKTEST, words=(0, 1))
    for at, row in enumerate(found.scores, start=FIRST):
        sheet.put(at, BACKTEST, row.method, "text")
        sheet.put(at, BACKTEST + 1, row.measure, "text")
        sheet.put(at, BACKTEST + 2, row.months, "count", given=True)
        sheet.put(at, BACKTEST + 3, row.held, "share", given=True)
        for offset, loss in enumerate((row.loss, row.loss_last, row.loss_flat), start=4):
            sheet.put(at, BACKTEST + offset, loss, "ratio", given=True)
        own = cell(at, BACKTEST + 4)
        for offset, below in enumerate((row.below_last, row.below_flat), start=7):
            other = cell(at, BACKTEST + offset - 2)
            formula = f'=IF({other}>0,1-{own}/{other},"n/a")'
            sheet.live(at, BACKTEST + offset, formula, below, "share")


def _chart(sheet: Sheet, found: Forecast, at: int) -> None:
    """Draw ARR in its three bands by month: copied into columns for the purpose."""
    first = FIRST + len(found.start)
    alone = len(found.draws.segments) == 1
    rows = [
        (place, row) for place, row in enumerate(found.stocks, start=first) if alone or row.segment is None
    ]
    if not rows:
        return
    sheet.section(at, "ARR ahead", ROLES)
    sheet.head(at + 1, ("month", *(f"ARR {band}" for band in BANDS)), ROLES)
    for offset, (place, row) in enumerate(rows, start=at + 2):
        sheet.put(offset, ROLES, row.month.last_day, "month")
        for column, value in enumerate((row.arr.low, row.arr.middle, row.arr.high), start=1):
            sheet.live(offset, ROLES + column, f"={cell(place, 4 + column)}", value, "whole")
    colours = (MUTED, ACCENT, MUTED)
    series = [Series(ROLES + 1 + number, band, colours[number]) for number, band in enumerate(BANDS)]
    frame = Frame((at + len(rows) + 3, ROLES), "ARR ahead: P10, P50, P90")
    lines(sheet, frame, Rows(at + 2, at + 1 + len(rows), ROLES), series)


def _band(sheet: Sheet, at: tuple[int, int], band: Band, kind: Kind) -> None:
    for offset, value in enumerate((band.low, band.middle, band.high)):
        sheet.put(at[0], at[1] + offset, value, kind, given=True)
