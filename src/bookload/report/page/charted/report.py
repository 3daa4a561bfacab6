"""The charts of the report, as a page of one result has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.answer import answer
from bookload.report.page.drawings import drawings
from bookload.report.page.topic import Chart

if TYPE_CHECKING:
    from bookload.data.reader import Reader


def charts(reader: Reader) -> tuple[Chart, ...]:
    """Return the charts of a reader of all rows; those whose figures are n/a are left out."""
    found = drawings(reader, answer(reader))
    pairs = {"trend": found.trend, "bridge": found.bridge, "heads": found.heads}
    return tuple(
        Chart(name, pair.wide.title, pair.note, pair) for name, pair in pairs.items() if pair is not None
    )
