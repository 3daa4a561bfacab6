"""What a long sheet of MRR by month holds."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields

WORDS = ("mrr history", "mrr", "mrr by month", "monthly revenue", "revenue history", "revenue by month")


def shape() -> Shape:
    """Return the shape: an account, a month, and MRR."""
    needs = ((("account_id",),), (("month",),), (("mrr",),))
    return Shape("mrr_history", contract_fields("mrr_history"), needs, WORDS, weight=-0.02)
