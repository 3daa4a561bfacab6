"""Levers: what could be done to the journey's activities, and the best set of it under a floor."""

from bookload.planning.plan.levers.alone import Alone
from bookload.planning.plan.levers.catalogue import catalogue, defaults
from bookload.planning.plan.levers.experience import Floor
from bookload.planning.plan.levers.plan import (
    Implied,
    LeverPlan,
    LoadChange,
    Point,
    Pull,
    RoleChange,
    implied_over,
    lever_plan,
)
from bookload.planning.plan.levers.pulled import journey_with, named, pulled

__all__ = [
    "Alone",
    "Floor",
    "Implied",
    "LeverPlan",
    "LoadChange",
    "Point",
    "Pull",
    "RoleChange",
    "catalogue",
    "defaults",
    "implied_over",
    "journey_with",
    "lever_plan",
    "named",
    "pulled",
]
