"""Recurly: its documentation and support center."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

PRORATE = "Recurly Support: How does Recurly's MRR calculation handle prorated charges"
PRORATE_ADDRESS = "https://support.recurly.com/hc/en-us/articles/360027350412"

RECURLY = (
    Example(
        "recurly no proration",
        PRORATE,
        PRORATE_ADDRESS,
        "$100 from 29 March to 29 April contribute $100 on every day of it.",
        (paid("A", "100", "2025-03-29", "2025-04-29"),),
        (("mrr", "2025-03", "100.00"),),
        "recurly",
    ),
    Example(
        "recurly no proration, on a day in between",
        PRORATE,
        PRORATE_ADDRESS,
        "$100 from 29 March to 29 April contribute $100 on every day of it.",
        (paid("A", "100", "2025-03-29", "2025-04-29"),),
        (("mrr", "2025-04", "100.00"),),
        "recurly",
        as_of="2025-04-28",
    ),
    Example(
        "recurly days and years",
        PRORATE,
        PRORATE_ADDRESS,
        "A daily charge is multiplied by 30, a yearly one divided by 12.",
        (
            paid("A", "10", "2025-01-01", interval="day", product="daily"),
            paid("B", "600", "2025-01-01", interval="year", product="yearly"),
        ),
        (("mrr of daily", "2025-01", "300.00"), ("mrr of yearly", "2025-01", "50.00")),
        "recurly",
        by_rule=True,
    ),
    Example(
        "recurly first month",
        "Recurly Support: Why do the Churn & Contraction MRR figures show $0 for my 1st month?",
        "https://support.recurly.com/hc/en-us/articles/360041809372",
        "Churn and contraction are differences from the month before: in the first month they are $0, though"
        " somebody has left and somebody pays less.",
        (
            paid("A", "100", "2025-01-01"),
            paid("Left", "30", "2025-01-05", "2025-01-20"),
            paid("Less", "30", "2025-01-05", "2025-01-20"),
            paid("Less", "20", "2025-01-20", "2025-02-20"),
        ),
        (
            ("churn", "2025-01", "0.00"),
            ("contraction", "2025-01", "0.00"),
            ("new", "2025-01", "120.00"),
            ("churn", "2025-02", "-20.00"),
        ),
        "recurly",
        as_of="2025-02-28",
        by_rule=True,
    ),
    Example(
        "recurly paused",
        "Recurly Docs: Pause subscriptions",
        "https://docs.recurly.com/recurly-subscriptions/docs/navigate-retain-subscription-pause",
        "A pause stops the contribution to MRR for its billing cycles, after which it resumes.",
        (
            paid("A", "80", "2025-01-01", "2025-03-01"),
            paid("A", "80", "2025-03-01", "2025-05-01", status="paused"),
            paid("A", "80", "2025-05-01"),
        ),
        (("mrr", "2025-03", "0.00"), ("mrr", "2025-04", "0.00"), ("mrr", "2025-05", "80.00")),
        "recurly",
        by_rule=True,
    ),
    Example(
        "recurly failed invoices",
        "Recurly Support: How are failed invoices handled in the MRR calculation",
        "https://support.recurly.com/hc/en-us/articles/360027455352",
        "By default recurring charges stay in MRR though their invoice has failed.",
        (paid("A", "100", "2025-01-01"), paid("B", "40", "2025-01-01", status="unpaid")),
        (("mrr", "2025-01", "140.00"),),
        "recurly",
        by_rule=True,
    ),
)
