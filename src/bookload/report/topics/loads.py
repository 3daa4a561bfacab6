"""The hours asked of each person by month, against those that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.figures import number, percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.planning.capacity import PersonLoad
    from bookload.report.document import Document

ASSUMED = "The hours are ASSUMED: no verdict is given on loads."
COLUMNS = ("month", "hours asked", "hours there", "used", "load")
NONE = "No hours are asked of anybody: import people with positions, and who owns which accounts."


def body(loads: Sequence[PersonLoad], names: Mapping[str, str]) -> Document:
    """Return a row for each person and month."""
    return {
        "rows": [
            {
                "person_id": load.person_id,
                "name": names.get(load.person_id),
                "month": str(load.month),
                "hours_asked": float(load.hours_asked),
                "hours_available": None if load.hours_available is None else float(load.hours_available),
                "utilisation": None if load.utilisation is None else float(load.utilisation),
                "load": load.load,
                "assumed": load.assumed,
            }
            for load in loads
        ]
    }


def tables(loads: Sequence[PersonLoad], names: Mapping[str, str]) -> list[Part]:
    """Return the hours by person and month, one a row."""
    if not loads:
        return [NONE]
    ordered = sorted(loads, key=lambda each: (names.get(each.person_id, each.person_id), each.month))
    rows = [[names.get(load.person_id, load.person_id), *_cells(load)] for load in ordered]
    return [
        table("Hours by person and month", ["person", *COLUMNS], rows, text_columns=2),
        *_assumed(loads),
    ]


def of_one(loads: Sequence[PersonLoad]) -> list[Part]:
    """Return the hours of one person by month, where it is said already whose they are."""
    rows = [_cells(load) for load in sorted(loads, key=lambda each: each.month)]
    return [table("Hours by month", COLUMNS, rows), *_assumed(loads)]


def _cells(load: PersonLoad) -> list[str | None]:
    return [
        str(load.month),
        number(load.hours_asked),
        number(load.hours_available),
        percent(load.utilisation, 0),
        load.load or "",
    ]


def _assumed(loads: Sequence[PersonLoad]) -> list[Part]:
    return [ASSUMED] if any(load.assumed for load in loads) else []
