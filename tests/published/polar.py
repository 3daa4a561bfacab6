"""Polar: the tests of its metrics, which are open source, and its documentation."""

from __future__ import annotations

from published.example import Example
from subscribed import paid

TESTS = "Polar, server/tests/metrics/test_service.py"
REPOSITORY = "https://github.com/polarsource/polar"
QUERIES = "Polar, server/polar/metrics/queries.py: get_active_subscriptions_cte"

POLAR = (
    Example(
        "polar a month and a year",
        f"{TESTS}: test_values",
        REPOSITORY,
        "100.00 a month and 1,000.00 a year from 1 January are 183.33; another 100.00 from 1 June, 283.33.",
        (
            paid("A", "100", "2024-01-01"),
            paid("A", "1000", "2024-01-01", subscription_id="A-2", interval="year"),
            paid("B", "100", "2024-06-01"),
        ),
        (
            ("mrr", "2024-01", "183.33"),
            ("mrr", "2024-02", "183.33"),
            ("mrr", "2024-06", "283.33"),
            ("mrr", "2024-12", "283.33"),
        ),
        "polar",
        as_of="2024-12-31",
    ),
    Example(
        "polar free plans",
        f"{TESTS}: test_values_free_subscription",
        REPOSITORY,
        "Free subscriptions have an MRR of 0.",
        (paid("A", "0", "2024-01-01", "2024-06-15"), paid("B", "0", "2024-06-01")),
        (("mrr", "2024-01", "0"), ("mrr", "2024-06", "0")),
        "polar",
        as_of="2024-12-31",
    ),
    Example(
        "polar due cancellation",
        f"{TESTS}: test_values_subscription_due_cancellation",
        REPOSITORY,
        "A subscription from 1 January to 15 March is active in January and February, not in March.",
        (paid("A", "100", "2024-01-01", "2024-03-15"),),
        (("accounts", "2024-01", "1"), ("accounts", "2024-02", "1"), ("accounts", "2024-03", "0")),
        "polar",
        as_of="2024-03-31",
    ),
    Example(
        "polar cancelled during the interval",
        f"{TESTS}: test_values_subscription_canceled_during_interval",
        REPOSITORY,
        "One that starts on 1 January and ends on 15 January is neither active nor new in January.",
        (paid("A", "100", "2024-01-01", "2024-01-15"), paid("B", "1", "2023-12-01")),
        (("new accounts", "2024-01", "0"), ("accounts", "2024-01", "1"), ("new", "2024-01", "0.00")),
        "polar",
        as_of="2024-02-01",
    ),
    Example(
        "polar mrr beside committed mrr",
        f"{TESTS}: test_committed_mrr",
        REPOSITORY,
        "100.00 from January, and 100.00 from 1 February to 1 March: 100.00, 200.00 and 100.00.",
        (paid("A", "100", "2024-01-01"), paid("B", "100", "2024-02-01", "2024-03-01")),
        (("mrr", "2024-01", "100.00"), ("mrr", "2024-02", "200.00"), ("mrr", "2024-03", "100.00")),
        "polar",
        as_of="2024-03-01",
    ),
    Example(
        "polar committed mrr",
        f"{TESTS}: test_committed_mrr",
        REPOSITORY,
        "On 15 February MRR is 200.00 and committed 100.00: what is to end on 1 March is not committed.",
        (
            paid("A", "100", "2024-01-01"),
            paid("B", "100", "2024-02-01", "2024-03-01", status="canceled", canceled_date="2024-02-10"),
        ),
        (("mrr", "2024-02", "200.00"), ("committed mrr", "2024-02", "100.00")),
        "polar",
        as_of="2024-02-15",
    ),
    Example(
        "polar forever discount",
        f"{TESTS}: test_mrr_subscription_forever_discount",
        REPOSITORY,
        "100.00 a month with half of it off for ever is 50.00.",
        (paid("A", "100", "2024-01-01"),),
        (("mrr", "2024-01", "50.00"), ("mrr", "2024-02", "50.00")),
        "polar",
        tables={"discounts": ({"subscription_id": "A-1", "percent": "50"},)},
        as_of="2024-02-29",
    ),
    Example(
        "polar paused",
        "Polar, server/tests/metrics/test_paused_verification.py",
        REPOSITORY,
        "Of three at 10.00, one active, one paused in March and one that ended in April, April's MRR is"
        " 20.00, two are active, one has churned.",
        (
            paid("Active", "10", "2024-01-01"),
            paid("Paused", "10", "2024-01-01", "2024-03-01"),
            paid("Paused", "10", "2024-03-01", status="paused"),
            paid(
                "Canceled",
                "10",
                "2024-01-01",
                "2024-04-15",
                status="canceled",
                canceled_date="2024-04-10",
            ),
        ),
        (("mrr", "2024-04", "20.00"), ("accounts", "2024-04", "2"), ("churned accounts", "2024-04", "1")),
        "polar",
        as_of="2024-04-30",
    ),
    Example(
        "polar churned in the month that it ends",
        f"{TESTS}: test_churn_rate",
        REPOSITORY,
        "Two from January; one cancels on 15 February and ends on 1 March: 2, 2 and 1 active, churned then.",
        (
            paid("A", "100", "2024-01-01"),
            paid("B", "100", "2024-01-01", "2024-03-01", status="canceled", canceled_date="2024-02-15"),
        ),
        (
            ("accounts", "2024-01", "2"),
            ("accounts", "2024-02", "2"),
            ("accounts", "2024-03", "1"),
            ("churned accounts", "2024-02", "0"),
            ("churned accounts", "2024-03", "1"),
        ),
        "polar",
        as_of="2024-03-31",
    ),
    Example(
        "polar two weeks",
        QUERIES,
        REPOSITORY,
        "A week's amount x 52 / 12 over the count of weeks, to the cent: 50.00 for two weeks are 108.33.",
        (paid("A", "50", "2025-01-01", interval="week", interval_count="2"),),
        (("mrr", "2025-01", "108.33"),),
        "polar",
        by_rule=True,
    ),
    Example(
        "polar days",
        QUERIES,
        REPOSITORY,
        "A day's amount x 365 / 12, to the cent: 8.00 a day are 243.33.",
        (paid("A", "8", "2025-01-01", interval="day"),),
        (("mrr", "2025-01", "243.33"),),
        "polar",
        by_rule=True,
    ),
    Example(
        "polar cents of each subscription",
        QUERIES,
        REPOSITORY,
        "Each subscription's monthly amount is rounded to the cent before they are summed: three at 100.00 a"
        " year are 24.99.",
        tuple(paid(f"A{n}", "100", "2025-01-01", interval="year") for n in range(3)),
        (("mrr", "2025-01", "24.990000"),),
        "polar",
        by_rule=True,
    ),
)
