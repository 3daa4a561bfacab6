from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.planning.journey.lives import Life
from bookload.planning.journey.traits import number_of, traits
from bookload.workspace import memory

MAY, JUNE, JULY = (Month.parse(text) for text in ("2026-05", "2026-06", "2026-07"))
NAMES = frozenset({"integrations", "tier", "usage"})


def read(lives=(), **tables):
    row = {
        "subscription_id": "S-1",
        "account_id": "A-1",
        "start_date": "2026-01-01",
        "amount": 1,
        "interval": "month",
    }
    policy = Policy.model_validate({"touch": {"default": "low"}})
    reader = memory({"subscriptions": [row], **tables}, as_of=date(2026, 6, 20), policy=policy)
    there = lives or (Life("A-1", (), date(2026, 1, 1)),)
    return traits(reader, there, [MAY, JUNE, JULY], NAMES)


ACCOUNT = {"account_id": "A-1", "name": "x", "segment": "SMB", "touch_model": "mid", "tier": "2"}


def test_segment_and_touch_model_are_those_of_the_months_end_and_after_as_of_as_today():
    event = {"account_id": "A-1", "at": "2026-06-02", "kind": "segment", "value": "Mid"}
    earlier = {"account_id": "A-1", "at": "2026-01-01", "kind": "segment", "value": "SMB"}
    found = read(accounts=[ACCOUNT], account_events=[event, earlier])
    assert [found.segment("A-1", month) for month in (MAY, JUNE, JULY)] == ["SMB", "Mid", "Mid"]
    assert found.touch_model("A-1", JULY) == "mid"


def test_an_account_without_a_touch_model_has_the_policys_default():
    assert read().touch_model("A-1", JUNE) == "low"
    assert read().segment("A-1", JUNE) is None


def test_numbers_come_from_attributes_by_name_in_any_case_and_from_columns():
    attribute = {"account_id": "A-1", "name": " Integrations", "value": " 4.5"}
    found = read(accounts=[ACCOUNT], account_attributes=[attribute])
    assert found.number("A-1", "integrations", JUNE) == Fraction(9, 2)
    assert found.number("A-1", "tier", JUNE) == 2
    assert found.number("A-1", "usage", JUNE) is None


def test_a_dated_number_is_the_one_of_its_month_and_before_its_first_day_the_undated():
    life = Life(
        "A-1", (), date(2026, 1, 1), (), {"usage": [(date(2026, 6, 5), "80"), (date(2026, 6, 10), None)]}
    )
    early = Life("A-1", (), date(2026, 1, 1), (), {"usage": [(date(2026, 6, 5), "80")]})
    attribute = {"account_id": "A-1", "name": "usage", "value": "7"}
    assert [
        read([early], account_attributes=[attribute]).number("A-1", "usage", m) for m in (MAY, JUNE, JULY)
    ] == [7, 80, 80]
    assert read([life], account_attributes=[attribute]).number("A-1", "usage", JUNE) == 7


def test_a_text_that_is_no_number_is_kept_as_unread():
    attribute = {"account_id": "A-1", "name": "integrations", "value": "many"}
    life = Life("A-1", (), date(2026, 1, 1), (), {"usage": [(date(2026, 6, 5), "high")]})
    found = read([life], account_attributes=[attribute])
    assert found.number("A-1", "integrations", JUNE) is None
    assert found.unread == {("A-1", "integrations"): "many", ("A-1", "usage"): "high"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        (" 2.50 ", Fraction(5, 2)),
        ("0", 0),
        ("-1", None),
        ("1,5", None),
        ("NaN", None),
        ("Infinity", None),
        ("", None),
    ],
)
def test_a_number_is_written_with_a_point_and_is_not_negative(text, number):
    assert number_of(text) == number
