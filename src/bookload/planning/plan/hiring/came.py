"""What came of a plan: the people of each role there were at month ends, beside those that it planned with.

    planned = people on the day of the plan + hires who were to have started by then

Nobody is planned to leave: whoever left since, and was not replaced, is in the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bookload.base.access import Right
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.data.reader import Reader
from bookload.metrics.ratios.facts import crews
from bookload.planning.cost.heads import count, heads

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan began with and asked for: its day, the people of each role then, and the hires by month.

    `until` is the last month that it planned for.
    """

    as_of: date
    until: Month
    people: Mapping[str, Fraction]
    starts: Mapping[tuple[str, Month], int]


@dataclass(frozen=True, slots=True)
class Came:
    """A role at a month's end, in people by their share of full time: planned, there, and the difference.

    `hired` of them the plan had starting by then. `people` is None where the data does not know the month.
    """

    month: Month
    role: str
    hired: int
    planned: Fraction
    people: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """People there beyond those planned; below 0 they lack."""
        return None if self.people is None else self.people - self.planned


def came(reader: Reader, plan: Planned) -> tuple[Came, ...]:
    """Return what came in each month after the plan's that is over, or has come to the reader's date.

    Raises `AccessDeniedError` for a reader of some accounts only.
    """
    reader.access.demand({Right.ALL_ROWS}, "what came of a plan")
    first, last = Month.of(plan.as_of) + 1, min(plan.until, Month.of(reader.as_of))
    if last < first:
        return ()
    roles = _roles(plan)
    found = []
    for month in month_range(first, last):
        there = _there(reader, month)
        for role in roles:
            hired = sum(
                heads for (each, starts), heads in plan.starts.items() if each == role and starts <= month
            )
            planned = plan.people.get(role, NONE) + hired
            people = None if there is None else there.get(role, NONE)
            found.append(Came(month, role, hired, planned, people))
    return tuple(found)


def people_there(reader: Reader) -> Mapping[str, Fraction]:
    """Return the people of each role on the reader's date, part-time ones in parts; none if not known."""
    return _there(reader, Month.of(reader.as_of)) or {}


def _roles(plan: Planned) -> Sequence[str]:
    return sorted({*plan.people, *(role for role, _ in plan.starts)})


def _there(reader: Reader, month: Month) -> Mapping[str, Fraction] | None:
    crew = crews(reader).get(month)
    return None if crew is None else {role: count(people) for role, people in heads(reader, crew).items()}
