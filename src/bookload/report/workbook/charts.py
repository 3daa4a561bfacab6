"""The workbook's own charts: drawn by the spreadsheet from the sheet's cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    """The rows that a chart is of, first and last, and the column of their categories."""

    first: int
    last: int
    categories: int


def lines(sheet: Sheet, at: tuple[int, int], title: str, rows: Rows, series: Sequence[Series]) -> None:
    """Draw a line a series."""
    chart = sheet.names.workbook.add_chart({"type": "line"})
    for each in series:
        line = {"color": each.colour, "width": each.width, "dash_type": each.dash}
        chart.add_series({**_ranges(sheet, rows, each), "line": line})
    _finish(sheet, chart, at, title)


def columns(
    sheet: Sheet,
    at: tuple[int, int],
    title: str,
    rows: Rows,
    series: Sequence[Series],
    *,
    stacked: bool = False,
) -> None:
    """Draw a column a row and series, beside one another or stacked; a series without a colour is a gap."""
    kind = {"type": "column", "subtype": "stacked"} if stacked else {"type": "column"}
    chart = sheet.names.workbook.add_chart(kind)
    for each in series:
        fill = {"none": True} if each.colour is None else {"color": each.colour}
        chart.add_series({**_ranges(sheet, rows, each), "fill": fill, "border": {"none": True}, "gap": 45})
    if stacked:
        chart.set_legend({"none": True})
    _finish(sheet, chart, at, title, legend=not stacked)


def _ranges(sheet: Sheet, rows: Rows, series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "categories": [sheet.name, rows.first, rows.categories, rows.last, rows.categories],
        "values": [sheet.name, rows.first, series.column, rows.last, series.column],
    }


def _finish(sheet: Sheet, chart: Any, at: tuple[int, int], title: str, *, legend: bool = True) -> None:  # noqa: ANN401 - xlsxwriter has no types
    chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 11, "color": "#16191d"}})
    chart.set_x_axis({"num_font": QUIET, "line": {"color": "#d9d7d0"}, "text_axis": True})
    chart.set_y_axis(
        {
            "num_font": QUIET,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#e8e6e0"}},
        }
    )
    chart.set_legend({"position": "bottom", "font": QUIET} if legend else {"none": True})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_na_as_empty_cell()
    sheet.sheet.insert_chart(*at, chart, {"description": title, "object_position": 2})
