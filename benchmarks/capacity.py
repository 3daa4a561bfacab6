"""Capacity of 100,000 accounts over 36 months, beside NumPy sorting and adding up the same account-months.

    python benchmarks/capacity.py

Both in one process, by processor time. What is timed is the whole answer of a workspace on which nothing has
been asked before: rows read by DuckDB, stages by rule, hours by activity, who carries them, heads, exact. The
other side is given the account-months as arrays; it sorts them once by what they ask for and adds up their
days. A company of ten accounts is asked first, so that no import of a module counts. Rows come of a seed.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import time
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from bookload.base.access import Access
from bookload.base.period import FAR, Month
from bookload.data.documents import Journey, Policy
from bookload.data.engine import connect
from bookload.data.tables import contract, empty, table_names
from bookload.data.tables.contract import PLACES
from bookload.planning.capacity import Capacity
from bookload.workspace.company import Company
from bookload.workspace.reading import Workspace

ACCOUNTS, MONTHS, PEOPLE = 100_000, 36, 400
LIMIT_SECONDS = 5.0
AS_OF = date(2026, 6, 30)
LEAVES_WITHIN = 1_800
"""Days after which nobody leaves any more."""
FIRST = Month.of(AS_OF) - (MONTHS - 1)
TOUCH = {"Enterprise": "high", "Mid-market": "mid", "SMB": "low"}
STAGES = [
    {"name": "onboarding", "days_since_start": (0, 60)},
    {"name": "rescue", "health": ("red",)},
    {"name": "adoption", "days_since_start": (0, 120), "from_event": "go_live"},
    {"name": "renewal", "days_to_renewal": (0, 120)},
    {"name": "steady"},
]
HOUR = {"low": 30, "likely": "47.5", "high": 90}


def journey() -> Journey:
    """Return five stages with four activities each, of three roles; one counts by integrations."""
    work = [
        {
            "name": f"{stage['name']} {number}",
            "stage": stage["name"],
            "minutes": HOUR,
            "per": per,
            "role": role,
            "per_unit": {"integrations": 15} if (stage["name"], number) == ("onboarding", 1) else {},
        }
        for stage in STAGES
        for number, (per, role) in enumerate(
            [("month", "csm"), ("stage", "onboarding"), ("quarter", "csm"), ("month", "support")]
        )
    ]
    return Journey.model_validate({"stages": STAGES, "activities": work})


def table(of: str, /, **columns: list[object]) -> pa.Table:
    """Return a table of rows as a snapshot holds them; columns left out take the contract's default."""
    count = len(next(iter(columns.values())))
    made = {}
    for column in contract(of).columns:
        values = columns.get(column.name)
        if values is None:
            values = [_default(column.type, column.default)] * count
        made[column.name] = pa.array(values, type=column.arrow_type)
    return pa.table(made)


def _default(kind: str, text: str | None) -> object:
    if not text:
        return None
    if kind in PLACES:
        return int(Decimal(text).scaleb(PLACES[kind]))
    return date.fromisoformat(text) if kind == "date" else int(text) if kind == "integer" else text


def company(count: int, people: int) -> Workspace:
    """Return a company of so many accounts, with an event and a renewal each, of so many CSMs."""
    chance = np.random.default_rng(7)
    ids = [f"A-{number:06d}" for number in range(count)]
    starts = _days(date(2018, 1, 1), chance.integers(0, 3_000, count))
    lasts = chance.integers(200, 6_000, count)
    ends = [
        s + timedelta(days=int(d)) if d < LEAVES_WITHIN else FAR for s, d in zip(starts, lasts, strict=True)
    ]
    segments = chance.choice(list(TOUCH), count).tolist()
    owners = [f"P-{number:04d}" for number in range(people)]
    tables = {name: empty(name) for name in table_names()}
    tables |= {
        "accounts": table(
            "accounts",
            account_id=ids,
            name=ids,
            segment=segments,
            touch_model=[TOUCH[segment] for segment in segments],
        ),
        "subscriptions": table(
            "subscriptions",
            subscription_id=ids,
            account_id=ids,
            start_date=starts,
            end_date=ends,
            amount=(chance.integers(100, 9_000, count) * 10**6).tolist(),
            interval=["month"] * count,
            currency=["USD"] * count,
            renewal_date=_days(date(2023, 7, 1), chance.integers(0, 1_500, count)),
        ),
        "account_events": table(
            "account_events",
            account_id=[ids[place] for place in chance.integers(0, count, count)],
            at=_days(date(2022, 1, 1), chance.integers(0, 1_600, count)),
            kind=chance.choice(["health", "go_live"], count).tolist(),
            value=chance.choice(["red", "green"], count).tolist(),
        ),
        "account_attributes": table(
            "account_attributes",
            account_id=ids,
            name=["integrations"] * count,
            value=[str(number) for number in chance.integers(0, 9, count)],
        ),
        "people": table(
            "people",
            person_id=owners,
            name=owners,
            hire_date=[date(2016, 1, 1)] * people,
            role=["csm"] * people,
        ),
        "ownership": table(
            "ownership",
            account_id=ids,
            owner_id=[owners[number % people] for number in range(count)],
            start_date=starts,
        ),
    }
    made = Company("benchmark", Policy(), journey(), tables, None, AS_OF, None, None)
    return Workspace(made, connect(), Access(), AS_OF)


def _days(first: date, later: np.ndarray) -> list[object]:
    return [first + timedelta(days=int(number)) for number in later]


def sorted_and_added(found: Capacity) -> float:
    """Return the seconds in which NumPy can sort the same account-months by profile and add up their days."""
    kind, days = found.demand.kind.copy(), found.demand.rows.end - found.demand.rows.start
    begun = time.process_time()
    order = np.argsort(kind, kind="stable")
    first = np.flatnonzero(np.diff(kind[order], prepend=-1))
    np.add.reduceat(days[order], first)
    return time.process_time() - begun


def main() -> None:
    """Print the seconds of both, and how many times the one is of the other; fail above the limit."""
    company(10, 2).capacity(0, FIRST)
    asked = company(ACCOUNTS, PEOPLE)
    begun = time.process_time()
    found = asked.capacity(0, FIRST)
    seconds = time.process_time() - begun
    beside = sorted_and_added(found)
    rows = len(found.demand.rows)
    said = {"accounts": ACCOUNTS, "months": MONTHS, "people": PEOPLE, "stays in stages by month": rows}
    said |= {"seconds": round(seconds, 2), "NumPy sorts and adds them up in": round(beside, 3)}
    said |= {"times": round(seconds / beside, 1), "limit": LIMIT_SECONDS, "within": seconds <= LIMIT_SECONDS}
    print(json.dumps(said, indent=2))
    if seconds > LIMIT_SECONDS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
