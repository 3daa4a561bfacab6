"""What turned, drawn: each month's rate beside what the months before it lead to expect."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.expected import Judged, within_expected
from bookload.report.figures import percent
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn
from bookload.report.signs import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.books.signs import Signs
    from bookload.metrics.revenue.signs.judged import SignMonth

FEWEST = 2
PERCENT = 100
TURNS = frozenset({"turn_down", "turn_up"})


def charts(found: Signs) -> tuple[Chart, ...]:
    """Return the company's months; none by a group, nor where fewer than two have a range."""
    rows = [row for row in found.rows if row.rate is not None and row.key is None]
    if sum(row.trend is not None for row in rows) < FEWEST:
        return ()
    months = [_judged(row) for row in rows]
    said = "; ".join(_said(row) for row in rows)
    return (
        drawn(
            "signs",
            _title(rows),
            "Percent that the MRR of accounts that were there moved by. The bar is what the months before "
            "lead to expect, an estimate; a diamond is outside it.",
            lambda width: within_expected(
                months,
                title="What accounts did by themselves, by month",
                description=f"{_title(rows)}. {said}.",
                width=width,
            ),
        ),
    )


def _judged(row: SignMonth) -> Judged:
    low, high = (None, None) if row.trend is None else (row.trend.low, row.trend.high)
    return Judged(
        row.month,
        (row.rate or Fraction(0)) * PERCENT,
        None if low is None else low * PERCENT,
        None if high is None else high * PERCENT,
        outside=row.verdict in TURNS,
    )


def _title(rows: Sequence[SignMonth]) -> str:
    judged = [row for row in rows if row.verdict is not None]
    turned = [row for row in judged if row.verdict in TURNS]
    if not turned:
        return f"All {len(judged)} months that are judged stayed within what was to be expected"
    last = turned[-1]
    side = "below" if last.verdict == "turn_down" else "above"
    return (
        f"{len(turned)} of {len(judged)} months left what was to be expected, the last "
        f"{month_words(last.month)}, {side} it"
    )


def _said(row: SignMonth) -> str:
    of = f", expected {share(row.trend.low)} to {share(row.trend.high)}" if row.trend else ""
    return f"{month_words(row.month)} {percent(row.rate)}{of}"
