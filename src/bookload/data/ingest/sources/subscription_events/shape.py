"""What a sheet of subscriptions' states holds."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields

WORDS = ("subscription events", "status history", "subscription history")


def shape() -> Shape:
    """Return the shape: a subscription, a time, and what it became."""
    needs = ((("subscription_id",),), (("at",),), (("status",),))
    return Shape("subscription_events", contract_fields("subscription_events"), needs, WORDS, weight=-0.02)
