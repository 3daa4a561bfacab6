"""Capacity: supply, utilisation, required heads and implied ratios, against what the journey asks for."""

from bookload.planning.capacity.capacity import Capacity, Unowned, capacity
from bookload.planning.capacity.heads import Binding, Required, required
from bookload.planning.capacity.implied import Implied
from bookload.planning.capacity.loads import PersonLoad, Verdict, load_of, utilisation
from bookload.planning.capacity.rows import CapacityRow
from bookload.planning.capacity.supply import RoleSupply, StandardHead, supply

__all__ = [
    "Binding",
    "Capacity",
    "CapacityRow",
    "Implied",
    "PersonLoad",
    "Required",
    "RoleSupply",
    "StandardHead",
    "Unowned",
    "Verdict",
    "capacity",
    "load_of",
    "required",
    "supply",
    "utilisation",
]
