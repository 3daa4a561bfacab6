"""Cost to serve by time: what the capacity there is costs a minute, who takes it, and what nobody takes."""

from bookload.planning.cost.costs import Costs, costs
from bookload.planning.cost.dated import DatedCosts, dated_costs
from bookload.planning.cost.pool import Pool, pool
from bookload.planning.cost.served import AccountCost, By, GroupCost

__all__ = [
    "AccountCost",
    "By",
    "Costs",
    "DatedCosts",
    "GroupCost",
    "Pool",
    "costs",
    "dated_costs",
    "pool",
]
