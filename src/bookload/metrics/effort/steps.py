"""Journey minutes by step: what each activity takes in each stage, and what that makes over the log.

Deliveries, not shares: a webinar for twelve accounts is one delivery. Only what was for accounts is a step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from bookload.data.reader import Reader
from bookload.metrics.effort.log import NONE, Log, read_log
from bookload.metrics.effort.robust import CutMean, cut_mean, load, median
from bookload.metrics.effort.tally import counted, name_of

Key = tuple[str | None, str]
Values = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Step:
    """One activity in one stage (None: not stated), over the log; minutes x 10^4.

    `deliveries` are those with known minutes, `unknown` the others. `mean` is the robust mean, loaded but
    not above the longest delivery, and `modelled` is deliveries x mean; over all steps it is `minutes`, and
    `residual` is what is left of one.
    """

    stage: str | None
    activity: str
    deliveries: int
    unknown: int
    minutes: int
    median: Fraction | None
    cut_at: Fraction | None
    mean: Fraction | None

    @property
    def modelled(self) -> Fraction:
        """Minutes that the robust mean gives."""
        return self.deliveries * self.mean if self.mean is not None else Fraction(0)

    @property
    def residual(self) -> Fraction:
        """Minutes logged beyond those modelled."""
        return self.minutes - self.modelled


@dataclass(frozen=True)
class Deliveries:
    """How many deliveries took how long, by stage, activity, and whether a playbook was followed.

    Values are (minutes x 10^4, how many). `unknown` counts those whose minutes nobody knows.
    """

    known: Mapping[tuple[str | None, str, bool], Values]
    unknown: Mapping[Key, int]


def read_deliveries(reader: Reader, spells: ir.Table | None = None) -> Deliveries:
    """Return the deliveries of the log by `as_of`; needs the right to people's time."""
    return deliveries_of(read_log(reader, spells, segments=False))


def deliveries_of(log: Log) -> Deliveries:
    """Return how many deliveries for accounts took how long, by stage, activity and playbook."""
    some = np.flatnonzero(log.sold & log.first)
    kinds = max(len(log.kinds), 1)
    step = (log.stage[some] + 1) * kinds + log.kind[some]
    coded = pa.array(log.whole[some]).dictionary_encode()
    took = coded.dictionary.to_pylist()
    cell = step * 2 + log.playbook[some]
    cells, counts = counted(cell * max(len(took), 1) + np.asarray(coded.indices.to_numpy()))
    known: dict[tuple[str | None, str, bool], list[tuple[int, int]]] = {}
    unknown: dict[tuple[str | None, str], int] = {}
    for pair, times in zip(cells, counts, strict=True):
        number, value = divmod(pair, len(took))
        stage, activity = divmod(number // 2, kinds)
        key = (name_of(log.stages, stage - 1), log.kinds[activity])
        if took[value] == NONE:
            unknown[key] = unknown.get(key, 0) + times
        else:
            known.setdefault((*key, bool(number % 2)), []).append((took[value], times))
    return Deliveries(known, unknown)


def steps(deliveries: Deliveries) -> tuple[Step, ...]:
    """Return the steps in the order of stage and activity."""
    known: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for (stage, activity, _), values in deliveries.known.items():
        known[stage, activity].extend(values)
    means = {key: mean for key, values in known.items() if (mean := cut_mean(values)) is not None}
    factor = load(means.values())
    keys = sorted({*known, *deliveries.unknown}, key=lambda key: (key[0] is None, key[0] or "", key[1]))
    return tuple(
        _step(key, means.get(key), known.get(key, ()), deliveries.unknown.get(key, 0), factor) for key in keys
    )


def _step(key: Key, mean: CutMean | None, values: Values, unknown: int, factor: Fraction) -> Step:
    stage, activity = key
    return Step(
        stage=stage,
        activity=activity,
        deliveries=mean.count if mean else 0,
        unknown=unknown,
        minutes=mean.total if mean else 0,
        median=median(values),
        cut_at=mean.cut_at if mean else None,
        mean=mean.loaded(factor) if mean else None,
    )
