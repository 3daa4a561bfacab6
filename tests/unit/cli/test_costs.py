"""`bookload costs`: amounts that add up to the cent, and none for who may not see pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bookload.base.access import Access
from bookload.data.documents import Journey
from bookload.planning.cost import costs
from bookload.report.topics import costs as topic
from bookload.workspace import memory

PRICE = {"amount": 900, "interval": "month", "currency": "USD", "start_date": "2025-01-01"}


def document(role, ote="100000.01", works_as="csm"):
    ids = [f"A-{number}" for number in range(7)]
    person = {"person_id": "P", "name": "x", "hire_date": "2020-01-01", "role": works_as}
    paid = {"person_id": "P", "from_date": "2020-01-01", "base": 1, "ote": ote, "currency": "USD"}
    tables: dict[str, Any] = {
        "accounts": [
            {"account_id": each, "name": each, "segment": f"S{n % 3}", "touch_model": "high"}
            for n, each in enumerate(ids)
        ],
        "subscriptions": [{"subscription_id": each, "account_id": each, **PRICE} for each in ids],
        "people": [person],
        "pay": [paid],
    }
    work = {"name": "x", "stage": "s", "minutes": {"low": 1, "likely": "33.3", "high": 99}}
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [work]})
    access = Access.of(role)
    reader = memory(tables, as_of=date(2026, 6, 30), journey=journey, access=access)
    found = costs(reader)
    return topic.body(found, access, "USD"), topic.tables(found, access, "USD", 3)


def test_what_is_printed_adds_up_to_the_cent():
    body, _ = document("owner")
    served = Decimal(body["total"]["cost"])
    assert sum(Decimal(row["cost"]) for row in body["accounts"]) == served
    assert sum(Decimal(row["cost"]) for row in body["groups"]) == served
    assert served + Decimal(body["unused"]) + Decimal(body["stranded"]) == Decimal(body["supplied"])
    assert body["supplied"] == "8333.33"


@pytest.mark.parametrize(("role", "kept"), [("owner", True), ("operations", False)])
def test_what_comes_from_pay_is_absent_without_the_right_to_it(role, kept):
    body, tables = document(role)
    of_pay = {"pay", "on_costs", "supplied", "rate", "used", "unused"}
    assert (of_pay <= body["pools"][0].keys()) is kept
    assert ("cost" in body["accounts"][0], "supplied" in body, "unused" in body) == (kept, kept, kept)
    heads = [column.header for table in tables if not isinstance(table, str) for column in table.columns]
    assert ("cost to serve" in heads) is kept
    assert "minutes" in heads


def test_minutes_asked_of_a_role_without_people_are_said_for_they_cost_nothing():
    _, tables = document("owner", works_as="support")
    said = [part for part in tables if isinstance(part, str)]
    assert any(part.startswith("Of csm, 233 minutes are asked and nobody is there") for part in said)
    assert not any("nobody is there" in part for part in document("owner")[1] if isinstance(part, str))
