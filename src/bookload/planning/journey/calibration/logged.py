"""What was logged, by stage and by kind: mean minutes with intervals, and what count x mean makes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import fsum

import numpy as np

from bookload.planning.journey.calibration.estimate import Estimate
from bookload.planning.journey.calibration.fit import fit
from bookload.planning.journey.calibration.means import robust_mean
from bookload.planning.journey.calibration.observed import Observed
from bookload.planning.journey.calibration.results import KindMinutes, StageMinutes
from bookload.planning.journey.calibration.work import work_of


def by_stage(seen: Observed) -> tuple[StageMinutes, ...]:
    """Return the mean minutes of each kind in each stage, and of all kinds of a stage together."""
    found: dict[int, list[tuple[StageMinutes, float]]] = {}
    stages = list(range(len(seen.stages)))
    for kind in range(len(seen.kinds)):
        work = work_of(seen, (seen.kinds[kind],), stages, ())
        if work.fit is None:
            continue
        for stage in stages:
            cells = np.flatnonzero(work.stage == stage)
            told = work.fit.direct(cells)
            if told is not None:
                count, mean = work.fit.total(cells)
                row = StageMinutes(seen.stages[stage], seen.kinds[kind], count, mean, told.lower, told.upper)
                found.setdefault(stage, []).append((row, told.deviation))
    return tuple(row for stage in sorted(found) for row in _with_all(found[stage]))


def _with_all(rows: Sequence[tuple[StageMinutes, float]]) -> list[StageMinutes]:
    """Return the rows of a stage after one of all kinds: the mix as logged, errors of kinds independent."""
    count = sum(row.count for row, _ in rows)
    minutes = fsum(row.count * row.mean for row, _ in rows)
    if not minutes:
        return [row for row, _ in rows]
    variance = fsum((row.count * row.mean / minutes * deviation) ** 2 for row, deviation in rows)
    whole = Estimate(float(np.log(minutes / count)) + variance / 2, variance**0.5)
    first = StageMinutes(rows[0][0].stage, None, count, minutes / count, whole.lower, whole.upper)
    return [first, *(row for row, _ in rows)]


def by_kind(seen: Observed, named: Collection[str]) -> tuple[KindMinutes, ...]:
    """Return what was logged of each kind, whoever it was for, and what its robust mean makes of it."""
    found = []
    # What was for nobody is like nothing else: each such row is an account of its own.
    apart = np.where(seen.sold, seen.account, -1 - np.arange(len(seen.account)))
    for number, kind in enumerate(seen.kinds):
        rows = np.flatnonzero(seen.kind == number)
        known = rows[~np.isnan(seen.minutes[rows])]
        if len(known):
            minutes, cell = seen.minutes[known], np.zeros(len(known), np.int64)
            told = fit(minutes, cell, apart[known], np.zeros(1, np.int64))
            direct = told.direct(np.zeros(1, np.int64)) if told else None
            mean = robust_mean(minutes)
            found.append(
                KindMinutes(
                    kind=kind,
                    in_journey=kind in named,
                    count=len(known),
                    unknown=len(rows) - len(known),
                    logged=float(minutes.sum()),
                    mean=mean,
                    modelled=mean * len(known),
                    lower=direct.lower if direct else None,
                    upper=direct.upper if direct else None,
                )
            )
    return tuple(sorted(found, key=lambda row: (-row.logged, row.kind)))
