"""Sizing top-down and bottom-up: the heads that published figures imply, and those that the work asks for."""

from bookload.planning.plan.sizing.agree import Change
from bookload.planning.plan.sizing.bridge import FACTORS, Anchors, Line, Model, TouchBridge, bridge, by_touch
from bookload.planning.plan.sizing.company import Carried, HeadMonth
from bookload.planning.plan.sizing.published import Implied, Money, Reading, readings
from bookload.planning.plan.sizing.sizing import Sized, Sizing, sizing

__all__ = [
    "FACTORS",
    "Anchors",
    "Carried",
    "Change",
    "HeadMonth",
    "Implied",
    "Line",
    "Model",
    "Money",
    "Reading",
    "Sized",
    "Sizing",
    "TouchBridge",
    "bridge",
    "by_touch",
    "readings",
    "sizing",
]
