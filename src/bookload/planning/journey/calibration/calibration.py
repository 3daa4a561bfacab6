"""Calibration: what the log says of the minutes, the drivers and the deliveries that the journey assumes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.data.documents import Activity, Journey
from bookload.data.reader import Reader
from bookload.planning.journey.calibration.deliveries import deliveries
from bookload.planning.journey.calibration.drivers import Driver
from bookload.planning.journey.calibration.equations import all_adjusted, equation, fitted
from bookload.planning.journey.calibration.estimate import Band
from bookload.planning.journey.calibration.exposure import Exposure, Place
from bookload.planning.journey.calibration.logged import by_kind, by_stage
from bookload.planning.journey.calibration.means import robust_mean
from bookload.planning.journey.calibration.observed import Observed, observe
from bookload.planning.journey.calibration.results import ActivityMinutes, Calibration, SegmentMinutes
from bookload.planning.journey.calibration.work import Work, rivals, work_of

_WAY_OUT = "name a column of accounts or one of their attributes that holds numbers"


@dataclass(frozen=True)
class _Scene:
    """What all parts of a calibration read."""

    journey: Journey
    seen: Observed
    there: tuple[Place, ...]
    works: Mapping[tuple[str, ...], Work]

    def work(self, activity: Activity) -> Work:
        return self.works[_kinds(activity)]

    def stage(self, activity: Activity) -> int:
        return self.seen.stages.index(activity.stage)


def calibrate(reader: Reader, drivers: Collection[str] = (), progress: Progress | None = None) -> Calibration:
    """Return what the log by `as_of` tells of the journey.

    `drivers` are numbers of accounts that are tried for every activity, besides those that its own time
    equation names. Needs the right to the time of single people. Of an empty log there is nothing to tell.
    Raises `UsageError` for a driver that no account has.
    """
    tell = progress or Progress()
    journey = reader.journey
    asked = frozenset(drivers)
    names = asked | {name for activity in journey.activities for name in activity.per_unit}
    tell.step("reading the log", 0)
    seen, exposure = observe(reader, names)
    for name in sorted(asked):
        if np.isnan(seen.numbers[name]).all() and len(seen.minutes):
            raise UsageError(f"no account that the log names has a number '{name}': {_WAY_OUT}")
    scene = _Scene(journey, seen, _population(exposure), {})
    works: dict[tuple[str, ...], Work] = {}
    for kinds in sorted({_kinds(activity) for activity in journey.activities if activity.kinds}):
        tell.step("learning minutes", len(works))
        works[kinds] = work_of(seen, kinds, _stages(scene, kinds), scene.there)
    scene = replace(scene, works=works)
    found = all_adjusted(
        [row for number in range(len(journey.activities)) for row in _drivers(scene, number, asked)]
    )
    return Calibration(
        activities=tuple(_activity(scene, number, found) for number in range(len(journey.activities))),
        segments=tuple(row for number in range(len(journey.activities)) for row in _segments(scene, number)),
        stages=by_stage(seen),
        kinds=by_kind(seen, {kind for activity in journey.activities for kind in activity.kinds}),
        drivers=found,
        deliveries=tuple(
            deliveries(number, activity, scene.stage(activity), exposure)
            for number, activity in enumerate(journey.activities)
            if activity.kinds
        ),
        left_out=int(seen.held_out.sum()),
    )


def _kinds(activity: Activity) -> tuple[str, ...]:
    return tuple(sorted(set(activity.kinds)))


def _stages(scene: _Scene, kinds: tuple[str, ...]) -> list[int]:
    """Return the stages in which some activity is of exactly these kinds."""
    named = {activity.stage for activity in scene.journey.activities if _kinds(activity) == kinds}
    return [place for place, stage in enumerate(scene.seen.stages) if stage in named]


def _population(exposure: Exposure) -> tuple[Place, ...]:
    """Return the segments and touch models that accounts of the logged months are in."""
    return tuple(exposure.places[place] for place in sorted(set(exposure.place.tolist())))


def _activity(scene: _Scene, number: int, drivers: Sequence[Driver]) -> ActivityMinutes:
    activity = scene.journey.activities[number]
    minutes = activity.minutes
    row = ActivityMinutes(
        number=number,
        activity=activity.name,
        stage=activity.stage,
        kinds=activity.kinds,
        was=Band(float(minutes.low), float(minutes.likely), float(minutes.high)),
        assumed=activity.assumed,
        count=0,
    )
    if not activity.kinds:
        return replace(row, held_back="it names no kinds of logged activities")
    work = scene.work(activity)
    chosen = work.cells(scene.stage(activity), activity)
    own = np.isin(work.cell, chosen)
    row = replace(row, count=int(own.sum()))
    if not row.count:
        return replace(row, held_back="nothing of it was logged in its stage for its accounts")
    row = replace(row, mean=robust_mean(scene.seen.minutes[work.rows[own]]))
    if work.fit is None:
        return replace(row, held_back=f"too few were logged ({row.count}) to tell a mean")
    learnt = work.fit.pooled(chosen)
    base, per_unit, unknown = equation(activity, learnt, [each for each in drivers if each.number == number])
    return replace(
        row,
        learnt=learnt,
        base=base,
        per_unit=per_unit,
        held_back=_reason(scene.journey, number) or unknown,
    )


def _reason(journey: Journey, number: int) -> str | None:
    others = rivals(journey, number)
    if others:
        return f"the log does not tell it from {' or '.join(repr(name) for name in others)}"
    return None


def _drivers(scene: _Scene, number: int, asked: frozenset[str]) -> list[Driver]:
    activity = scene.journey.activities[number]
    if not activity.kinds:
        return []
    work = scene.work(activity)
    own = np.isin(work.cell, work.cells(scene.stage(activity), activity))
    return fitted(number, activity, scene.seen, work.rows[own], asked)


def _segments(scene: _Scene, number: int) -> list[SegmentMinutes]:
    activity = scene.journey.activities[number]
    work = scene.work(activity) if activity.kinds else None
    if work is None or work.fit is None or work.fit.posterior is None:
        return []
    found, told = [], work.fit
    for cell in work.cells(scene.stage(activity), activity).tolist():
        place, count = work.place[cell], int(told.found.counts[cell])
        found.append(
            SegmentMinutes(
                number=number,
                activity=activity.name,
                stage=activity.stage,
                segment=place.segment,
                touch_model=place.touch_model,
                count=count,
                mean=float(told.found.means[cell]) if count else None,
                learnt=told.pooled(np.array([cell])),
                weight=float(told.posterior.weights[cell]) if told.posterior else 0.0,
            )
        )
    return found
