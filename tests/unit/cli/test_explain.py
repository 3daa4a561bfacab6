from decimal import Decimal

import pytest

from bookload.report.explain import METRICS

ELSEWHERE = {"lever_hours", "impact", "accounts_ahead", "hours_ahead"}
"""Opened by other tests: they need a journey, an intervention, or are forecasts as `arr_ahead` is."""


@pytest.mark.parametrize("metric", [name for name in METRICS if name not in ELSEWHERE])
def test_every_metric_opens(ask, metric):
    opened = ask("explain", metric, "--json").json

    assert opened["definition"]
    assert opened["formula"]
    assert opened["steps"]


def test_levers_open_along_a_journey_alone(ask):
    assert "write journey.toml" in ask("explain", "lever_hours").err


def test_a_scenario_opens_its_own_figure_and_says_what_it_changes(ask, company):
    (company / "scenarios").mkdir(exist_ok=True)
    more = company / "scenarios" / "more.toml"
    more.write_text(
        'version = 1\nname = "More"\nsentence = "One more?"\ngrowth_per_year = { all = 0.1 }\n'
        '[[hires]]\nrole = "csm"\ndate = 2025-01-01\n',
        encoding="utf-8",
    )
    there = Decimal(ask("explain", "have", "--json").json["value"])
    opened = ask("explain", "have", "--scenario", "more", "--json").json
    more.unlink()

    assert Decimal(opened["value"]) == there + 1
    assert "changes team: One more? Its growth is not in here" in opened["steps"][0]["text"]


def test_the_rows_behind_arr_add_up_to_it(ask):
    opened = ask("explain", "arr", "--json").json
    rows = opened["steps"][0]["rows"]

    assert sum(Decimal(row["arr_usd"]) for row in rows) == Decimal(opened["value"])
    assert opened["value"] == ask("report", "--json").json["arr"]
    assert {row["subscription_id"] for row in rows} == {"S1", "S3", "S4"}


def test_rows_that_count_nothing_are_told_with_their_reason(ask):
    left_out = ask("explain", "arr", "--json").json["steps"][1]["rows"]

    assert left_out == [{"status": "trialing", "kind": "recurring", "rows": 1}]


def test_arr_of_one_account(ask):
    assert Decimal(ask("explain", "arr", "--for", "A1", "--json").json["value"]) == 120_000


def test_the_heads_behind_the_count_add_up_and_say_why_not(ask):
    (step,) = ask("explain", "csms", "--json").json["steps"]

    assert sum(Decimal(row["counts"]) for row in step["rows"]) == 2
    assert {row["person_id"]: row["why not"] for row in step["rows"]}["P3"].startswith("supervises")


def test_the_accounts_that_are_live_are_those_of_the_report(ask):
    opened = ask("explain", "accounts", "--json").json

    assert int(opened["value"]) == len(opened["steps"][0]["rows"]) == ask("report", "--json").json["accounts"]


def test_the_heads_there_are_the_reports(ask):
    opened = ask("explain", "have", "--json").json

    assert Decimal(opened["value"]) == sum(Decimal(row["fte"]) for row in opened["steps"][0]["rows"])
    assert float(opened["value"]) == ask("report", "--json").json["heads"]["have"]


def test_what_a_required_csm_would_carry_is_the_reports(ask):
    opened = ask("explain", "implied_arr_per_csm", "--json").json

    assert opened["value"] == ask("report", "--json").json["implied"]["arr_per_csm"]


def test_loads_of_people_are_not_shown_without_the_right_to_their_time(ask):
    opened = ask("explain", "utilisation", "--as", "finance", "--json").json

    assert opened["value"]
    assert all(not step["rows"] for step in opened["steps"])


def test_the_load_of_a_person_opens_to_owners_and_accounts_that_add_up_to_it(ask):
    person, *_ = (row["person_id"] for row in ask("capacity", "--json").json["people"] if row["hours_asked"])
    opened = ask("explain", "utilisation", "--for", person, "--json").json
    load, owners, accounts = (step["rows"] for step in opened["steps"])

    asked = sum(Decimal(row["hours"]) for row in owners)
    assert abs(asked - Decimal(load[0]["hours"])) <= Decimal("0.05")
    assert accounts
    own = sum(Decimal(row["hours"]) for row in owners if row["owner_id"])
    assert sum(Decimal(row["hours"]) for row in accounts) == own


def test_the_accounts_behind_a_movement_add_up_to_it(ask):
    opened = ask("explain", "churn", "--as-of", "2025-06-30", "--json").json

    assert Decimal(opened["value"]) == -5000
    assert [(row["account_id"], Decimal(row["churn"])) for row in opened["steps"][0]["rows"]] == [
        ("A2", Decimal(-5000))
    ]


def test_an_unknown_metric_is_named_with_the_nearest(ask):
    ran = ask("explain", "arr_per_cms")

    assert ran.code == 2
    assert "did you mean 'arr_per_csm'" in ran.err


@pytest.mark.parametrize("metric", ["arr_per_ote", "cost_to_serve"])
def test_what_comes_from_pay_is_not_explained_without_the_right(ask, metric):
    ran = ask("explain", metric, "--as", "operations")

    assert (ran.code, ran.out) == (1, "")


def test_names_are_not_shown_to_the_board(ask):
    assert "Ada" not in ask("explain", "csms", "--as", "board", "--json").out
    assert "Ada" not in ask("explain", "arr_per_csm", "--as", "board").out
