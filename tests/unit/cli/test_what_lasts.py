"""`cohorts`, `committed`, `renewals`, `concentration`, and `retention` by person."""

from __future__ import annotations

from decimal import Decimal

import pytest

PARTS = ("live", "signed_not_started", "upgrades", "downgrades", "known_ends")


def test_cohorts_are_a_row_a_cohort_and_age(ask):
    found = ask("cohorts", "--grain", "quarter", "--json").json
    assert (found["grain"], found["measure"]) == ("quarter", "revenue")
    first = found["rows"][0]
    assert first == {
        "cohort": "2024-Q1",
        "age": 0,
        "period": "2024-Q1",
        "month": "2024-03",
        "opening_mrr": "15000.000000",
        "mrr": "15000.000000",
        "revenue_share": 1.0,
        "opening_accounts": 2,
        "accounts": 2,
        "account_share": 1.0,
    }
    assert found["ages"][0]["cohorts"] == 3


def test_cohorts_are_shown_as_a_heatmap_with_empty_cells(ask):
    ran = ask("cohorts", "--measure", "logo", "--grain", "year")
    assert ran.code == 0
    assert "Logo retention by cohort" in ran.out
    assert "all" in ran.out
    many = ask("cohorts", "--grain", "month")
    assert "more ages are in --json" in many.out


def test_cohorts_of_one_group_and_of_some_dates(ask):
    small = ask("cohorts", "--only", "segment=SMB", "--json").json
    assert {row["opening_accounts"] for row in small["rows"]} == {1}
    later = ask("cohorts", "--grain", "month", "--from", "2024-05", "--to", "2024-12", "--json").json
    assert {row["cohort"] for row in later["rows"]} == {"2024-05"}
    assert ask("cohorts", "--only", "SMB").code == 2
    assert ask("cohorts", "--only", "industry=x").code == 2


def test_committed_adds_up_in_every_row(ask):
    found = ask("committed", "--json").json
    (row,) = found["rows"]
    assert sum(Decimal(row[name]) for name in PARTS) == Decimal(row["committed"])
    assert len(found["ahead"]) == 12
    by_account = ask("committed", "--by", "account", "--ahead", "0", "--json").json
    assert by_account["ahead"] == []
    assert sum(Decimal(each["committed"]) for each in by_account["rows"]) == Decimal(row["committed"])
    assert "account_id" in by_account["rows"][0]


def test_committed_by_segment_for_people(ask):
    ran = ask("committed", "--by", "segment")
    assert "Enterprise" in ran.out
    assert "committed" in ran.out


def test_renewals_tell_owners_to_who_may_see_names(ask):
    found = ask("renewals", "--json").json
    assert {"rows", "months", "live", "owners"} <= found.keys()
    assert all("owners" in row for row in found["rows"])
    board = ask("renewals", "--as", "board", "--json").json
    assert "owners" not in board
    assert all("owners" not in row for row in board["rows"])
    assert "By owner" not in ask("renewals", "--as", "board").out


def test_renewals_are_limited_to_some_rows_and_say_so(ask):
    ran = ask("renewals", "--rows", "1", "--ahead", "12")
    assert ran.code == 0
    assert "more; --rows 0 shows all" in ran.out or "What is due" in ran.out


def test_concentration_of_any_n(ask):
    found = ask("concentration", "--top", "1", "--top", "3", "--json").json
    assert [row["top"] for row in found["rows"]] == [1, 3]
    assert found["rows"][1]["share"] == 1.0
    assert found["largest"][0]["account_id"] == "A1"
    assert ask("concentration", "--top", "0").code == 2
    alone = ask("concentration", "--of", "account", "--from", "2025-05")
    assert "The largest, " in alone.out


def test_retention_by_person_needs_the_right_to_names(ask):
    found = ask("retention", "--by", "person", "--period", "quarter", "--json").json
    assert found["rows"][0].keys() == {
        "month",
        "person_id",
        "nrr",
        "grr",
        "logo_churn",
        "accounts",
        "judged",
    }
    assert ask("retention", "--by", "person", "--as", "board").code != 0
    assert "few" in ask("retention", "--by", "person").out


@pytest.mark.parametrize("period", ["quarter", "fiscal_year", "fiscal_quarter"])
def test_retention_over_every_period(ask, period):
    assert ask("retention", "--period", period, "--by", "product").code == 0


def test_what_a_reader_of_one_book_sees_is_theirs(ask):
    found = ask("committed", "--by", "account", "--as", "csm:P1", "--json").json
    assert [row["account_id"] for row in found["rows"]] == ["A1"]
    due = ask("renewals", "--as", "csm:P1", "--json").json
    assert {row["account_id"] for row in due["rows"]} <= {"A1"}
    assert {each["person_id"] for each in due["owners"]} <= {"P1"}
