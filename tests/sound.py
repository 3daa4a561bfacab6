"""A company that no check finds anything wrong with, to break in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bookload.base.period import FAR
from stored import MICROS, ONE, subscription

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

SOUND: Rows = {
    "accounts": [{"account_id": name, "name": name, "country": "DE"} for name in ("A-1", "A-2", "A-3")],
    "account_events": [
        {"account_id": "A-1", "at": date(2025, 3, 1), "kind": "segment", "value": "SMB"},
    ],
    "subscriptions": [subscription(1), subscription(2, account_id="A-2", currency="USD")],
    "people": [
        {
            "person_id": name,
            "name": name,
            "hire_date": date(2024, 1, 1),
            "leave_date": FAR,
            "manager_id": "P-1" if name == "P-2" else None,
        }
        for name in ("P-1", "P-2")
    ],
    "positions": [{"person_id": "P-1", "from_date": date(2024, 1, 1), "role": "csm", "fte": ONE}],
    "pay": [
        {
            "person_id": "P-1",
            "from_date": date(2024, 1, 1),
            "base": 81_357 * MICROS,
            "ote": 103_579 * MICROS,
            "currency": "EUR",
        }
    ],
    "ownership": [
        {
            "account_id": "A-1",
            "owner_id": "P-1",
            "start_date": date(2025, 1, 1),
            "end_date": FAR,
            "role": "csm",
            "share": ONE,
        }
    ],
    "pools": [
        {
            "pool_id": "POOL",
            "name": "Digital",
            "person_id": "P-2",
            "from_date": date(1900, 1, 1),
            "to_date": FAR,
            "share": ONE,
        }
    ],
    "activities": [
        {
            "person_id": "P-1",
            "kind": "call",
            "start_at": datetime(2026, 3, 4, 10, tzinfo=UTC),
            "minutes": 45 * ONE,
            "account_id": "A-1; A-2",
        }
    ],
    "absences": [
        {"person_id": "P-1", "start_date": date(2026, 7, 6), "end_date": date(2026, 7, 20), "kind": "leave"}
    ],
    "costs": [
        {
            "from_date": date(2026, 1, 1),
            "to_date": date(2027, 1, 1),
            "amount": 24_000 * MICROS,
            "currency": "EUR",
            "kind": "tools",
        }
    ],
    "fx_rates": [{"date": date(2026, 3, 31), "currency": "USD", "rate": 108_000_000}],
    "mrr_history": [{"account_id": "A-3", "month": 2025 * 12, "mrr": 100 * MICROS}],
    "interventions": [
        {"intervention_id": "I", "account_id": "A-1", "start_date": date(2026, 2, 1), "end_date": FAR}
    ],
}
