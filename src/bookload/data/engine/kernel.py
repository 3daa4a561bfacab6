"""DuckDB's faster way to what is made of price periods: whole numbers, one sort of them, and a walk.

The expressions that go with what is known are the definitions; here the same rows come of machine words
alone. A price period is two events: one adds it, one takes it away. Events are sorted by account and moment,
once (`walk`). An account's events add up to nothing, for what is still open ends after the last moment; so
one running sum over all events in that order, without any grouping, is each account's balance.

This holds while no price period is below nothing (an account is then live exactly if its balances add up
to something) and all of them together are less than a machine word. The functions look, and give None
where not.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import FAR, Month
from bookload.data.engine.walk import KINDS, Held, Moments, Part, Rates, changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bookload.data.engine.walk import Days, Numbers

_WORD = 2**62
"""More than all balances together may be."""
_ROOM = 2**40
"""More than the number of an account may be."""
_NEVER = 2**31 - 1
"""A day after all days."""
_EPOCH = date(1970, 1, 1)
_BY_MONTH, _BY_DAY = ("month",), ("month", "day")
_CHANGES = pa.schema(
    [
        ("month", pa.int64()),
        ("kind", pa.string()),
        ("currency", pa.string()),
        ("annual", pa.decimal128(38, 0)),
    ]
)
_FIRST_DAYS = pa.schema([("currency", pa.string()), ("first", pa.date32()), ("unpriced", pa.int64())])


def judged(when: Sequence[str], grain: str) -> bool:
    """Return whether this way judges changes at these moments and at this grain."""
    return grain == "account" and tuple(when) in (_BY_MONTH, _BY_DAY)


def numbered(periods: str, home: str) -> str:
    """Return the query for price periods as `Numbered.of` reads them; `periods` is their SQL.

    What is worth more digits than a machine word has becomes null, and so does the home currency: to write
    down no text takes no time. (A decimal becomes a word by way of a shorter decimal: DuckDB's direct cast
    divides, and takes forty times as long.)
    """
    # The names are our own, and a currency's quotes are doubled.
    return f"""
        SELECT account_id, start_date::DATE AS start_date, end_date::DATE AS end_date, paused,
            nullif(currency, '{home.replace("'", "''")}') AS abroad,
            CASE WHEN paused THEN 0 ELSE CAST(TRY_CAST(annual AS DECIMAL(18, 0)) AS BIGINT) END AS annual
        FROM ({periods})
    """  # noqa: S608


class Numbered:
    """Price periods as whole numbers."""

    def __init__(self, held: Held, currencies: Sequence[str]) -> None:
        """Take the rows and the names of their currencies."""
        self.held = held
        self.currencies = currencies

    @classmethod
    def of(cls, rows: pa.Table, home: str) -> Numbered | None:
        """Return the rows of a `numbered` query; None where one of them is no machine word."""
        if any(rows[name].null_count for name in rows.column_names if name != "abroad"):
            return None
        annual = rows["annual"].to_numpy()
        if rows.num_rows and (annual.min() < 0 or annual.sum(dtype=np.float64) >= _WORD):
            return None
        currencies, codes = _currencies(rows["abroad"], home)
        paused = rows["paused"].to_numpy() if pc.any(rows["paused"]).as_py() else None
        columns = (_accounts(rows["account_id"]), _days(rows["start_date"]), _days(rows["end_date"]))
        parts = [Part(*each) for each in zip(*columns, strict=True)]
        return cls(Held(parts, annual, codes, len(currencies), paused), currencies)

    def first_days(self) -> pa.Table:
        """Return the first day of what is not on pause, by currency; all of it has a worth."""
        held, first = self.held, 0
        found = dict.fromkeys(self.currencies, _NEVER)
        for part in held.parts:
            here = slice(first, first + len(part.started))
            counted = np.True_ if held.paused is None else ~held.paused[here]
            for code, currency in enumerate(self.currencies):
                in_it = counted if held.codes is None else counted & (held.codes[here] == code)
                found[currency] = min(found[currency], int(part.started.min(where=in_it, initial=_NEVER)))
            first = here.stop
        there = {currency: day for currency, day in found.items() if day < _NEVER}
        days = pa.array(there.values(), pa.int32()).cast(pa.date32())
        return pa.table(
            [pa.array(there, pa.string()), days, pa.array([0] * len(there), pa.int64())], schema=_FIRST_DAYS
        )

    def changes_by_kind(self, when: Sequence[str], rates: pa.Table) -> pa.Table | None:
        """Return what changed, as the definition has it but for rows of 0; `rates` has a factor a month."""
        if not len(self.held.annual):
            return _CHANGES.empty_table()
        first = min(int(part.started.min(initial=_NEVER)) for part in self.held.parts)
        moments = _moments(first, daily=tuple(when) == _BY_DAY)
        found = changed(self.held, moments, _rates(rates, self.currencies))
        if found is None:
            return None
        return pa.Table.from_pylist(
            [
                {
                    "month": month,
                    "kind": KINDS[kind],
                    "currency": self.currencies[code],
                    "annual": Decimal(annual),
                }
                for (month, kind, code), annual in sorted(found.items())
                if annual
            ],
            _CHANGES,
        )


def _currencies(abroad: pa.ChunkedArray, home: str) -> tuple[list[str], NDArray[np.int16] | None]:
    """Return the currencies that there are, and the place of each row's; None where all are at home."""
    if abroad.null_count == len(abroad):
        return [home], None
    names, places = _coded(abroad.fill_null(home))
    return names, np.concatenate(places).astype(np.int16)


def _coded(texts: pa.ChunkedArray) -> tuple[list[str], list[Numbers]]:
    """Return the texts that there are, and by chunk the place of each row's among them."""
    chunks = pc.dictionary_encode(texts).chunks  # Arrow gives all of them one dictionary
    names = chunks[0].dictionary.to_pylist() if chunks else []
    return names, [chunk.indices.to_numpy() for chunk in chunks]


def _accounts(ids: pa.ChunkedArray) -> list[Numbers]:
    """Return a whole number for each account: its id, if that is a small one."""
    if pa.types.is_integer(ids.type):
        ends = pc.min_max(ids).as_py()
        if not len(ids) or (ends["min"] >= 0 and ends["max"] < _ROOM):
            return [chunk.to_numpy() for chunk in ids.chunks]
    return _coded(ids)[1]


def _days(days: pa.ChunkedArray) -> list[Days]:
    return [chunk.view(pa.int32()).to_numpy() for chunk in days.chunks]


def _moments(first: int, *, daily: bool) -> Moments:
    """Return the moments from the day `first` (since 1970) to the end of all time: days, or months."""
    days = np.arange(first, (FAR - _EPOCH).days + 1, dtype=np.int32)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + Month.of(_EPOCH).ordinal
    if daily:
        return Moments(first, days - first, months)
    return Moments(first, (months - months[0]).astype(np.int32), np.arange(months[0], months[-1] + 1))


def _rates(rates: pa.Table, currencies: Sequence[str]) -> Rates:
    """Return the factors of each month by the place of their currency; None where there is none."""
    found: dict[int, list[int | None]] = {}
    for row in rates.to_pylist():
        if row["currency"] in currencies:
            known = found.setdefault(row["month"], [None] * len(currencies))
            known[currencies.index(row["currency"])] = int(row["factor"])
    return found
