"""A small company for reports: six CSMs, a pool, two segments, fourteen months, and names that try things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from bookload.base.access import Access
from bookload.data.documents import Journey, Policy
from bookload.workspace import Workspace, memory

AS_OF = date(2026, 6, 30)
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|'/C calc'!A0"
LONG = "Vereinigte Gesellschaft für Kundenerfolg und Partnerschaften " * 4
SEGMENT = "Enterprise <img src=x onerror=alert(2)>"
MARKED = ("117391", "117392", "117393", "117394", "117395", "117396")
"""Digits of salaries, which turn up nowhere that they may not be."""

Tables = dict[str, Sequence[Mapping[str, object]]]


def tables() -> Tables:
    """Return the rows: 30 accounts, one of which leaves, one of which grows, and one of which is new."""
    accounts = [f"A-{number:02d}" for number in range(30)]
    names = {"A-00": SCRIPT, "A-01": FORMULA, "A-02": "@SUM(1,1)", "A-03": "-5.00", "A-04": LONG}
    large = set(accounts[:10])
    paid: dict[str, object] = {"interval": "month", "currency": "USD"}
    rows: list[dict[str, object]] = [
        {
            "subscription_id": f"S-{account}",
            "account_id": account,
            "start_date": "2025-05-01" if account != "A-29" else "2026-02-10",
            "amount": "70000.10" if account in large else "9000",
            **({"end_date": "2026-03-15"} if account == "A-28" else {}),
            **paid,
        }
        for account in accounts
    ]
    rows.append(
        {
            "subscription_id": "S-more",
            "account_id": "A-05",
            "start_date": "2026-01-01",
            "amount": "1234.56",
            "interval": "month",
            "currency": "EUR",
        }
    )
    people = [
        {"person_id": f"P-{number}", "name": name, "hire_date": "2020-01-01", "role": "csm"}
        for number, name in enumerate((f"Zoë {SCRIPT}", FORMULA, "Ben", "Chi", LONG[:90], "Eve"), start=1)
    ]
    return {
        "accounts": [
            {
                "account_id": account,
                "name": names.get(account, f"Customer {account}"),
                "segment": SEGMENT if account in large else "SMB",
                "touch_model": "high" if account in large else "low",
            }
            for account in accounts
        ],
        "subscriptions": rows,
        "people": people,
        "ownership": [
            {
                "account_id": account,
                "owner_id": "POOL" if number >= 26 else f"P-{number % 6 + 1}",
                "start_date": "2025-01-01",
            }
            for number, account in enumerate(accounts)
        ],
        "pools": [{"pool_id": "POOL", "name": "Digital & co"}],
        "pay": [
            {
                "person_id": f"P-{number}",
                "from_date": "2020-01-01",
                "base": "90000",
                "ote": f"{marked}.5",
                "currency": "USD",
            }
            for number, marked in enumerate(MARKED, start=1)
        ],
    }


JOURNEY: dict[str, Any] = {
    "stages": [{"name": "live"}],
    "activities": [
        {"name": "call", "stage": "live", "times": 4, "minutes": {"low": 240, "likely": 300, "high": 450}}
    ],
}


def reader(role: str = "owner", *, journey: bool = True, **changes: Any) -> Workspace:
    """Return the company as a role sees it; `changes` are handed to `memory`, with `tables` among them."""
    rows = changes.pop("tables", None) or tables()
    given = {
        "as_of": AS_OF,
        "policy": Policy.model_validate({"company": {"name": f"Acme {SCRIPT}"}}),
        "journey": Journey.model_validate(JOURNEY) if journey else None,
        "access": Access.of(role),
        **changes,
    }
    return memory(rows, **given)


@cache
def known(role: str = "owner", *, journey: bool = True) -> Workspace:
    """Return the same, one reader for all who ask: what one test had answered is answered for the next."""
    return reader(role, journey=journey)


@cache
def one_sheet(role: str = "owner") -> Workspace:
    """Return what one sheet of accounts, owners and amounts makes: the present alone, nothing else."""
    rows = tables()
    started = [{**row, "start_date": AS_OF.isoformat()} for row in rows["subscriptions"]]
    return reader(
        role,
        journey=False,
        known_from=AS_OF,
        tables={
            "accounts": [{"account_id": row["account_id"], "name": row["name"]} for row in rows["accounts"]],
            "subscriptions": [row for row in started if row["account_id"] != "A-28"],
            "people": rows["people"],
            "ownership": [{**row, "start_date": AS_OF.isoformat()} for row in rows["ownership"]],
        },
    )
