"""DuckDB's faster way to what changed by month, kind and currency: one sort of whole numbers, and a walk.

The expression that goes with a `ChangesByKind` is the definition; here the same rows come of machine words
alone. A price period is two events: one adds it, one takes it away. Each has a place, which is its account's
number and its moment in one whole number, and events are sorted by place, once (`walk`). An account's events
add up to nothing, for what is still open ends after the last moment; so one running sum over all events in
that order, without any grouping, is each account's balance.

This holds while no price period is below nothing (an account is then live exactly if its balances add up
to something) and all of them together are less than a machine word. `changes_by_kind` looks, and gives None
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
from bookload.data.engine.walk import KINDS, Held, Rates, changed

if TYPE_CHECKING:
    import duckdb

    from bookload.data.engine.known import ChangesByKind
    from bookload.data.engine.walk import Numbers

_WORD = 2**62
"""More than all balances together may be."""
_ROOM = 2**40
"""More than the number of an account may be, so that there is room beside it."""
_FIRST = date(1900, 1, 1)
_BY_MONTH, _BY_DAY = ("month",), ("month", "day")
_SCHEMA = pa.schema(
    [
        ("month", pa.int64()),
        ("kind", pa.string()),
        ("currency", pa.string()),
        ("annual", pa.decimal128(38, 0)),
    ]
)

# The names in these statements are our own.
# ruff: noqa: S608


def changes_by_kind(
    cursor: duckdb.DuckDBPyConnection, asked: ChangesByKind, periods: str, rates: str
) -> pa.Table | None:
    """Return what changed, or None where this way would not give what the definition gives.

    `periods` and `rates` are the SQL of those parts of what is asked. Columns: month, kind, currency,
    annual, as the definition's but for rows of 0.
    """
    if asked.grain != "account" or asked.when not in (_BY_MONTH, _BY_DAY):
        return None
    daily = asked.when == _BY_DAY
    rows = cursor.sql(_held(periods, daily=daily)).to_arrow_table()
    if not rows.num_rows:
        return _SCHEMA.empty_table()
    if rows["annual"].null_count:
        return None
    annual = rows["annual"].to_numpy()
    if annual.min() < 0 or annual.sum(dtype=np.float64) >= _WORD:
        return None
    currencies, codes = _coded(rows["currency"])
    held = Held(
        accounts=_numbers(rows["account_id"]),
        started=rows["started"].to_numpy(),
        ended=rows["ended"].to_numpy(),
        annual=annual,
        codes=codes if len(currencies) > 1 else None,
        paused=rows["paused"].to_numpy() if pc.any(rows["paused"]).as_py() else None,
        far=(FAR - _FIRST).days if daily else Month.of(FAR).ordinal,
    )
    del rows
    found = changed(held, _rates(cursor, rates, currencies), _month_of if daily else None)
    return pa.Table.from_pylist(
        [
            {"month": month, "kind": KINDS[kind], "currency": currencies[code], "annual": Decimal(annual)}
            for (month, kind, code), annual in sorted(found.items())
            if annual
        ],
        _SCHEMA,
    )


def _held(periods: str, *, daily: bool) -> str:
    """Return the query for the price periods that count, between the numbers of two moments.

    What is worth more digits than a machine word has becomes null. (A decimal becomes a word by way of a
    shorter decimal: DuckDB's direct cast divides, and takes forty times as long.)
    """
    started, ended = (_moment(day, daily=daily) for day in ("start_date", "end_date"))
    return f"""
        SELECT account_id, currency, {started}::INTEGER AS started, {ended}::INTEGER AS ended, paused,
            CASE WHEN paused THEN 0 ELSE CAST(TRY_CAST(annual AS DECIMAL(18, 0)) AS BIGINT) END AS annual
        FROM ({periods}) WHERE {started} < {ended} AND account_id IS NOT NULL
            AND (paused OR annual IS NULL OR annual <> 0)
    """


def _moment(day: str, *, daily: bool) -> str:
    if daily:
        return f"date_diff('day', DATE '{_FIRST}', {day}::DATE)"
    return f"(year({day}) * 12 + month({day}) - 1)"


def _month_of(days: Numbers) -> Numbers:
    """Return the months of days, which are counted from `_FIRST`."""
    since = (np.datetime64(_FIRST) + days).astype("datetime64[M]").astype(np.int64)
    return np.asarray(since + Month.parse("1970-01").ordinal)


def _coded(texts: pa.ChunkedArray) -> tuple[list[str], Numbers]:
    """Return the texts that there are, and the place of each row's among them."""
    coded = pc.dictionary_encode(texts)  # Arrow gives all chunks one dictionary
    places = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks])
    return coded.chunk(0).dictionary.to_pylist(), places


def _numbers(ids: pa.ChunkedArray) -> Numbers:
    """Return a whole number for each account: its id, if that is a small one."""
    if pa.types.is_integer(ids.type):
        numbers = ids.to_numpy()
        if numbers.min() >= 0 and numbers.max() < _ROOM:
            return np.asarray(numbers, np.int64)
    return _coded(ids)[1].astype(np.int64)


def _rates(cursor: duckdb.DuckDBPyConnection, rates: str, currencies: list[str]) -> Rates:
    """Return the factors of each month by the place of their currency; None where there is none."""
    found: dict[int, list[int | None]] = {}
    for month, currency, factor in cursor.sql(f"SELECT month, currency, factor FROM ({rates})").fetchall():
        if currency in currencies:
            found.setdefault(month, [None] * len(currencies))[currencies.index(currency)] = int(factor)
    return found
