"""What an activity becomes when levers are pulled on it: another activity, or none.

Levers on one activity do not add up: each acts on what the others leave. Half as often and 20% shorter is
1 - 0.5 x 0.8 = 60% less, not 70%.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Literal

from bookload.data.documents import Activity, Journey, Lever, Minutes

At = Literal["low", "likely", "high"]
"""Which of an effect's estimates: `high` is the one that saves most."""

Choice = Mapping[int, tuple[Lever, ...]]
"""By an activity's place in the journey, the levers that are pulled on it."""

OPPOSITE: Mapping[At, At] = {"low": "high", "likely": "likely", "high": "low"}
DIGITAL = Decimal(1)


def pulled(activity: Activity, levers: Sequence[Lever], at: At = "likely") -> Activity | None:
    """Return an activity as it is with some levers pulled together; None where it is deleted."""
    changed: Activity | None = activity
    for lever in levers:
        if changed is None:
            return None
        changed = _one(changed, lever, at)
    return changed


def _one(activity: Activity, lever: Lever, at: At) -> Activity | None:
    points: dict[str, object] = {"points": activity.points * lever.points}
    takes: Decimal = getattr(lever.takes, OPPOSITE[at])
    match lever.kind:
        case "delete":
            return None
        case "less_often":
            changes: dict[str, object] = {"times": activity.times * lever.times}
        case "hand_down":
            level = {} if lever.to_level is None else {"level": lever.to_level}
            changes = {"role": lever.to_role, **level, **_minutes(activity, takes)}
        case "one_to_many":
            grouped = {"mode": "group", "group_size": lever.group_size, "times": activity.times * lever.times}
            changes = {**grouped, **_minutes(activity, takes)}
        case "shorten" | "automate":
            left = 1 - _saved(lever, at)
            changes = _minutes(activity, left)
            if lever.kind == "automate" and not left:
                changes["mode"] = "automated"
        case "digital_hub":
            left = (1 - activity.automated_share) * (1 - _saved(lever, at))
            changes = {"automated_share": 1 - left}
    return activity.model_copy(update={**changes, **points})


def _saved(lever: Lever, at: At) -> Decimal:
    saves = lever.saves
    assert saves is not None  # noqa: S101 - the document asks for it
    found: Decimal = getattr(saves, at)
    return found


def _minutes(activity: Activity, factor: Decimal) -> dict[str, object]:
    """Return minutes and added minutes per unit, all times a factor."""
    old = activity.minutes
    minutes = Minutes(low=old.low * factor, likely=old.likely * factor, high=old.high * factor)
    return {"minutes": minutes, "per_unit": {name: unit * factor for name, unit in activity.per_unit.items()}}


def together(levers: Sequence[Lever], most: int) -> Iterator[tuple[Lever, ...]]:
    """Yield every combination of levers that can act on one activity: none of one kind twice, at most `most`.

    What is deleted has no other lever.
    """
    for size in range(1, most + 1):
        for chosen in combinations(levers, size):
            kinds = [lever.kind for lever in chosen]
            if len(set(kinds)) == size and (size == 1 or "delete" not in kinds):
                yield chosen


def journey_with(journey: Journey, choice: Choice, at: At = "likely") -> Journey:
    """Return a journey with levers pulled on some of its activities."""
    activities = [
        pulled(activity, choice.get(number, ()), at) for number, activity in enumerate(journey.activities)
    ]
    return journey.model_copy(update={"activities": tuple(each for each in activities if each is not None)})


def named(journey: Journey, levers: Sequence[Lever]) -> dict[int, tuple[Lever, ...]]:
    """Return levers pulled on all of their activities, those on one activity together, in the order given."""
    found = {
        number: tuple(lever for lever in levers if activity.name in lever.activities)
        for number, activity in enumerate(journey.activities)
    }
    return {number: chosen for number, chosen in found.items() if chosen}
