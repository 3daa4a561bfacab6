"""Utilisation by person and month, as a map whose every cell says its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.figures import number, percent
from bookload.report.page.front import month_words

if TYPE_CHECKING:
    from bookload.planning.capacity import PersonLoad

STEPS = (Fraction(1, 2), Fraction(7, 10))
"""Where the fill of a cell becomes stronger, below the target and what lies above it."""

MARKS = {"tight": ("△", "tight"), "overload": ("▲", "overload")}


@dataclass(frozen=True, slots=True)
class LoadCell:
    """A person's month: the share as text, the hours behind it, its fill, and the mark of its verdict."""

    month: str
    shown: str | None
    hours: str
    fill: str
    mark: str
    verdict: str


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A person, and their months; None where nothing is known of one."""

    person_id: str
    name: str
    cells: tuple[LoadCell | None, ...]


@dataclass(frozen=True, slots=True)
class LoadMap:
    """The map: `name` is unique on its page, `note` says how to read it."""

    name: str
    title: str
    note: str
    months: tuple[str, ...]
    people: tuple[LoadRow, ...]


def load_map(loads: Sequence[PersonLoad], names: Mapping[str, str], target: Fraction) -> LoadMap:
    """Return the map of loads, by name; `target` is the utilisation above which a month is tight."""
    months = sorted({load.month for load in loads})
    found = {(load.person_id, load.month): load for load in loads}
    people = sorted(
        {load.person_id for load in loads}, key=lambda person: (names.get(person, person), person)
    )
    return LoadMap(
        name="load-map",
        title="Load by person and month",
        note=(
            f"Hours asked of hours there. △ tight is above {percent(target, 0)}, ▲ overload above 100%; "
            "a cell leads to what is asked in its month."
        ),
        months=tuple(month_words(month) for month in months),
        people=tuple(
            LoadRow(
                person,
                names.get(person, person),
                tuple(_cell(found.get((person, month))) for month in months),
            )
            for person in people
        ),
    )


def _cell(load: PersonLoad | None) -> LoadCell | None:
    if load is None:
        return None
    mark, verdict = MARKS.get(load.load or "", ("", ""))
    return LoadCell(
        month=str(load.month),
        shown=percent(load.utilisation, 0),
        hours=f"{number(load.hours_asked)} of {number(load.hours_available) or 'n/a'} hours",
        fill=verdict or _fill(load.utilisation),
        mark=mark,
        verdict=verdict,
    )


def _fill(used: Fraction | None) -> str:
    return "" if used is None else f"used-{sum(used >= step for step in STEPS)}"
