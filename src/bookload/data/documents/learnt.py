"""Writing learnt minutes into the text of a journey: values change, comments and order stay."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import tomlkit

from bookload.base.errors import UsageError

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class LearntMinutes:
    """What is to stand in an activity: minutes low <= likely <= high, and minutes per unit by name."""

    low: float
    likely: float
    high: float
    per_unit: Mapping[str, float] = field(default_factory=dict)


def with_minutes(text: str, learnt: Mapping[int, LearntMinutes]) -> str:
    """Return a journey's text with the minutes of some activities, by place, set and no longer `assumed`.

    Minutes are rounded to tenths. Raises `UsageError` for a place that the text has no activity at, and for a
    driver that the activity does not name.
    """
    document = tomlkit.parse(text)
    activities: Any = document.get("activities", [])
    for place, minutes in learnt.items():
        if not 0 <= place < len(activities):
            raise UsageError(f"the journey has {len(activities)} activities, and none at place {place}")
        activity = activities[place]
        for name in ("low", "likely", "high"):
            activity["minutes"][name] = rounded(getattr(minutes, name))
        for name, each in minutes.per_unit.items():
            if name not in activity.get("per_unit", {}):
                raise UsageError(f"activity '{activity['name']}' takes no minutes per '{name}'")
            activity["per_unit"][name] = rounded(each)
        if "assumed" in activity:
            activity["assumed"] = False
    return tomlkit.dumps(document)


def rounded(minutes: float) -> int | float:
    """Return minutes to a tenth, half away from zero, as TOML writes them best."""
    tenths = Decimal(repr(minutes)).quantize(TENTH, ROUND_HALF_UP)
    return int(tenths) if tenths == tenths.to_integral_value() else float(tenths)


def difference(before: str, after: str, name: str) -> tuple[str, ...]:
    """Return what changes from one text to another, as a unified difference; nothing where they are equal."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{name} as it is", f"{name} as learnt", n=2, lineterm=""
    )
    return tuple(lines)
