"""What a question returns: rows of one frozen dataclass, with the rights they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bookload.base.money import arr

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from bookload.base.access import Right

Row = TypeVar("Row")

IN_QUANTA: Mapping[str, str] = MappingProxyType({"unit": "quanta"})
"""Metadata of a field that holds an amount in quanta (see `base.money`)."""


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """Rows of one kind, and the rights that were needed to compute them.

    Turns into Arrow, polars and pandas (the last two only if they are installed).
    """

    rows: tuple[Row, ...]
    needs: frozenset[Right] = frozenset()

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of Python values."""
        return [asdict(row) for row in self.rows]  # type: ignore[call-overload]

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table.

        Fields marked as `IN_QUANTA` become exact decimals of the workspace's currency a year, months text,
        fractions floats.
        """
        import pyarrow as pa  # noqa: PLC0415 - kept out of `bookload --help`

        rows = [{key: _plain(value) for key, value in row.items()} for row in self.to_dicts()]
        money = {each.name for row in self.rows[:1] for each in fields(row) if each.metadata == IN_QUANTA}  # type: ignore[arg-type]
        for row in rows:
            for name in money & row.keys():
                row[name] = None if row[name] is None else arr(row[name])  # type: ignore[arg-type]
        table = pa.Table.from_pylist(rows)
        for place, name in enumerate(table.column_names):
            if name in money:
                table = table.set_column(place, name, table[name].cast(pa.decimal128(38, 22)))
        return table

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars frame."""
        import polars as pl  # noqa: PLC0415 - optional

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas frame."""
        return self.to_arrow().to_pandas()


def _plain(value: object) -> object:
    from bookload.base.period import Month  # noqa: PLC0415

    match value:
        case Month():
            return str(value)
        case dict() if set(value) == {"ordinal"}:
            return str(Month(value["ordinal"]))
        case frozenset() | set() | tuple():
            return [_plain(item) for item in value]
        case _ if type(value).__name__ == "Fraction":
            return float(value)  # type: ignore[arg-type]
        case _:
            return value


def field_names(row: type) -> tuple[str, ...]:
    """Return the names of a result row's fields, in order."""
    return tuple(field.name for field in fields(row))
