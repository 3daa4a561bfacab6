"""The journey: the stages that accounts are in, and the hours that what is done in them takes."""

from bookload.planning.journey.demand import By, Demand, DemandLine, asked, demand, demand_of
from bookload.planning.journey.effort import Hours
from bookload.planning.journey.head_weights import head_weights
from bookload.planning.journey.lives import Life, lives
from bookload.planning.journey.stages import StageDays, stage_days, stages
from bookload.planning.journey.tasks import Minutes, Task, assumed_only, role_of, tasks

__all__ = [
    "By",
    "Demand",
    "DemandLine",
    "Hours",
    "Life",
    "Minutes",
    "StageDays",
    "Task",
    "asked",
    "assumed_only",
    "demand",
    "demand_of",
    "head_weights",
    "lives",
    "role_of",
    "stage_days",
    "stages",
    "tasks",
]
