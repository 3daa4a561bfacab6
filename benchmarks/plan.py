"""The hiring plan: 36 months, 5 roles, 1,000 futures, to a gap of 0.1% or better, in 10 seconds.

    python benchmarks/plan.py

By processor time of one process, on one thread, for several companies drawn from seeds. The policy's limit,
`plan.seconds`, is time on the clock; it is out of reach here, or else what the machine does besides would
widen the gap. Measured is all of the fit: what the levels ask for, the spread of hires who leave, each role's
programme, and the bound of plans that let any role fall short. Judging it on 4,000 other futures comes on top
and is stated beside.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import sys
import time
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bookload.planning.plan.hiring.hiring import Chances, fit, judge, judged, once_ramped
from bookload.planning.plan.hiring.terms import RoleTerms, Terms

MONTHS, ROLES, FITTED, JUDGED, SEEDS = 36, 5, 1000, 4000, 5
HEAD = 110.0
SECONDS, GAP = 10.0, 0.001
PATIENCE = 3600.0
"""Seconds on the clock after which the solver would stop."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Futures:
    """Hours asked and there, (D, M, R), and of a head, (M, R)."""

    hours: Floats
    supply: Floats
    head_hours: Floats


def company(seed: int) -> tuple[Futures, Futures]:
    """Return futures to fit on and to judge on: a growing company with seasons, of 4 to 30 heads a role."""
    chance, count = np.random.default_rng(seed), FITTED + JUDGED
    year = np.arange(MONTHS) * 2 * np.pi / 12
    head = HEAD * (1 + 0.1 * np.cos(year))[:, None] * np.ones((1, ROLES))
    there = chance.integers(4, 30, ROLES)
    common = np.cumsum(chance.normal(0.01, 0.02, (count, MONTHS)), axis=1)
    own = np.cumsum(chance.normal(0.005, 0.015, (count, MONTHS, ROLES)), axis=1)
    hours = 100 * there * np.exp(common[:, :, None] + own) * (1 + 0.08 * np.sin(year))[None, :, None]
    stays = [
        (chance.geometric(0.0125, (count, n))[:, :, None] > np.arange(MONTHS)).sum(axis=1) for n in there
    ]
    supply = np.stack(stays, axis=-1) * head
    return (
        Futures(hours[:FITTED], supply[:FITTED], head),
        Futures(hours[FITTED:], supply[FITTED:], head),
    )


def terms() -> Terms:
    """Return the policy's defaults: 80% in each role and in all, three months to hire and to ramp."""
    return Terms(
        roles=tuple(RoleTerms(f"role {number}", 3, None) for number in range(ROLES)),
        cover=Fraction(4, 5),
        joint_cover=Fraction(4, 5),
        confidence=Fraction(19, 20),
        reach=0,
        ramp=(Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)),
        leaving=Fraction(15, 1200),
        hiring=Fraction(3),
        shortfall=Fraction(3, 2),
        gap=GAP,
        seconds=PATIENCE,
    )


def measured(seed: int, said: Terms) -> dict[str, object]:
    """Return what a plan took, how near it is to the least cost, and how it did."""
    drawn, others = company(seed)
    chances = Chances.of(seed)
    began = time.process_time()
    found = fit(drawn, said, chances.fitted)
    took = time.process_time() - began
    futures = judge(others, said, found.starts.sum(axis=0), chances.judged)
    done = judged(found.starts, futures, said)
    first = said.first_joint(MONTHS)
    return {
        "seed": seed,
        "begins": "hired" if said.reach == 0 else "ramped",
        "seconds": round(took, 2),
        "with judging": round(time.process_time() - began, 2),
        "gap": round(found.gap, 5),
        "heads": int(found.starts.sum()),
        "least chance": round(float(done.chance[first:].min()), 4),
        "least chance of all": round(float(done.together[first:].min()), 4),
    }


def main() -> int:
    """Measure and print; 1 where a promise does not hold."""
    said = terms()
    rows = []
    for each in (said, once_ramped(said)):
        for seed in range(SEEDS):
            rows.append(measured(seed, each))
            print(json.dumps(rows[-1]), flush=True)
    held = all(float(str(row["seconds"])) <= SECONDS and float(str(row["gap"])) <= GAP for row in rows)
    print(f"within {SECONDS:.0f} s to {GAP:.1%}: {'yes' if held else 'no'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
