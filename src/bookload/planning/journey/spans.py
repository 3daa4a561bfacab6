"""The stages that accounts went through, as a table that logged activities are laid beside."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import pyarrow as pa

from bookload.data.reader import Reader
from bookload.metrics.effort.recorded import log_span
from bookload.planning.journey.stages import stages


def stage_spans(reader: Reader) -> ir.Table | None:
    """Return which stage each account was in from one instant to before another, over the days of the log.

    Columns: account_id, stage, from_at, to_at; those of one account do not overlap. Days outside all stages
    are left out. None where the journey has no stages or the log no activities.
    """
    span = log_span(reader)
    if span is None or not reader.journey.stages:
        return None
    rows = [
        (row.account_id, row.stage, start, end)
        for row in stages(reader, *span.months)
        for start, end in row.ranges
        if row.stage is not None
    ]
    zone = ZoneInfo(reader.policy.company.time_zone)
    accounts, names, starts, ends = zip(*rows, strict=True) if rows else ((), (), (), ())
    instants = pa.timestamp("us", tz="UTC")
    table = pa.table(
        {
            "account_id": pa.array(accounts, pa.string()),
            "stage": pa.array(names, pa.string()),
            "from_at": pa.array([_midnight(day, zone) for day in starts], instants),
            "to_at": pa.array([_midnight(day, zone) for day in ends], instants),
        }
    )
    return reader.given("stage_spans", table, frozenset({"account_id", "from_at"}))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
