from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bookload.report.explain.parts import adding_up
from bookload.report.figures import number
from known import known

THIRD = Fraction(1, 3)


def test_who_loses_most_by_rounding_down_is_rounded_up_and_of_equals_the_largest():
    assert adding_up([THIRD, THIRD + 1, THIRD], 1) == ("0.3", "1.4", "0.3")
    assert adding_up([Fraction(-3, 2), Fraction(19, 10), Fraction(1, 10)], 0) == ("-1", "2", "0")


def test_what_is_not_known_stays_so_and_nothing_has_no_parts():
    assert adding_up([None, Fraction(5, 2), None], 0) == (None, "3", None)
    assert adding_up([], 2) == ()


@given(st.lists(st.fractions(-(10**6), 10**6), min_size=1, max_size=30), st.integers(0, 4))
def test_the_parts_shown_sum_to_their_whole_as_it_is_shown(parts, places):
    shown = adding_up(parts, places)
    total = sum((Decimal(each.replace(",", "")) for each in shown if each), Decimal(0))
    assert total == Decimal(known(number(sum(parts, Fraction(0)), places)).replace(",", ""))
    for part, text in zip(parts, shown, strict=True):
        assert abs(Fraction(known(text).replace(",", "")) - part) <= Fraction(1, 10**places)
