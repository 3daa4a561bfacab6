"""The charts of the page, each in two widths: one for screens and paper, one for phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.metrics.revenue.movements.bridges import movements
from bookload.report.charts import Bar, Drawing, Level, MonthHeads, Point, bridge, heads, starts_at, trend
from bookload.report.charts.scale import short
from bookload.report.figures import monthly, number, units
from bookload.report.page.figure import signed
from bookload.report.page.front import month_words
from bookload.report.topics.movements import BRIDGE

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.movements.bridges import MovementRow
    from bookload.report.answer import Answer

WIDE, NARROW = 860, 350
HALF = 530
ENDS = ("opening", "closing")
WORDS = {"fx": "rates (fx)"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One chart in two widths, which say the same, and what to note under it."""

    wide: Drawing
    narrow: Drawing
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawings:
    """The charts; one whose figures are n/a is None."""

    trend: Pair | None
    bridge: Pair | None
    heads: Pair | None


def drawings(reader: Reader, answer: Answer) -> Drawings:
    """Return the charts of an answer."""
    currency = reader.policy.company.currency
    return Drawings(_trend(answer, currency), _bridge(reader, answer), _heads(answer))


def _pair(draw: Callable[[int], Drawing], wide: int, note: str = "") -> Pair:
    return Pair(draw(wide), draw(NARROW), note)


def _trend(answer: Answer, currency: str) -> Pair | None:
    if all(row.arr_per_csm is None for row in answer.trend):
        return None
    covered = answer.assessment.basis == "covered"
    lines = [Point("total", {row.month: row.arr_per_csm for row in answer.trend}, main=not covered)]
    if covered:
        named = {row.month: row.covered_arr_per_csm for row in answer.trend}
        lines.insert(0, Point("covered", named, main=True))
    levels = []
    if answer.assessment.target.value is not None:
        levels.append(Level("target", answer.assessment.target.value, (6, 3)))
    if answer.implied is not None and answer.implied.arr_per_csm is not None:
        name = "ASSUMED" if answer.implied.assumed else "implied"
        levels.append(Level(name, answer.implied.arr_per_csm, (1.5, 3)))
    first, last = answer.trend[0], answer.trend[-1]
    said = ", ".join(f"{level.name} {short(level.value)}" for level in levels)
    description = (
        f"ARR per CSM in {currency} from {month_words(first.month)} to {month_words(last.month)}: total "
        f"{units(first.arr_per_csm, currency) or 'n/a'} to {units(last.arr_per_csm, currency) or 'n/a'}"
        + (
            f", covered {units(first.covered_arr_per_csm, currency) or 'n/a'} to "
            f"{units(last.covered_arr_per_csm, currency) or 'n/a'}"
            if covered
            else ""
        )
        + (f". Levels of {month_words(last.month)}: {said}." if said else ".")
    )
    return _pair(
        lambda width: trend(
            lines, levels, title="ARR per CSM by month", description=description, width=width
        ),
        HALF,
    )


def _bridge(reader: Reader, answer: Answer) -> Pair | None:
    known = [row.month for row in answer.bridge.rows if row.opening is not None]
    if not known:
        return None
    (year,) = movements(reader, "total", known[0], known[-1]).rows
    currency = reader.policy.company.currency
    bars = [
        Bar(
            WORDS.get(name, name), money.mrr(getattr(year, name)), _amount(year, name, currency), name in ENDS
        )
        for name in BRIDGE
        if name in ENDS or getattr(year, name)
    ]
    start = starts_at(bars)
    note = f"The axis begins at {short(start)}." if start else ""
    said = ", ".join(f"{bar.name} {bar.shown}" for bar in bars)
    months = f"{month_words(known[0])} to {month_words(known[-1])}"
    description = f"MRR in {currency} over {months}: {said}. {note}".strip()
    return _pair(
        lambda width: bridge(bars, title="MRR bridge", description=description, width=width), WIDE, note
    )


def _amount(row: MovementRow, name: str, currency: str) -> str:
    """Return an amount of the bridge as its bar shows it: movements with their sign."""
    text = monthly(getattr(row, name), currency) or "n/a"
    return text if name in ENDS else str(signed(text)) if text.startswith("-") else f"+{text}"


def _heads(answer: Answer) -> Pair | None:
    if answer.need is None or answer.need.need is None:
        return None
    rows = [row for row in answer.capacity.rows if row.role == answer.need.role]
    months = [MonthHeads(row.month, row.have, row.need, row.need_low, row.need_high) for row in rows]
    said = "; ".join(
        f"{month_words(row.month)} {number(row.have, 1)} there, {number(row.need, 1)} asked for"
        for row in rows
    )
    assumed = " From ASSUMED hours." if answer.need.assumed else ""
    return _pair(
        lambda width: heads(
            months, title="CSMs there and asked for", description=f"{said}.{assumed}", width=width
        ),
        HALF,
    )
