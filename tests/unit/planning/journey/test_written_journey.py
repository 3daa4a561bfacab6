"""The page that shows how to write a journey says what the program says."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bookload.data import documents
from bookload.data.documents import Journey
from bookload.data.documents.store import parse
from bookload.planning.capacity import capacity
from bookload.workspace import memory

PAGE = "docs/how-to/write-a-journey.md"


@pytest.fixture(scope="module")
def found():
    """What the page's journey asks for of the page's accounts."""
    page = (Path(__file__).resolve().parents[4] / PAGE).read_text(encoding="utf-8")
    (customers,) = re.findall(r'```text title="customers.csv"\n(.*?)```', page, re.DOTALL)
    (journey,) = re.findall(r'```toml title="acme/journey.toml"\n(.*?)```', page, re.DOTALL)
    rows = list(csv.DictReader(io.StringIO(customers)))
    paid = [
        {
            "subscription_id": row["account_id"],
            "account_id": row["account_id"],
            "start_date": row["start_date"],
            "renewal_date": row["renewal_date"],
            "amount": row["mrr"],
            "interval": "month",
            "currency": row["currency"],
        }
        for row in rows
    ]
    accounts = [{key: row[key] for key in ("account_id", "name", "segment")} for row in rows]
    numbers = [
        {"account_id": row["account_id"], "name": "integrations", "value": row["integrations"]}
        for row in rows
    ]
    as_of = max(date.fromisoformat(row["start_date"]) for row in rows)
    reader = memory(
        {"accounts": accounts, "subscriptions": paid, "account_attributes": numbers},
        as_of=as_of,
        journey=parse(journey, Journey, PAGE),
    )
    return capacity(reader, 0)


def test_the_hours_of_the_page_are_the_hours_of_the_program(found):
    hours = {activity: each.likely for (activity,), each in found.demand.totals("activity").items()}
    assert hours == {
        "Kick-off": 2,
        "Weekly call": Fraction("2.1"),
        "Renewal": 4,
        "Business review": Fraction(5, 6),
        "Webinar": Fraction(3, 2),
    }
    assert round(float(sum(hours.values())), 2) == 10.43


def test_the_standard_head_of_the_page_is_that_of_the_program(found):
    (standard,) = found.standard.values()
    assert round(float(standard.plannable), 1) == 81.4


def test_the_template_that_init_writes_is_a_journey_with_and_without_its_marks():
    text = documents.template("journey.toml")
    assert parse(text, Journey, "journey.toml") == Journey()
    written = re.sub(r"(?m)^# (?=\[\[|\w+ = )", "", text)
    assert len(parse(written, Journey, "journey.toml").activities) > 1
