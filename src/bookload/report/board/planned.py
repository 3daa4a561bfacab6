"""The hires of a plan that was made: who is asked for when, and no money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bookload.base.period import Month


@dataclass(frozen=True, slots=True)
class Hire:
    """Heads of a role: when the search opens, and the month that they start in."""

    role: str
    opens: Month
    starts: Month
    heads: int


@dataclass(frozen=True)
class Planned:
    """The last hiring plan that was made: of which day and snapshot, how far ahead, and whom it asks for."""

    as_of: date
    snapshot: str | None
    last: Month
    held: bool
    hires: tuple[Hire, ...]
    name: str = ""

    @classmethod
    def of(cls, plan: Mapping[str, Any], name: str = "") -> Planned:
        """Return what is kept of a plan's document; `name` is what it is called."""
        return cls(
            as_of=date.fromisoformat(plan["as_of"]),
            snapshot=plan["snapshot"],
            last=Month.parse(plan["months"][-1]),
            held=plan["held"],
            hires=tuple(
                Hire(each["role"], Month.parse(each["opens"]), Month.parse(each["starts"]), each["heads"])
                for each in plan["searches"]
            ),
            name=name,
        )
