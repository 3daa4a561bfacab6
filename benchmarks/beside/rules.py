"""The rules of the profile `bookload`, once more and by hand, for those that stand beside it.

They count discounts too: a year's worth of a row, less a percentage while a discount is in force, rounded
once, half away from zero. The rows have one discount a subscription at most, and no credits.
"""

from __future__ import annotations

from pathlib import Path

from beside.rows import AS_OF

TIMES = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
COUNTED = ("active", "past_due", "canceled", "paused")
ALL = 10**6
"""A hundred percent, as `discounts.percent` is stored."""


def periods(folder: Path) -> str:
    """Return a query of price periods: account_id, from_month, to_month, annual (micros), paused (0/1)."""
    times = " ".join(f"WHEN '{name}' THEN {count}" for name, count in TIMES.items())
    far = "DATE '2299-12-31'"
    return f"""
        WITH counted AS (
            SELECT subscription_id, account_id, start_date, coalesce(end_date, {far}) AS end_date,
                interval_count, amount * CASE "interval" {times} END AS price,
                (status = 'paused')::INTEGER AS paused
            FROM read_parquet('{folder / "subscriptions.parquet"}')
            WHERE kind = 'recurring' AND status IN {COUNTED}
        ), discounts AS (
            SELECT subscription_id, percent, start_date AS taken_from, end_date AS taken_until
            FROM read_parquet('{folder / "discounts.parquet"}')
        ), cut AS (
            SELECT account_id, price, interval_count, paused, start_date, end_date, 0 AS percent
            FROM counted ANTI JOIN discounts USING (subscription_id)
            UNION ALL
            SELECT account_id, price, interval_count, paused, part.from_day, part.until_day, part.percent
            FROM counted JOIN discounts USING (subscription_id), LATERAL (VALUES
                (start_date, least(end_date, taken_from), 0),
                (greatest(start_date, taken_from), least(end_date, taken_until), percent),
                (greatest(start_date, taken_until), end_date, 0)
            ) AS part(from_day, until_day, percent)
            WHERE part.from_day < part.until_day
        ), known AS (
            SELECT * REPLACE (CASE WHEN end_date <= DATE '{AS_OF}' THEN end_date ELSE {far} END AS end_date),
                price * ({ALL} - percent) AS net, interval_count * {ALL} AS per
            FROM cut WHERE start_date <= DATE '{AS_OF}'
        )
        SELECT account_id, year(start_date) * 12 + month(start_date) - 1 AS from_month,
            year(end_date) * 12 + month(end_date) - 1 AS to_month,
            CASE WHEN paused = 1 THEN 0 ELSE (2 * net::HUGEINT + per) // (2 * per) END::BIGINT AS annual,
            paused
        FROM known
    """  # noqa: S608 - our own names
