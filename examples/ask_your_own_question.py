"""A question that no command asks, put to a company held in memory: what does each product bring in a year?

Expressions are Ibis tables made from the contracts. What they may do is limited to what is exact on every
engine: whole numbers, added, multiplied and compared. `collect` is the one way to rows.
"""

from __future__ import annotations

from datetime import date

import bookload as bl
from bookload.base.money import from_micros
from bookload.data.engine import exact_sum
from bookload.data.tables import unbound

COMPANY = {
    "accounts": [
        {"account_id": "A-001", "name": "Northwind", "segment": "Enterprise"},
        {"account_id": "A-002", "name": "Initech", "segment": "SMB"},
    ],
    "subscriptions": [
        {
            "subscription_id": "S-1",
            "account_id": "A-001",
            "start_date": date(2025, 1, 1),
            "amount": "120000.00",
        }
        | {"interval": "year", "product": "Core"},
        {
            "subscription_id": "S-2",
            "account_id": "A-001",
            "start_date": date(2025, 4, 1),
            "amount": "18000.50",
        }
        | {"interval": "year", "product": "Analytics"},
        {"subscription_id": "S-3", "account_id": "A-002", "start_date": date(2025, 2, 1), "amount": "4800.00"}
        | {"interval": "year", "product": "Core"},
    ],
}


def main() -> None:
    """Print a line a product; amounts in a snapshot are millionths of a currency unit."""
    workspace = bl.memory(COMPANY, as_of=date(2026, 6, 30))
    rows = unbound("subscriptions")
    yearly = rows.filter(rows.interval == "year")
    question = yearly.group_by("product").agg(amount=exact_sum(yearly.amount)).order_by("product")
    for row in workspace.collect(question).rows():
        print(f"{row['product']:<12}{from_micros(int(str(row['amount']))):>14,.2f}")


if __name__ == "__main__":
    main()
