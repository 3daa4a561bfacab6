"""Rows as a snapshot stores them, for tests of what lies under the workspace: snapshots and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from bookload.base.period import FAR
from bookload.base.progress import Progress
from bookload.data.snapshots import Snapshot, write
from bookload.data.tables import arrow_schema

MICROS = 10**6
ONE = 10**4

LOADED = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)
THROUGH = date(2026, 6, 30)


def rows(table: str, *given: Mapping[str, object]) -> pa.Table:
    """A table of these rows; columns that a row leaves out are null."""
    return pa.Table.from_pylist(list(given), schema=arrow_schema(table))


def subscription(number: int, **changes: object) -> dict[str, object]:
    """One subscription of account A-1 that checks find nothing wrong with."""
    return {
        "subscription_id": f"S-{number:03d}",
        "account_id": "A-1",
        "start_date": date(2025, 1, 1),
        "end_date": FAR,
        "amount": 100 * MICROS,
        "interval": "month",
        "interval_count": 1,
        "currency": "EUR",
        "status": "active",
        "kind": "recurring",
    } | changes


def company(size: int = 20, seed: int = 0) -> dict[str, pa.Table]:
    """A few tables that hang together, pay among them; another seed gives other amounts."""
    dice = np.random.default_rng(seed)
    amounts = (dice.integers(1, 10_000, size) * MICROS).tolist()
    return {
        "accounts": rows("accounts", {"account_id": "A-1", "name": "Acme"}),
        "subscriptions": rows(
            "subscriptions",
            *(subscription(number, amount=amount) for number, amount in enumerate(amounts)),
        ),
        "people": rows(
            "people",
            {"person_id": "P-1", "name": "Ada", "hire_date": date(2024, 1, 1), "leave_date": FAR},
        ),
        "pay": rows(
            "pay",
            {
                "person_id": "P-1",
                "from_date": date(2024, 1, 1),
                "base": 80_000 * MICROS,
                "ote": 100_000 * MICROS,
                "currency": "EUR",
            },
        ),
    }


def stored(
    state: Path,
    tables: Mapping[str, pa.Table],
    *,
    loaded_at: datetime = LOADED,
    files: Mapping[str, Path] | None = None,
    progress: Progress | None = None,
    data_through: date = THROUGH,
) -> Snapshot:
    """Write a snapshot, with what this test does not care about filled in."""
    return write(
        state,
        tables,
        loaded_at=loaded_at,
        data_through=data_through,
        known_from=None,
        files=files or {},
        program="0.1.0",
        progress=progress or Progress(),
    )


def everything(folder: Path) -> dict[str, bytes]:
    """The bytes of every file under a folder, by its path; the lock, which says who was there, aside."""
    found: Sequence[Path] = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.name != "lock"}
