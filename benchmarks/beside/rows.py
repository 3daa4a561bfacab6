"""Subscription rows of a stated number, from a seed, as the Parquet files of a snapshot.

Five rows an account over 60 months, in no order. Terms follow one another (renewals at a new price), with
gaps (churn and return) or beside another (a second product); every interval with counts, every status, open
and closed ends, discounts on a tenth of the subscriptions. Ids are whole numbers, or the same as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

SEED = 2026
FIRST_DAY = date(2021, 7, 1)
AS_OF = date(2026, 6, 30)
MONTHS = 60
ROWS_AN_ACCOUNT = 5
DAYS = (AS_OF - FIRST_DAY).days + 1
CURRENCIES = ("USD", "EUR", "GBP")
INTERVALS = {"day": 0.01, "week": 0.04, "month": 0.6, "quarter": 0.1, "year": 0.25}
DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
STATUSES = {
    "active": 0.86,
    "canceled": 0.05,
    "past_due": 0.03,
    "paused": 0.03,
    "unpaid": 0.02,
    "trialing": 0.01,
}
KINDS = {"recurring": 0.97, "one_time": 0.015, "usage": 0.015}
STAYS, ABROAD = 0.5, 0.02
"""Shares: of the last terms, those without an end; of the rows, those in another currency."""
FOLLOWS, AFTER_A_GAP, BESIDE = 0, 1, 2
TEXT_IDS = ("'cus_' || left(md5({0}::VARCHAR), 14)", "'sub_' || left(md5({0}::VARCHAR), 14)")
"""Ids as billing systems write them; md5 only scatters them, the number of rows keeps them apart."""


@dataclass(frozen=True)
class Asked:
    """One data set: how many rows, ids as whole numbers or text, in how many currencies."""

    rows: int
    ids: str
    currencies: int

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.rows}-{self.ids}-{self.currencies}"


def made(asked: Asked, root: Path) -> Path:
    """Return the folder with the rows of `subscriptions` and `discounts`, made where they are not yet."""
    folder = root / asked.name
    if not (folder / "discounts.parquet").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(asked, folder)
    return folder


def _write(asked: Asked, folder: Path) -> None:
    rng = np.random.default_rng(SEED)
    rows = _rows(asked, rng)
    account, subscription = (
        (one.format("account"), one.format("subscription"))[place] if asked.ids == "text" else name
        for place, (one, name) in enumerate(zip(TEXT_IDS, ("account", "subscription"), strict=True))
    )
    connection = duckdb.connect(config={"threads": 1})
    connection.register("rows", rows)
    connection.execute(f"""
        COPY (SELECT {subscription} AS subscription_id, {account} AS account_id, start_date, amount,
            "interval", interval_count, NULL::VARCHAR AS line_id, NULL::BIGINT AS quantity,
            NULL::BIGINT AS unit_amount,
            currency, end_date, product, plan, status, kind, NULL::DATE AS trial_end_date,
            NULL::DATE AS signed_date, NULL::DATE AS renewal_date,
            NULL::BOOLEAN AS auto_renew, NULL::DATE AS canceled_date,
            NULL::VARCHAR AS cancel_reason
        FROM rows) TO '{folder / "subscriptions.parquet"}'
    """)  # noqa: S608 - our own names
    connection.execute(f"""
        COPY (SELECT {subscription} AS subscription_id,
            (10000 * (5 + 5 * (subscription % 5)))::BIGINT AS percent, NULL::BIGINT AS amount,
            NULL::VARCHAR AS currency,
            min(start_date) + (subscription % 90)::INTEGER AS start_date,
            min(start_date) + (subscription % 90 + 180)::INTEGER AS end_date, NULL::VARCHAR AS line_id
        FROM rows WHERE subscription % 10 = 7 GROUP BY subscription ORDER BY subscription)
        TO '{folder / "discounts.parquet"}'
    """)  # noqa: S608
    connection.close()


def _rows(asked: Asked, rng: np.random.Generator) -> pa.Table:
    """Return the rows in no order, ids as whole numbers."""
    count = asked.rows
    account = np.sort(rng.integers(1, count // ROWS_AN_ACCOUNT + 1, count))
    first = np.concatenate(([True], account[1:] != account[:-1]))
    step = rng.choice([FOLLOWS, AFTER_A_GAP, BESIDE], count, p=[0.7, 0.15, 0.15])
    length = 30 * rng.choice([1, 3, 6, 12, 12, 24], count) + rng.integers(0, 3, count)
    gap = np.where(step == AFTER_A_GAP, rng.integers(20, 200, count), 0)
    moved = np.where(first, 0, np.where(np.roll(step, 1) == BESIDE, 0, np.roll(length, 1)) + gap)
    so_far = np.cumsum(moved)
    place = np.maximum.accumulate(np.where(first, np.arange(count), 0))
    start = rng.integers(0, DAYS, count)[place] + so_far - so_far[place]
    wraps = start // DAYS
    again = np.concatenate(([True], wraps[1:] != wraps[:-1]))
    subscription = np.cumsum(first | again | (step != FOLLOWS))
    start %= DAYS
    interval = rng.choice(list(INTERVALS), count, p=list(INTERVALS.values()))
    counts = rng.choice([1, 1, 1, 1, 1, 1, 1, 1, 2, 3], count)
    monthly = np.round(rng.lognormal(5, 1, count) * 100).astype(np.int64) * 10_000
    scale = np.select([interval == name for name in DAYS_OF], list(DAYS_OF.values())) * counts
    open_ended = (start + length >= DAYS) & (rng.random(count) < STAYS)
    status = rng.choice(list(STATUSES), count, p=list(STATUSES.values()))
    status = np.where(open_ended & (status == "canceled"), "active", status)
    home = rng.choice(CURRENCIES[: asked.currencies], count)[place]
    abroad = rng.random(count) < ABROAD
    currency = np.where(abroad, rng.choice(CURRENCIES[: asked.currencies], count), home)
    epoch = np.datetime64(FIRST_DAY, "D")
    order = rng.permutation(count)
    columns = {
        "account": account,
        "subscription": subscription,
        "start_date": epoch + start,
        "amount": np.maximum(monthly * scale // 30 // 10_000, 1) * 10_000,
        "interval": interval,
        "interval_count": counts,
        "currency": currency,
        "end_date": np.where(open_ended, np.datetime64("NaT"), epoch + (start + length)),
        "product": rng.choice(["Platform", "Analytics", "Support", "Storage"], count),
        "plan": rng.choice(["Basic", "Pro", "Enterprise"], count),
        "status": status,
        "kind": rng.choice(list(KINDS), count, p=list(KINDS.values())),
    }
    return pa.table({name: pa.array(column[order]) for name, column in columns.items()})
