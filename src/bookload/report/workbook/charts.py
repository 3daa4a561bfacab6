"""The workbook's own charts: drawn by the spreadsheet from the sheet's cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bookload.report.workbook.style import MUTED

if TYPE_CHECKING:
    from bookload.report.workbook.sheet import Sheet

WIDTH, HEIGHT = 760, 300
QUIET = {"name": "Calibri", "size": 9, "color": "#585e66"}


@dataclass(frozen=True, slots=True)
class Series:
    """A column of a sheet as a series: its name, its colour (None: not seen), and how its line runs."""

    column: int
    name: str
    colour: str | None
    dash: str = "solid"
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a chart is of, first and last, the column of their categories, and the sheet they are on.

    Without a sheet it is the one that the chart is on.
    """

    first: int
    last: int
    categories: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart stands (row and column of its upper left corner), its title, and its figures' format.

    `across` is the format of categories that are numbers: months, unless said. `signed` figures go below 0.
    """

    at: tuple[int, int]
    title: str
    form: str = "#,##0"
    across: str = "mmm yy"
    signed: bool = False


def lines(sheet: Sheet, frame: Frame, rows: Rows, series: Sequence[Series]) -> None:
    """Draw a line a series."""
    chart = sheet.names.workbook.add_chart({"type": "line"})
    for each in series:
        line = {"color": each.colour, "width": each.width, "dash_type": each.dash}
        chart.add_series({**_ranges(sheet, rows, each), "line": line})
    _finish(sheet, chart, frame, legend=True)


def intervals(sheet: Sheet, frame: Frame, rows: Rows, series: Sequence[Series]) -> None:
    """Draw a mark for each row, between its ends: `series` are the low end, the estimate and the high end."""
    chart = sheet.names.workbook.add_chart({"type": "line"})
    for each in series:
        mark = (
            {"type": "short_dash", "size": 6, "border": {"color": MUTED}, "fill": {"color": MUTED}}
            if each.colour is None
            else {
                "type": "circle",
                "size": 7,
                "border": {"color": each.colour},
                "fill": {"color": each.colour},
            }
        )
        chart.add_series({**_ranges(sheet, rows, each), "line": {"none": True}, "marker": mark})
    chart.set_high_low_lines({"line": {"color": MUTED, "width": 1.25}})
    _finish(sheet, chart, frame, legend=False)


def columns(sheet: Sheet, frame: Frame, rows: Rows, series: Sequence[Series]) -> None:
    """Draw a column a row and series, beside one another."""
    chart = sheet.names.workbook.add_chart({"type": "column"})
    _add(sheet, chart, rows, series)
    _finish(sheet, chart, frame, legend=len(series) > 1)


def stacked(sheet: Sheet, frame: Frame, rows: Rows, series: Sequence[Series]) -> None:
    """Draw the series of each row on top of one another; one without a colour is a gap, without legend."""
    chart = sheet.names.workbook.add_chart({"type": "column", "subtype": "stacked"})
    _add(sheet, chart, rows, series)
    _finish(sheet, chart, frame, legend=all(each.colour is not None for each in series))


def _add(sheet: Sheet, chart: Any, rows: Rows, series: Sequence[Series]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for each in series:
        fill = {"none": True} if each.colour is None else {"color": each.colour}
        chart.add_series({**_ranges(sheet, rows, each), "fill": fill, "border": {"none": True}, "gap": 45})


def _ranges(sheet: Sheet, rows: Rows, series: Series) -> dict[str, Any]:
    name = rows.sheet or sheet.name
    return {
        "name": series.name,
        "categories": [name, rows.first, rows.categories, rows.last, rows.categories],
        "values": [name, rows.first, series.column, rows.last, series.column],
    }


def _finish(sheet: Sheet, chart: Any, frame: Frame, *, legend: bool) -> None:  # noqa: ANN401 - xlsxwriter has no types
    chart.set_title({"name": frame.title, "name_font": {"name": "Calibri", "size": 11, "color": "#16191d"}})
    chart.set_x_axis(
        {"num_font": QUIET, "line": {"color": "#d9d7d0"}, "text_axis": True, "num_format": frame.across}
        | ({"label_position": "low"} if frame.signed else {})
    )
    chart.set_y_axis(
        {
            "num_font": QUIET,
            "num_format": frame.form,
            **({} if frame.signed else {"min": 0}),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#e8e6e0"}},
        }
    )
    chart.set_legend({"position": "bottom", "font": QUIET} if legend else {"none": True})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_na_as_empty_cell()
    sheet.sheet.insert_chart(*frame.at, chart, {"description": frame.title, "object_position": 2})
