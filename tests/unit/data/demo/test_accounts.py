"""How many accounts there are, of which kind, how large, and where."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median, stdev

import pytest
from currency_converter import CurrencyConverter

from bookload.data.demo import THROUGH, Company
from unit.data.demo import truth


def live(company: Company, day: date) -> set[str]:
    return {account_id for account_id, _ in truth.arr_on(company.tables, day)}


def usd_by_account(company: Company, day: date) -> dict[str, float]:
    """ARR in dollars at the European Central Bank's rate of the day, or of the last one before."""
    rates = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
    return {
        account_id: float(arr) * float(rates.convert(1, currency, "USD", date=day))
        for (account_id, currency), arr in truth.arr_on(company.tables, day).items()
    }


def segments(company: Company) -> dict[str, str]:
    return {row["account_id"]: row["segment"] for row in company.tables["accounts"]}


def test_about_six_hundred_accounts_are_live(company: Company) -> None:
    count = len(live(company, THROUGH))
    print(f"{count} accounts live, {len(company.tables['accounts'])} ever")  # noqa: T201 - the figure, with -s
    assert 570 <= count <= 630


def test_arr_is_fifteen_million_dollars(company: Company) -> None:
    arr = sum(usd_by_account(company, THROUGH).values())
    print(f"ARR {arr:,.0f} dollars")  # noqa: T201 - the figure, with -s
    assert 14_500_000 <= arr <= 15_500_000


def test_arr_has_doubled_in_three_years(company: Company) -> None:
    arr = [sum(usd_by_account(company, date(year, 6, 30)).values()) for year in (2023, 2024, 2025, 2026)]
    assert arr == sorted(arr)
    assert 1.7 <= arr[3] / arr[0] <= 2.4


def test_each_segment_has_its_number_of_accounts(company: Company) -> None:
    now = live(company, THROUGH)
    counts = Counter(segment for account_id, segment in segments(company).items() if account_id in now)
    for segment, low, high in (
        ("Enterprise", 34, 48),
        ("Mid-market", 120, 155),
        ("SMB", 220, 275),
        ("Digital", 155, 200),
    ):
        assert low <= counts[segment] <= high, segment


@pytest.mark.parametrize(
    ("segment", "low", "high", "spread"),
    [
        ("Enterprise", 85_000, 160_000, 0.65),
        ("Mid-market", 28_000, 45_000, 0.55),
        ("SMB", 7_500, 13_000, 0.65),
        ("Digital", 1_900, 3_600, 0.65),
    ],
)
def test_sizes_are_lognormal_within_a_segment(
    company: Company, segment: str, low: float, high: float, spread: float
) -> None:
    of = segments(company)
    sizes = [arr for account_id, arr in usd_by_account(company, THROUGH).items() if of[account_id] == segment]
    logs = sorted(math.log(size) for size in sizes)
    assert low <= median(sizes) <= high
    assert stdev(logs) == pytest.approx(spread, rel=0.35)
    mean, deviation = sum(logs) / len(logs), stdev(logs)
    within = sum(abs(log - mean) <= deviation for log in logs) / len(logs)
    assert within == pytest.approx(0.683, abs=0.09)  # of a normal distribution within one deviation


def test_customers_pay_in_three_currencies_of_their_region(company: Company) -> None:
    region = {row["account_id"]: (row["region"], row["country"]) for row in company.tables["accounts"]}
    allowed = {"USD": {"NA"}, "EUR": {"EMEA", "DACH"}, "GBP": {"EMEA"}}
    used = {(row["currency"], region[row["account_id"]][0]) for row in company.tables["subscriptions"]}
    assert used == {(currency, name) for currency, names in allowed.items() for name in names}


def test_names_are_unique_but_for_the_one_that_is_shouted(company: Company) -> None:
    names = Counter(row["name"].casefold() for row in company.tables["accounts"])
    twins = [row for row in company.tables["accounts"] if names[row["name"].casefold()] > 1]
    assert [row["account_id"].endswith("-DUP") for row in twins] == [False, True]


def test_parents_are_enterprise_accounts_that_exist(company: Company) -> None:
    of = segments(company)
    parents = [row["parent_account_id"] for row in company.tables["accounts"] if row["parent_account_id"]]
    assert len(parents) >= 5
    assert {of[parent] for parent in parents} <= {"Enterprise"}


def test_integrations_are_counted_for_the_time_equation(company: Company) -> None:
    counts = [int(row["integrations"]) for row in company.tables["accounts"]]
    assert min(counts) == 0
    assert max(counts) >= 8


def test_the_page_about_the_company_states_these_figures(company: Company, repository: Path) -> None:
    page = " ".join(
        (repository / "docs" / "explanation" / "sample-company.md").read_text(encoding="utf-8").split()
    )
    arr = sum(usd_by_account(company, THROUGH).values())
    assert f"{len(live(company, THROUGH))} paying accounts, {arr / 1e6:.1f} million dollars of ARR" in page


def test_companies_of_other_seeds_are_as_large(other_company: Company) -> None:
    assert 570 <= len(live(other_company, THROUGH)) <= 650
    assert 14_500_000 <= sum(usd_by_account(other_company, THROUGH).values()) <= 15_500_000
