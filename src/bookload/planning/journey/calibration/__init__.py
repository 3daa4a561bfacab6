"""Calibration: minutes per activity learnt from the log, beside what the journey assumed."""

from bookload.planning.journey.calibration.calibration import calibrate
from bookload.planning.journey.calibration.drivers import Driver
from bookload.planning.journey.calibration.estimate import Band, Estimate
from bookload.planning.journey.calibration.results import (
    ActivityMinutes,
    Calibration,
    KindMinutes,
    SegmentMinutes,
    StageMinutes,
)

__all__ = [
    "ActivityMinutes",
    "Band",
    "Calibration",
    "Driver",
    "Estimate",
    "KindMinutes",
    "SegmentMinutes",
    "StageMinutes",
    "calibrate",
]
