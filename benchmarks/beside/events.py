"""Movements by events in pandas: what starts and what ends, summed by account and month, then run up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from beside.rows import AS_OF
from beside.rules import ALL, COUNTED, TIMES

FAR = pd.Timestamp("2261-12-31")
"""The end of what is open; nanoseconds reach no further than 2262."""


def event_movements(folder: Path) -> list[tuple[int, str, int]]:
    """Return month, kind and by how much ARR changed, in micros."""
    held = _periods(folder)
    columns = ["account_id", "annual", "paused"]
    starts = held[[*columns, "from_month"]].rename(columns={"from_month": "month"})
    ends = held[[*columns, "to_month"]].rename(columns={"to_month": "month"})
    ends[["annual", "paused"]] *= -1
    events = pd.concat([starts, ends], ignore_index=True)
    steps = events.groupby(["account_id", "month"], sort=True)[["annual", "paused"]].sum().reset_index()
    by_account = steps.groupby("account_id", sort=False)
    steps["arr"] = by_account["annual"].cumsum()
    steps["pauses"] = by_account["paused"].cumsum()
    steps["before"] = steps["arr"] - steps["annual"]
    steps["was_paused"] = steps["pauses"] - steps["paused"]
    live = (steps["arr"] > 0).astype(np.int8)
    steps["known"] = live.groupby(steps["account_id"], sort=False).cumsum() - live > 0
    steps = steps[(steps["annual"] != 0) & (steps["month"] <= AS_OF.year * 12 + AS_OF.month - 1)]
    came, left = steps["before"] == 0, steps["arr"] == 0
    kind = np.select(
        [
            came & ~steps["known"],
            came & (steps["was_paused"] > 0),
            came,
            left & (steps["pauses"] > 0),
            left,
            steps["annual"] > 0,
        ],
        ["new", "resumed", "reactivation", "paused", "churn", "expansion"],
        "contraction",
    )
    sums = steps.groupby(["month", kind], observed=True)["annual"].sum()
    return [(month, str(name), int(amount)) for (month, name), amount in sums.items()]


def _periods(folder: Path) -> pd.DataFrame:
    """Return the price periods: account_id, from_month, to_month, annual, paused."""
    columns = [
        "subscription_id",
        "account_id",
        "start_date",
        "end_date",
        "amount",
        "interval",
        "interval_count",
    ]
    rows = pd.read_parquet(folder / "subscriptions.parquet", columns=[*columns, "status", "kind"])
    rows = rows[rows["status"].isin(COUNTED) & (rows["kind"] == "recurring")]
    rows = pd.DataFrame(
        {
            "subscription_id": rows["subscription_id"],
            "account_id": rows["account_id"],
            "start": pd.to_datetime(rows["start_date"]),
            "end": pd.to_datetime(rows["end_date"]).fillna(FAR),
            "price": rows["amount"] * rows["interval"].map(TIMES),
            "count": rows["interval_count"],
            "paused": (rows["status"] == "paused").astype(np.int64),
            "percent": 0,
        }
    )
    rows = _cut(rows, pd.read_parquet(folder / "discounts.parquet"))
    rows = rows[rows["start"] <= pd.Timestamp(AS_OF)]
    # A year times 10^6 is more than 64 bits hold; percentages here are whole ones.
    left, per = rows["price"] * ((ALL - rows["percent"]) // 10_000), rows["count"] * (ALL // 10_000)
    held = pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "from_month": _month(rows["start"]),
            "to_month": _month(rows["end"].where(rows["end"] <= pd.Timestamp(AS_OF), FAR)),
            "annual": (2 * left + per) // (2 * per) * (1 - rows["paused"]),
            "paused": rows["paused"],
        }
    )
    return held[held["from_month"] < held["to_month"]]


def _cut(rows: pd.DataFrame, discounts: pd.DataFrame) -> pd.DataFrame:
    """Return rows cut where their subscription's discount begins and ends."""
    taken = discounts.set_index("subscription_id")
    off = rows["subscription_id"].isin(taken.index)
    less = rows[off]
    begins = pd.to_datetime(less["subscription_id"].map(taken["start_date"]))
    ends = pd.to_datetime(less["subscription_id"].map(taken["end_date"]))
    parts = [
        less.assign(end=np.minimum(less["end"], begins)),
        less.assign(
            start=np.maximum(less["start"], begins),
            end=np.minimum(less["end"], ends),
            percent=less["subscription_id"].map(taken["percent"]),
        ),
        less.assign(start=np.maximum(less["start"], ends)),
    ]
    cut = pd.concat([rows[~off], *(part[part["start"] < part["end"]] for part in parts)], ignore_index=True)
    return cut.drop(columns="subscription_id")


def _month(days: pd.Series) -> pd.Series:
    return days.dt.year * 12 + days.dt.month - 1
