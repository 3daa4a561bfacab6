"""What a check is given: the tables, and what it may need to know beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

import pyarrow as pa

from bookload.base.errors import SHOWN_OF_A_KIND
from bookload.data.tables.contract import empty
from bookload.data.tables.titles import USUAL, Roles

Origin = tuple[str | None, str | None, int | None]
"""Where a row came from: file, sheet (None outside workbooks), and the row as a person counts it."""

BuiltInRate = Callable[[str, date], Fraction | None]
"""Units of a currency per unit of the workspace's on a day, as built in; None if unknown."""


class Origins(Protocol):
    """The origin of each row of a table, by its index; a mapping or a sequence will do."""

    def __getitem__(self, row: int, /) -> Origin:
        """Return the origin of a row."""
        ...


@dataclass(frozen=True)
class Tables(Mapping[str, pa.Table]):
    """The rows to check; a table that is not there is empty.

    `currency` is the workspace's; without it and without `rates`, rates are not compared with
    the built-in ones. At most `most` findings of a kind are made, the last counts the rest.
    `roles` are what the policy says of titles.
    """

    rows: Mapping[str, pa.Table]
    where: Mapping[str, Origins] = field(default_factory=dict)
    currency: str | None = None
    rates: BuiltInRate | None = None
    most: int = SHOWN_OF_A_KIND
    roles: Roles = USUAL

    def __getitem__(self, name: str) -> pa.Table:
        """Return a table's rows."""
        return self.rows[name] if name in self.rows else empty(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the tables that are there."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many tables are there."""
        return len(self.rows)

    def origin(self, table: str, row: int) -> Origin:
        """Return where a row came from; without a file, its number in the table, from 1."""
        return self.where[table][row] if table in self.where else (None, None, row + 1)
