"""The charts of a board report: ARR over the year, and what moved it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.report.charts import Bar, Point, bridge, starts_at, trend
from bookload.report.charts.scale import short
from bookload.report.figures import annual
from bookload.report.page.figure import signed
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart
from bookload.report.page.topic import drawn as made
from bookload.report.topics.movements import BRIDGE

if TYPE_CHECKING:
    from bookload.metrics.revenue.movements.bridges import MovementRow
    from bookload.report.board.board import Board

HALF = 430
ENDS = ("opening", "closing")


def drawn(board: Board, currency: str) -> tuple[Chart, ...]:
    """Return the charts; those whose figures are n/a are left out."""
    return (*_arr(board, currency), *_moved(board, currency))


def _arr(board: Board, currency: str) -> tuple[Chart, ...]:
    if not board.trend:
        return ()
    lines = [Point("ARR", {row.month: Fraction(row.arr, QUANTA) for row in board.trend}, main=True)]
    first, last = board.trend[0], board.trend[-1]
    description = (
        f"ARR in {currency} at month ends: {annual(first.arr, currency)} in {month_words(first.month)}, "
        f"{annual(last.arr, currency)} in {month_words(last.month)}."
    )
    title = f"ARR by month, {currency}"
    return (
        made(
            "board-arr",
            title,
            "",
            lambda width: trend(lines, [], title=title, description=description, width=width),
            wide=HALF,
        ),
    )


def _moved(board: Board, currency: str) -> tuple[Chart, ...]:
    known = [row for row in board.bridge.rows if row.opening is not None]
    if not known:
        return ()
    bars = [
        Bar(name.replace("_", " "), Fraction(amount, QUANTA), _text(name, amount, currency), name in ENDS)
        for name in BRIDGE
        if (amount := _over(known, name)) or name in ENDS
    ]
    start = starts_at(bars)
    note = f"The axis begins at {short(start)}." if start else ""
    said = ", ".join(f"{bar.name} {bar.shown}" for bar in bars)
    months = f"{month_words(known[0].month)} to {month_words(known[-1].month)}"
    title = f"What moved it, {months}"
    return (
        made(
            "board-moved",
            title,
            note,
            lambda width: bridge(
                bars, title=title, description=f"ARR in {currency} over {months}: {said}. {note}", width=width
            ),
            wide=HALF,
        ),
    )


def _over(rows: list[MovementRow], name: str) -> int:
    """Return an amount of the bridge over all months."""
    if name in ENDS:
        return int(getattr(rows[0] if name == "opening" else rows[-1], name))
    return sum(int(getattr(row, name)) for row in rows)


def _text(name: str, amount: int, currency: str) -> str:
    text = str(signed(annual(amount, currency)))
    return text if name in ENDS or amount < 0 else f"+{text}"
