"""The public RavenStack sample, which nobody here wrote, imports without a mapping."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.base.money import from_micros
from bookload.data import ingest
from bookload.data.documents import Policy
from bookload.data.tables import checks

TODAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def plan(shared: Path) -> ingest.Import:
    return ingest.run([shared / "ravenstack"], previous=None, policy=Policy(), today=TODAY)


@pytest.fixture(scope="module")
def written(shared: Path) -> list[dict[str, str]]:
    with (shared / "ravenstack" / "subscriptions.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_nothing_is_asked_that_stops_it_and_nothing_is_wrong(plan: ingest.Import) -> None:
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
    assert [question.code for question in plan.questions] == ["end-meaning"]


def test_each_amount_is_the_rows_whole_monthly_amount(
    plan: ingest.Import, written: list[dict[str, str]]
) -> None:
    stored = {
        row["subscription_id"]: (from_micros(row["amount"]), row["interval"], row["interval_count"])
        for row in plan.tables["subscriptions"].to_pylist()
    }
    assert stored == {row["subscription_id"]: (Decimal(row["mrr_amount"]), "month", 1) for row in written}


def test_trials_are_trialing_and_churn_flags_say_nothing(
    plan: ingest.Import, written: list[dict[str, str]]
) -> None:
    stored = {row["subscription_id"]: row["status"] for row in plan.tables["subscriptions"].to_pylist()}
    assert stored == {
        row["subscription_id"]: "trialing" if row["is_trial"] == "TRUE" else "active" for row in written
    }


def test_todays_mrr_is_what_brute_force_over_the_rows_says(
    plan: ingest.Import, written: list[dict[str, str]]
) -> None:
    day = plan.data_through
    brute = sum(
        int(row["mrr_amount"])
        for row in written
        if row["is_trial"] == "FALSE"
        and row["start_date"] <= str(day)
        and (not row["end_date"] or row["end_date"] > str(day))
    )
    stored = sum(
        row["amount"]
        for row in plan.tables["subscriptions"].to_pylist()
        if row["status"] == "active" and row["start_date"] <= day < row["end_date"]
    )
    assert from_micros(stored) == brute
    assert brute > 0


def test_the_data_ends_with_2024_not_today(plan: ingest.Import) -> None:
    assert (plan.data_through, plan.known_from) == (date(2024, 12, 31), None)


def test_accounts_keep_what_is_no_column_as_attributes(plan: ingest.Import) -> None:
    names = set(plan.tables["account_attributes"]["name"].to_pylist())
    assert names == {"referral_source", "seats", "is_trial", "churn_flag"}


def test_events_and_tickets_are_said_not_to_be_needed(plan: ingest.Import) -> None:
    left = {finding.file: finding.severity for finding in plan.findings if finding.code == "not-recognised"}
    assert left == {"churn_events.csv": "warning", "support_tickets.csv": "warning"}


def test_people_and_owners_beside_it_fit(shared: Path, plan: ingest.Import, tmp_path: Path) -> None:
    ids = sorted(plan.tables["accounts"]["account_id"].to_pylist())
    names = ["Ana Petrova", "Ben Okafor", "Chloe Dubois"]
    people = tmp_path / "people.csv"
    people.write_text("name,title,hired\n" + "".join(f"{name},CSM,2022-01-01\n" for name in names))
    owners = tmp_path / "owners.csv"
    owners.write_text(
        "account,csm\n" + "".join(f"{each},{names[place % 3]}\n" for place, each in enumerate(ids))
    )
    folder = shared / "ravenstack"
    files = [owners, folder / "subscriptions.csv", people, folder / "accounts.csv"]
    whole = ingest.run(files, previous=None, policy=Policy(), today=TODAY)
    assert not errors_in((*whole.findings, *checks.run(whole.tables, where=whole.origins)))
    assert whole.tables["ownership"].num_rows == 500
    assert set(whole.tables["ownership"]["start_date"].to_pylist()) == {date(2024, 12, 31)}
    assert whole.data_through == date(2024, 12, 31)
