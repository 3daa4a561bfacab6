"""ChartMogul: its help center and developer hub."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

PRORATED = "ChartMogul Developer Hub: How MRR is calculated from prorated invoices"
PRORATED_ADDRESS = "https://dev.chartmogul.com/docs/how-mrr-is-calculated-from-prorated-invoices"
LIFE = "ChartMogul Help: The lifecycle of a subscription"
LIFE_ADDRESS = "https://help.chartmogul.com/hc/en-us/articles/201244842"
MRR = "ChartMogul Help: Metric: Monthly Recurring Revenue"
MRR_ADDRESS = "https://help.chartmogul.com/hc/en-us/articles/203299812"
CHURN = "ChartMogul Help: Chart: Net MRR Churn Rate"
CHURN_ADDRESS = "https://help.chartmogul.com/hc/en-us/articles/4414075567250-Chart-Net-MRR-Churn-Rate"

GOLD = paid(
    "Syncalytics",
    None,
    "2024-01-10",
    "2025-01-10",
    subscription_id="gold-yearly",
    unit_amount="500",
    quantity="4",
    interval="year",
)
SILVER = paid(
    "Syncalytics",
    None,
    "2024-01-14",
    "2024-01-28",
    subscription_id="silver",
    unit_amount="30",
    quantity="2",
    status="canceled",
    canceled_date="2024-01-28",
)
AGAIN = paid(
    "Syncalytics", None, "2025-03-05", subscription_id="gold-monthly", unit_amount="50", quantity="3"
)

ONE_HUNDRED = (
    paid("Left", "10", "2025-01-01", "2025-02-10"),
    paid("Less", "30", "2025-01-01", "2025-02-10"),
    paid("Less", "20", "2025-02-10"),
    paid("More", "60", "2025-01-01", "2025-02-10"),
    paid("More", "70", "2025-02-10"),
)

CHARTMOGUL = (
    Example(
        "chartmogul new business of a yearly plan",
        LIFE,
        LIFE_ADDRESS,
        "Four yearly plans, billed at $2,000, are new business of $166.67.",
        (GOLD,),
        (("new", "2024-01", "166.67"), ("mrr", "2024-01", "166.67")),
        "chartmogul",
        as_of="2024-12-31",
    ),
    Example(
        "chartmogul lifecycle",
        LIFE,
        LIFE_ADDRESS,
        "Then two plans of $30 a month are an expansion of 60, and their cancellation two weeks later a"
        " contraction of 60; the yearly plans churn at the end of their year; three plans of $50 a month"
        " later are a reactivation.",
        (GOLD, SILVER, AGAIN),
        (
            ("new", "2024-01", "166.67"),
            ("expansion", "2024-01", "60.00"),
            ("contraction", "2024-01", "-60.00"),
            ("churn", "2024-01", "0.00"),
            ("mrr", "2024-12", "166.67"),
            ("churn", "2025-01", "-166.67"),
            ("new", "2025-03", "0.00"),
            ("reactivation", "2025-03", "150.00"),
        ),
        "chartmogul",
        as_of="2025-03-31",
    ),
    Example(
        "chartmogul five at five",
        MRR,
        MRR_ADDRESS,
        "Five customers at $5 a month are $25; two more at $30 make it $85.",
        (
            *(paid(f"A{n}", "5", "2025-01-01") for n in range(5)),
            *(paid(f"B{n}", "30", "2025-02-01") for n in range(2)),
        ),
        (("mrr", "2025-01", "25.00"), ("mrr", "2025-02", "85.00")),
        "chartmogul",
    ),
    Example(
        "chartmogul three months",
        PRORATED,
        PRORATED_ADDRESS,
        "$90 for a plan of three months is $30.",
        (paid("A", "90", "2025-01-01", interval_count="3"),),
        (("mrr", "2025-01", "30.00"),),
        "chartmogul",
    ),
    Example(
        "chartmogul three months, from the invoice",
        PRORATED,
        PRORATED_ADDRESS,
        "An invoice line of $90 for three months is $30.",
        (),
        (("mrr", "2025-01", "30.00"), ("mrr", "2025-03", "30.00"), ("mrr", "2025-04", "0.00")),
        "chartmogul",
        tables={
            "accounts": ({"account_id": "A", "name": "A"},),
            "invoice_lines": (
                {
                    "account_id": "A",
                    "period_start": "2025-01-01",
                    "period_end": "2025-04-01",
                    "amount": "90",
                    "currency": "USD",
                },
            ),
        },
    ),
    Example(
        "chartmogul a seat more from 16 march",
        "ChartMogul Developer Hub: Adding prorated invoices, and how MRR is calculated from them",
        "https://dev.chartmogul.com/docs/adding-prorated-invoices-using-the-import-api",
        "$50 a month, and from 16 March another seat for $25 until its end. A prorated line is its amount"
        " x the full period / the prorated one, to the cent: 25 x 31 / 16 = 48.44.",
        (),
        (
            ("mrr", "2016-02", "50.00"),
            ("mrr", "2016-03", "98.44"),
            ("expansion", "2016-03", "48.44"),
        ),
        "chartmogul",
        tables={
            "accounts": ({"account_id": "Adam", "name": "Adam"},),
            "invoice_lines": (
                *(
                    {
                        "account_id": "Adam",
                        "period_start": f"2016-0{month}-01",
                        "period_end": f"2016-0{month + 1}-01",
                        "amount": "50",
                        "currency": "USD",
                    }
                    for month in (1, 2, 3)
                ),
                {
                    "account_id": "Adam",
                    "period_start": "2016-03-16",
                    "period_end": "2016-04-01",
                    "amount": "25",
                    "currency": "USD",
                    "proration": True,
                    "invoice_id": "INV-2",
                },
            ),
        },
        as_of="2016-03-31",
        by_rule=True,
    ),
    Example(
        "chartmogul net mrr churn rate",
        CHURN,
        CHURN_ADDRESS,
        "Of $100, $10 churn and $10 contract while one customer gains $10: the net rate is 10%.",
        ONE_HUNDRED,
        (("opening", "2025-02", "100.00"), ("net mrr churn", "2025-02", "0.10"), ("nrr", "2025-02", "0.90")),
        "chartmogul",
        as_of="2025-02-28",
    ),
    Example(
        "chartmogul gross mrr churn rate",
        "ChartMogul Help: Metric: MRR Churn Rate",
        "https://help.chartmogul.com/hc/en-us/articles/203359341-Metric-MRR-Churn-Rate",
        "Of the same $100, the gross rate is 20%.",
        ONE_HUNDRED,
        (("gross mrr churn", "2025-02", "0.20"), ("grr", "2025-02", "0.80")),
        "chartmogul",
        as_of="2025-02-28",
    ),
    Example(
        "chartmogul a switch of plans",
        "ChartMogul Help: Chart Data",
        "https://help.chartmogul.com/hc/en-us/articles/203299912-Chart-Data",
        "Who goes from plan A at $50 to plan B at $30 takes $50 out of A.",
        (
            paid("A", "50", "2025-01-01", "2025-02-10", product="Plan A"),
            paid("A", "30", "2025-02-10", product="Plan B"),
        ),
        (
            ("contraction of Plan A", "2025-02", "-50.00"),
            ("closing of Plan B", "2025-02", "30.00"),
            ("contraction", "2025-02", "-20.00"),
            ("churn", "2025-02", "0.00"),
        ),
        "chartmogul",
        as_of="2025-02-28",
    ),
    Example(
        "chartmogul seats",
        "ChartMogul Help: Data Table and MRR Movements",
        "https://help.chartmogul.com/hc/en-us/articles/203299912-Data-Table-and-MRR-Movements-",
        "More seats, a second subscription and a discount's end are expansion; fewer seats, contraction.",
        (
            paid("More", None, "2025-01-01", "2025-02-10", unit_amount="10", quantity="5"),
            paid("More", None, "2025-02-10", unit_amount="10", quantity="7"),
            paid("Less", None, "2025-01-01", "2025-02-10", unit_amount="10", quantity="5"),
            paid("Less", None, "2025-02-10", unit_amount="10", quantity="4"),
            paid("Second", "30", "2025-01-01", product="One"),
            paid("Second", "15", "2025-02-10", subscription_id="Second-2", product="Two"),
        ),
        (
            ("quantity expansion", "2025-02", "20.00"),
            ("cross_sell expansion", "2025-02", "15.00"),
            ("expansion", "2025-02", "35.00"),
            ("quantity contraction", "2025-02", "-10.00"),
        ),
        "chartmogul",
        as_of="2025-02-28",
        by_rule=True,
    ),
    Example(
        "chartmogul paused",
        "ChartMogul Help: Handling paused subscriptions",
        "https://help.chartmogul.com/hc/en-us/articles/360015688860-Handling-paused-subscriptions-in-ChartMogul",
        "A subscription that is paused in Stripe, GoCardless or Chargebee goes on generating MRR.",
        (
            paid("A", "80", "2025-01-01", "2025-03-01"),
            paid("A", "80", "2025-03-01", "2025-05-01", status="paused"),
            paid("A", "80", "2025-05-01"),
        ),
        (("mrr", "2025-04", "80.00"), ("churn", "2025-03", "0.00"), ("paused", "2025-03", "0.00")),
        "chartmogul",
        by_rule=True,
    ),
    Example(
        "chartmogul past due for ever",
        "ChartMogul Help: Handling past-due subscriptions",
        "https://help.chartmogul.com/article/303-handling-past-due-subscriptions",
        "By default a past due subscription counts until it is cancelled.",
        (
            paid("A", "80", "2025-01-01", "2025-03-01"),
            paid("A", "80", "2025-03-01", status="past_due"),
        ),
        (("mrr", "2025-12", "80.00"),),
        "chartmogul",
        by_rule=True,
    ),
    Example(
        "chartmogul past due for 30 days",
        "ChartMogul Help: Handling past-due subscriptions",
        "https://help.chartmogul.com/article/303-handling-past-due-subscriptions",
        "With a limit, it churns after so many days (1 to 90).",
        (
            paid("A", "80", "2025-01-01", "2025-03-01"),
            paid("A", "80", "2025-03-01", status="past_due"),
        ),
        (("mrr", "2025-03", "0.00"), ("mrr", "2025-02", "80.00"), ("churn", "2025-03", "-80.00")),
        "chartmogul",
        {"past_due_days": 30},
        by_rule=True,
    ),
)
