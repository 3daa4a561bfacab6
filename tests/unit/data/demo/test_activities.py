"""What was logged: how much, with which tails, and what a reader can find in it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import fmean, median, stdev

from bookload.data.demo import THROUGH, Company
from unit.data.demo import truth


def day(row: truth.Row) -> date:
    return datetime.fromisoformat(row["start_at"]).date()


def test_twelve_to_twenty_thousand_rows_of_a_year_and_a_half(company: Company) -> None:
    rows = company.tables["activities"]
    assert 12_000 <= len(rows) <= 20_000
    assert min(day(row) for row in rows) < date(2025, 1, 10)
    assert max(day(row) for row in rows) <= THROUGH
    assert all(datetime.fromisoformat(row["start_at"]).tzinfo for row in rows)


def test_the_minutes_of_a_kind_are_lognormal_with_a_heavy_tail(company: Company) -> None:
    for kind, spread in (("support_escalation", 0.95), ("check_in", 0.45), ("email", 0.75)):
        minutes = [
            int(row["minutes"])
            for row in company.tables["activities"]
            if row["kind"] == kind and row["minutes"]
        ]
        assert stdev(math.log(one) for one in minutes) > 0.8 * spread, kind
        assert fmean(minutes) > median(minutes), kind
    escalations = [
        int(row["minutes"])
        for row in company.tables["activities"]
        if row["kind"] == "support_escalation" and row["minutes"]
    ]
    assert max(escalations) > 6 * median(escalations)


def test_time_is_unequal_and_follows_revenue_only_loosely(company: Company) -> None:
    minutes: Counter[str] = Counter()
    for row in company.tables["activities"]:
        if row["account_id"] and ";" not in row["account_id"]:
            minutes[row["account_id"]] += int(row["minutes"] or 0)
    spent = sorted(minutes.values(), reverse=True)
    assert 0.35 < sum(spent[: len(spent) // 10]) / sum(spent) < 0.75  # the tenth that takes most


def test_some_rows_lack_minutes_or_an_account_and_few_lie_on_weekends(company: Company) -> None:
    rows = company.tables["activities"]
    assert 0.02 < sum(not row["minutes"] for row in rows) / len(rows) < 0.04
    customers = [row for row in rows if row["kind"] != "internal"]
    assert 0.005 < sum(not row["account_id"] for row in customers) / len(customers) < 0.02
    assert 0.002 < sum(day(row).weekday() >= 5 for row in rows) / len(rows) < 0.03


def test_who_logs_is_employed_and_there(company: Company) -> None:
    mess = {accident.key[0] for accident in company.accidents if accident.table == "activities"}
    employed = {
        row["person_id"]: (row["hire_date"], row["leave_date"] or "9") for row in company.tables["people"]
    }
    booked_late = {accident.key for accident in company.accidents if accident.table == "absences"}
    away: dict[str, set[date]] = defaultdict(set)
    for row in company.tables["absences"]:
        if row["person_id"] in {one[0] for one in booked_late} and row["start_date"][:7] == "2025-11":
            continue
        first = date.fromisoformat(row["start_date"])
        length = (date.fromisoformat(row["end_date"]) - first).days
        away[row["person_id"]] |= {first + timedelta(days=number) for number in range(length)}
    for row in company.tables["activities"]:
        if row["activity_id"] not in mess:
            start, end = employed[row["person_id"]]
            assert start <= day(row).isoformat() < end
            assert day(row) not in away[row["person_id"]]


def test_every_account_named_exists(company: Company) -> None:
    known = {row["account_id"] for row in company.tables["accounts"]}
    for row in company.tables["activities"]:
        assert set(row["account_id"].split(";")) - {""} <= known


def test_webinars_are_for_several_accounts_at_once(company: Company) -> None:
    webinars = [row for row in company.tables["activities"] if row["kind"] == "webinar" and row["account_id"]]
    assert len(webinars) >= 20
    assert all(row["account_id"].count(";") >= 5 for row in webinars)


def test_playbook_candidates_can_be_seen(company: Company) -> None:
    """The same kind and subject by one person three times or more in a quarter, with no playbook."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for row in company.tables["activities"]:
        if not row["playbook"] and row["kind"] not in ("email", "internal"):
            quarter = f"{day(row).year}-{(day(row).month - 1) // 3}"
            seen[row["person_id"], row["kind"], row["subject"], quarter] += 1
    assert sum(count >= 3 for count in seen.values()) >= 50


def test_the_journeys_kinds_are_those_that_are_logged(company: Company) -> None:
    logged = {row["kind"] for row in company.tables["activities"]}
    assert logged == {
        "onboarding_call", "integration_setup", "training", "check_in", "business_review", "usage_report",
        "support_escalation", "renewal_call", "rescue_call", "email", "webinar", "internal",
    }  # fmt: skip
