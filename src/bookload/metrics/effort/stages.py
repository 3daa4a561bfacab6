"""The stage that most time goes into, and whether that share is rising."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir

from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.effort.recorded import log_span
from bookload.metrics.effort.shared import shared
from bookload.metrics.effort.trend import Trend, trend

Cells = Mapping[tuple[str | None, int], int]


@dataclass(frozen=True, slots=True)
class StageTime:
    """What a stage (None: not stated) takes of the minutes (x 10^4) for accounts, over the log and by month.

    `by_month` has the whole months alone; the trend is that of the share of each month's minutes.
    """

    stage: str | None
    minutes: int
    share: Fraction
    by_month: tuple[tuple[Month, int], ...]
    trend: Trend | None


def stage_months(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return the known minutes for accounts by stage and month: stage, month, minutes (x 10^4)."""
    rows = shared(reader, spells)
    sold = rows.filter(rows.place == "account", rows.minutes.notnull())
    return sold.group_by("stage", "month").aggregate(minutes=sold.minutes.sum().cast("int64"))


def read_stages(reader: Reader, spells: ir.Table | None = None) -> tuple[StageTime, ...]:
    """Return the stages, the one with the largest share first; needs the right to people's time."""
    span = log_span(reader)
    if span is None:
        return ()
    listed: list[dict[str, Any]] = reader.collect(stage_months(reader, spells)).rows()
    return stages_of({(row["stage"], row["month"]): row["minutes"] for row in listed}, span.whole_months)


def stages_of(cells: Cells, whole: Sequence[Month]) -> tuple[StageTime, ...]:
    """Return the stages that minutes by stage and month make, the one with the largest share first."""
    total = sum(cells.values())
    of_month: dict[int, int] = defaultdict(int)
    for (_, month), minutes in cells.items():
        of_month[month] += minutes
    found = []
    for stage in {stage for stage, _ in cells}:
        minutes = sum(value for (name, _), value in cells.items() if name == stage)
        by_month = tuple((month, cells.get((stage, month.ordinal), 0)) for month in whole)
        shares = [
            (month.ordinal, Fraction(value, of_month[month.ordinal]))
            for month, value in by_month
            if of_month.get(month.ordinal)
        ]
        share = Fraction(minutes, total) if total else Fraction(0)
        found.append(StageTime(stage, minutes, share, by_month, trend(shares)))
    return tuple(sorted(found, key=lambda each: (-each.minutes, each.stage or "")))


def bottleneck(stages: Sequence[StageTime]) -> StageTime | None:
    """Return the stated stage with the largest share; None where no stage is stated."""
    return next((each for each in stages if each.stage is not None and each.minutes), None)
