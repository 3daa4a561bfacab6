"""Committed ARR drawn: from what is live to what is committed, part by part."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.report.charts import Bar, bridge, starts_at
from bookload.report.charts.scale import short
from bookload.report.figures import annual
from bookload.report.page.figure import signed
from bookload.report.page.topic import Chart, drawn
from bookload.report.topics.committed import PARTS

if TYPE_CHECKING:
    from bookload.metrics.revenue.committed import Committed, CommittedRow

ENDS = (PARTS[0], PARTS[-1])
WORDS = {"signed_not_started": "not yet started", "known_ends": "known ends"}


def charts(found: Committed, currency: str) -> tuple[Chart, ...]:
    """Return the bridge of all accounts together; none where nothing ahead is known, or by a group."""
    if len(found.rows) != 1 or found.rows[0].key is not None:
        return ()
    (row,) = found.rows
    if not any(getattr(row, name) for name in PARTS if name not in ENDS):
        return ()
    bars = [_bar(row, name, currency) for name in PARTS if name in ENDS or getattr(row, name)]
    start = starts_at(bars)
    begins = f" The axis begins at {short(start)}." if start else ""
    note = f"ARR, {currency}. Gains are filled, losses hollow.{begins}"
    live, committed = (annual(getattr(row, name), currency) for name in ENDS)
    said = ", ".join(f"{bar.name} {bar.shown}" for bar in bars)
    return (
        drawn(
            "committed",
            f"Of {live} live, {committed} is committed",
            note,
            lambda width: bridge(
                bars,
                title="From live to committed ARR",
                description=f"{said}. {note}",
                width=width,
            ),
        ),
    )


def _bar(row: CommittedRow, name: str, currency: str) -> Bar:
    """Return a part as a bar; its amount has a sign unless it is an end."""
    amount: int = getattr(row, name)
    text = annual(amount, currency) or "n/a"
    if name in ENDS:
        return Bar(name, Fraction(amount, QUANTA), text, end=True)
    shown = str(signed(text)) if text.startswith("-") else f"+{text}"
    return Bar(WORDS.get(name, name), Fraction(amount, QUANTA), shown)
