"""Small companies for tests of revenue: a line a subscription, everything else as contracts default it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.access import Access
from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.revenue import AMOUNTS, Movements, movements, stock
from bookload.metrics.revenue.movements.bridges import By
from bookload.workspace import Workspace, memory

if TYPE_CHECKING:
    import ibis.expr.types as ir

Row = dict[str, object]


def paid(account: str, amount: str | None, start: str, end: str | None = None, **more: object) -> Row:
    """A subscription of an account, by the month in dollars unless `more` says otherwise."""
    return {
        "subscription_id": f"{account}-1",
        "account_id": account,
        "amount": amount,
        "start_date": start,
        "end_date": end,
        "interval": "month",
        "currency": "USD",
    } | more


def company(
    *subscriptions: Row,
    as_of: str = "2025-12-31",
    revenue: Mapping[str, object] | None = None,
    currency: str = "USD",
    known_from: str | None = None,
    access: Access | None = None,
    **tables: Sequence[Mapping[str, object]],
) -> Workspace:
    """A company with these subscriptions, further tables and switches of the policy's section `revenue`."""
    accounts = sorted({str(row["account_id"]) for row in subscriptions})
    rows: dict[str, Sequence[Mapping[str, object]]] = {
        "accounts": [{"account_id": name, "name": name} for name in accounts],
        **tables,
        "subscriptions": subscriptions,
    }
    policy = Policy.model_validate({"company": {"currency": currency}, "revenue": revenue or {}})
    return memory(
        rows,
        as_of=date.fromisoformat(as_of),
        policy=policy,
        known_from=date.fromisoformat(known_from) if known_from else None,
        access=access,
    )


def collected(workspace: Workspace, expr: ir.Table) -> list[dict[str, Any]]:
    """The rows of an expression."""
    return workspace.collect(expr).rows()


def mrr_by_month(workspace: Workspace) -> dict[str, Fraction | int]:
    """MRR in currency units at the end of each month."""
    return {str(row.month): mrr(row.arr) for row in stock(workspace)}


def bridge(
    workspace: Workspace, month: str, by: By = "month", key: str | None = None
) -> dict[str, Fraction | int | None]:
    """One row of a bridge as MRR, without the columns that are 0."""
    found = movements(workspace, by, Month.parse(month), Month.parse(month))
    (row,) = (row for row in found if row.key == key)
    amounts = {name: getattr(row, name) for name in AMOUNTS}
    return {name: None if amount is None else mrr(amount) for name, amount in amounts.items() if amount != 0}


def whole_range(workspace: Workspace, by: By = "month") -> Movements:
    """The bridges of all months that the company's data knows."""
    return movements(workspace, by, workspace.months[0], workspace.months[-1])
