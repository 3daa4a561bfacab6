"""Tables sorted by one of their columns: by what stands in it, sums and the rest last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError, did_you_mean
from bookload.report.charts.scale import SHORT
from bookload.report.page.links import slug
from bookload.report.terminal import Laid, laid

if TYPE_CHECKING:
    from bookload.report.terminal import Part

NUMBER = re.compile(r"([+\-−]?[\d,]*\.?\d+)%?(?: \D.*)?")
MONTH = re.compile(rf"({'|'.join(SHORT)}) (\d{{4}})")
SUMS = frozenset({"in all", "all", "total", "others", "together"})
LONGEST = 100

Key = tuple[int, Decimal, str]


def sorted_parts(parts: Sequence[Part | Laid], by: str) -> list[Laid | str]:
    """Return tables sorted by the column of a name, with a minus before it the largest first.

    Columns are those that are shown; tables without it stay as they are. Raises `UsageError` for a name that
    no table has, naming those that there are.
    """
    made = [laid(part) for part in parts]
    if not by:
        return made
    name, down = by.removeprefix("-"), by.startswith("-")
    there = sorted({slug(column) for part in made if isinstance(part, Laid) for column in part.columns})
    if name not in there:
        raise UsageError(
            f"nothing here is sorted by '{name[:LONGEST]}'{did_you_mean(name[:LONGEST], there)}; "
            f"allowed: {', '.join(there) or 'nothing'}"
        )
    return [_sorted(part, name, down=down) if isinstance(part, Laid) else part for part in made]


def _sorted(table: Laid, name: str, *, down: bool) -> Laid:
    place = next((at for at, column in enumerate(table.columns) if slug(column) == name), None)
    if place is None:
        return table
    known = [row for row in table.rows if row[place] is not None and not _is_sum(row)]
    numbers = all(NUMBER.fullmatch(row[place] or "") for row in known)
    ordered = sorted(known, key=lambda row: _key(row[place] or "", numbers=numbers), reverse=down)
    unknown = [row for row in table.rows if row[place] is None and not _is_sum(row)]
    return replace(table, rows=(*ordered, *unknown, *(row for row in table.rows if _is_sum(row))))


def _is_sum(row: tuple[str | None, ...]) -> bool:
    """Return whether a row is what others come to, or stands for those that are not shown."""
    first = row[0] or ""
    return first in SUMS or bool(re.fullmatch(r"[\d,]+ more", first))


def _key(text: str, *, numbers: bool) -> Key:
    if numbers and (found := NUMBER.fullmatch(text)):
        return 0, Decimal(found[1].replace(",", "").replace("−", "-")), text
    if month := MONTH.fullmatch(text):
        return 0, Decimal(int(month[2]) * 12 + SHORT.index(month[1])), ""
    return 1, Decimal(0), text.casefold()
