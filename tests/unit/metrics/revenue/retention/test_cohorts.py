"""Cohorts, worked by hand: dollars a month."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base import money
from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.revenue import stock
from bookload.metrics.revenue.retention.cohorts import Cohorts, cohorts, members, shown
from bookload.workspace import Workspace
from subscribed import company, paid

ROWS = (
    # January: two accounts, 150 together; one grows in March, the other leaves in April and returns in June
    paid("A", "100", "2025-01-10", "2025-03-01"),
    paid("A", "140", "2025-03-01"),
    paid("B", "50", "2025-01-20", "2025-04-10"),
    paid("B", "50", "2025-06-01", subscription_id="B-2"),
    # March: one account, in euros
    paid("C", "70", "2025-03-05", currency="EUR"),
    # came and went inside the second quarter
    paid("D", "30", "2025-04-01", "2025-06-15"),
)
EUROS = [
    {"date": "2025-01-01", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-06-30", "currency": "EUR", "rate": "0.4"},
]
ACCOUNTS = [
    {"account_id": "A", "name": "A", "segment": "Large"},
    *({"account_id": name, "name": name, "segment": "Small"} for name in "BCD"),
]


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company(*ROWS, as_of="2025-07-15", fx_rates=EUROS, accounts=ACCOUNTS)


def cells(found: Cohorts) -> dict[tuple[str | None, int | None], tuple[int | None, int, Fraction | None]]:
    """Opening and present MRR and the share, by cohort and age."""
    return {
        (str(row.cohort) if row.cohort else None, row.age): (
            None if row.opening is None else int(money.mrr(row.opening)),
            int(money.mrr(row.arr)),
            row.revenue,
        )
        for row in found
    }


def test_a_cohort_is_followed_from_the_month_of_its_first_mrr(reader: Workspace) -> None:
    found = cells(cohorts(reader))
    assert [found["2025-01", age] for age in range(7)] == [
        (150, 150, Fraction(1)),
        (150, 150, Fraction(1)),
        (150, 190, Fraction(19, 15)),
        (150, 140, Fraction(14, 15)),
        (150, 140, Fraction(14, 15)),
        (150, 190, Fraction(19, 15)),
        (150, 190, None),  # July is not over: what is there as of the day, and no share
    ]
    assert ("2025-01", 7) not in found
    assert ("2025-02", 0) not in found


def test_logos_are_counted_beside_who_returns_counts_again(reader: Workspace) -> None:
    january = [row for row in cohorts(reader) if str(row.cohort) == "2025-01"]
    assert [(row.accounts, row.live) for row in january] == [(2, 2)] * 3 + [(2, 1)] * 2 + [(2, 2)] * 2
    assert [row.logos for row in january[3:]] == [Fraction(1, 2), Fraction(1, 2), Fraction(1), None]


def test_both_sides_are_at_the_rates_of_the_month_observed(reader: Workspace) -> None:
    found = cells(cohorts(reader))
    # 70 euros are 140 dollars until May and 175 at the end of June: no growth
    assert found["2025-03", 2] == (140, 140, Fraction(1))
    assert found["2025-03", 3] == (175, 175, Fraction(1))


def test_an_account_that_came_and_went_inside_a_quarter_is_in_its_opening(reader: Workspace) -> None:
    found = cells(cohorts(reader, "quarter"))
    assert found["2025-Q2", 0] == (30, 0, Fraction(0))
    first = [row for row in cohorts(reader, "quarter") if str(row.cohort) == "2025-Q1"]
    assert [(row.accounts, row.live) for row in first] == [(3, 3), (3, 3), (3, 3)]


def test_years_are_those_of_the_fiscal_calendar() -> None:
    policy = Policy.model_validate({"company": {"fiscal_year_start": 2}})
    found = company(*ROWS, as_of="2026-01-31", fx_rates=EUROS).under(policy)
    assert {str(row.cohort) for row in cohorts(found, "year")} == {"FY2025", "FY2026"}


def test_the_cells_of_a_month_add_up_to_the_company(reader: Workspace) -> None:
    stocks = {row.month: (row.arr, row.accounts) for row in stock(reader)}
    for month, whole in stocks.items():
        rows = [row for row in cohorts(reader) if row.month == month]
        assert (sum(row.arr for row in rows), sum(row.live for row in rows)) == whole


def test_all_cohorts_together_are_sums_over_sums(reader: Workspace) -> None:
    ages = {row.age: row for row in cohorts(reader).ages}
    # January opened with 150 and has 190, March with 140 and has 140, April with 30 and has none
    assert (ages[2].cohorts, ages[2].revenue) == (3, Fraction(190 + 140 + 0, 150 + 140 + 30))
    assert ages[2].logos == Fraction(2 + 1 + 0, 4)
    assert 6 not in ages


def test_the_cohorts_shown_never_change_which_one_an_account_is_in(reader: Workspace) -> None:
    found = cohorts(reader)
    later = shown(found, Month.parse("2025-03"), Month.parse("2025-03"))
    assert cells(later) == {place: cell for place, cell in cells(found).items() if place[0] == "2025-03"}
    assert cells(shown(found, None, None)) == cells(found)


def test_a_group_keeps_the_accounts_that_began_in_it(reader: Workspace) -> None:
    large, small = (cells(cohorts(reader, "month", ("segment", name))) for name in ("Large", "Small"))
    assert large["2025-01", 3] == (100, 140, Fraction(7, 5))
    assert small["2025-01", 3] == (50, 0, Fraction(0))
    assert cells(cohorts(reader, "month", ("segment", "Other"))) == {}


def test_a_cohort_that_began_before_the_data_is_not_known() -> None:
    reader = company(*ROWS, as_of="2025-06-30", fx_rates=EUROS, known_from="2025-02-15", accounts=ACCOUNTS)
    found = cells(cohorts(reader))
    assert found[None, None] == (None, 190, None)
    assert "2025-01" not in {cohort for cohort, _ in found}
    assert found["2025-03", 0] == (140, 140, Fraction(1))
    # the first quarter is not known from its beginning, so its accounts have no cohort by quarter
    quarters = {cohort for cohort, _ in cells(cohorts(reader, "quarter"))}
    assert quarters == {None, "2025-Q2"}
    assert shown(cohorts(reader), None, None).rows == tuple(
        row for row in cohorts(reader) if row.cohort is not None
    )
    large = cells(cohorts(reader, "month", ("segment", "Large")))
    assert large[None, None] == (None, 140, None)


def test_where_each_day_counts_who_left_within_the_month_was_in_its_cohort() -> None:
    rows = [paid("A", "100", "2025-01-01"), paid("B", "10", "2025-01-05", "2025-01-20")]
    daily = company(*rows, as_of="2025-02-28", revenue={"movements": "daily"})
    first = cohorts(daily).rows[0]
    assert (first.accounts, first.live, first.logos) == (2, 1, Fraction(1, 2))
    netted = company(*rows, as_of="2025-02-28")
    assert cohorts(netted).rows[0].accounts == 1


def test_a_cohort_opens_to_its_accounts(reader: Workspace) -> None:
    january = Month.parse("2025-01")
    found = [
        (each.account_id, str(each.first), int(money.mrr(each.opening)), int(money.mrr(each.arr)))
        for each in members(reader, january, january, Month.parse("2025-04"))
    ]
    assert found == [("A", "2025-01", 100, 140), ("B", "2025-01", 50, 0)]


def test_a_reader_of_one_book_sees_its_own_accounts_alone() -> None:
    ownership = [{"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01", "role": "csm"}]
    reader = company(
        *ROWS, as_of="2025-06-30", fx_rates=EUROS, ownership=ownership, access=Access.of("csm", "P1")
    )
    assert {row.accounts for row in cohorts(reader)} == {1}


def test_a_grain_or_group_that_there_is_not_is_an_error(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="quarter"):
        cohorts(reader, "week")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="segment"):
        cohorts(reader, "month", ("industry", "x"))  # type: ignore[arg-type]


def test_a_company_without_revenue_has_no_cohorts() -> None:
    assert cohorts(company(as_of="2025-06-30")).rows == ()
