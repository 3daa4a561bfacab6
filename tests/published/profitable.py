"""Profitable, a gem that computes MRR from a billing system's objects: its tests, which are open source."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

REPOSITORY = "https://github.com/rameerez/profitable"
STRIPE_TESTS = "Profitable, test/processors/stripe_processor_test.rb"
TESTS = "Profitable, test/mrr_calculator_test.rb"


def seats(account: str, price: str, count: int, **more: object) -> dict[str, object]:
    """A subscription of so many seats."""
    return paid(account, None, "2025-01-01", unit_amount=price, quantity=str(count)) | more


PROFITABLE = (
    Example(
        "profitable sums subscriptions",
        f"{TESTS}: test_calculate_returns_sum_of_all_subscriptions",
        REPOSITORY,
        "$99 and $49 a month of one customer are $148.",
        (paid("A", "99", "2025-01-01"), paid("A", "49", "2025-01-01", subscription_id="A-2")),
        (("mrr", "2025-01", "148.00"), ("accounts", "2025-01", "1")),
    ),
    Example(
        "profitable a year and a quarter",
        f"{STRIPE_TESTS}: yearly and quarterly",
        REPOSITORY,
        "$1,188 a year and $297 for three months are $99 each.",
        (
            paid("A", "1188", "2025-01-01", interval="year", product="yearly"),
            paid("B", "297", "2025-01-01", interval_count="3", product="quarterly"),
        ),
        (("mrr of yearly", "2025-01", "99.00"), ("mrr of quarterly", "2025-01", "99.00")),
    ),
    Example(
        "profitable four weeks a month",
        f"{STRIPE_TESTS}: test_calculates_mrr_for_weekly_subscription",
        REPOSITORY,
        "$25 a week, four weeks a month, are $100.",
        (paid("A", "25", "2025-01-01", interval="week"),),
        (("mrr", "2025-01", "100.00"),),
        switches={"weeks_a_year": "48"},
    ),
    Example(
        "profitable seats",
        f"{STRIPE_TESTS}: test_calculates_mrr_with_quantity",
        REPOSITORY,
        "Five seats at $10 a month are $50.",
        (seats("A", "10", 5),),
        (("mrr", "2025-01", "50.00"),),
    ),
    Example(
        "profitable seats by the year",
        f"{STRIPE_TESTS}: test_calculates_mrr_with_quantity_and_yearly_billing",
        REPOSITORY,
        "Three seats at $120 a year are $30.",
        (seats("A", "120", 3, interval="year"),),
        (("mrr", "2025-01", "30.00"),),
    ),
    Example(
        "profitable several items",
        f"{STRIPE_TESTS}: test_calculates_mrr_for_multi_item_subscription",
        REPOSITORY,
        "A base plan of $50, an add-on of $20 and three of $10 are $100.",
        (
            paid("A", "50", "2025-01-01", line_id="base"),
            seats("A", "20", 1, line_id="one"),
            seats("A", "10", 3, line_id="two"),
        ),
        (("mrr", "2025-01", "100.00"),),
    ),
    Example(
        "profitable items of different intervals",
        f"{STRIPE_TESTS}: test_calculates_mrr_for_multi_item_with_different_intervals",
        REPOSITORY,
        "$50 a month and $120 a year in one subscription are $60.",
        (
            paid("A", "50", "2025-01-01", line_id="base"),
            paid("A", "120", "2025-01-01", line_id="add-on", interval="year"),
        ),
        (("mrr", "2025-01", "60.00"),),
    ),
    Example(
        "profitable many items",
        f"{STRIPE_TESTS}: test_calculates_mrr_for_subscription_with_many_items",
        REPOSITORY,
        "A base of $10 and items of $1 to $10 are $65.",
        (
            paid("A", "10", "2025-01-01", line_id="base"),
            *(paid("A", str(n), "2025-01-01", line_id=f"item-{n}") for n in range(1, 11)),
        ),
        (("mrr", "2025-01", "65.00"),),
    ),
    Example(
        "profitable cents",
        f"{STRIPE_TESTS}: test_always_returns_integer",
        REPOSITORY,
        "$100 a year are $8.33, in whole cents.",
        (paid("A", "100", "2025-01-01", interval="year"),),
        (("mrr", "2025-01", "8.330000"),),
        switches={"rounding": "minor_units"},
    ),
    Example(
        "profitable statuses",
        f"{TESTS}: test_calculate_includes_only_active_subscriptions",
        REPOSITORY,
        "Of an active $50, a trialing $30 and a cancelled $20, MRR is $50.",
        (
            paid("A", "50", "2025-01-01"),
            paid("B", "30", "2025-01-01", status="trialing"),
            paid("C", "20", "2025-01-01", status="canceled"),
        ),
        (("mrr", "2025-01", "50.00"),),
    ),
    Example(
        "profitable paused",
        f"{TESTS}: test_calculate_excludes_paused_subscriptions",
        REPOSITORY,
        "A paused $99 has an MRR of 0.",
        (paid("A", "99", "2025-01-01", status="paused"),),
        (("mrr", "2025-01", "0.00"),),
    ),
    Example(
        "profitable free items",
        f"{TESTS}: test_handles_subscriptions_with_zero_amount",
        REPOSITORY,
        "A free subscription beside one of $50 leaves $50.",
        (paid("A", "0", "2025-01-01"), paid("A", "50", "2025-01-01", subscription_id="A-2")),
        (("mrr", "2025-01", "50.00"),),
    ),
)
