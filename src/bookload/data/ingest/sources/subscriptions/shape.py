"""What an export of subscriptions may hold beyond the table's own columns."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields

_MRR = """
mrr_amount monthly_recurring_revenue monthly_amount monthly_revenue monthly_fee monthly_price mrr_value
current_mrr total_mrr net_mrr revenue_per_month price_per_month monatsumsatz monatlicher_umsatz monatsbetrag
monatlich monthly
"""
_ARR = """
arr_amount annual_recurring_revenue annual_amount annual_revenue annual_fee annual_price acv
annual_contract_value annual_value yearly_amount yearly_revenue arr_value current_arr total_arr net_arr
revenue_per_year price_per_year jahresumsatz jahresbetrag jaehrlicher_umsatz annualized_revenue annual yearly
"""
_NAMES = "customer_name company_name client_name company client firma kunde kundenname"
MRR = Field("mrr", "money", tuple(_MRR.split()))
ARR = Field("arr", "money", tuple(_ARR.split()))
IS_TRIAL = Field("is_trial", "boolean", ("trial", "is_trialing", "trial_flag", "in_trial"))
ACCOUNT_NAME = Field("account_name", "text", tuple(_NAMES.split()))
_WORDS = "subscriptions subscription contracts contract recurring plans vertraege abos prices licenses"


def shape() -> Shape:
    """Return the shape: an account, a price in some form, and a subscription or a start."""
    return Shape(
        name="subscriptions",
        fields=(*contract_fields("subscriptions"), MRR, ARR, IS_TRIAL, ACCOUNT_NAME),
        needs=(
            (("account_id",), ("account_name",)),
            (("mrr",), ("arr",), ("amount",), ("unit_amount",)),
            (("subscription_id",), ("start_date",)),
        ),
        words=tuple(_WORDS.split()),
        sure=tuple(
            (account, row, *price)
            for account in ("account_id", "account_name")
            for row in ("subscription_id", "start_date")
            for price in (
                ("mrr",),
                ("arr",),
                ("amount", "interval"),
                ("amount", "end_date"),
                ("unit_amount", "interval"),
            )
        ),
    )
