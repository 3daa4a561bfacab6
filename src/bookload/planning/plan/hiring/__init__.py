"""The hiring plan: the heads that keep the chance of enough cover, at least cost."""

from bookload.planning.plan.hiring.company import plan
from bookload.planning.plan.hiring.plan import hiring_plan
from bookload.planning.plan.hiring.result import (
    Bill,
    Cover,
    HiringPlan,
    Programme,
    Search,
    Together,
    Unmet,
    Way,
)

__all__ = [
    "Bill",
    "Cover",
    "HiringPlan",
    "Programme",
    "Search",
    "Together",
    "Unmet",
    "Way",
    "hiring_plan",
    "plan",
]
