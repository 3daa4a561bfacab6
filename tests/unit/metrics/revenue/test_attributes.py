"""Which group an account is in at each month end."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.revenue import attribute, attribute_rows
from bookload.workspace import memory


def company(*events, as_of=date(2025, 6, 15), touch=None, **account):
    tables = {
        "accounts": [{"account_id": "A", "name": "A", "segment": "S", "tier": "1"} | account],
        "account_events": [
            {"account_id": "A", "kind": "segment", "at": at, "value": value} for at, value in events
        ],
        "subscriptions": [
            {
                "subscription_id": "1",
                "account_id": "A",
                "start_date": "2025-01-10",
                "amount": "1",
                "interval": "month",
            }
        ],
    }
    return memory(tables, as_of=as_of, policy=Policy.model_validate({"touch": touch or {}}))


def values(workspace, kind="segment"):
    rows = attribute_rows(workspace, kind)
    return [rows.get(month, {}).get("A") for month in workspace.months]


def test_without_events_the_column_holds_throughout():
    assert values(company()) == ["S"] * 6


def test_an_event_holds_from_its_day_and_counts_at_that_months_end():
    assert values(company(("2025-01-01", "S"), ("2025-03-31", "L"), ("2025-05-01", "M"))) == list("SSLLMM")


def test_before_an_accounts_first_event_nothing_is_known():
    assert values(company(("2025-03-31", "L"))) == [None, None, "L", "L", "L", "L"]


def test_of_several_events_in_a_month_the_last_one_counts():
    assert values(company(("2025-01-01", "S"), ("2025-02-03", "L"), ("2025-02-20", "M"))) == list("SMMMMM")


def test_an_event_without_a_value_ends_the_one_before():
    assert values(company(("2025-01-01", "S"), ("2025-04-01", None)))[2:4] == ["S", None]


def test_events_after_as_of_are_not_known():
    assert values(company(("2025-01-01", "S"), ("2025-06-16", "L"))) == ["S"] * 6


def test_events_before_the_first_month_hold():
    assert values(company(("2019-01-01", "L"))) == ["L"] * 6


def test_a_kind_that_is_no_column_has_its_events_alone():
    workspace = company()
    assert values(workspace, "health") == [None] * 6


def test_an_account_has_one_value_a_month():
    workspace = company(("2025-01-01", "S"), ("2025-02-03", "L"), ("2025-02-20", "M"))
    rows = workspace.collect(attribute(workspace, "segment")).rows()
    assert len({(row["account_id"], row["month"]) for row in rows}) == len(rows) == 6


@pytest.mark.parametrize(
    ("touch", "account", "expected"),
    [
        ({}, {}, "high"),
        ({"default": "mid"}, {}, "mid"),
        ({"by_segment": {"S": "tech"}}, {}, "tech"),
        ({"by_segment": {"S": "tech"}, "by_tier": {"1": "low"}}, {}, "low"),
        ({"by_segment": {"S": "tech"}, "by_tier": {"1": "low"}}, {"touch_model": "mid"}, "mid"),
        ({"by_segment": {"L": "tech"}, "by_tier": {"2": "low"}}, {}, "high"),
    ],
)
def test_the_touch_model_is_the_accounts_else_its_tiers_else_its_segments_else_the_default(
    touch, account, expected
):
    assert values(company(touch=touch, **account), "touch_model") == [expected] * 6


def test_the_touch_model_follows_a_dated_segment():
    workspace = company(
        ("2025-01-01", "S"), ("2025-04-01", "L"), touch={"by_segment": {"L": "low", "S": "tech"}}
    )
    assert values(workspace, "touch_model") == ["tech"] * 3 + ["low"] * 3


def test_rows_are_by_month():
    assert attribute_rows(company(), "segment")[Month.parse("2025-02")] == {"A": "S"}
