"""Ranks, and what levels ask for: against scipy's binomial, counting, and definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binom

from bookload.base.errors import UsageError
from bookload.planning.plan.hiring.need import alone, lacking, needed, rank
from planned import futures, terms


@pytest.mark.parametrize("count", [60, 300, 1000])
@pytest.mark.parametrize("level", [Fraction(1, 2), Fraction(4, 5), Fraction(9, 10)])
@pytest.mark.parametrize("confidence", [Fraction(1, 2), Fraction(19, 20), Fraction(99, 100)])
def test_a_rank_is_the_smallest_that_holds_a_level_with_confidence(count, level, confidence):
    found = rank(level, count, confidence)
    assert binom.cdf(found - 1, count, float(level)) >= float(confidence)
    assert binom.cdf(found - 2, count, float(level)) < float(confidence)


def test_too_few_futures_for_a_level_are_refused_with_how_many_it_takes():
    # 0.8 ** 20 is 1.2%: 20 draws leave more doubt than 1%; 21 do not.
    with pytest.raises(UsageError, match="21 or more"):
        rank(Fraction(4, 5), 20, Fraction(99, 100))
    assert rank(Fraction(4, 5), 21, Fraction(99, 100)) == 21


def test_what_is_lacking_is_in_heads_and_nothing_where_a_head_has_no_hours():
    found = lacking(np.full((1, 2, 1), 150.0), np.full((1, 2, 1), 50.0), np.array([[100.0], [0.0]]))
    assert found[0, :, 0].tolist() == [1.0, 0.0]


def test_nothing_is_needed_before_a_hire_can_start():
    found = needed(lack(400), terms(lead=4))
    assert (found[:4] == 0).all()
    assert (found[4:, 0] > 0).all()


def test_levels_may_hold_from_when_hires_are_ramped():
    found = needed(lack(400), terms(lead=2, reach=3))
    assert (found[:5] == 0).all()
    assert (found[5:, 0] > 0).all()


def test_a_hire_that_comes_after_the_horizon_reaches_nothing():
    assert (needed(lack(400), terms(lead=30)) == 0).all()


def test_what_is_needed_covers_each_role_and_all_together_as_often_as_asked():
    drawn, said = lack(1000), terms(lead=0)
    found = needed(drawn, said)
    sure = 1 - (1 - said.confidence) / found.size
    covered = drawn <= found + 1e-12
    assert (covered.sum(axis=0) >= rank(said.cover, 1000, sure)).all()
    assert (covered.all(axis=2).sum(axis=0) >= rank(said.joint_cover, 1000, sure)).all()


def test_the_common_rank_of_roles_is_the_lowest_that_will_do():
    drawn, said = lack(200), terms(lead=0, cover=Fraction(1, 100), confidence=Fraction(1, 2))
    found = needed(drawn, said)
    asked = rank(said.joint_cover, 200, 1 - (1 - said.confidence) / found.size)
    for month in range(drawn.shape[1]):
        ordered = np.sort(drawn[:, month], axis=0)
        tried = [
            place for place in range(200) if (drawn[:, month] <= ordered[place]).all(axis=1).sum() >= asked
        ]
        assert found[month] == pytest.approx(np.maximum(0, ordered[tried[0]]))


def test_a_bound_below_asks_for_no_more_than_the_plan():
    drawn, said = lack(500), terms(lead=0)
    assert (alone(drawn, said) <= needed(drawn, said)).all()


def test_equal_futures_need_what_each_needs():
    drawn = np.full((100, 3, 2), 1.5)
    assert (needed(drawn, terms(lead=0, confidence=Fraction(1, 2))) == 1.5).all()


def test_more_of_the_same_hours_there_never_asks_for_more_heads():
    said = terms(lead=0)
    before = needed(lack(400), said)
    more = futures(400)
    after = needed(lacking(more.hours, more.supply + 60, more.head_hours), said)
    assert (after <= before).all()
    assert after.sum() < before.sum()


def test_a_higher_level_never_asks_for_fewer_heads():
    levels = [Fraction(part, 20) for part in range(10, 19)]
    asked = [needed(lack(400), terms(lead=0, cover=level, joint_cover=level)) for level in levels]
    assert all((low <= high).all() for low, high in pairwise(asked))


def lack(count):
    drawn = futures(count)
    return lacking(drawn.hours, drawn.supply, drawn.head_hours)
