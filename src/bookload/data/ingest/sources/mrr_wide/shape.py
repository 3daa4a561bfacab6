"""What a wide sheet of MRR holds: accounts down, months across."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields
from bookload.data.ingest.sources.accounts.shape import OWNER

CURRENCY = Field("currency", "currency", ("currency_code", "ccy"))
PRODUCT = Field("product", "text", ("product_name", "sku", "plan"))


def shape() -> Shape:
    """Return the shape: an account, and two columns or more whose headers are months."""
    return Shape(
        "mrr_wide",
        (*contract_fields("accounts"), OWNER, CURRENCY, PRODUCT),
        needs=((("name",), ("account_id",)), (("months",),)),
        words=("mrr", "mrr history", "mrr by month", "revenue by month", "arr by month"),
        months=True,
        weight=0.05,
    )
