"""Generalised assignment, where the literature's solvers are measured: gaps to a proven bound in a minute.

    python benchmarks/gap.py [FOLDER] [--seconds 60]

FOLDER holds files of the literature's format (of the OR-Library, for example), each measured. Without one,
problems of types C, D and E are drawn by their published recipes, at 20 x 400 and 60 x 900, and held to what
is promised of them: gaps of at most 0.05% (C, E) and 0.3% (D). Seconds are those on the
clock, on two cores: nothing else should run.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from bookload.planning.balance.literature import Kind, drawn, read_problems
from bookload.planning.balance.problem import Problem
from bookload.planning.balance.solving import balanced, compile_loops

SIZES = ((20, 400), (60, 900))
LIMITS: dict[Kind, float] = {"C": 0.0005, "D": 0.003, "E": 0.0005}


def measured(name: str, problem: Problem, seconds: float) -> float:
    """Print what was proven of a problem in its time; return the gap."""
    begun = time.monotonic()
    found = balanced(problem, seconds=seconds, rng=np.random.default_rng(2), now=time.monotonic, enough=0)
    took = time.monotonic() - begun
    gap = float("inf") if found.gap is None else found.gap
    best = "none" if found.objective is None else f"{found.objective:.0f}"
    print(f"{name:24} best {best:>8}  bound {found.bound:8.0f}  gap {gap:8.4%}  {took:5.1f} s", flush=True)
    return gap


def main() -> None:
    """Measure the files of a folder, or what is promised."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path, nargs="?", help="files of the literature's format")
    asked.add_argument("--seconds", type=float, default=60.0, help="the seconds for each problem")
    given = asked.parse_args()
    compile_loops()
    if given.folder is not None:
        for path in sorted(each for each in given.folder.iterdir() if each.is_file()):
            for number, problem in enumerate(read_problems(path), 1):
                measured(f"{path.name} {number}", problem, given.seconds)
        return
    over = [
        f"{kind} {agents} x {jobs}"
        for agents, jobs in SIZES
        for kind, limit in LIMITS.items()
        if measured(
            f"{kind} {agents} x {jobs}",
            drawn(kind, agents, jobs, np.random.default_rng(1)),
            given.seconds,
        )
        > limit
    ]
    if over:
        sys.exit(f"above their limit: {', '.join(over)}")


if __name__ == "__main__":
    main()
