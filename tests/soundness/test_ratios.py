"""Ratios that would be wrong without anybody noticing; each test is a figure to check by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.money import QUANTA, display
from bookload.base.period import Month
from bookload.metrics.books.movements import by_person
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.metrics.ratios.targets import target
from bookload.workspace import Workspace
from sized import AS_OF, Company, evenly

NOW = Month.of(AS_OF)
LAST_YEAR = NOW - 12
MILLION = 1_000_000


def company_row(reader: Workspace, month: Month = NOW) -> RatioRow:
    (row,) = [row for row in ratios(reader) if row.month == month]
    return row


def ten_csms(**columns: object) -> Company:
    company = evenly(5 * MILLION, 50, [f"P-{number}" for number in range(10)], touch_model="high")
    return company.heads(10, **columns)


def test_five_million_and_ten_csms_read_500_000() -> None:
    assert company_row(ten_csms().open()).arr_per_csm == 500_000


def test_they_still_do_for_last_year_when_one_is_promoted_to_director_today() -> None:
    promoted = (
        ten_csms().add("positions", {"person_id": "P-3", "from_date": AS_OF, "role": "director"}).open()
    )
    assert company_row(promoted, LAST_YEAR).arr_per_csm == 500_000
    assert company_row(promoted, NOW - 1).arr_per_csm == 500_000
    assert company_row(promoted).csms == 9


def test_a_mean_ote_of_90_000_has_a_high_touch_target_of_900_000_for_who_may_see_pay() -> None:
    company = ten_csms(ote=90_000)
    for role in ("owner", "finance", "head", "board"):
        goal = target(company.open(role), NOW)
        assert goal.scaled
        assert goal.value == 900_000
        assert goal.unscaled == MILLION


def test_and_of_1_000_000_labelled_unscaled_for_who_may_not() -> None:
    goal = target(ten_csms(ote=90_000).open("operations"), NOW)
    assert goal.value == MILLION
    assert not goal.scaled
    assert goal.mean_ote is None
    assert goal.label.startswith("unscaled")


def test_fewer_than_five_people_leave_the_target_of_a_group_reader_unscaled() -> None:
    four = evenly(5 * MILLION, 20, ["P-0", "P-1", "P-2", "P-3"], touch_model="high").heads(4, ote=90_000)
    assert target(four.open("owner"), NOW).value == 900_000
    hidden = target(four.open("head"), NOW)
    assert hidden.value == MILLION
    assert not hidden.scaled
    assert hidden.mean_ote is None
    assert hidden.label.startswith("unscaled")


def test_six_million_high_and_four_million_low_touch_have_a_target_of_1_25_million_a_head() -> None:
    mixed = Company().heads(8)
    mixed.account("A-1", 6 * MILLION, "P-0", touch_model="high")
    mixed.account("A-2", 4 * MILLION, "P-1", touch_model="low")
    assert target(mixed.open(), NOW).value == 1_250_000


def test_fifteen_million_of_which_five_are_in_a_pool_read_2_14_in_total_and_1_43_covered() -> None:
    named = [f"P-{number}" for number in range(7)]
    company = evenly(10 * MILLION, 10, named, touch_model="high").heads(7)
    company.account("A-POOL", 5 * MILLION, "POOL-1", touch_model="tech")
    company.add("pools", {"pool_id": "POOL-1", "name": "Digital"})
    reader = company.open()
    row = company_row(reader)
    assert row.arr_per_csm == Fraction(15 * MILLION, 7)
    assert row.covered_arr_per_csm == Fraction(10 * MILLION, 7)
    assert row.arr_per_csm is not None
    assert row.covered_arr_per_csm is not None
    assert display(row.arr_per_csm / MILLION, "USD", places=2) == "2.14 USD"
    assert display(row.covered_arr_per_csm / MILLION, "USD", places=2) == "1.43 USD"
    judged = assess(reader)
    assert judged.basis == "covered"
    assert judged.target.value == MILLION
    assert judged.verdict.code == "above"


def test_a_transfer_between_two_csms_changes_neithers_expansion() -> None:
    company = Company().heads(2)
    company.account("A-1", 120_000, "P-0").account("A-2", 120_000, "P-1")
    company.account("A-3", 60_000)
    company.owned("A-3", "P-0", end_date=date(2026, 6, 10))
    company.owned("A-3", "P-1", start_date=date(2026, 6, 10))
    rows = {row.key: row for row in by_person(company.open(), NOW, NOW)}
    gave, got = rows["P-0"], rows["P-1"]
    assert (gave.expansion, gave.contraction, gave.churn, gave.new) == (0, 0, 0, 0)
    assert (got.expansion, got.contraction, got.churn, got.new) == (0, 0, 0, 0)
    assert (gave.transfer_out, got.transfer_in) == (-60_000 * QUANTA, 60_000 * QUANTA)
    assert (gave.closing, got.closing) == (120_000 * QUANTA, 180_000 * QUANTA)


def test_a_company_of_0_8_million_is_told_that_it_is_too_early_to_judge() -> None:
    judged = assess(evenly(800_000, 8, ["P-0"], touch_model="high").heads(1).open())
    assert judged.verdict.code == "too_early"
    assert judged.verdict.words.startswith("too early to judge")


def test_the_ratio_of_a_group_is_a_ratio_of_sums_and_no_mean_of_ratios() -> None:
    company = Company().heads(3)
    company.account("A-1", 3 * MILLION, "P-0", segment="Enterprise")
    company.account("A-2", 600_000, "P-1", segment="SMB").account("A-3", 600_000, "P-2", segment="SMB")
    rows = {row.group: row.arr_per_csm for row in ratios(company.open(), "segment") if row.month == NOW}
    assert rows == {"Enterprise": 3 * MILLION, "SMB": 600_000}
    assert company_row(company.open()).arr_per_csm == 1_400_000


def test_nobody_who_counts_is_no_ratio_rather_than_nothing() -> None:
    row = company_row(Company().account("A-1", MILLION).open())
    assert row.csms == 0
    assert {row.arr_per_csm, row.mrr_per_csm, row.accounts_per_csm, row.covered_arr_per_csm} == {None}


def test_an_account_of_somebody_who_left_is_not_covered() -> None:
    company = evenly(2 * MILLION, 2, ["P-0", "P-1"]).head("P-0").head("P-1", leave_date=date(2026, 6, 1))
    row = company_row(company.open())
    assert row.arr_per_csm == 2 * MILLION
    assert row.covered_arr_per_csm == MILLION


def test_a_head_over_two_groups_counts_once() -> None:
    company = Company().heads(2)
    company.account("A-1", MILLION, "P-0", segment="Enterprise").account("A-2", MILLION, "P-0", segment="SMB")
    company.account("A-3", MILLION, "P-0", segment="SMB")
    rows = {row.group: row.csms for row in ratios(company.open(), "segment") if row.month == NOW}
    assert rows == {"Enterprise": Fraction(1, 3), "SMB": Fraction(2, 3), "(no accounts)": 1}


def test_pay_that_is_not_known_for_one_head_makes_the_sum_not_available_rather_than_smaller() -> None:
    company = ten_csms(ote=90_000).head("P-10").account("A-X", 100_000, "P-10")
    row = company_row(company.open())
    assert (row.arr_per_ote, row.cost_to_serve) == (None, None)
    assert not target(company.open(), NOW).scaled
