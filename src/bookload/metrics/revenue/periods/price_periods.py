"""The price periods of a company, from every table that states prices.

A *price period* is a row in force over `[start_date, end_date)`, worth `annual` millionths of
its currency a year. Which rows become one, and from when to when, is written out in
docs/explanation/revenue.md; the switches are the policy's section `revenue`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.documents import Policy
from bookload.data.documents.policy import Company
from bookload.data.once import built_once
from bookload.data.tables import unbound
from bookload.metrics.revenue.periods.invoice_lines import invoice_periods
from bookload.metrics.revenue.periods.mrr_history import history_periods
from bookload.metrics.revenue.periods.subscriptions import recurring, subscription_periods

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents.policy import Revenue

COLUMNS = (
    "account_id",
    "subscription_id",
    "line_id",
    "product",
    "plan",
    "currency",
    "start_date",
    "end_date",
    "annual",
    "gross",
    "quantity",
    "paused",
    "involuntary",
    "row_start",
)

PRICED = frozenset({"subscriptions", "subscription_events", "discounts", "mrr_history", "invoice_lines"})
"""The tables that price periods are made of."""


def price_periods(policy: Policy, as_of: date) -> ir.Table:
    """Return the price periods that are known on a date, those that it clips at it open (`FAR`).

    `as_of` clips: what starts later is left out, what ends later is open. Columns as `agreed`'s.
    """
    return clipped(agreed(policy), as_of)


@built_once
def clipped(rows: ir.Table, as_of: date) -> ir.Table:
    """Return the price periods that are known on a date, of all that are agreed."""
    today = ibis.literal(as_of)
    known = rows.filter(rows.start_date <= today)
    return known.mutate(
        end_date=ibis.cases((known.end_date > today, ibis.literal(FAR)), else_=known.end_date)
    )


def agreed(policy: Policy, filled: Collection[str] = PRICED) -> ir.Table:
    """Return the price periods as they are stated, future starts and known ends included.

    Columns: account_id, subscription_id, line_id, product, plan, currency (texts that are missing
    are ""), start_date, end_date (`FAR` while none is known), annual (micros a year, net of the
    discounts that the policy counts), gross (the same before discounts), quantity (x 10^4, null
    where not stated), paused (it would carry MRR but for a pause), involuntary (its end is for
    non-payment), row_start (with subscription and line the key of the row that it comes from). A
    month of `mrr_history` or a line of `invoice_lines` is a price period without a subscription or
    a `row_start`. The policy's `source` says whose rows these are; see `_served`.

    Tables that are known to have no rows may be missing in `filled`: the question is shorter then, and
    its answer the same.
    """
    return _agreed(policy.revenue, policy.company.currency, frozenset(filled))


@lru_cache(maxsize=128)
def _agreed(revenue: Revenue, currency: str, filled: Collection[str]) -> ir.Table:
    """Return `agreed` under all of a policy that it depends on; to write it out takes a tenth of a second."""
    rows = _served(Policy(company=Company(currency=currency), revenue=revenue), filled)
    return rows.filter(rows.start_date < rows.end_date).select(*COLUMNS)


def _served(policy: Policy, filled: Collection[str]) -> ir.Table:
    """Return the price periods of one source, or of each account those of the first that has rows of it.

    In the order: `subscriptions` (recurring rows, whatever came of them), `mrr_history`, `invoice_lines`.
    """
    match policy.revenue.source:
        case "subscriptions":
            return subscription_periods(policy, filled)
        case "mrr_history":
            return history_periods(policy)
        case "invoice_lines":
            return invoice_periods(policy)
        case "auto" if not {"mrr_history", "invoice_lines"} & set(filled):
            return subscription_periods(policy, filled)
        case _:
            history, invoices = unbound("mrr_history"), unbound("invoice_lines")
            others = ibis.union(history.select("account_id"), invoices.select("account_id"))
            # Only accounts that another source has too are looked for among many subscriptions.
            sold = recurring().semi_join(others, "account_id").select("account_id").distinct()
            in_history = history_periods(policy).anti_join(sold, "account_id")
            told = ibis.union(sold, history.select("account_id"))
            in_invoices = invoice_periods(policy).anti_join(told, "account_id")
            parts = (subscription_periods(policy, filled), in_history, in_invoices)
            return ibis.union(*(part.select(*COLUMNS) for part in parts))
