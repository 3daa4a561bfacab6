"""Scenarios: named what-ifs side by side, with what drives the difference."""

from bookload.planning.plan.scenarios.compare import (
    Broken,
    Compared,
    Comparison,
    Difference,
    checked,
    compare,
    with_plans,
)
from bookload.planning.plan.scenarios.figures import FIGURES, Meaning
from bookload.planning.plan.scenarios.parts import KEYS, PARTS, Part, WhatIf, variant

__all__ = [
    "FIGURES",
    "KEYS",
    "PARTS",
    "Broken",
    "Compared",
    "Comparison",
    "Difference",
    "Meaning",
    "Part",
    "WhatIf",
    "checked",
    "compare",
    "variant",
    "with_plans",
]
