"""Which logged activities are which of the journey's: by kind, stage, segment and touch model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bookload.data.documents import Activity, Journey
from bookload.planning.journey.calibration.exposure import Place
from bookload.planning.journey.calibration.fit import Fit, fit
from bookload.planning.journey.calibration.means import Places
from bookload.planning.journey.calibration.observed import SEVERAL, Observed


@dataclass(frozen=True)
class Work:
    """One kind of work (the kinds that some activities name) over its cells, and what the log tells of it.

    `rows` are those of `Observed` that it is learnt from, `cell` (rows,) the cell of each, `stage` and
    `place` (cells,) what each cell is. `fit` is None where the rows are too few.
    """

    kinds: tuple[str, ...]
    rows: Places
    cell: Places
    stage: Places
    place: tuple[Place, ...]
    fit: Fit | None

    def cells(self, stage: int, activity: Activity) -> Places:
        """Return the cells of a stage that an activity is for."""
        served = [
            at == stage and serves(activity, place)
            for at, place in zip(self.stage.tolist(), self.place, strict=True)
        ]
        return np.flatnonzero(np.array(served, dtype=bool))


def serves(activity: Activity, place: Place) -> bool:
    """Return whether an activity is for accounts of a segment and touch model."""
    in_segment = not activity.segments or place.segment in (*activity.segments, SEVERAL)
    return in_segment and (not activity.touch_models or place.touch_model in activity.touch_models)


def work_of(seen: Observed, kinds: tuple[str, ...], stages: Sequence[int], there: Sequence[Place]) -> Work:
    """Return what the log tells of some kinds in some stages; `there` are places that have accounts.

    Every stage has a cell for each place that is there or was logged, so that what was never logged leans on
    the rest.
    """
    numbers = [seen.kinds.index(kind) for kind in kinds if kind in seen.kinds]
    chosen = np.isin(seen.kind, numbers) & seen.sold & np.isin(seen.stage, list(stages))
    rows = np.flatnonzero(chosen & ~np.isnan(seen.minutes))
    logged = {seen.places[place] for place in set(seen.place[rows].tolist())}
    places = sorted({*there, *logged}, key=lambda place: (place.segment or "", place.touch_model or ""))
    at = {place: column for column, place in enumerate(places)}
    columns = np.array([at.get(place, 0) for place in seen.places] or [0], np.int64)
    row_of = {stage: row for row, stage in enumerate(stages)}
    stage_rows = np.array([row_of[stage] for stage in seen.stage[rows].tolist()], np.int64)
    cell = stage_rows * len(places) + columns[seen.place[rows]]
    group = np.repeat(np.arange(len(stages)), len(places))
    told = fit(seen.minutes[rows], cell, seen.account[rows], group) if len(rows) else None
    stage = np.repeat(np.array(stages, np.int64), len(places))
    return Work(kinds, rows, cell, stage, tuple(places) * len(stages), told)


def rivals(journey: Journey, number: int) -> tuple[str, ...]:
    """Return the other activities that the same logged rows could be: shared kinds, stage and accounts."""
    one = journey.activities[number]
    return tuple(
        other.name
        for place, other in enumerate(journey.activities)
        if place != number
        and other.stage == one.stage
        and set(other.kinds) & set(one.kinds)
        and _overlap(one.segments, other.segments)
        and _overlap(one.touch_models, other.touch_models)
    )


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))
