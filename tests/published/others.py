"""Other vendors of billing, analytics and customer success."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

BAREMETRICS = "Baremetrics Help: Monthly Recurring Revenue"
BAREMETRICS_ADDRESS = "https://help.baremetrics.com/en/articles/5380330-monthly-recurring-revenue"
CHARGIFY = "Chargify Help: MRR Analytics"
CHARGIFY_ADDRESS = "http://help.chargify.com/reports/mrr-analytics.html"
ORACLE = "Oracle Subscription Management: Calculate Total Contract Value and Monthly Recurring Revenue"
ORACLE_ADDRESS = (
    "https://docs.oracle.com/en/cloud/saas/subscription-management/fasim/"
    "calculate-total-contract-value-and-monthly-recurring-revenue.html"
)
FINCOME = "Fincome Help: Impact of exchange rates (FX)"
FINCOME_ADDRESS = "https://help.fincome.co/en/understanding-the-numbers/impact-of-exchange-rates-fx"
NETTING = "Fincome Help: Intra-period netting"
NETTING_ADDRESS = "https://help.fincome.co/en/article/intra-period-netting-1t4jfnn/"
KACHING = "Kaching Subscriptions Help: How we calculate MRR"
KACHING_ADDRESS = "https://support.kachingappz.com/en/articles/12281658-how-we-calculate-mrr"

DOLLARS_IN_EUROS = (
    {"date": "2024-01-31", "currency": "USD", "rate": "1.07"},
    {"date": "2024-02-29", "currency": "USD", "rate": "1.07"},
    {"date": "2024-03-31", "currency": "USD", "rate": "1.15"},
)
BACK_IN_APRIL = (
    paid("A", "100", "2024-06-01", "2025-01-20"),
    paid("A", "60", "2025-04-10"),
    paid("B", "100", "2024-06-01"),
)

OTHERS = (
    Example(
        "baremetrics ten at ten",
        BAREMETRICS,
        BAREMETRICS_ADDRESS,
        "Ten customers at $10 a month are $100.",
        tuple(paid(f"A{n}", "10", "2025-01-01") for n in range(10)),
        (("mrr", "2025-01", "100.00"),),
    ),
    Example(
        "baremetrics a year's price",
        BAREMETRICS,
        BAREMETRICS_ADDRESS,
        "$120 for an annual plan add $10 for the next twelve months.",
        (paid("A", "120", "2025-01-01", "2026-01-01", interval="year"),),
        (("mrr", "2025-01", "10.00"), ("mrr", "2025-12", "10.00"), ("mrr", "2026-01", "0.00")),
        as_of="2026-01-31",
    ),
    Example(
        "baremetrics lifetime coupon",
        BAREMETRICS,
        BAREMETRICS_ADDRESS,
        "$10 a month with 50% off for life add $5.",
        (paid("A", "10", "2025-01-01"),),
        (("mrr", "2025-01", "5.00"),),
        tables={"discounts": ({"subscription_id": "A-1", "percent": "50"},)},
    ),
    Example(
        "baremetrics delinquent for 30 days",
        BAREMETRICS,
        BAREMETRICS_ADDRESS,
        "Who is delinquent for more than 30 days has churned.",
        (
            paid("A", "10", "2025-01-01", "2025-02-10"),
            paid("A", "10", "2025-02-10", status="past_due"),
        ),
        (("mrr", "2025-02", "10.00"), ("churn", "2025-02", "0.00"), ("churn", "2025-03", "-10.00")),
        switches={"past_due_days": 30},
        by_rule=True,
    ),
    Example(
        "baremetrics to and from a free plan",
        BAREMETRICS,
        BAREMETRICS_ADDRESS,
        "An upgrade from a free plan is a new customer, a downgrade to one a cancellation.",
        (
            paid("A", "0", "2025-01-01", "2025-02-10"),
            paid("A", "10", "2025-02-10", "2025-04-10"),
            paid("A", "0", "2025-04-10"),
        ),
        (("new", "2025-02", "10.00"), ("churn", "2025-04", "-10.00")),
        by_rule=True,
    ),
    Example(
        "chargify widgets",
        CHARGIFY,
        CHARGIFY_ADDRESS,
        "A $10 plan with ten widgets at $1 is $20; $10 a month is $10, and so is $120 a year.",
        (
            paid("A", "10", "2025-01-01", line_id="plan", product="widgets"),
            paid(
                "A",
                None,
                "2025-01-01",
                line_id="widgets",
                unit_amount="1",
                quantity="10",
                product="widgets",
            ),
            paid("B", "10", "2025-01-01", product="monthly"),
            paid("C", "120", "2025-01-01", interval="year", product="yearly"),
        ),
        (
            ("mrr of widgets", "2025-01", "20.00"),
            ("mrr of monthly", "2025-01", "10.00"),
            ("mrr of yearly", "2025-01", "10.00"),
        ),
    ),
    Example(
        "chargify metered minutes",
        CHARGIFY,
        CHARGIFY_ADDRESS,
        "A $10 plan with $20 of metered minutes in one month and $15 in the next is $10.",
        (
            paid("A", "10", "2025-01-01", line_id="plan"),
            paid("A", "20", "2025-01-01", "2025-02-01", line_id="minutes", kind="usage"),
            paid("A", "15", "2025-02-01", "2025-03-01", line_id="minutes", kind="usage"),
        ),
        (("mrr", "2025-01", "10.00"), ("mrr", "2025-02", "10.00")),
    ),
    Example(
        "chargebee voluntary churn",
        "Chargebee Docs: Charts: Voluntary and Involuntary Cancellation MRR",
        "https://www.chargebee.com/docs/2.0/charts.html",
        "15 customers at $10 a month leave by themselves, ten for want of payment: voluntary churn is $150.",
        (
            *(paid(f"Left{n}", "10", "2025-01-01", "2025-02-10") for n in range(15)),
            *(
                paid(f"Unpaid{n}", "10", "2025-01-01", "2025-02-10", cancel_reason="non-payment")
                for n in range(10)
            ),
        ),
        (
            ("voluntary churn", "2025-02", "-150.00"),
            ("non_payment churn", "2025-02", "-100.00"),
            ("churn", "2025-02", "-250.00"),
        ),
        as_of="2025-02-28",
    ),
    Example(
        "oracle a discount of three months",
        ORACLE,
        ORACLE_ADDRESS,
        "$1,000 a month for a year with half off for three months: 10,500 in all, 875 a month on average.",
        (paid("A", "1000", "2025-01-01", "2026-01-01"),),
        (
            ("mean mrr of 12 months to", "2025-12", "875.00"),
            ("mrr", "2025-03", "500.00"),
            ("mrr", "2025-04", "1000.00"),
        ),
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
    ),
    Example(
        "oracle quarters in a term of ten months",
        ORACLE,
        ORACLE_ADDRESS,
        "$5,000 a quarter over a term of ten months are 1,666.67.",
        (paid("A", "5000", "2025-01-01", "2025-11-01", interval="quarter"),),
        (("mrr", "2025-01", "1666.67"), ("mrr", "2025-10", "1666.67"), ("mrr", "2025-11", "0.00")),
    ),
    Example(
        "oracle a year and 23 days",
        ORACLE,
        ORACLE_ADDRESS,
        "$20,000 a year over a term of one year and 23 days are 1,666.67.",
        (paid("A", "20000", "2025-01-01", "2026-01-24", interval="year"),),
        (("mrr", "2025-12", "1666.67"),),
    ),
    Example(
        "intacct a year's contract",
        "Sage Intacct Help: How the system calculates MRR - Contracts",
        "https://www.intacct.com/ia/docs/en_ZA/help_action/Reporting/Digital_Board_Book/Software_DBB/"
        "how-contracts-mrr-is-calculated.htm",
        "R12,000 over a term of one year from 1 January are R1,000.",
        (paid("A", "12000", "2025-01-01", "2026-01-01", interval="year", currency="ZAR"),),
        (("mrr", "2025-01", "1000.00"), ("mrr", "2025-12", "1000.00")),
        currency="ZAR",
    ),
    Example(
        "zuora a discount on what came and what went",
        "Zuora Docs: Order Delta MRR - Discounts",
        "https://docs.zuora.com/en/zuora-billing/manage-accounts-subscriptions-and-non-subscriptions/"
        "manage-subscription-transactions/orders/order-delta-metrics-and-order-metrics/order-delta-mrr/"
        "order-delta-mrr---discounts",
        "With 20% off, a charge of $65 that is added is $52 net and one of $50 that is removed $40.",
        (
            paid("A", "50", "2021-01-01", "2021-04-01", product="RPC-1", line_id="1"),
            paid("A", "65", "2021-04-01", "2022-01-01", product="RPC-2", line_id="2"),
        ),
        (("contraction of RPC-1", "2021-04", "-40.00"), ("expansion of RPC-2", "2021-04", "52.00")),
        tables={"discounts": ({"subscription_id": "A-1", "percent": "20"},)},
        as_of="2021-12-31",
    ),
    Example(
        "displayr a second licence for a month",
        "Displayr, flipRevenueMetrics: RecurringRevenue",
        "https://rdrr.io/github/Displayr/flipRevenueMetrics/man/RecurringRevenue.html",
        "A licence of $1,000 a year from 1 February, and a second one of its last month at 1000/12, are"
        " $2,000 a year.",
        (
            paid("A", "1000", "2024-02-01", "2025-02-01", interval="year"),
            paid("A", "83.333333", "2025-01-01", "2025-02-01", subscription_id="A-2"),
        ),
        (("arr", "2025-01", "2000.00"), ("arr", "2024-12", "1000.00")),
        as_of="2025-01-31",
    ),
    Example(
        "fincome a monthly price in dollars",
        FINCOME,
        FINCOME_ADDRESS,
        "$100 a month are 93.46 euros at 1.07 and 86.96 at 1.15: an fx effect of -6.50 and nothing else.",
        (paid("A", "100", "2024-01-01"),),
        (
            ("mrr", "2024-01", "93.46"),
            ("mrr", "2024-03", "86.96"),
            ("fx", "2024-03", "-6.50"),
            ("contraction", "2024-03", "0.00"),
        ),
        currency="EUR",
        tables={"fx_rates": DOLLARS_IN_EUROS},
        as_of="2024-03-31",
    ),
    Example(
        "fincome a yearly price in dollars",
        FINCOME,
        FINCOME_ADDRESS,
        "$100 a month billed by the year keep the rate of their invoice: in all 180.41 euros in March.",
        (
            paid("A", "100", "2024-01-01"),
            paid("B", "1200", "2024-01-01", interval="year"),
        ),
        (("mrr", "2024-01", "186.92"), ("mrr", "2024-03", "180.41"), ("fx", "2024-03", "-6.50")),
        currency="EUR",
        tables={"fx_rates": DOLLARS_IN_EUROS},
        as_of="2024-03-31",
        explained="Fincome converts an invoice once; Bookload states what rows are worth at a month's end, or"
        " at one date's rate throughout, and no row keeps a rate of its own.",
        ours=(("mrr", "2024-01", "186.92"), ("mrr", "2024-03", "173.91"), ("fx", "2024-03", "-13.00")),
    ),
    Example(
        "fincome gone in january, back in april",
        NETTING,
        NETTING_ADDRESS,
        "By the month, who churns in January and comes back in April for less is a churn and a reactivation;"
        " by the year neither, and a contraction.",
        BACK_IN_APRIL,
        (
            ("churn", "2025-01", "-100.00"),
            ("reactivation", "2025-04", "60.00"),
            ("year logo churn", "2025-12", "0.00"),
            ("year nrr", "2025-12", "0.80"),
            ("year grr", "2025-12", "0.80"),
        ),
        by_rule=True,
    ),
    Example(
        "fincome a gap within the month",
        NETTING,
        NETTING_ADDRESS,
        "An invoice that ends on 6 January and one that starts on the 9th: no churn in January.",
        (paid("A", "100", "2024-12-06", "2025-01-06"), paid("A", "100", "2025-01-09")),
        (("churn", "2025-01", "0.00"), ("reactivation", "2025-01", "0.00"), ("mrr", "2025-01", "100.00")),
        by_rule=True,
    ),
    Example(
        "kaching weeks, months and years",
        KACHING,
        KACHING_ADDRESS,
        "$20 a week are $86.90 at 4.345 weeks a month, $60 for two months $30, $120 a year $10.",
        (
            paid("B", "20", "2025-01-01", interval="week", product="weekly"),
            paid("C", "60", "2025-01-01", interval_count="2", product="two months"),
            paid("D", "120", "2025-01-01", interval="year", product="yearly"),
        ),
        (
            ("mrr of weekly", "2025-01", "86.90"),
            ("mrr of two months", "2025-01", "30.00"),
            ("mrr of yearly", "2025-01", "10.00"),
        ),
        switches={"weeks_a_year": "365/7"},
    ),
    Example(
        "kaching days",
        KACHING,
        KACHING_ADDRESS,
        "$10 a day are $304.37, at 30.437 days a month.",
        (paid("A", "10", "2025-01-01", interval="day"),),
        (("mrr", "2025-01", "304.37"),),
        switches={"weeks_a_year": "365/7"},
        explained="30.437 is a twelfth of 365.25 days. Bookload's years have 365 days, or 360 where a vendor"
        " counts 30 days a month; its weeks at 365/7 agree to the cent, since 4.345 is cut short.",
        ours=(("mrr", "2025-01", "304.17"),),
    ),
    Example(
        "churnzero net revenue retention",
        "ChurnZero Churnopedia: Net Revenue Retention",
        "https://churnzero.net/churnopedia/net-revenue-retention/",
        "$27,000 that grow to 35,000 by upsells, less 5,000 of churn, are 30,000: 111%.",
        (
            paid("Grows", "22000", "2024-12-01", "2025-01-15"),
            paid("Grows", "30000", "2025-01-15"),
            paid("Left", "5000", "2024-12-01", "2025-01-31"),
        ),
        (("opening", "2025-01", "27000"), ("closing", "2025-01", "30000"), ("nrr", "2025-01", "1.11")),
        as_of="2025-01-31",
    ),
    Example(
        "pitchkit quick ratio",
        "PitchKit Glossary: Quick ratio",
        "https://pitchkit.net/resources/glossary/quick-ratio",
        "New 20k and expansion 8k over churn 5k and contraction 3k: 3.5.",
        (
            paid("New", "20000", "2025-02-10"),
            paid("More", "10000", "2025-01-01", "2025-02-10"),
            paid("More", "18000", "2025-02-10"),
            paid("Less", "10000", "2025-01-01", "2025-02-10"),
            paid("Less", "7000", "2025-02-10"),
            paid("Left", "5000", "2025-01-01", "2025-02-10"),
        ),
        (("new", "2025-02", "20000"), ("quick ratio", "2025-02", "3.5")),
        as_of="2025-02-28",
    ),
)
