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
_ROOM = 2**61 // _MOMENTS
"""More than any account's number."""
_WORD = 2**62
"""What a machine word holds, and a sum of two of its kind."""
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT")
_FIRST = "DATE '1900-01-01'"
_MONTH = "(year({day}) * 12 + month({day}) - 1)"
_BY_MONTH, _BY_DAY = ("month",), ("month", "day")
_FAR = f"DATE '{FAR}'"
_KINDS = ("new", "resumed", "reactivation", "paused", "churn", "expansion", "contraction", "none")
_JUDGED = """
    CASE WHEN number IN (5, 6) THEN CASE sign(coalesce(factor_0, 0)) WHEN 1 THEN number WHEN 0 THEN 7
        ELSE 11 - number END ELSE number END
"""
"""The kind of what changed in the only currency: a change is worth nothing where there is no rate."""
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
    least, beyond, total, currencies, pauses = cursor.execute(_FOUND).fetchall()[0]
    if beyond or (least is not None and least < 0):
        return None
    codes = currencies or [""]
    numbered = _are_numbers(cursor)
    if not numbered:
        cursor.execute(_ACCOUNTS)
    cursor.execute(_events(codes, numbered=numbered))
    cursor.execute("DROP TABLE kernel_held; DROP TABLE IF EXISTS kernel_accounts")
    cursor.execute(_factors(rates, codes))
    word = "BIGINT" if (total or 0) < _WORD else "HUGEINT"
    cursor.execute(_summed(codes, word, daily=daily, pauses=bool(pauses)))
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
        FROM ({periods}) WHERE {started} < {ended} AND account_id IS NOT NULL
            AND (paused OR annual IS NULL OR annual <> 0)
    """


def _moment(day: str, *, daily: bool) -> str:
    return f"date_diff('day', {_FIRST}, {day}::DATE)" if daily else _MONTH.format(day=day)


_FOUND = """
    SELECT min(annual), count(*) FILTER (annual IS NULL), sum(annual),
        list(DISTINCT currency ORDER BY currency), bool_or(paused)
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


def _events(currencies: Sequence[str], *, numbered: bool) -> str:
    """Return the statement for the events, sorted by place; with what the walk will need of them alone.

    A place's last two digits in base 2 say how many more rows are on pause, plus 2: so it needs no column.
    """
    listed = ", ".join(_text(code) for code in currencies)
    code = f", list_position([{listed}], currency)::SMALLINT AS code" if len(currencies) > 1 else ""
    named = ", code" if code else ""
    number, accounts = (
        ("account_id::BIGINT", "") if numbered else ("number", "JOIN kernel_accounts USING (account_id)")
    )
    return f"""
        CREATE TEMP TABLE kernel_events AS
        WITH numbered AS (
            SELECT {number} * {_MOMENTS} AS account, started, ended, annual,
                CASE WHEN paused THEN 1 ELSE 0 END AS paused {code}
            FROM kernel_held {accounts}
        ), events AS (
            SELECT (account + started) * 4 + 2 + paused AS place, annual {named} FROM numbered
            UNION ALL
            SELECT (account + ended) * 4 + 2 - paused AS place, -annual AS annual {named} FROM numbered
        )
        SELECT * FROM events ORDER BY place
    """


def _factors(rates: str, currencies: Sequence[str]) -> str:
    """Return the statement for the factors of each month, a column a currency."""
    columns = ", ".join(
        f"max(factor) FILTER (currency = {_text(code)}) AS factor_{n}" for n, code in enumerate(currencies)
    )
    return f"CREATE TEMP TABLE kernel_factors AS SELECT month, {columns} FROM ({rates}) GROUP BY month"


