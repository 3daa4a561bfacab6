"""Balancing 1,000 to 50,000 accounts: the gap proven in the time there is, and HiGHS on the same model.

    python benchmarks/balance.py [--rows 50000] [--highs 60] [--spread 0.6]
    python benchmarks/balance.py --growth
    python benchmarks/balance.py --overfull

About 30% of pairs are eligible, people are 95% utilised, accounts are with somebody by chance, and weights
are those of a new policy. Seconds are those on the clock, on two cores: nothing else should run. Each measure
has a process of its own, so that its memory is its own. HiGHS gets the whole model as a mixed-integer
programme (`--highs` 0 leaves it out; above 10,000 accounts it is left out too: its model alone would not fit
into the memory that is allowed). Ends with an error where a gap is above its limit.

`--spread` is that of ARR, in logarithms: 0.6 is that within a segment of the sample company. At 1.1 a few
accounts are a third of somebody's book each, which no balancing can even out.

`--growth` measures how long 170 accounts a person take, 1,000 and 50,000 of them, to a gap of 0.25% and to
the one at which a search stops by itself. Ends with an error where the latter takes 100 times as long.

`--overfull` gives people rooms 3% too small for all accounts, and measures when the limits that cannot hold
together are named. Ends with an error where they are not, in the time there is.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from multiprocessing import get_context

import numpy as np

from bookload.data.documents.balance import BalanceTerms
from bookload.planning.balance.exactly import programme
from bookload.planning.balance.problem import UNLIMITED, Problem, Resource
from bookload.planning.balance.solving import ENOUGH, balanced, compile_loops
from bookload.planning.solve import Limits, solve

ELIGIBLE, UTILISED, SPARE_ACCOUNTS, NEAR_RENEWAL = 0.3, 0.95, 1.25, 0.15
SPREAD = 0.6
HIGHS_UP_TO = 10_000
TOO_SMALL = 0.97

SMALL, LARGE = (1_000, 6), (50_000, 294)
SEEDS = range(1, 9)
ROUGH, GROWTH_LIMIT, LONGEST = 0.0025, 100, 128.0


@dataclass(frozen=True)
class Size:
    """A company, the seconds there are, and the gaps promised: all deviation penalised, and with bands."""

    accounts: int
    people: int
    seconds: float
    gap: float
    banded: float


SIZES = (
    Size(1_000, 20, 10, 0.005, 0.005),
    Size(10_000, 100, 20, 0.005, 0.0015),
    Size(50_000, 300, 60, 0.0025, 0.001),
)


def company(size: Size, *, bands: bool, spread: float = SPREAD, seed: int = 1) -> Problem:
    """Return a company drawn from a seed: hours and ARR with long tails, part time, tenure, renewals."""
    rng, terms = np.random.default_rng(seed), BalanceTerms()
    accounts, people = size.accounts, size.people
    may = rng.random((accounts, people)) < ELIGIBLE
    now = rng.integers(0, people, accounts)
    may[np.arange(accounts), now] = True
    hours = rng.lognormal(-0.6, 0.6, accounts)
    arr = rng.lognormal(9, spread, accounts) * np.sqrt(hours / hours.mean())
    part = rng.choice([1, 1, 1, 0.8, 0.5], people)
    part /= part.sum()
    years = np.minimum(rng.exponential(1.5, accounts), 3)
    near = rng.random(accounts) < NEAR_RENEWAL
    large = np.minimum(arr / arr.mean(), 3)
    move = (
        float(terms.move)
        + float(terms.move_tenure) * years
        + float(terms.move_renewal) * near
        + float(terms.move_arr) * large
    )
    fit = float(terms.fit) * rng.random((accounts, people))
    unit, taker = np.nonzero(may)
    one, none = np.ones(people), np.zeros(people)
    aims = hours.sum() * part, arr.sum() * part
    band = (terms.hours_band, terms.arr_band) if bands else (0.0, 0.0)
    return Problem(
        tuple(str(each) for each in range(accounts)),
        tuple(str(each) for each in range(people)),
        np.concatenate([[0], np.cumsum(may.sum(axis=1))]),
        taker,
        fit[unit, taker] + np.where(taker == now[unit], 0, move[unit]),
        (
            Resource(
                "hours",
                hours[unit],
                aims[0] / UTILISED,
                aims[0],
                float(band[0]) * aims[0],
                100 * float(terms.hours) / aims[0],
            ),
            Resource(
                "arr",
                arr[unit],
                UNLIMITED * one,
                aims[1],
                float(band[1]) * aims[1],
                100 * float(terms.arr) / aims[1],
            ),
            Resource(
                "accounts", np.ones(unit.size), np.ceil(SPARE_ACCOUNTS * accounts * part), none, none, none
            ),
        ),
    )


def measured(size: Size, bands: bool, highs: float, spread: float) -> bool:  # noqa: FBT001 - by a pool
    """Print what was proven of a company in its time, and beside it HiGHS; return whether the limit holds."""
    problem = company(size, bands=bands, spread=spread)
    compile_loops()
    begun = time.monotonic()
    found = balanced(
        problem, seconds=size.seconds, rng=np.random.default_rng(2), now=time.monotonic, enough=0
    )
    took, limit = time.monotonic() - begun, size.banded if bands else size.gap
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    gap = float("inf") if found.gap is None else found.gap
    print(
        f"{size.accounts:>6} x {size.people:<3} {'bands' if bands else 'all  '}  gap {gap:8.4%} "
        f"(limit {limit:.2%})  {took:5.1f} s of {size.seconds:.0f}  peak {memory:.0f} MB",
        flush=True,
    )
    if highs and size.accounts <= HIGHS_UP_TO:
        begun = time.monotonic()
        beside = solve(programme(problem, np.arange(problem.cost.size)), Limits(seconds=highs))
        took = time.monotonic() - begun
        told = "no solution"
        if beside.objective is not None and beside.gap is not None:
            ours = max(0.0, 1 - found.bound / beside.objective)
            told = f"gap {beside.gap:8.4%}, {ours:8.4%} by our bound"
        print(f"               HiGHS: {told}  {took:5.1f} s of {highs:.0f}", flush=True)
    return gap <= limit


def named(size: Size, spread: float) -> bool:
    """Print when it is said which rooms are too small for a company; return whether in its time."""
    fits = company(size, bands=True, spread=spread)
    hours, *others = fits.resources
    problem = replace(fits, resources=(replace(hours, room=TOO_SMALL * hours.aim), *others))
    compile_loops()
    begun = time.monotonic()
    found = balanced(problem, seconds=size.seconds, rng=np.random.default_rng(2), now=time.monotonic)
    took = time.monotonic() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rooms = sum(each.startswith("hours") for each in found.conflict)
    print(
        f"{size.accounts:>6} x {size.people:<3} {found.status}: {rooms} rooms  "
        f"{took:5.1f} s of {size.seconds:.0f}  peak {memory:.0f} MB",
        flush=True,
    )
    return found.status == "infeasible" and took <= size.seconds


def seconds_to(gap: float, of: Problem) -> float:
    """Return the seconds in which a problem is solved to a gap, of the least that suffice."""
    seconds = 0.25
    while seconds <= LONGEST:
        rng, begun = np.random.default_rng(2), time.monotonic()
        found = balanced(of, seconds=seconds, rng=rng, now=time.monotonic, enough=gap)
        took = time.monotonic() - begun
        if found.gap is not None and found.gap <= gap:
            return took
        seconds *= 2
    sys.exit(f"{LONGEST:.0f} s do not suffice for a gap of {gap:.2%}")


def growth(gap: float, spread: float) -> float:
    """Print and return how many times as long as a small company, in the mean of some, a large one takes."""
    compile_loops()
    small, large = (
        np.mean(
            [
                seconds_to(gap, company(Size(*size, 0, 0, 0), bands=False, spread=spread, seed=seed))
                for seed in seeds
            ]
        )
        for size, seeds in ((SMALL, SEEDS), (LARGE, SEEDS[:1]))
    )
    times = large / small
    print(f"to a gap of {gap:.2%}: {small:.2f} s, {large:.2f} s, {times:.0f} times as long", flush=True)
    return float(times)


def main() -> None:
    """Measure each size, with all deviation penalised and with bands; or growth."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=SIZES[-1].accounts, help="the most accounts")
    asked.add_argument("--highs", type=float, default=60.0, help="the seconds that HiGHS gets")
    asked.add_argument("--spread", type=float, default=SPREAD, help="the spread of ARR, in logarithms")
    asked.add_argument("--growth", action="store_true", help="measure growth instead")
    asked.add_argument("--overfull", action="store_true", help="measure rooms that are too small instead")
    given = asked.parse_args()
    if given.growth:
        growth(ROUGH, given.spread)
        if growth(ENOUGH, given.spread) >= GROWTH_LIMIT:
            sys.exit(f"not below {GROWTH_LIMIT} times")
        return
    sizes = [each for each in SIZES if each.accounts <= given.rows]
    asked_of = [(each, bands, given.highs, given.spread) for each in sizes for bands in (False, True)]
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as each_alone:
        if given.overfull:
            kept = list(each_alone.map(named, sizes, repeat(given.spread)))
        else:
            kept = list(each_alone.map(measured, *zip(*asked_of, strict=True)))
    if not all(kept):
        sys.exit("not in the time there is" if given.overfull else "a gap is above its limit")


if __name__ == "__main__":
    main()
