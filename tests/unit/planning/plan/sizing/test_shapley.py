from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.planning.plan.sizing.shapley import POINTS, Term, on_the_way, parts

VALUES = st.fractions(min_value=0, max_value=50, max_denominator=20)


@st.composite
def terms(draw):
    count = draw(st.integers(1, 4))
    turns = st.tuples(VALUES, VALUES)
    many = draw(st.integers(1, 3))
    return [Term(draw(VALUES), tuple(draw(turns) for _ in range(count))) for _ in range(many)]


def figure(found, turned):
    return sum(
        term.scale
        * prod((turn[place in turned] for place, turn in enumerate(term.factors)), start=Fraction(1))
        for term in found
    )


def by_orders(found):
    """Return each factor's effect, averaged over every order of turning them, one order at a time."""
    count = len(found[0].factors)
    sums, orders = [Fraction(0)] * count, list(permutations(range(count)))
    for order in orders:
        turned: set[int] = set()
        for place in order:
            before = figure(found, turned)
            turned.add(place)
            sums[place] += figure(found, turned) - before
    return tuple(each / len(orders) for each in sums)


@given(found=terms())
@settings(max_examples=60, deadline=None)
def test_parts_are_the_mean_over_all_orders_and_sum_to_the_difference(found):
    every = set(range(len(found[0].factors)))
    assert parts(found) == by_orders(found)
    assert sum(parts(found)) == figure(found, every) - figure(found, set())


def test_of_two_factors_each_has_its_own_effect_and_half_of_what_both_do_together():
    price, count = (Fraction(2), Fraction(5)), (Fraction(10), Fraction(14))
    own, both = (Fraction(3 * 10), Fraction(2 * 4)), Fraction(3 * 4)
    assert parts([Term(Fraction(1), (price, count))]) == (own[0] + both / 2, own[1] + both / 2)


def test_a_factor_that_does_not_turn_has_no_part_and_changes_no_other():
    turn, same = (Fraction(1), Fraction(3)), (Fraction(7), Fraction(7))
    assert parts([Term(Fraction(2), (turn, same))]) == (Fraction(28), Fraction(0))
    assert parts([]) == ()


@given(
    found=st.lists(
        st.tuples(*[st.fractions(Fraction(1, 9), 9, max_denominator=9)] * 2), min_size=1, max_size=8
    )
)
@settings(max_examples=25, deadline=None)
def test_a_part_is_the_integral_of_the_others_on_their_way(found):
    term = Term(Fraction(3), tuple(found))
    by_points = [
        sum(
            weight
            * on_the_way(term, way)
            * float(after - before)
            / float(before + Fraction(way) * (after - before))
            for way, weight in POINTS
        )
        for before, after in found
    ]
    assert by_points == pytest.approx([float(each) for each in parts([term])], rel=1e-9, abs=1e-9)
