"""Dated facts about accounts: one value a day and kind, within the account's time."""

from __future__ import annotations

from collections import Counter

from bookload.data.demo import THROUGH, Company


def test_an_account_day_and_kind_name_one_fact(company: Company) -> None:
    keys = Counter((row["account_id"], row["at"], row["kind"]) for row in company.tables["account_events"])
    assert max(keys.values()) == 1


def test_facts_are_known_by_the_last_day_about_accounts_that_exist(company: Company) -> None:
    known = {row["account_id"] for row in company.tables["accounts"]}
    assert all(row["at"] <= THROUGH.isoformat() for row in company.tables["account_events"])
    assert {row["account_id"] for row in company.tables["account_events"]} <= known


def test_the_kinds_are_those_that_stages_and_ratios_ask_for(company: Company) -> None:
    kinds = Counter(row["kind"] for row in company.tables["account_events"])
    assert set(kinds) == {
        "segment",
        "tier",
        "touch_model",
        "stage",
        "go_live",
        "health",
        "satisfaction",
        "usage",
    }
    assert kinds["segment"] >= 10  # accounts that changed it, each with the one before


def test_the_last_segment_of_an_account_is_the_one_in_accounts(company: Company) -> None:
    now = {row["account_id"]: row["segment"] for row in company.tables["accounts"]}
    last = {
        row["account_id"]: row["value"]
        for row in company.tables["account_events"]
        if row["kind"] == "segment"
    }
    assert all(now[account_id] == segment for account_id, segment in last.items())


def test_values_are_in_their_range(company: Company) -> None:
    for row in company.tables["account_events"]:
        if row["kind"] == "health":
            assert row["value"] in ("green", "amber", "red")
        if row["kind"] == "satisfaction":
            assert 0 <= int(row["value"]) <= 10
        if row["kind"] == "usage":
            assert 0 <= int(row["value"]) <= 100


def test_an_account_goes_live_once_and_after_it_starts(company: Company) -> None:
    start: dict[str, str] = {}
    for row in company.tables["subscriptions"]:
        start[row["account_id"]] = min(row["start_date"], start.get(row["account_id"], "9"))
    live = [row for row in company.tables["account_events"] if row["kind"] == "go_live"]
    assert len({row["account_id"] for row in live}) == len(live)
    assert all(start[row["account_id"]] < row["at"] for row in live)
