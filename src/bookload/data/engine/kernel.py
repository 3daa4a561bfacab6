"""DuckDB's faster way to what changed by month, kind and currency: one sort, and a walk over it.

The expression that goes with a `ChangesByKind` is the definition; here the same rows come of whole
numbers alone. A price period is two events: one adds it, one takes it away. Each has a `place`, which is
its account's number and its moment in one whole number, and events are sorted by place, once. An account's
events add up to nothing, for what is still open ends in a far year; so one running sum over all events in
that order, without any grouping, is each account's balance, and DuckDB takes it as the rows stream by.

This holds while no price period is below nothing (an account is then live exactly if its balances add up
to something) and each is below 10^18 micros a year. `changes_by_kind` looks, and gives None where not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.period import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import pyarrow as pa

    from bookload.data.engine.known import ChangesByKind

_MOMENTS = 2**18
"""More than any moment's number: of months since year 0, of days since `_FIRST`."""
_ROOM = 2**63 // _MOMENTS
"""More than any account's number."""
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT")
_FIRST = "DATE '1900-01-01'"
_MONTH = "(year({day}) * 12 + month({day}) - 1)"
_BY_MONTH, _BY_DAY = ("month",), ("month", "day")
_FAR = f"DATE '{FAR}'"
_WALK = "OVER (ROWS UNBOUNDED PRECEDING)"

# The names in these statements are our own, and the text of currencies is quoted.
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
    cursor.execute(_held(periods, daily=daily))
    least, beyond, currencies, pauses = cursor.execute(_FOUND).fetchall()[0]
    if beyond or (least is not None and least < 0):
        return None
    codes = currencies or [""]
    numbered = _are_numbers(cursor)
    if not numbered:
        cursor.execute(_ACCOUNTS)
    cursor.execute(_events(codes, pauses=bool(pauses), numbered=numbered))
    cursor.execute("DROP TABLE kernel_held; DROP TABLE IF EXISTS kernel_accounts")
    cursor.execute(_factors(rates, codes))
    cursor.execute(_summed(codes, daily=daily, pauses=bool(pauses)))
    return cursor.sql(_by_currency(codes)).to_arrow_table()


def _held(periods: str, *, daily: bool) -> str:
    """Return the statement for the price periods that count, between the numbers of two moments.

    What is worth more digits than a machine word has becomes null, and is counted by `_FOUND`. (A decimal
    becomes a word by way of a shorter decimal: DuckDB's direct cast divides, and takes forty times as long.)
    """
    started, ended = (_moment(day, daily=daily) for day in ("start_date", "end_date"))
    return f"""
        CREATE TEMP TABLE kernel_held AS
        SELECT account_id, currency, {started}::INTEGER AS started, {ended}::INTEGER AS ended, paused,
            CASE WHEN paused THEN 0 ELSE CAST(TRY_CAST(annual AS DECIMAL(18, 0)) AS BIGINT) END AS annual
        FROM ({periods}) WHERE {started} < {ended} AND (paused OR annual IS NULL OR annual <> 0)
    """


def _moment(day: str, *, daily: bool) -> str:
    return f"date_diff('day', {_FIRST}, {day}::DATE)" if daily else _MONTH.format(day=day)


_FOUND = """
    SELECT min(annual), count(*) FILTER (annual IS NULL), list(DISTINCT currency ORDER BY currency),
        bool_or(paused)
    FROM kernel_held
"""
_ACCOUNTS = """
    CREATE TEMP TABLE kernel_accounts AS
    SELECT account_id, row_number() OVER () AS number FROM (SELECT DISTINCT account_id FROM kernel_held)
"""


