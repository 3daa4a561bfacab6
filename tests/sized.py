"""Companies of a stated size: so much ARR, so many heads, who carries what. Everything else is plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bookload.base.access import Access
from bookload.data.documents import Policy
from bookload.workspace import Workspace, memory

AS_OF = date(2026, 6, 30)
SINCE = date(2024, 1, 1)

Row = Mapping[str, object]


@dataclass
class Company:
    """Rows of a company; accounts, heads and owners are added one by one, other tables as they are."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, *rows: Row) -> Company:
        """Add rows of any table."""
        self.tables.setdefault(table, []).extend(dict(row) for row in rows)
        return self

    def account(self, account_id: str, arr: object, owner: str | None = None, **columns: object) -> Company:
        """Add an account that pays `arr` a year since the beginning, and its owner."""
        start = columns.pop("start_date", SINCE)
        currency = columns.pop("currency", None)
        self.add("accounts", {"account_id": account_id, "name": account_id, **columns})
        self.add(
            "subscriptions",
            {
                "subscription_id": f"S-{account_id}",
                "account_id": account_id,
                "start_date": start,
                "amount": arr,
                "interval": "year",
                "currency": currency,
            },
        )
        if owner is not None:
            self.owned(account_id, owner)
        return self

    def owned(self, account_id: str, owner: str, **columns: object) -> Company:
        """Add an owner of an account, since the beginning unless stated."""
        row = {"account_id": account_id, "owner_id": owner, "start_date": SINCE}
        return self.add("ownership", {**row, **columns})

    def head(
        self, person_id: str, *, ote: object = None, currency: str = "USD", **columns: object
    ) -> Company:
        """Add a ramped CSM, and what they are paid if stated (a fifth of it variable)."""
        row = {
            "person_id": person_id,
            "name": f"Name {person_id}",
            "hire_date": date(2023, 1, 1),
            "role": "csm",
        }
        self.add("people", {**row, **columns})
        if ote is not None:
            paid = {"person_id": person_id, "from_date": date(2023, 1, 1), "currency": currency}
            self.add("pay", {**paid, "ote": ote, "base": int(str(ote)) * 8 // 10})
        return self

    def heads(self, count: int, **columns: Any) -> Company:
        """Add heads P-0, P-1, ..."""
        for number in range(count):
            self.head(f"P-{number}", **columns)
        return self

    def open(self, role: str = "owner", *, as_of: date = AS_OF, policy: Policy | None = None) -> Workspace:
        """Return the company as a role sees it."""
        return memory(self.tables, as_of=as_of, policy=policy, access=Access.of(role))


def evenly(arr: int, accounts: int, owners: Sequence[str], **columns: object) -> Company:
    """Return a company of so much ARR in accounts of one size, which go round the owners."""
    company = Company()
    for number in range(accounts):
        company.account(f"A-{number:03}", arr // accounts, owners[number % len(owners)], **columns)
    return company
