"""Two books of twelve accounts, in a segment each: one account pays more each month, until it turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bookload.base.access import Access
from bookload.base.money import MONTHS_A_YEAR, QUANTA
from bookload.base.period import Month
from bookload.workspace import Workspace, memory

AS_OF = date(2026, 6, 30)
JUNE = Month.of(AS_OF)
ONE = QUANTA * MONTHS_A_YEAR
STEPS = (20, 24, 18, 22, 25, 19, 21, 23, 17, 26, 20, 22)


def rows_of(prefix: str, owner: str, last: int) -> dict[str, list[dict[str, Any]]]:
    """Twelve accounts of one owner: the first pays a little more each month; in June it pays `last` more."""
    accounts = [f"{prefix}{number:02}" for number in range(12)]
    rows: list[dict[str, Any]] = [
        {
            "subscription_id": account,
            "account_id": account,
            "start_date": "2024-01-01",
            "amount": 1_000,
            "interval": "month",
        }
        for account in accounts[1:]
    ]
    price, first = 1_000, Month.parse("2024-01")
    for at in range(30):
        month = first + at
        change = last if month == JUNE else STEPS[at % 12]
        price += change if at else 0
        rows.append(
            {
                "subscription_id": accounts[0],
                "account_id": accounts[0],
                "start_date": month.first_day,
                "end_date": None if month == JUNE else month.next_first_day,
                "amount": price,
                "interval": "month",
            }
        )
    owned = [{"account_id": account, "owner_id": owner, "start_date": "2024-01-01"} for account in accounts]
    named = [{"account_id": account, "name": account, "segment": prefix} for account in accounts]
    return {"accounts": named, "subscriptions": rows, "ownership": owned}


def opened(
    role: str = "owner", *, last: int = -300, tables: Mapping[str, Sequence[dict[str, Any]]] | None = None
) -> Workspace:
    """Two books of twelve accounts, in a segment each; the first turns in June."""
    one, two = rows_of("S", "P1", last), rows_of("L", "P2", 21)
    rows = {name: one[name] + two[name] for name in one}
    rows["people"] = [
        {"person_id": person, "name": f"Name {person}", "hire_date": "2020-01-01", "role": "csm"}
        for person in ("P1", "P2")
    ]
    for name, more in (tables or {}).items():
        rows[name] = [*rows.get(name, []), *more]
    return memory(rows, as_of=AS_OF, access=Access.of(role, "P1" if role == "csm" else None))
