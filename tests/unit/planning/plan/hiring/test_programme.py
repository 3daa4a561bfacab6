"""The programme of a role: against trying every plan, and what it does where no plan can carry enough."""

from __future__ import annotations

from fractions import Fraction
from threading import Event

import numpy as np
import pytest

from bookload.base.progress import Progress
from bookload.planning.plan.hiring.need import lacking, needed
from bookload.planning.plan.hiring.programme import Task, planned
from bookload.planning.solve import Limits
from planned import cheapest, futures, terms

EXACT = Limits(gap=1e-6)


def task(months=4, lead=1, most=None, seed=1, count=60, **changed):
    drawn = futures(count, months, heads=(2,), asked=(2.6,), seed=seed)
    said = terms(1, lead, most, confidence=Fraction(1, 2), **changed)
    lack = lacking(drawn.hours, drawn.supply, drawn.head_hours)
    return Task(said, said.roles[0], lack[:, :, 0], needed(lack, said)[:, 0])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hiring", [Fraction(0), Fraction(3)])
def test_a_plan_costs_as_little_as_the_best_of_all_plans(seed, hiring):
    given = task(seed=seed, hiring=hiring)
    found = planned(given, EXACT, Progress())
    assert found.cost == pytest.approx(cheapest(given.lack, given.needed, given.terms, most=7), rel=1e-6)
    assert found.bound <= found.cost + 1e-9
    assert found.gap <= 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_a_dear_shortfall_hires_more_and_as_well_as_the_best_of_all_plans(seed):
    given = task(seed=seed, shortfall=Fraction(12), ramp=())
    found = planned(given, EXACT, Progress())
    assert found.cost == pytest.approx(cheapest(given.lack, given.needed, given.terms, most=6), rel=1e-6)


def test_a_plan_carries_what_is_needed_and_starts_nobody_before_the_first_can_come():
    given = task(months=12, lead=3)
    found = planned(given, Limits(gap=1e-3), Progress())
    assert (given.carried() @ found.starts[3:] >= given.needed - 1e-6).all()
    assert found.starts[:3].sum() == 0
    assert (found.unmet == 0).all()


def test_the_most_that_may_start_in_a_month_holds_and_what_stays_short_is_told():
    given = task(months=8, lead=2, most=1)
    found = planned(given, EXACT, Progress())
    assert found.starts.max() == 1
    # Everything that may come has come, where even that is too little.
    short = np.flatnonzero(found.unmet)
    assert short.size
    carried = given.carried() @ found.starts[2:]
    assert carried[short] == pytest.approx(given.needed[short] - found.unmet[short], abs=1e-6)


def test_a_hire_that_comes_after_the_horizon_is_not_planned():
    given = task(months=4, lead=9)
    found = planned(given, EXACT, Progress())
    assert found.starts.sum() == 0
    assert (found.cost, found.gap) == (0.0, 0.0)


def test_more_hours_there_never_cost_more():
    costs = []
    for more in (0.0, 0.4, 0.8, 1.6):
        given = task(months=8, lead=2)
        fewer = Task(given.terms, given.role, given.lack - more, np.maximum(0, given.needed - more))
        costs.append(planned(fewer, EXACT, Progress()).cost)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]


def test_a_higher_level_never_costs_less():
    levels = [Fraction(part, 20) for part in range(10, 20, 2)]
    costs = [planned(task(months=8, lead=2, cover=level), EXACT, Progress()).cost for level in levels]
    assert costs == sorted(costs)
    assert costs[-1] > costs[0]


def test_told_to_stop_it_still_has_a_plan_that_carries_what_is_needed():
    stop = Event()
    stop.set()
    given = task(months=36, lead=3, count=400)
    found = planned(given, Limits(gap=1e-9), Progress(cancelled=stop))
    assert found.stopped
    assert (given.carried() @ found.starts[3:] >= given.needed - 1e-6).all()
    assert found.bound <= found.cost
