"""ProfitWell Metrics, now Paddle's."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

HELP = "https://www.paddle.com/help/profitwell-metrics/measure"
COMPARED = f"{HELP}/compare/profitwell-vs-recurly"

PROFITWELL = (
    Example(
        "profitwell a year's price",
        "Paddle Help: ProfitWell Metrics: MRR",
        f"{HELP}/subscription-metrics/mrr",
        "An annual subscription of $120 contributes $10.",
        (paid("A", "120", "2025-01-01", interval="year"),),
        (("mrr", "2025-01", "10.00"),),
        "profitwell",
    ),
    Example(
        "profitwell a year's price less ten percent",
        "Paddle Help: ProfitWell Metrics: Discounts and credits",
        f"{HELP}/subscription-metrics/discounts",
        "A $120 annual plan with a discount of 10% has an MRR of $9.",
        (paid("A", "120", "2025-01-01", interval="year"),),
        (("mrr", "2025-01", "9.00"),),
        "profitwell",
        tables={"discounts": ({"subscription_id": "A-1", "percent": "10"},)},
    ),
    Example(
        "profitwell a discount that ends",
        "Paddle Help: ProfitWell Metrics: Discounts and credits",
        f"{HELP}/subscription-metrics/discounts",
        "A $10 monthly plan discounted by 10% is $9 for the length of the discount, and $10 thereafter.",
        (paid("A", "10", "2025-01-01"),),
        (
            ("mrr", "2025-01", "9.00"),
            ("mrr", "2025-03", "9.00"),
            ("mrr", "2025-04", "10.00"),
            ("discount expansion", "2025-04", "1.00"),
        ),
        "profitwell",
        tables={
            "discounts": (
                {
                    "subscription_id": "A-1",
                    "percent": "10",
                    "start_date": "2025-01-01",
                    "end_date": "2025-04-01",
                },
            )
        },
    ),
    Example(
        "profitwell sarah",
        "Paddle Help: ProfitWell Metrics: Churn",
        f"{HELP}/subscription-retention/churn",
        "Sarah signs up for $10 on 15 April, cancels on 8 June, and churns on 15 June.",
        (
            paid(
                "Sarah",
                "10",
                "2025-04-15",
                "2025-06-15",
                status="canceled",
                canceled_date="2025-06-08",
            ),
        ),
        (
            ("new", "2025-04", "10.00"),
            ("mrr", "2025-05", "10.00"),
            ("churn", "2025-05", "0.00"),
            ("churn", "2025-06", "-10.00"),
        ),
        "profitwell",
    ),
    Example(
        "profitwell sarah on 14 june",
        "Paddle Help: ProfitWell Metrics: Churn",
        f"{HELP}/subscription-retention/churn",
        "Until 15 June she is an active customer.",
        (
            paid(
                "Sarah",
                "10",
                "2025-04-15",
                "2025-06-15",
                status="canceled",
                canceled_date="2025-06-08",
            ),
        ),
        (("mrr", "2025-06", "10.00"), ("churn", "2025-06", "0.00")),
        "profitwell",
        as_of="2025-06-14",
    ),
    Example(
        "profitwell the first month",
        "Paddle Help: ProfitWell Metrics: Are cancellations in the first month counted as churn",
        f"{HELP}/subscription-retention/are-cancellations-in-the-first-month-counted-as-churn",
        "Who pays $100 on 5 December and churns on 6 December leaves neither new nor churned revenue.",
        (paid("A", "100", "2025-12-05", "2025-12-06"), paid("B", "1", "2025-11-01")),
        (("new", "2025-12", "0.00"), ("churn", "2025-12", "0.00"), ("churned accounts", "2025-12", "0")),
        "profitwell",
    ),
    Example(
        "profitwell on hold",
        "Paddle Help: ProfitWell vs. Recurly",
        COMPARED,
        "A subscription on hold has an MRR of $0.",
        (
            paid("A", "80", "2025-01-01", "2025-03-01"),
            paid("A", "80", "2025-03-01", "2025-05-01", status="paused"),
            paid("A", "80", "2025-05-01"),
        ),
        (("mrr", "2025-03", "0.00"), ("mrr", "2025-05", "80.00")),
        "profitwell",
        by_rule=True,
    ),
    Example(
        "profitwell a reactivation after any time",
        "Paddle Help: ProfitWell vs. Recurly",
        COMPARED,
        "Who churns and comes back is a reactivation, however long that took.",
        (paid("A", "80", "2022-01-01", "2022-03-01"), paid("A", "70", "2025-05-10")),
        (("new", "2025-05", "0.00"), ("reactivation", "2025-05", "70.00")),
        "profitwell",
        by_rule=True,
    ),
)
