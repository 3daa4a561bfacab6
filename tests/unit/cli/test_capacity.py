"""`bookload capacity`: all months that are asked for, and what is left out of the hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from bookload.base.access import Access
from bookload.base.errors import Finding
from bookload.base.period import Month
from bookload.data.documents import Journey
from bookload.planning.capacity import capacity
from bookload.report.topics import capacity as topic
from bookload.workspace import memory

TABLES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "accounts": [{"account_id": "A", "name": "A", "touch_model": "high"}],
    "subscriptions": [
        {
            "subscription_id": "S",
            "account_id": "A",
            "amount": 900,
            "interval": "month",
            "currency": "USD",
            "start_date": "2024-01-01",
        }
    ],
    "people": [{"person_id": "P", "name": "x", "hire_date": "2020-01-01", "role": "csm"}],
    "ownership": [{"account_id": "A", "owner_id": "P", "start_date": "2024-01-01"}],
}
WORK = {
    "name": "Call",
    "stage": "s",
    "minutes": {"low": 1, "likely": 30, "high": 99},
    "per_unit": {"integrations": 15},
}


@cache
def asked():
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [WORK]})
    reader = memory(TABLES, as_of=date(2025, 6, 30), journey=journey)
    return capacity(reader, 3, first=Month.parse("2024-09"))


def test_more_months_than_a_screen_is_wide_stand_in_several_tables():
    tables = [part for part in topic.tables(asked(), Access(), "USD") if not isinstance(part, str)]
    beside = [[str(column.header) for column in table.columns] for table in tables]
    for first in ("stage", "person"):
        shown = [headers for headers in beside if headers[0] == first]
        months = [header for headers in shown for header in headers[1:] if header.startswith("20")]
        assert months == [str(Month.parse("2024-09") + number) for number in range(13)]
        assert max(len(headers) for headers in shown) <= topic.BESIDE + 2


def test_hours_that_are_left_out_are_told_beside_the_figures():
    found = topic.body(asked(), Access())["findings_here"]
    assert isinstance(found, list)
    assert "attribute_missing" in {row["code"] for row in found if isinstance(row, dict)}


def test_a_finding_that_names_a_person_is_for_who_may_know_of_people():
    of_people = Finding("position_missing", "no role", "Add one", table="people", value="P")
    of_rows = Finding("attribute_missing", "no number", "Add one", table="account_attributes")
    assert topic.told([of_people, of_rows], Access()) == [of_people, of_rows]
    assert topic.told([of_people, of_rows], Access.of("board")) == [of_rows]
