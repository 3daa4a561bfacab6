"""What a wide sheet of MRR holds: accounts down, months across."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields
from bookload.data.ingest.sources.accounts.shape import OWNER
from bookload.data.ingest.sources.mrr_history.shape import WORDS

CURRENCY = Field("currency", "currency", ("currency_code", "ccy"))
PRODUCT = Field("product", "text", ("product_name", "sku", "plan"))
INTERVAL = Field("interval", "interval", (), ("month", "year"), only_if_fits=True)


def shape() -> Shape:
    """Return the shape: an account, and two columns or more whose headers are months."""
    return Shape(
        "mrr_wide",
        (*contract_fields("accounts"), OWNER, CURRENCY, PRODUCT, INTERVAL),
        needs=((("name",), ("account_id",)), (("months",),)),
        words=(*WORDS, "arr by month"),
        months=True,
        weight=0.05,
        sure=(("name", "months"), ("account_id", "months")),
    )
