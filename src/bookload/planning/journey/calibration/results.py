"""What calibration finds: minutes by activity, segment, stage and kind, drivers, deliveries: estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookload.planning.journey.calibration.deliveries import Deliveries
from bookload.planning.journey.calibration.drivers import Driver
from bookload.planning.journey.calibration.estimate import Band, Estimate


@dataclass(frozen=True, slots=True)
class ActivityMinutes:
    """One activity of the journey: what it assumed, and what its log tells, over all that it is for.

    `number` is its place in the journey. `count` are logged ones with known minutes, `mean` their robust
    mean, `learnt` the segments' mean with its uncertainty. `base` is `learnt` without what its drivers add at
    the mean number of units, and `per_unit` those drivers' minutes: together they are its time equation.
    `held_back` says why `base` is not to be written; None where it is.
    """

    number: int
    activity: str
    stage: str
    kinds: tuple[str, ...]
    was: Band
    assumed: bool
    count: int
    mean: float | None = None
    learnt: Estimate | None = None
    base: Band | None = None
    per_unit: Mapping[str, float] | None = None
    held_back: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentMinutes:
    """One activity in one segment and touch model: its own robust mean, and what pooling makes of it.

    `weight` is how much of `learnt` is the segment's own figure: near 1 with many observations, 0 with none.
    """

    number: int
    activity: str
    stage: str
    segment: str | None
    touch_model: str | None
    count: int
    mean: float | None
    learnt: Estimate
    weight: float


@dataclass(frozen=True, slots=True)
class StageMinutes:
    """Mean minutes of one logged activity in a stage, of one kind or (None) all kinds as they were mixed.

    From its own rows alone: nothing is pooled. `lower` and `upper` are the 95% interval of the mean.
    """

    stage: str
    kind: str | None
    count: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class KindMinutes:
    """All that was logged of a kind: its minutes, and what count x robust mean makes of them.

    `unknown` rows have no minutes and are in neither. `in_journey` is whether an activity names the kind.
    `lower` and `upper` are the mean's 95% interval, None where the rows are too few to tell.
    """

    kind: str
    in_journey: bool
    count: int
    unknown: int
    logged: float
    mean: float
    modelled: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Calibration:
    """All of it; `left_out` rows for accounts state no stage and are not learnt from by stage."""

    activities: tuple[ActivityMinutes, ...]
    segments: tuple[SegmentMinutes, ...]
    stages: tuple[StageMinutes, ...]
    kinds: tuple[KindMinutes, ...]
    drivers: tuple[Driver, ...]
    deliveries: tuple[Deliveries, ...]
    left_out: int

    @property
    def logged(self) -> float:
        """The minutes of the log."""
        return sum(kind.logged for kind in self.kinds)

    @property
    def modelled(self) -> float:
        """The minutes that count x robust mean makes of it."""
        return sum(kind.modelled for kind in self.kinds)

    @property
    def residual(self) -> float | None:
        """What of the logged minutes modelling leaves, as a share; None for an empty log."""
        return 1.0 - self.modelled / self.logged if self.logged else None
