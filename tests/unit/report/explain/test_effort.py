from __future__ import annotations

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.report.explain.effort import hours
from logged import company, deed

LOG = [
    deed("2026-04-01 00:00", 10, "A;B;C", kind="webinar"),
    deed("2026-05-06 10:00", 50, "A"),
    deed("2026-05-07 10:00", None, "A"),
    deed("2026-05-08 10:00", 60, None),
]


def test_the_hours_of_all_open_to_kinds_that_add_up():
    found = hours(company(LOG), None)
    assert found.value == "2.00"
    step, accounts = found.steps
    by_account = {row["account_id"]: row["hours"] for row in accounts.to_dicts()}
    assert by_account == {"A": "0.89", "B": "0.06", "C": "0.05", None: "1.00"}
    assert accounts.total == found.value
    assert {(row["kind"], row["what for"]): row["hours"] for row in step.to_dicts()} == {
        ("webinar", "account"): "0.17",
        ("call", "account"): "0.83",
        ("call", "unexplained"): "1.00",
    }


def test_the_hours_of_an_account_open_to_its_activities_and_its_share_of_each():
    found = hours(company(LOG), "A")
    (step,) = found.steps
    assert [(row["accounts"], row["minutes"], row["its share"]) for row in step.to_dicts()] == [
        (3, "10.0000", "3.3334"),
        (1, "50.0000", "50.0000"),
        (1, None, None),
    ]
    assert (found.value, step.total) == ("0.89", "53.3334 minutes")
    assert "1 are of unknown length" in step.text


def test_an_account_that_nothing_was_done_for_has_no_hours():
    assert hours(company(LOG), "D").value == "0.00"


def test_hours_need_the_right_to_the_time_of_people():
    with pytest.raises(AccessDeniedError, match="time_person"):
        hours(company(LOG, access=Access.of("finance")), None)
