"""The simulation beside NumPy drawing the same numbers: 10,000 futures, 36 months, 50 segments, 10 roles.

    python benchmarks/forecast.py

Both in one process, on one thread, by processor time. The other side draws exactly what the simulation draws
(as many Poisson, gamma, normal, exponential and uniform variables, of the same parameters) and does nothing
with them. Simulated are accounts, ARR, hours of 20 activities and of relationships, the people of 10 roles.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import time
from dataclasses import replace
from datetime import date

import numpy as np

from bookload.base.period import Month
from bookload.base.progress import Progress
from bookload.planning.forecast.drivers import Drivers, fitted
from bookload.planning.forecast.futures import Horizon, Stocks, drawn_stocks, expected, together
from bookload.planning.forecast.panel import Panel, panel_of
from bookload.planning.forecast.people import Team
from bookload.planning.forecast.workload import Workload

DRAWS, MONTHS, SEGMENTS, ROLES, ACTIVITIES, PEOPLE = 10_000, 36, 50, 10, 20, 60
LIMIT = 3.0
"""Times what the numbers alone take."""


def past(chance: np.random.Generator) -> Panel:
    """Return three years of a company of 50 segments, some thirty accounts each."""
    length, count = 37, SEGMENTS * 60
    start = np.maximum(chance.integers(-20, length, count), 0)
    stays = chance.geometric(0.02, count)
    month = np.arange(length)
    there = (month >= start[:, None]) & (month < (start + stays)[:, None])
    growth = np.cumprod(1 + chance.normal(0.004, 0.01, (count, length)), axis=1)
    arr = there * growth * chance.gamma(2.0, 6000.0, count)[:, None]
    first = Month.of(date(2023, 6, 1))
    names = [f"segment {number}" for number in range(SEGMENTS)]
    segment = np.repeat(np.arange(SEGMENTS), 60)
    return panel_of([first + number for number in range(length)], names, arr, segment)


def load(chance: np.random.Generator) -> Workload:
    """Return what accounts ask for: 20 activities of 10 roles, the first six months taking more."""
    shape = (SEGMENTS, ACTIVITIES)
    later = chance.uniform(0.05, 0.5, shape)
    of_role = np.eye(ROLES)[np.arange(ACTIVITIES) % ROLES]
    likely = np.full(ACTIVITIES, 60.0)
    return Workload(
        activities=tuple(f"activity {number}" for number in range(ACTIVITIES)),
        roles=tuple(f"role {number}" for number in range(ROLES)),
        there=np.broadcast_to(later, (MONTHS, *shape)),
        later=later,
        young=chance.uniform(0.0, 0.5, (6, *shape)),
        low=likely / 2,
        likely=likely,
        high=likely * 2,
        of_role=of_role,
        assumed=False,
        findings=(),
        held=np.full((SEGMENTS, 2), 0.02),
    )


def team() -> Team:
    """Return 60 people in 10 roles."""
    of_role = np.eye(ROLES)[np.arange(PEOPLE) % ROLES]
    hours = np.full((PEOPLE, MONTHS), 100.0)
    return Team(hours, of_role, 9.0, 60.0, None, (0.25, 0.50, 0.75), np.full(MONTHS, 100.0))


def simulated(known: Drivers, work: Workload, people: Team, seed: int) -> Stocks:
    """Make all futures, with hours and people; return their stocks."""
    chance = np.random.default_rng(seed)
    first = Month.of(date(2026, 7, 1))
    ahead = Horizon(tuple(first + number for number in range(MONTHS)), np.ones(MONTHS))
    found = drawn_stocks(known, ahead, DRAWS, chance, Progress())
    asking = expected(known, work, ahead, 1.0, chance)
    together(found, asking, people, ahead, known.segments, chance)
    return found


def numbers(found: Stocks, known: Drivers, seed: int) -> None:
    """Draw as many random numbers of the same kinds and parameters, in chunks of the same size."""
    chance = np.random.default_rng(seed)
    rate = found.came.mean(axis=0).T[:, None, :]
    shape = known.arrivals.shape[:, None, None]
    count = DRAWS // 250
    for number in range(250):
        size = (SEGMENTS, count, MONTHS)
        chance.poisson(np.broadcast_to(rate, size))
        came = found.came[number * count : (number + 1) * count]
        chance.standard_gamma(np.moveaxis(came, 2, 0) * shape)
        for _ in range(3):
            chance.standard_normal(size)
        chance.random((count, ACTIVITIES))
        chance.standard_normal((count, MONTHS, ROLES))
        chance.standard_exponential((count, PEOPLE))


def main() -> None:
    """Print both times, and by how much the simulation's is longer; fail above the limit."""
    chance = np.random.default_rng(1)
    known, work, people = fitted(past(chance)), load(chance), team()
    known = replace(known, segments=tuple(f"segment {number}" for number in range(SEGMENTS)))
    found = simulated(known, work, people, 1)
    times: dict[str, list[float]] = {"simulated": [], "numbers": []}
    for seed in range(3):
        start = time.process_time()
        simulated(known, work, people, seed)
        middle = time.process_time()
        numbers(found, known, seed)
        times["simulated"].append(middle - start)
        times["numbers"].append(time.process_time() - middle)
    ours, theirs = min(times["simulated"]), min(times["numbers"])
    result = {"simulated_s": round(ours, 2), "numbers_s": round(theirs, 2), "times": round(ours / theirs, 2)}
    print(json.dumps({**result, "limit": LIMIT, "held": ours <= LIMIT * theirs}, indent=2))
    if ours > LIMIT * theirs:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
