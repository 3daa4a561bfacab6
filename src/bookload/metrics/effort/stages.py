"""The stage that most time goes into, and whether that share is rising."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir
import numpy as np

from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.effort.log import Log, read_log
from bookload.metrics.effort.recorded import log_span
from bookload.metrics.effort.tally import month_span, name_of, summed
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


def read_stages(reader: Reader, spells: ir.Table | None = None) -> tuple[StageTime, ...]:
    """Return the stages, the one with the largest share first; needs the right to people's time."""
    span = log_span(reader)
    if span is None:
        return ()
    return stages_of(stage_minutes(read_log(reader, spells, segments=False)), span.whole_months)


def stage_minutes(log: Log) -> Cells:
    """Return the known minutes for accounts (x 10^4) by stage, None for none, and month (its ordinal)."""
    some = np.flatnonzero(log.sold & log.known)
    first, span = month_span(log.month)
    key = (log.stage[some] + 1) * span + (log.month[some] - first)
    count = (len(log.stages) + 1) * span
    minutes = summed(key, log.minutes[some], count).tolist()
    there = np.flatnonzero(np.bincount(key, minlength=count)).tolist()
    return {(name_of(log.stages, each // span - 1), first + each % span): minutes[each] for each in there}


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
