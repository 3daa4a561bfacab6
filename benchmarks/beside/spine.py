"""Movements by a month spine, as public SQL packages do it: each account in each month, then look back one.

Accounts x months from each account's first month to the last, left join to what was in force at the
month's end, `lag` by account. Written from that description.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from beside.rules import periods


def spine_movements(
    connection: duckdb.DuckDBPyConnection, folder: Path, last_month: int
) -> list[tuple[int, str, int]]:
    """Return month, kind and by how much ARR changed, in micros."""
    return connection.sql(f"""
        WITH periods AS ({periods(folder)}),
        accounts AS (SELECT account_id, min(from_month) AS first_month FROM periods GROUP BY account_id),
        months AS (
            SELECT unnest(range((SELECT min(first_month) FROM accounts), {last_month} + 1)) AS month
        ),
        spine AS (
            SELECT account_id, month FROM accounts JOIN months ON months.month >= accounts.first_month
        ),
        monthly AS (
            SELECT spine.account_id, spine.month, coalesce(sum(periods.annual), 0) AS arr,
                coalesce(max(periods.paused), 0) AS paused
            FROM spine LEFT JOIN periods ON periods.account_id = spine.account_id
                AND periods.from_month <= spine.month AND periods.to_month > spine.month
            GROUP BY spine.account_id, spine.month
        ),
        looked_back AS (
            SELECT *, coalesce(lag(arr) OVER by_month, 0) AS before,
                coalesce(lag(paused) OVER by_month, 0) AS was_paused,
                coalesce(
                    max(arr > 0) OVER (by_month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false
                ) AS known
            FROM monthly WINDOW by_month AS (PARTITION BY account_id ORDER BY month)
        )
        SELECT month, CASE
            WHEN before = 0 AND NOT known THEN 'new'
            WHEN before = 0 AND was_paused = 1 THEN 'resumed'
            WHEN before = 0 THEN 'reactivation'
            WHEN arr = 0 AND paused = 1 THEN 'paused'
            WHEN arr = 0 THEN 'churn'
            WHEN arr > before THEN 'expansion'
            ELSE 'contraction' END AS kind, sum(arr - before)::BIGINT
        FROM looked_back WHERE arr <> before GROUP BY ALL
    """).fetchall()  # noqa: S608 - our own names