def _summed(currencies: Sequence[str], word: str, *, daily: bool, pauses: bool) -> str:
    """Return the statement that walks over the events: what changed by month and kind, a column a currency.

    `ends` has a row for each moment of an account: its balances `after_n`, and `before_n`, those of the row
    before, which are nothing where that is another account's. An account is new the first time that it
    came, which is when the last that came before it is another. `word` holds every balance. Kinds are
    numbers, by their place in `_KINDS`, until they are few.
    """
    month = _MONTH.format(day=f"({_FIRST} + moment::INTEGER)") if daily else "moment"
    numbers = range(len(currencies))
    walk = [
        f"(sum(CASE WHEN code = {n + 1} THEN annual ELSE 0 END) {_WALK})::{word} AS after_{n}"
        for n in numbers
    ]
    if len(currencies) == 1:
        walk = [f"(sum(annual) {_WALK})::{word} AS after_0"]
    pausing = f"(sum((place & 3) - 2) {_WALK})::BIGINT" if pauses else "0"
    pauses_before = "lag(pauses, 1, 0) OVER ()" if pauses else "0"
    after, before = ([f"{side}_{n}" for n in numbers] for side in ("after", "before"))
    lags = [f"lag(after_{n}, 1, 0::{word}) OVER () AS before_{n}" for n in numbers]
    delta = [f"(after_{n} - before_{n})" for n in numbers]
    worth, join = _worth(delta)
    sums = ", ".join(f"sum{each} AS annual_{n}" for n, each in enumerate(delta))
    kind = _JUDGED if len(currencies) == 1 else "number"
    added = ", ".join(f"sum(annual_{n}) AS annual_{n}" for n in numbers)
    named = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(_KINDS))
    return f"""
        CREATE TEMP TABLE kernel_summed AS
        WITH walked AS (
            SELECT place >> 2 AS place, {", ".join(walk)}, {pausing} AS pauses,
                lead(place >> 2, 1, -1) OVER () AS next_place
            FROM kernel_events
        ), ends AS (
            SELECT place // {_MOMENTS} AS account, (place % {_MOMENTS})::INTEGER AS moment,
                {", ".join(after)}, {", ".join(lags)}, pauses, {pauses_before} AS pauses_before
            FROM walked WHERE next_place <> place
        ), turned AS (
            SELECT *, {" + ".join(before)} AS before, {" + ".join(after)} AS after FROM ends
        ), came AS (
            SELECT *, max(CASE WHEN before = 0 AND after > 0 THEN account END) {_WALK} AS last_came
            FROM turned
        ), known AS (
            SELECT *, {month} AS month, lag(last_came) OVER () AS came_before FROM came
        ), judged AS (
            SELECT month, CASE
                WHEN before = 0 AND after > 0 AND came_before IS DISTINCT FROM account THEN 0
                WHEN before = 0 AND after > 0 AND pauses_before > 0 THEN 1
                WHEN before = 0 AND after > 0 THEN 2
                WHEN before > 0 AND after = 0 AND pauses > 0 THEN 3
                WHEN before > 0 AND after = 0 THEN 4
                WHEN {worth} > 0 THEN 5
                WHEN {worth} < 0 THEN 6
                ELSE 7 END::TINYINT AS number, {sums}
            FROM known {join}
            WHERE moment < {_moment(_FAR, daily=daily)} AND ({" OR ".join(f"{each} <> 0" for each in delta)})
            GROUP BY month, number
        )
        SELECT month, CASE {kind} {named} END AS kind, {added}
        FROM judged LEFT JOIN kernel_factors USING (month) GROUP BY ALL
    """


def _worth(delta: Sequence[str]) -> tuple[str, str]:
    """Return what says whether a change is one for the better, and the join that this takes.

    In one currency that is the change itself, and its rate follows when all is added up: `_JUDGED`.
    """
    if len(delta) == 1:
        return delta[0], ""
    parts = (f"coalesce({each}::DECIMAL(38, 0) * factor_{n}, 0)" for n, each in enumerate(delta))
    return f"({' + '.join(parts)})", "LEFT JOIN kernel_factors USING (month)"


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
