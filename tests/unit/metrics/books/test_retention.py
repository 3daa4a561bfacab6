from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.metrics.books.retention import BookRetentionRow, book_retention
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def price(company: Company, account: str, since: date, arr: int) -> None:
    """Change what an account pays from a day on."""
    rows = [row for row in company.tables["subscriptions"] if row["account_id"] == account]
    rows[-1]["end_date"] = since
    if arr:
        new = {**rows[-1], "start_date": since, "end_date": None, "amount": arr}
        company.tables["subscriptions"].append(new)


@pytest.fixture(scope="module")
def reader() -> Workspace:
    company = Company().heads(2)
    for number in range(10):
        company.account(f"A-{number}", 100, "P-0")
    price(company, "A-0", date(2025, 9, 10), 150)
    price(company, "A-1", date(2026, 2, 10), 40)
    company.account("B-0", 500, "P-1")
    company.account("B-1", 500).owned("B-1", "P-1", end_date=date(2026, 3, 15))
    company.owned("B-1", "P-0", start_date=date(2026, 3, 15))
    price(company, "B-1", date(2026, 4, 10), 0)
    return company.open()


def row(reader: Workspace, owner: str, month: Month = NOW) -> BookRetentionRow:
    return next(each for each in book_retention(reader) if (each.owner_id, each.month) == (owner, month))


def test_a_year_is_the_product_of_its_months_and_a_transfer_is_below_the_line(reader: Workspace) -> None:
    found = row(reader, "P-0")
    september, february, april = Fraction(1050, 1000), Fraction(990, 1050), Fraction(990, 1490)
    assert found.nrr == september * february * april
    assert found.grr == february * april
    assert (found.accounts, found.judged) == (10, True)


def test_who_gave_an_account_away_neither_gains_nor_loses_by_it(reader: Workspace) -> None:
    found = row(reader, "P-1")
    assert found.nrr == 1
    assert found.grr == 1
    assert (found.accounts, found.judged) == (1, False)


def test_a_year_that_is_not_known_to_its_start_has_no_rate(reader: Workspace) -> None:
    assert row(reader, "P-0", Month.parse("2024-12")).nrr is None
    assert row(reader, "P-0", Month.parse("2025-01")).nrr == 1


def test_a_month_has_a_rate_of_its_own(reader: Workspace) -> None:
    rates = {each.month: each for each in book_retention(reader, "month") if each.owner_id == "P-0"}
    assert rates[Month.parse("2025-09")].nrr == Fraction(105, 100)
    assert rates[Month.parse("2025-09")].grr == 1
    assert rates[Month.parse("2024-01")].nrr is None


def test_a_month_that_is_not_over_has_no_rate(reader: Workspace) -> None:
    assert row(reader.on(date(2026, 6, 29)), "P-0").nrr is None


def test_a_book_that_was_empty_in_a_month_has_no_rate_over_it() -> None:
    company = Company().account("A-1", 100, "P-0", start_date=date(2024, 1, 1))
    company.account("A-2", 100).owned("A-2", "P-1", start_date=date(2026, 1, 1))
    assert row(company.open(), "P-1").nrr is None


def test_a_reader_of_one_book_has_no_rate_since_what_left_it_is_not_theirs_to_see(reader: Workspace) -> None:
    own = [each for each in book_retention(reader.seen_by(Access.of("csm", "P-0"))) if each.month == NOW]
    assert [(each.owner_id, each.nrr, each.accounts) for each in own] == [("P-0", None, 10)]


def test_a_change_of_rate_is_neither_growth_nor_loss() -> None:
    company = Company().account("A-1", 100, "P-0", currency="GBP").account("A-2", 80, "P-0")
    rates = [(date(2023, 1, 1), "0.8"), (date(2026, 1, 10), "0.5")]
    company.add("fx_rates", *({"date": day, "currency": "GBP", "rate": rate} for day, rate in rates))
    assert row(company.open(), "P-0").nrr == 1


def test_an_unknown_period_names_those_there_are(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="fiscal_quarter, fiscal_year, month, quarter, year"):
        book_retention(reader, "week")  # type: ignore[arg-type]


def test_logo_churn_is_what_a_book_lost_of_what_it_carried_or_took_over(reader: Workspace) -> None:
    # P-0 carries ten accounts, takes over B-1 in March and loses it in April; P-1 only gave it away
    assert row(reader, "P-0").logo_churn == Fraction(1, 11)
    assert row(reader, "P-1").logo_churn == 0


def test_a_quarter_trails_three_months_and_fiscal_periods_end_once(reader: Workspace) -> None:
    quarter = [each for each in book_retention(reader, "quarter") if each.owner_id == "P-0"]
    year = [each for each in book_retention(reader, "fiscal_year") if each.owner_id == "P-0"]
    assert len(quarter) == len(reader.months)
    assert {each.month.number for each in year} <= {12}
