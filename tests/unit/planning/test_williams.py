"""Manpower planning, as H. P. Williams publishes it: its data, its rules and its optima.

H. P. Williams, *Model Building in Mathematical Programming*, 5th edition (Wiley, 2013), problem 12.5, its
solution in 14.5: three years, three kinds of workers; at least 841.797 are made redundant, or, at the least
cost of 498,677, rather more.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest

from bookload.planning.solve import Problem, Rows, solve

KINDS = ("unskilled", "semi", "skilled")
YEARS = (1, 2, 3)
STRENGTH = {"unskilled": 2000, "semi": 1500, "skilled": 1000}
NEEDED = {"unskilled": (1000, 500, 0), "semi": (1400, 2000, 2500), "skilled": (1000, 1500, 2000)}
LEAVE_FIRST_YEAR = {"unskilled": 0.25, "semi": 0.20, "skilled": 0.10}
LEAVE_LATER = {"unskilled": 0.10, "semi": 0.05, "skilled": 0.05}
RECRUITS = {"unskilled": 500, "semi": 800, "skilled": 500}
REDUNDANCY_COST = {"unskilled": 200, "semi": 500, "skilled": 500}
OVERMANNING_COST = {"unskilled": 1500, "semi": 2000, "skilled": 3000}
SHORT_TIME_COST = {"unskilled": 500, "semi": 400, "skilled": 400}
RETRAINING = {("unskilled", "semi"): 400, ("semi", "skilled"): 500}
DOWNGRADING = (("semi", "unskilled"), ("skilled", "semi"), ("skilled", "unskilled"))
MOST_UNSKILLED_RETRAINED, MOST_SEMI_RETRAINED = 200, 0.25
MOST_SHORT_TIME, MOST_OVERMANNING = 50, 150
STAY_ON_DOWNGRADING = 0.5


Key = tuple[tuple[str, object], int]
"""A column: what happens to which kind (or between which), in which year."""


class Workforce:
    """Columns and rows by name, gathered and handed over once."""

    def __init__(self) -> None:
        kinds: list[tuple[str, object]] = [
            *(("force", kind) for kind in KINDS),
            *(("recruit", kind) for kind in KINDS),
        ]
        kinds += [(what, kind) for what in ("redundant", "short", "over") for kind in KINDS]
        kinds += [("move", pair) for pair in (*RETRAINING, *DOWNGRADING)]
        self.columns: dict[Key, int] = {key: place for place, key in enumerate(product(kinds, YEARS))}
        self.upper = np.full(len(self.columns), np.inf)
        self.rows: list[tuple[str, list[tuple[Key, float]], float, float]] = []

    def row(self, name: str, parts: list[tuple[Key, float]], low: float, high: float) -> None:
        self.rows.append((name, parts, low, high))

    def limit(self, what: str, kind: object, most: float) -> None:
        for year in YEARS:
            self.upper[self.columns[(what, kind), year]] = most

    def problem(self, cost: Mapping[tuple[str, object], float]) -> Problem:
        size = len(self.columns)
        costs = np.zeros(size)
        for (kind, year), place in self.columns.items():
            costs[place] = cost.get(kind, 0)
            assert year in YEARS
        entries = [
            (number, self.columns[key], value)
            for number, (_, parts, _, _) in enumerate(self.rows)
            for key, value in parts
        ]
        row, column, value = map(np.array, zip(*entries, strict=True))
        low = np.array([low for _, _, low, _ in self.rows], dtype=float)
        high = np.array([high for _, _, _, high in self.rows], dtype=float)
        names = [name for name, _, _, _ in self.rows]
        rows = Rows(names, low, high, row, column, value.astype(float))
        return Problem(costs, np.zeros(size), self.upper, np.zeros(size, dtype=bool), rows)


def workforce() -> Workforce:
    model = Workforce()
    for kind in KINDS:
        model.limit("recruit", kind, RECRUITS[kind])
        model.limit("short", kind, MOST_SHORT_TIME)
    model.limit("move", ("unskilled", "semi"), MOST_UNSKILLED_RETRAINED)
    for year in YEARS:
        for kind in KINDS:
            continuity(model, kind, year)
            parts: list[tuple[Key, float]] = [((("force", kind), year), 1), ((("over", kind), year), -1)]
            parts.append(((("short", kind), year), -0.5))
            needed = NEEDED[kind][year - 1]
            model.row(f"{kind} needed in year {year}", parts, needed, needed)
        retrained: list[tuple[Key, float]] = [((("move", ("semi", "skilled")), year), 1)]
        model.row(
            f"retraining in year {year}",
            [*retrained, ((("force", "skilled"), year), -MOST_SEMI_RETRAINED)],
            -np.inf,
            0,
        )
        over: list[tuple[Key, float]] = [((("over", kind), year), 1) for kind in KINDS]
        model.row(f"overmanning in year {year}", over, -np.inf, MOST_OVERMANNING)
    return model


def continuity(model: Workforce, kind: str, year: int) -> None:
    """Add: force = those who stay + recruits who stay + moved in - moved out - redundant."""
    stays = 1 - LEAVE_LATER[kind]
    parts: list[tuple[Key, float]] = [
        ((("force", kind), year), 1),
        ((("recruit", kind), year), LEAVE_FIRST_YEAR[kind] - 1),
    ]
    parts.append(((("redundant", kind), year), 1))
    for source, target in RETRAINING:
        if target == kind:
            parts.append(((("move", (source, target)), year), -stays))
        if source == kind:
            parts.append(((("move", (source, target)), year), 1))
    for source, target in DOWNGRADING:
        if target == kind:
            parts.append(((("move", (source, target)), year), -STAY_ON_DOWNGRADING))
        if source == kind:
            parts.append(((("move", (source, target)), year), 1))
    before = stays * STRENGTH[kind] if year == 1 else 0
    if year > 1:
        parts.append(((("force", kind), year - 1), -stays))
    model.row(f"{kind} in year {year}", parts, before, before)


def test_williams_least_redundancy_is_841_797_workers() -> None:
    found = solve(workforce().problem({("redundant", kind): 1 for kind in KINDS}))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(841.797, abs=0.0005)


def test_williams_least_cost_is_498_677() -> None:
    model = workforce()
    cost: dict[tuple[str, object], float] = {("redundant", kind): REDUNDANCY_COST[kind] for kind in KINDS}
    cost |= {("over", kind): OVERMANNING_COST[kind] for kind in KINDS}
    cost |= {("short", kind): SHORT_TIME_COST[kind] for kind in KINDS}
    moving: dict[tuple[str, object], float] = {("move", pair): each for pair, each in RETRAINING.items()}
    found = solve(model.problem(cost | moving))
    assert found.objective == pytest.approx(498_677, abs=0.5)
    assert found.values is not None
    redundant = sum(
        found.values[model.columns[("redundant", kind), year]] for kind in KINDS for year in YEARS
    )
    # Williams states 1,423.7 redundant at least cost.
    assert redundant == pytest.approx(1423.7, abs=0.05)
