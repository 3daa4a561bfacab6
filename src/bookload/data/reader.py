"""What metrics and planning read through: the one choke point, seen from below.

A `Workspace` is a `Reader`; nothing under it gets anything else. What a reader has no
right to is refused by `collect`, limited to the accounts it may see, or sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import ibis.expr.types as ir

    from bookload.base.access import Access, Right, Sealed
    from bookload.base.period import Month
    from bookload.data.documents import Journey, Policy
    from bookload.data.engine import OfPeriods


@dataclass(frozen=True)
class Collected:
    """Rows that a reader was allowed to see, and the rights that it took."""

    table: pa.Table
    needs: frozenset[Right]

    def rows(self) -> list[dict[str, object]]:
        """Return the rows as dictionaries of Python values; decimals of scale 0 become whole numbers."""
        names = self.table.column_names
        columns = [_plain(column) for column in self.table.columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pa.ChunkedArray) -> list[object]:
    """Return a column's values; by columns they come several times as fast as row by row."""
    if not pa.types.is_decimal(column.type):
        return column.to_pylist()  # type: ignore[no-any-return]
    try:
        return column.cast(pa.int64()).to_pylist()  # type: ignore[no-any-return]
    except pa.ArrowInvalid:  # some have more digits
        return [None if value is None else int(value) for value in column.to_pylist()]


class Reader(Protocol):
    """One company's data at one snapshot, as one reader may see it on one date.

    `as_of` clips every figure; `data_through` is the last day that the data knows. `known_from`
    is the first day that it knows anything of (None: from the beginning), so months that open
    before it are n/a.
    """

    access: Access
    policy: Policy
    journey: Journey
    as_of: date
    data_through: date
    known_from: date | None

    @property
    def facts(self) -> object:
        """What is known whatever the journey: one and the same for readers that differ in it alone."""
        ...

    @property
    def months(self) -> Sequence[Month]:
        """The months from the first that the data knows of to that of `as_of`."""
        ...

    @property
    def latest(self) -> Reader | None:
        """The same reader on the last day that the data knows, who keeps the same tables.

        None where that is no later day, and where the rows that are seen depend on the day.
        """
        ...

    def has(self, table: str) -> bool:
        """Return whether a table has any rows."""
        ...

    def size(self, table: str) -> int:
        """Return how many rows a table has."""
        ...

    def under(self, policy: Policy) -> Reader:
        """Return the same data, seen by the same reader on the same date, under another policy."""
        ...

    def along(self, journey: Journey) -> Reader:
        """Return the same data, seen by the same reader on the same date, along another journey."""
        ...

    def with_rows(self, changes: Mapping[str, Sequence[Mapping[str, object]]]) -> Reader:
        """Return the same data with rows of its team or pay changed or added, for a what-if.

        A row with the key of one that there is changes the columns that it states; any other is added.
        """
        ...

    def collect(self, expr: ir.Table, known_as: OfPeriods | None = None) -> Collected:
        """Return an expression's rows; `known_as` says what it is to engines that have a faster way to them.

        Raises `AccessDeniedError` if it reads a column that the reader has no right to, and
        limits every table that belongs to accounts to those that the reader may see.
        """
        ...

    def cube(
        self,
        name: str,
        expr: ir.Table,
        unique: frozenset[str] = frozenset(),
        known_as: OfPeriods | None = None,
    ) -> ir.Table:
        """Return a table with the expression's rows, so that it is not computed again.

        Readers of all rows share what nobody has to be kept from; everybody else's rows are theirs alone,
        and last as long as the reader. `unique` names columns that are unique in it. Raises
        `AccessDeniedError` for an expression that needs a right: what it holds could not be told any more.
        """
        ...

    def given(self, name: str, table: pa.Table, unique: frozenset[str] = frozenset()) -> ir.Table:
        """Return an unbound table standing for rows computed in Python (rates, a calendar)."""
        ...

    def pay(self) -> SealedPay:
        """Return the dated pay of everybody, sealed."""
        ...

    def time(self, cells: ir.Table) -> SealedTime:
        """Return minutes by month, place, stage, activity, segment and person, sealed; needs all rows."""
        ...


class SealedPay(Protocol):
    """Dated pay that only gives sealed amounts."""

    def on(self, day: date, column: str, weights: Mapping[str, int]) -> Sealed:
        """Return people's `base` or `ote` a year on a day, sealed.

        Amounts are micros of the workspace's currency; `weights` are x 10^4.
        """
        ...

    def known(self, day: date) -> frozenset[str]:
        """Return the people whose pay on a day is known."""
        ...


@dataclass(frozen=True, slots=True)
class TeamTime:
    """The team's minutes (x 10^4) of some whole quarters under one key of a side; `total` has no key.

    `quarters` are those shown; in `withheld` quarters the minutes would give somebody away.
    """

    side: str
    key: str | None
    minutes: int
    quarters: int
    withheld: int


class SealedTime(Protocol):
    """Minutes of single people that only give sums of groups."""

    def team(self, months: Sequence[Month]) -> tuple[TeamTime, ...]:
        """Return the team's minutes over the whole quarters of some months, where it gives nobody away."""
        ...
