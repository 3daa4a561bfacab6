from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.metrics.ratios.gain import YearOnYear, gain, satisfaction
from sized import AS_OF, Company

NOW = Month.of(AS_OF)
UP = YearOnYear(Fraction(104), Fraction(100))


def company(*scores: tuple[str, date, str], loses: bool = False) -> Company:
    built = Company().account("A-1", 100, "P-0").account("A-2", 100, "P-0").account("A-3", 100, "P-0")
    if loses:
        built.tables["subscriptions"][2]["end_date"] = date(2026, 3, 1)
    for account, day, value in scores:
        built.add(
            "account_events", {"account_id": account, "at": day, "kind": "satisfaction", "value": value}
        )
    return built


def test_satisfaction_is_the_mean_of_the_latest_score_of_the_live_accounts_that_gave_one() -> None:
    scores = [
        ("A-1", date(2026, 1, 5), "8"),
        ("A-1", date(2026, 5, 5), "9.5"),
        ("A-2", date(2026, 2, 1), "good"),
    ]
    found = satisfaction(company(*scores, ("A-3", date(2025, 1, 1), " 4 "), loses=True).open())
    assert found[NOW] == Fraction(19, 2)
    assert found[Month.parse("2026-02")] == 6
    assert found[Month.parse("2025-01")] == 4
    assert Month.parse("2024-12") not in found
    assert satisfaction(company(("A-1", date(2026, 1, 5), "NaN")).open()) == {}


SAME = [("A-1", date(2024, 1, 1), "8")]


def test_a_gain_counts_while_satisfaction_and_retention_hold() -> None:
    found = gain(company(*SAME).open(), NOW, UP)
    assert found.value == Fraction(4, 100)
    assert (found.reached, found.counts) == (True, True)
    assert found.words == "counts: satisfaction and retention held"


def test_a_gain_paid_for_by_unhappy_customers_does_not_count() -> None:
    found = gain(company(*SAME, ("A-1", date(2026, 6, 1), "7")).open(), NOW, UP)
    assert (found.reached, found.counts) == (True, False)
    assert found.words == "does not count: satisfaction fell"


def test_a_gain_paid_for_by_customers_who_left_does_not_count() -> None:
    found = gain(company(*SAME, loses=True).open(), NOW, UP)
    assert found.retention.now == Fraction(2, 3)
    assert found.retention.before == 1
    assert found.counts is False
    assert found.words == "does not count: retention fell"


def test_what_is_not_known_is_not_held_against_it_nor_for_it() -> None:
    found = gain(company().open(), NOW, UP)
    assert found.counts is None
    assert found.words.startswith("whether it counts is not known: satisfaction is n/a")


def test_in_a_month_that_is_not_over_retention_is_that_of_the_last_that_is() -> None:
    found = gain(company(*SAME).open(as_of=date(2026, 6, 10)), NOW, UP)
    assert found.counts is True


@pytest.mark.parametrize(
    "ratio",
    [YearOnYear(Fraction(1), None), YearOnYear(None, Fraction(1)), YearOnYear(Fraction(1), Fraction(0))],
)
def test_without_a_ratio_now_and_then_there_is_no_gain(ratio: YearOnYear) -> None:
    found = gain(company(*SAME).open(), NOW, ratio)
    assert (found.value, found.reached) == (None, None)
    assert found.words == "n/a: no ratio a year before"


def test_three_per_cent_is_what_it_should_be() -> None:
    reader = company(*SAME).open()
    assert gain(reader, NOW, YearOnYear(Fraction(103), Fraction(100))).reached
    assert not gain(reader, NOW, YearOnYear(Fraction(1029), Fraction(1000))).reached
