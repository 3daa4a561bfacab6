"""Effects of interventions, and contact, of 5,000 accounts over 36 months.

    python benchmarks/impact.py

By processor time on one thread, each asked of a workspace on which nothing was asked before, rows read
included: a campaign that began in three months, changes of owner that began in all of them, and what follows
the contact of a log. Prices move every half year, a part of the accounts leaves; rows come of a seed.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np

from bookload.workspace import Workspace, memory

ACCOUNTS, MONTHS, TOUCHES = 5_000, 36, 100_000
AS_OF = date(2026, 6, 30)
BEGINS = date(2023, 7, 1)
DAYS = (AS_OF - BEGINS).days
LIMIT_SECONDS = 60.0
"""For any of the three: they are asked in the background."""

Row = Mapping[str, object]


def prices(account: str, chance: np.random.Generator) -> Iterator[Row]:
    """Yield an account's price rows: one each half year, until it leaves."""
    amount = float(np.exp(chance.normal(6.5, 1.0)))
    begun = BEGINS + timedelta(days=int(chance.integers(-400, 300)))
    while begun < AS_OF:
        ended = begun + timedelta(days=182)
        yield {
            "subscription_id": f"S-{account}",
            "account_id": account,
            "start_date": begun,
            "end_date": ended if ended <= AS_OF else None,
            "amount": Decimal(f"{amount:.2f}"),
            "interval": "month",
            "currency": "USD",
        }
        amount *= float(np.exp(chance.normal(0.02, 0.08)))
        begun = ended
        if chance.random() < 0.04:  # noqa: PLR2004 - the share that leaves in half a year
            return


def owned(account: str, chance: np.random.Generator) -> Iterator[Row]:
    """Yield an account's owners: three in ten change once."""
    first, second = (f"P-{number}" for number in chance.choice(30, 2, replace=False))
    changes = BEGINS + timedelta(days=int(chance.integers(60, DAYS - 30)))
    moves = chance.random() < 0.3  # noqa: PLR2004
    row = {"account_id": account, "role": "csm"}
    yield {**row, "owner_id": first, "start_date": BEGINS, "end_date": changes if moves else None}
    if moves:
        yield {**row, "owner_id": second, "start_date": changes}


def company() -> Workspace:
    """Return the company."""
    chance = np.random.default_rng(7)
    ids = [f"A-{number:05d}" for number in range(ACCOUNTS)]
    reached = chance.choice(ids, ACCOUNTS // 10, replace=False)
    begins = [date(2025, month, 3) for month in (7, 8, 9)]
    moments = chance.integers(0, DAYS * 24, TOUCHES)
    start = datetime(BEGINS.year, BEGINS.month, BEGINS.day, tzinfo=UTC)
    tables: dict[str, list[Row]] = {
        "accounts": [{"account_id": each, "name": each} for each in ids],
        "subscriptions": [row for each in ids for row in prices(each, chance)],
        "ownership": [row for each in ids for row in owned(each, chance)],
        "interventions": [
            {
                "intervention_id": "I-1",
                "account_id": str(each),
                "start_date": begins[at % 3],
                "name": "Sprint",
            }
            for at, each in enumerate(reached)
        ],
        "activities": [
            {
                "person_id": "P-0",
                "kind": "call",
                "start_at": start + timedelta(hours=int(moment)),
                "minutes": 30,
                "account_id": ids[at],
            }
            for at, moment in zip(chance.integers(0, ACCOUNTS, TOUCHES), moments, strict=True)
        ],
    }
    return memory(tables, as_of=AS_OF, known_from=BEGINS)


ASKED: Mapping[str, Callable[[Workspace], object]] = {
    "campaign of 3 starts": lambda reader: reader.impact("I-1"),
    "changes of owner": lambda reader: reader.impact("new_csm"),
    "contact": lambda reader: reader.contact(),
}


def main() -> None:
    """Print the seconds of each question; fail above the limit."""
    seconds = {}
    company().impact("I-1")  # so that no import of a module counts
    for name, ask in ASKED.items():
        reader = company()
        start = time.process_time()
        ask(reader)
        seconds[name] = round(time.process_time() - start, 1)
    held = max(seconds.values()) <= LIMIT_SECONDS
    print(json.dumps({"seconds": seconds, "limit": LIMIT_SECONDS, "held": held}, indent=2))
    if not held:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
