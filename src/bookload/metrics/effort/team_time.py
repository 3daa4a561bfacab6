"""The team's minutes for readers without the right to the time of single people.

They see sums of whole quarters, by stage, activity and segment, of groups that give nobody away: whatever can
be computed from the sums shown holds the minutes of none, or of five people or more, none of whom has over
half. That is the rule of `base.access.series`, for minutes: the finest cells that lie inside the same sums
shown are an *atom*, and a sum is shown only if each atom that it makes hides everybody. Sums are asked in one
order, oldest quarter and most minutes first, so neither another date nor another question shows more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from bookload.base.access import SMALLEST_GROUP
from bookload.base.period import Month
from bookload.data.reader import Reader, TeamTime
from bookload.metrics.effort.recorded import MONTHS_A_QUARTER
from bookload.metrics.effort.segments import with_segment
from bookload.metrics.effort.shares import shared

SIDES = ("place", "stage", "activity", "segment")
"""What the team's minutes are shown by, in the order in which sums are asked."""

Cell = Mapping[str, int]
"""The minutes of each person in one finest cell."""


@dataclass(frozen=True)
class TimeBook:
    """Minutes of single people that only give sums of groups. Implements `data.reader.SealedTime`."""

    _rows: pa.Table = field(repr=False)

    def team(self, months: Sequence[Month]) -> tuple[TeamTime, ...]:
        """Return the team's minutes over the whole calendar quarters of some months, where shown."""
        cells: dict[int, dict[tuple[Any, ...], dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        for row in self._rows.to_pylist():
            cell = cells[row["month"] // MONTHS_A_QUARTER][tuple(row[side] for side in SIDES)]
            cell[row["person_id"]] = cell.get(row["person_id"], 0) + row["minutes"]
        shown: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        hidden: dict[tuple[str, str | None], int] = defaultdict(int)
        for quarter in whole_quarters(months):
            for key, minutes in _quarter(cells.get(quarter, {})).items():
                if minutes is None:
                    hidden[key] += 1
                else:
                    shown[key].append(minutes)
        order = ["total", *SIDES]
        keys = sorted({*shown, *hidden}, key=lambda key: (order.index(key[0]), key[1] is None, key[1] or ""))
        return tuple(TeamTime(*key, sum(shown[key]), len(shown[key]), hidden.get(key, 0)) for key in keys)


def team_leaves(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return the finest cells: month, place, stage, activity, segment, person_id, minutes (x 10^4)."""
    rows = shared(reader, spells)
    known = rows.filter(rows.minutes.notnull())
    summed = known.group_by("account_id", "month", "place", "stage", "kind", "person_id").aggregate(
        minutes=known.minutes.sum().cast("int64")
    )
    cells = with_segment(summed, reader)
    return cells.group_by("month", "place", "stage", "segment", "person_id", activity=cells.kind).aggregate(
        minutes=cells.minutes.sum().cast("int64")
    )


def whole_quarters(months: Iterable[Month]) -> tuple[int, ...]:
    """Return the calendar quarters (year x 4 + quarter - 1) whose three months are all given, in order."""
    counted = Counter(month.ordinal // MONTHS_A_QUARTER for month in set(months))
    return tuple(sorted(quarter for quarter, count in counted.items() if count == MONTHS_A_QUARTER))


def _quarter(cells: Mapping[tuple[Any, ...], Cell]) -> dict[tuple[str, str | None], int | None]:
    """Return the sums of one quarter by side and key; None for one that would give somebody away."""
    sums: dict[tuple[str, str | None], set[tuple[Any, ...]]] = {}
    if cells:
        sums["total", None] = set(cells)
    for place, side in enumerate(SIDES):
        found = {
            key: {cell for cell in cells if cell[place] == key} for key in {cell[place] for cell in cells}
        }
        for key in sorted(found, key=lambda key: (-_minutes(cells, found[key]), key is None, key or "")):
            sums[side, key] = found[key]
    ledger = Atoms(cells)
    return {key: _minutes(cells, held) if ledger.admits(held) else None for key, held in sums.items()}


def _minutes(cells: Mapping[tuple[Any, ...], Cell], held: Iterable[tuple[Any, ...]]) -> int:
    return sum(sum(cells[cell].values()) for cell in held)


class Atoms:
    """The sets of cells that the sums shown so far cannot tell apart inside."""

    def __init__(self, cells: Mapping[Any, Cell]) -> None:
        """Begin with nothing shown."""
        self._cells = cells
        self._atoms: list[set[Hashable]] = []

    def admits(self, held: Iterable[Hashable]) -> bool:
        """Return whether the sum over some cells may be shown beside those before it; if so, remember it."""
        wanted = set(held)
        fresh = wanted.difference(*self._atoms)
        split = [part for atom in self._atoms for part in (atom & wanted, atom - wanted) if part]
        atoms = [*split, *([fresh] if fresh else [])]
        if not wanted or not all(self._hides(atom) for atom in atoms):
            return False
        self._atoms = atoms
        return True

    def _hides(self, atom: Iterable[Hashable]) -> bool:
        people: dict[str, int] = defaultdict(int)
        for cell in atom:
            for person, minutes in self._cells[cell].items():
                people[person] += minutes
        some = [minutes for minutes in people.values() if minutes]
        return len(some) >= SMALLEST_GROUP and 2 * max(some) <= sum(some)