def _are_numbers(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Return whether accounts' ids are whole numbers that leave room for moments in a machine word."""
    kind = cursor.execute("SELECT typeof(account_id) FROM kernel_held LIMIT 1").fetchone()
    if kind is None or kind[0] not in _WHOLE:
        return False
    least, most = cursor.execute("SELECT min(account_id), max(account_id) FROM kernel_held").fetchall()[0]
    return bool(least >= 0 and most < _ROOM)


def _events(currencies: Sequence[str], *, pauses: bool, numbered: bool) -> str:
    """Return the statement for the events, sorted by place; with what the walk will need of them alone."""
    number, accounts = ("number", "JOIN kernel_accounts USING (account_id)")
    if numbered:
        number, accounts = "account_id::BIGINT AS number", ""
    listed = ", ".join(_text(code) for code in currencies)
    code = f", list_position([{listed}], currency)::SMALLINT AS code" if len(currencies) > 1 else ""
    pausing = ", CASE WHEN paused THEN sign ELSE 0 END AS pausing" if pauses else ""
    return f"""
        CREATE TEMP TABLE kernel_events AS
        WITH numbered AS (
            SELECT {number}, started, ended, annual, paused {code} FROM kernel_held {accounts}
        )
        SELECT number * {_MOMENTS} + CASE WHEN sign > 0 THEN started ELSE ended END AS place,
            sign * annual AS annual {pausing} {", code" if code else ""}
        FROM numbered, (VALUES (1::TINYINT), (-1::TINYINT)) AS signs(sign)
        ORDER BY place
    """


def _factors(rates: str, currencies: Sequence[str]) -> str:
    """Return the statement for the factors of each month, a column a currency."""
    columns = ", ".join(
        f"max(factor) FILTER (currency = {_text(code)}) AS factor_{n}" for n, code in enumerate(currencies)
    )
    return f"CREATE TEMP TABLE kernel_factors AS SELECT month, {columns} FROM ({rates}) GROUP BY month"


def _summed(currencies: Sequence[str], *, daily: bool, pauses: bool) -> str:
    """Return the statement that walks over the events: what changed by month and kind, a column a currency.

    `ends` has a row for each moment of an account: its balances `after_n`, and `before_n`, those of the row
    before, which are nothing where that is another account's. An account is new the first time that it
    came, which is when the last that came before it is another.
    """
    month = _MONTH.format(day=f"({_FIRST} + moment::INTEGER)") if daily else "moment"
    numbers = range(len(currencies))
    walk = [f"sum(CASE WHEN code = {n + 1} THEN annual ELSE 0 END) {_WALK} AS after_{n}" for n in numbers]
    if len(currencies) == 1:
        walk = [f"sum(annual) {_WALK} AS after_0"]
    pausing = f"sum(pausing) {_WALK}" if pauses else "0"
    after, before = ([f"{side}_{n}" for n in numbers] for side in ("after", "before"))
    lags = [f"lag(after_{n}, 1, 0::HUGEINT) OVER () AS before_{n}" for n in numbers]
    delta = [f"(after_{n} - before_{n})" for n in numbers]
    worth = " + ".join(f"coalesce({delta[n]}::DECIMAL(38, 0) * factor_{n}, 0)" for n in numbers)
    return f"""
        CREATE TEMP TABLE kernel_summed AS
        WITH walked AS (
            SELECT place, {", ".join(walk)}, {pausing} AS pauses, lead(place) OVER () AS next_place
            FROM kernel_events
        ), ends AS (
            SELECT place // {_MOMENTS} AS account, place % {_MOMENTS} AS moment,
                {", ".join(after)}, {", ".join(lags)}, pauses, lag(pauses, 1, 0) OVER () AS pauses_before
            FROM walked WHERE next_place IS DISTINCT FROM place
        ), turned AS (
            SELECT *, {" + ".join(before)} AS before, {" + ".join(after)} AS after FROM ends
        ), came AS (
            SELECT *, max(CASE WHEN before = 0 AND after > 0 THEN account END) {_WALK} AS last_came
            FROM turned
        ), known AS (
            SELECT *, {month} AS month, lag(last_came) OVER () AS came_before FROM came
        )
        SELECT month, CASE
            WHEN before = 0 AND after > 0 AND came_before IS DISTINCT FROM account THEN 'new'
            WHEN before = 0 AND after > 0 AND pauses_before > 0 THEN 'resumed'
            WHEN before = 0 AND after > 0 THEN 'reactivation'
            WHEN before > 0 AND after = 0 AND pauses > 0 THEN 'paused'
            WHEN before > 0 AND after = 0 THEN 'churn'
            WHEN {worth} > 0 THEN 'expansion'
            WHEN {worth} < 0 THEN 'contraction'
            ELSE 'none' END AS kind, {", ".join(f"sum{each} AS annual_{n}" for n, each in enumerate(delta))}
        FROM known LEFT JOIN kernel_factors USING (month)
        WHERE moment < {_moment(_FAR, daily=daily)} AND ({" OR ".join(f"{each} <> 0" for each in delta)})
        GROUP BY ALL
    """


def _by_currency(currencies: Sequence[str]) -> str:
    return " UNION ALL ".join(
        f"""
        SELECT month::BIGINT AS month, kind, {_text(code)} AS currency, annual_{n}::DECIMAL(38, 0) AS annual
        FROM kernel_summed WHERE annual_{n} <> 0
        """
        for n, code in enumerate(currencies)
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
