"""Stripe: Billing's analytics."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

PAGE = "Stripe Docs: Analytics"
ADDRESS = "https://docs.stripe.com/billing/subscriptions/analytics"
OLD_PAGE = "Stripe Support: Billing Analytics"
OLD_ADDRESS = "https://support.stripe.com/questions/billing-analytics"
COUPONS = "Stripe Support: Impact of discounts and coupons on MRR in Billing"
COUPONS_ADDRESS = (
    "https://support.stripe.com/questions/"
    "impact-of-discounts-and-coupons-on-monthly-recurring-revenue-mrr-in-billing"
)

GROWTH = (
    paid("Converts", "100", "2025-01-20", trial_end_date="2025-02-03"),
    paid("Upgrades", "100", "2025-01-01", "2025-02-10"),
    paid("Upgrades", "150", "2025-02-10"),
    paid("Downgrades", "100", "2025-01-01", "2025-02-10"),
    paid("Downgrades", "60", "2025-02-10"),
    paid("Leaves", "60", "2025-01-01", "2025-02-20"),
    paid("Abroad", "95", "2025-01-01", currency="EUR"),
    paid("Rest", "640", "2025-01-01"),
)
RATES = (
    {"date": "2025-01-31", "currency": "EUR", "rate": "0.95"},
    {"date": "2025-02-28", "currency": "EUR", "rate": "1"},
)


def cohort(upgraded_to: str) -> tuple[dict[str, object], ...]:
    """A hundred subscribers at $10, of whom ten leave and five upgrade."""
    left = [paid(f"Left{n}", "10", "2025-01-15", "2025-02-15") for n in range(10)]
    before = [paid(f"Up{n}", "10", "2025-01-15", "2025-02-15") for n in range(5)]
    after = [paid(f"Up{n}", upgraded_to, "2025-02-15") for n in range(5)]
    stayed = [paid(f"Stayed{n}", "10", "2025-01-15") for n in range(85)]
    return (*left, *before, *after, *stayed)


LEFT_BY_MONTH = {"2025-02-10": 10, "2025-03-10": 9, "2025-04-10": 8, "2025-05-10": 7, "2025-06-10": 7}


def tenth_by_tenth() -> tuple[dict[str, object], ...]:
    """A hundred subscribers of January, of whom about a tenth leaves in each month."""
    left = [
        paid(f"{day}-{n}", "10", "2025-01-10", day)
        for day, count in LEFT_BY_MONTH.items()
        for n in range(count)
    ]
    return (*left, *(paid(f"Stayed{n}", "10", "2025-01-10") for n in range(59)))


STRIPE = (
    Example(
        "stripe two plans",
        PAGE,
        ADDRESS,
        "100 subscribers at 100 USD a month and 50 at 600 USD a year are an MRR of 12,500 USD.",
        (
            *(paid(f"A{n}", "100", "2025-01-01") for n in range(100)),
            *(paid(f"B{n}", "600", "2025-01-01", interval="year") for n in range(50)),
        ),
        (("mrr", "2025-01", "12500.00"), ("accounts", "2025-01", "150")),
        "stripe",
    ),
    Example(
        "stripe a year's price",
        OLD_PAGE,
        OLD_ADDRESS,
        "An annual subscription of $1,200 counts as $100.",
        (paid("A", "1200", "2025-01-01", interval="year"),),
        (("mrr", "2025-01", "100.00"),),
        "stripe",
    ),
    Example(
        "stripe mrr growth",
        PAGE,
        ADDRESS,
        "From 1,000: a trial converts to 100, one upgrades 100 to 150, one downgrades 100 to 60, one of 60"
        " leaves, and one abroad who was worth 100 is now worth 95: 1,045.",
        GROWTH,
        (
            ("opening", "2025-02", "1000.00"),
            ("new", "2025-02", "100.00"),
            ("expansion", "2025-02", "50.00"),
            ("contraction", "2025-02", "-40.00"),
            ("churn", "2025-02", "-60.00"),
            ("fx", "2025-02", "-5.00"),
            ("closing", "2025-02", "1045.00"),
        ),
        "stripe",
        tables={"fx_rates": RATES},
        as_of="2025-02-28",
    ),
    Example(
        "stripe forever coupon",
        COUPONS,
        COUPONS_ADDRESS,
        "A coupon of 50% that lasts forever halves a subscription's MRR.",
        (paid("A", "100", "2025-01-01"),),
        (("mrr", "2025-03", "50.00"),),
        "stripe",
        tables={"discounts": ({"subscription_id": "A-1", "percent": "50", "start_date": "2025-01-01"},)},
        by_rule=True,
    ),
    Example(
        "stripe coupon with an end",
        COUPONS,
        COUPONS_ADDRESS,
        "A coupon that lasts once or for some months leaves MRR as it is.",
        (paid("A", "100", "2025-01-01"),),
        (("mrr", "2025-01", "100.00"), ("mrr", "2025-05", "100.00")),
        "stripe",
        tables={
            "discounts": (
                {
                    "subscription_id": "A-1",
                    "percent": "50",
                    "start_date": "2025-01-01",
                    "end_date": "2025-04-01",
                },
            )
        },
        by_rule=True,
    ),
    Example(
        "stripe coupon of 100 percent",
        PAGE,
        ADDRESS,
        "Where discounts are subtracted, a coupon of 100% is a churn; without it they are active again.",
        (paid("A", "100", "2025-01-01"),),
        (
            ("churn", "2025-03", "-100.00"),
            ("accounts", "2025-04", "0"),
            ("reactivation", "2025-05", "100.00"),
        ),
        "stripe",
        {"discounts": "all"},
        {
            "discounts": (
                {
                    "subscription_id": "A-1",
                    "percent": "100",
                    "start_date": "2025-03-10",
                    "end_date": "2025-05-10",
                },
            )
        },
        by_rule=True,
    ),
    Example(
        "stripe cancel at period end",
        "Stripe Support: Impact of subscription cancellations on MRR in Billing",
        "https://support.stripe.com/questions/"
        "impact-of-subscription-cancellations-on-monthly-recurring-revenue-mrr-in-billing",
        "A subscription set to cancel at its period's end leaves MRR when that is set, not at the end.",
        (
            paid(
                "A",
                "100",
                "2025-01-20",
                "2025-04-20",
                status="canceled",
                canceled_date="2025-03-25",
            ),
        ),
        (("mrr", "2025-02", "100.00"), ("mrr", "2025-03", "0.00"), ("churn", "2025-03", "-100.00")),
        "stripe",
        by_rule=True,
    ),
    Example(
        "stripe past due and unpaid",
        PAGE,
        ADDRESS,
        "Active and past due subscriptions count, unpaid ones and trials do not.",
        (
            paid("A", "100", "2025-01-01"),
            paid("B", "50", "2025-01-01", status="past_due"),
            paid("C", "25", "2025-01-01", status="unpaid"),
            paid("D", "10", "2025-01-01", status="trialing"),
        ),
        (("mrr", "2025-01", "150.00"), ("accounts", "2025-01", "2")),
        "stripe",
        by_rule=True,
    ),
    Example(
        "stripe churned revenue",
        PAGE,
        ADDRESS,
        "One cancels a plan of 120 USD a year, another goes from 50 to 25 a month: churned revenue is 35.",
        (
            paid("A", "120", "2024-06-01", "2025-02-10", interval="year"),
            paid("B", "50", "2024-06-01", "2025-02-10"),
            paid("B", "25", "2025-02-10"),
        ),
        (
            ("churn", "2025-02", "-10.00"),
            ("contraction", "2025-02", "-25.00"),
            ("churned revenue", "2025-02", "35.00"),
        ),
        "stripe",
    ),
    Example(
        "stripe subscriber churn rate",
        PAGE,
        ADDRESS,
        "1,000 subscribers at the start, 100 new, 100 churned: 100 / 1,100 = 9.1%.",
        (
            *(paid(f"Left{n}", "1", "2025-01-01", "2025-02-10") for n in range(100)),
            *(paid(f"Stayed{n}", "1", "2025-01-01") for n in range(900)),
            *(paid(f"New{n}", "1", "2025-02-05") for n in range(100)),
        ),
        (
            ("opening accounts", "2025-02", "1000"),
            ("new accounts", "2025-02", "100"),
            ("churned accounts", "2025-02", "100"),
            ("churned of opening and new accounts", "2025-02", "0.091"),
        ),
        "stripe",
        as_of="2025-02-28",
    ),
    Example(
        "stripe arpu",
        PAGE,
        ADDRESS,
        "100 active subscribers with an MRR of 50,000 USD are 500 USD each.",
        (
            *(paid(f"A{n}", str(5 * n), "2025-01-01") for n in range(1, 100)),
            paid("A100", "25250", "2025-01-01"),
        ),
        (
            ("mrr", "2025-01", "50000"),
            ("accounts", "2025-01", "100"),
            ("mrr per account", "2025-01", "500.00"),
        ),
        "stripe",
    ),
    Example(
        "stripe revenue retention of a cohort",
        PAGE,
        ADDRESS,
        "100 subscribers at 10 USD; 10 churn, 5 upgrade to 25: 125 of expansion less 100 of churn, 102.5%.",
        cohort("25"),
        (("nrr", "2025-02", "1.025"), ("expansion", "2025-02", "125.00")),
        "stripe",
        as_of="2025-02-28",
        explained="Five who go from 10 to 25 add 15 each, 75 and not 125: the page takes the whole new price"
        " for the increase. 102.5% would take an upgrade to 35.",
        ours=(
            ("nrr", "2025-02", "0.975"),
            ("expansion", "2025-02", "75.00"),
            ("churn", "2025-02", "-100.00"),
        ),
    ),
    Example(
        "stripe subscriber retention of a cohort",
        PAGE,
        ADDRESS,
        "With a churn of 10% in each month, 90%, 81%, 73%, 66% and 59% of a cohort remain.",
        tenth_by_tenth(),
        (
            ("cohort logos", "2025-01", "1.00"),
            ("cohort logos", "2025-02", "0.90"),
            ("cohort logos", "2025-03", "0.81"),
            ("cohort logos", "2025-04", "0.73"),
            ("cohort logos", "2025-05", "0.66"),
            ("cohort logos", "2025-06", "0.59"),
        ),
        "stripe",
        as_of="2025-06-30",
    ),
    Example(
        "stripe revenue retention of a cohort, with the increase that it names",
        PAGE,
        ADDRESS,
        "125 of expansion less 100 of churn on 1,000 is a revenue retention of 102.5%.",
        cohort("35"),
        (
            ("opening", "2025-02", "1000.00"),
            ("expansion", "2025-02", "125.00"),
            ("churn", "2025-02", "-100.00"),
            ("nrr", "2025-02", "1.025"),
            ("cohort revenue", "2025-02", "1.025"),
            ("cohort logos", "2025-02", "0.900"),
        ),
        "stripe",
        as_of="2025-02-28",
    ),
)
