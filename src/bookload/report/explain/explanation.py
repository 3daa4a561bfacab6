"""What it takes to trust a figure: its definition, and each step down to the source rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookload.base.access import Right

Cell = str | int | float | None


@dataclass(frozen=True)
class Step:
    """One rule applied, and the rows it was applied to.

    `columns` heads the rows; `source` names the input table that they come from, where they are
    rows of one; `total` is what they come to, as shown in the next step.
    """

    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    source: str | None = None
    total: str | None = None
    needs: frozenset[Right] = frozenset()

    def to_dicts(self) -> list[Mapping[str, Cell]]:
        """Return the rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Explanation:
    """A figure opened: `value` is how the report shows it, None where it is n/a."""

    metric: str
    subject: str | None
    value: str | None
    definition: str
    formula: str
    steps: tuple[Step, ...]
