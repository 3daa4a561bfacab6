from __future__ import annotations

from fractions import Fraction

from bookload.metrics.effort.savings.candidate import Candidate, by_hours, hours_a_month


def candidate(hours, part=Fraction(1), activity="call"):
    return Candidate("level", activity, None, None, None, 3, Fraction(hours), part, measured=True, how="")


def test_what_is_saved_is_a_part_of_what_it_takes():
    assert candidate(10, Fraction(1, 5)).saved == 2


def test_those_that_save_most_come_first_and_equal_ones_by_their_words():
    one, two, three = candidate(4, activity="b"), candidate(4, activity="a"), candidate(100, Fraction(1, 10))
    assert sorted([one, two, three], key=by_hours) == [three, two, one]


def test_minutes_over_months_are_hours_a_month():
    assert hours_a_month(3 * 60 * 10_000, Fraction(3, 2)) == 2
