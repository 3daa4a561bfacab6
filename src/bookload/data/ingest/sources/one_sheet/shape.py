"""What the one sheet may hold: all of an account, its owner, its price."""

from __future__ import annotations

from dataclasses import replace

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields
from bookload.data.ingest.sources.accounts.shape import OWNER, WORDS
from bookload.data.ingest.sources.subscriptions.shape import ARR, IS_TRIAL, MRR

_OF_SUBSCRIPTIONS = (
    "amount",
    "interval",
    "currency",
    "start_date",
    "end_date",
    "product",
    "plan",
    "renewal_date",
    "quantity",
    "status",
)
_VAGUE = frozenset({"status", "quantity", "interval"})


def shape() -> Shape:
    """Return the shape: an account and what it pays."""
    return Shape(
        "one_sheet",
        (*_accounts(), OWNER, MRR, ARR, *_subscriptions(), IS_TRIAL),
        needs=((("name",), ("account_id",)), (("mrr",), ("arr",), ("amount",))),
        words=(*WORDS, "book of business", "books", "portfolio"),
        weight=-0.01,
        sure=tuple(
            (account, *price)
            for account in ("name", "account_id")
            for price in (("mrr",), ("arr",), ("amount", "owner"))
        ),
    )


def _accounts() -> list[Field]:
    return [
        replace(
            field, aliases=tuple(alias for alias in field.aliases if alias not in {"start_date", "plan_tier"})
        )
        if field.name in {"created_date", "segment"}
        else field
        for field in contract_fields("accounts")
    ]


def _subscriptions() -> list[Field]:
    by_name = {field.name: field for field in contract_fields("subscriptions")}
    return [replace(by_name[name], only_if_fits=name in _VAGUE) for name in _OF_SUBSCRIPTIONS]
