"""Scenarios: named what-ifs side by side, with what drives the difference."""

from bookload.planning.plan.scenarios.compare import Compared, Comparison, Difference, compare
from bookload.planning.plan.scenarios.figures import FIGURES, Meaning
from bookload.planning.plan.scenarios.parts import PARTS, Part, WhatIf, variant

__all__ = [
    "FIGURES",
    "PARTS",
    "Compared",
    "Comparison",
    "Difference",
    "Meaning",
    "Part",
    "WhatIf",
    "compare",
    "variant",
]
