"""Activities from a log of work."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled, Place

MINUTES_AN_HOUR = 60
_MOST_HOURS = 12 * 10_000
"""Durations of at most this, some of them broken, look like hours (in ten-thousandths)."""


def build(filled: Filled) -> Built:
    """Return the rows; hours become minutes."""
    columns = dict(filled.values)
    if "hours" in columns:
        hours = columns.pop("hours")
        columns["minutes"] = pc.coalesce(
            filled.get("minutes", pa.int64()), pc.multiply(hours, MINUTES_AN_HOUR)
        )
    findings = (*filled.findings, *_doubtful(filled))
    return Built({"activities": rows_of("activities", filled, columns)}, findings)


def _doubtful(filled: Filled) -> list[Finding]:
    """Return a warning if minutes look like hours: none above 12, and some not whole."""
    if "minutes" not in filled or "minutes" not in filled.guess.columns:
        return []
    minutes = filled.get("minutes")
    broken = pc.any(
        pc.not_equal(pc.subtract(minutes, pc.multiply(pc.divide(minutes, 10_000), 10_000)), 0)
    ).as_py()
    if not broken or pc.max(minutes).as_py() > _MOST_HOURS:
        return []
    message = "taken as minutes, but they look like hours: none is above 12, and some are not whole"
    remedy = 'If they are hours, say so in --map: [sheet.columns] hours = "its header", minutes = "".'
    return [filled.finding("minutes-or-hours", message, remedy, "warning", Place(field="minutes"))]
