"""Why so many, against trying every way to hire."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from bookload.base.period import Month
from bookload.planning.plan.hiring.leavers import expected
from bookload.planning.plan.hiring.terms import RoleTerms, Terms
from bookload.planning.plan.hiring.why import whys

FIRST = Month.of(date(2026, 7, 1))


def terms(reach=0, ramp=(Fraction(1, 4), Fraction(1, 2)), leaving=Fraction(0), lead=1):
    role = (RoleTerms("csm", lead, None),)
    half = Fraction(1, 2)
    return Terms(role, half, half, half, reach, ramp, leaving, half, half)


def why(needed, **more):
    months = tuple(FIRST + number for number in range(len(needed)))
    column = np.array(needed, float)[:, None]
    return whys(terms(**more), months, (0,), column, column / 2)


def fewest(needed, most=9, **more):
    """The fewest heads of any plan that carries what is needed, by trying them all."""
    known = terms(**more)
    lead = known.roles[0].lead
    plans = product(range(most), repeat=len(needed) - lead)
    return min(
        sum(plan)
        for plan in plans
        if (
            expected(known, np.array([0] * lead + list(plan))[:, None])[:, 0] >= np.array(needed) - 1e-9
        ).all()
    )


@pytest.mark.parametrize("leaving", [Fraction(0), Fraction(1, 50)])
@pytest.mark.parametrize("needed", [(0, 1.5, 1, 2), (0, 0.2, 0.2, 1.4), (0, 0, 2, 1), (0, 0.5, 0.5, 3)])
def test_no_plan_hires_fewer_than_the_month_that_decides_asks_for(needed, leaving):
    (found,) = why(needed, leaving=leaving)
    assert found.least == fewest(needed, leaving=leaving)


def test_the_ramp_decides_where_the_level_holds_from_the_first_day():
    (found,) = why((0, 1.5, 1.5, 1.5, 2))
    assert (found.month, found.carries, found.least) == (FIRST + 1, 0.25, 6)
    assert (found.ramped_month, found.ramped_least) == (FIRST + 3, 2)
    assert (found.required, found.lacking) == (1.5, 0.75)


def test_once_ramped_no_plan_of_the_later_months_takes_fewer():
    (found,) = why((0, 1.5, 1.5, 1.5, 2))
    assert found.ramped_least == fewest((0, 0, 0, 1.5, 2), most=4)


def test_a_peak_that_comes_later_decides_and_the_ramp_does_not():
    (found,) = why((0, 0.1, 0.1, 5))
    assert (found.month, found.least, found.ramped_least) == (FIRST + 3, 5, 5)


def test_where_nothing_is_needed_or_nobody_can_come_nothing_decides():
    assert why((0, 0)) == ()
    assert why((3, 0), lead=1) == ()
    (found,) = why((0, 1), lead=1)
    assert (found.ramped_least, found.ramped_month) == (None, None)
