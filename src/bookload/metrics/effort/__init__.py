"""Effort: where the team's minutes go, by account, segment, stage, activity, person and month."""

from bookload.metrics.effort.log import Log, read_log
from bookload.metrics.effort.recorded import recorded
from bookload.metrics.effort.shares import shared

__all__ = ["Log", "read_log", "recorded", "shared"]
