"""Movements by a month spine: each account in each month, what was in force then, and a look back by one.

As the SQL that dbt's playbook for MRR published in 2020 does it, and packages since, written from that
description: a customer has a row for every month from its first to its last, joined to what was in force;
windows find its first and last active month; a row for the month after the last is added; `lag` finds what
was before.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from beside.rules import periods


def spine_movements(
    connection: duckdb.DuckDBPyConnection, folder: Path, last_month: int
) -> list[tuple[int, str, int]]:
    """Return month, kind and by how much ARR changed, in micros."""
    this_month = _date(str(last_month))
    return connection.sql(f"""
        WITH periods AS (
            SELECT account_id, annual, paused, {_date("from_month")} AS start_month,
                {_date("to_month")} AS end_month
            FROM ({periods(folder)})
        ),
        customers AS (
            SELECT account_id, min(start_month) AS first_month,
                least(max(end_month), {this_month} + INTERVAL 1 MONTH)::DATE AS end_month
            FROM periods GROUP BY account_id
        ),
        months AS (
            SELECT unnest(generate_series(
                (SELECT min(first_month) FROM customers), {this_month}, INTERVAL 1 MONTH
            ))::DATE AS date_month
        ),
        customer_months AS (
            SELECT account_id, date_month, customers.end_month FROM customers
            JOIN months ON date_month >= first_month AND date_month < customers.end_month
        ),
        monthly AS (
            SELECT each.account_id, each.date_month, each.end_month,
                coalesce(sum(periods.annual), 0)::BIGINT AS arr, coalesce(max(periods.paused), 0) AS paused
            FROM customer_months AS each LEFT JOIN periods ON periods.account_id = each.account_id
                AND each.date_month >= periods.start_month AND each.date_month < periods.end_month
            GROUP BY ALL
        ),
        revenue AS (
            SELECT *, arr > 0 AS is_active,
                min(CASE WHEN arr > 0 THEN date_month END) OVER (PARTITION BY account_id) AS first_active,
                max(CASE WHEN arr > 0 THEN date_month END) OVER (PARTITION BY account_id) AS last_active
            FROM monthly
        ),
        all_months AS (
            SELECT account_id, date_month, arr, paused, is_active, date_month = first_active AS is_first
            FROM revenue
            UNION ALL
            SELECT account_id, (date_month + INTERVAL 1 MONTH)::DATE, 0, 0, false, false
            FROM revenue WHERE date_month = last_active AND date_month < {this_month}
                AND date_month + INTERVAL 1 MONTH = end_month
        ),
        looked_back AS (
            SELECT *, coalesce(lag(is_active) OVER by_month, false) AS was_active,
                coalesce(lag(arr) OVER by_month, 0) AS before,
                coalesce(lag(paused) OVER by_month, 0) AS was_paused
            FROM all_months WINDOW by_month AS (PARTITION BY account_id ORDER BY date_month)
        )
        SELECT year(date_month) * 12 + month(date_month) - 1 AS month, CASE
            WHEN is_first THEN 'new'
            WHEN NOT is_active AND was_active AND paused = 1 THEN 'paused'
            WHEN NOT is_active AND was_active THEN 'churn'
            WHEN is_active AND NOT was_active AND was_paused = 1 THEN 'resumed'
            WHEN is_active AND NOT was_active THEN 'reactivation'
            WHEN arr > before THEN 'expansion'
            ELSE 'contraction' END AS kind, sum(arr - before)::BIGINT
        FROM looked_back WHERE arr <> before GROUP BY ALL
    """).fetchall()  # noqa: S608 - our own names


def _date(month: str) -> str:
    """Return the first day of a month, which is a whole number."""
    return f"make_date(({month}) // 12, ({month}) % 12 + 1, 1)"
