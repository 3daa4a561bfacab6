"""A fingerprint tells expressions apart, and is the same for the same one in any process."""

from __future__ import annotations

import os
import subprocess
import sys

from bookload.data.documents import Policy
from bookload.data.engine import fingerprint
from bookload.metrics.revenue.periods.price_periods import agreed

ASK = """
from bookload.data.documents import Policy
from bookload.data.engine import fingerprint
from bookload.metrics.revenue.periods.price_periods import agreed
agreed(Policy.model_validate({"revenue": {"discounts": "none"}}))  # moves the count of Ibis' joins
print(fingerprint(agreed(Policy())))
"""


def under(**switches):
    return fingerprint(agreed(Policy.model_validate({"revenue": switches})))


def test_what_is_built_the_same_way_is_told_the_same_in_any_process():
    asked = [
        subprocess.run(
            [sys.executable, "-c", ASK],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert asked == [under()] * 2


def test_every_switch_that_changes_the_rows_changes_it():
    found = [
        under(),
        under(discounts="none"),
        under(discounts="endless"),
        under(past_due_days=30),
        under(past_due_days=31),
        under(churn_date="cancellation"),
        under(trials="counted"),
        under(paused="counted"),
        under(rounding="minor_units"),
        under(weeks_a_year="48"),
        under(days_a_year="360"),
        under(renewal_gap_days=7),
    ]
    assert len(set(found)) == len(found)


def test_filters_that_differ_in_a_value_alone_are_told_apart():
    rows = agreed(Policy())
    assert fingerprint(rows.filter(rows.annual > 1)) != fingerprint(rows.filter(rows.annual > 2))
    assert fingerprint(rows.select("account_id", "plan")) != fingerprint(rows.select("plan", "account_id"))
