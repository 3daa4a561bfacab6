"""The best set of levers: an integer programme, whose answer is checked again in exact arithmetic.

maximise    sum of the hours that the chosen options free                     (and of these the cheapest)
subject to  one_option    at most one combination of levers an activity
            bought        an option needs each of its levers, which costs once
            experience    people + counted digital contact >= today's, per segment and stage
            personal      contact that people alone make up for >= today's, per segment and stage
            counted       counted digital contact <= what there is, <= its cap
            load          hours of everybody and month <= the larger of today's and the target
            budget        one-off and running costs over the months <= the budget
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from bookload.base.errors import BookloadError
from bookload.base.period import Month
from bookload.base.progress import Progress
from bookload.data.documents import Lever
from bookload.planning.journey import role_of
from bookload.planning.plan.levers.chosen import (
    Chosen,
    choose,
    cost_each,
    cost_once,
    freed_by,
    room,
)
from bookload.planning.plan.levers.experience import NONE, Cell, Contact, counted
from bookload.planning.plan.levers.options import Option, Standing, Who
from bookload.planning.solve import Problem, Rows, Solution, solve

REFUSED_AT_MOST = 50
"""Choices that rounding in the solver lets through and exact arithmetic refuses, before giving up."""

HALF = 0.5
SLACK = 1e-9
UNBOUNDED = float("inf")


@dataclass
class _Lines:
    """Rows of the programme as they are written: columns with factors, between two bounds."""

    names: list[str] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def add(
        self,
        name: str,
        factors: Mapping[int, Fraction | float],
        lower: Fraction | float = -UNBOUNDED,
        upper: Fraction | float = UNBOUNDED,
    ) -> None:
        """Write a row, its largest factor scaled to 1: beside it the solver's tolerance is small."""
        filled = {column: float(factor) for column, factor in factors.items() if factor}
        if not filled:
            return
        scale = max(abs(factor) for factor in filled.values())
        row = len(self.names)
        self.names.append(name)
        self.lower.append(float(lower) / scale)
        self.upper.append(float(upper) / scale)
        self.entries += [(row, column, factor / scale) for column, factor in filled.items()]

    def copy(self) -> _Lines:
        """Return the same rows, for more to be written under them."""
        return _Lines([*self.names], [*self.lower], [*self.upper], [*self.entries])

    def rows(self) -> Rows:
        """Return the rows as the solver takes them."""
        row, column, value = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        return Rows(
            tuple(self.names),
            np.array(self.lower, dtype=np.float64),
            np.array(self.upper, dtype=np.float64),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(value, dtype=np.float64),
        )


@dataclass(frozen=True)
class Programme:
    """The programme of a company's options: columns for options, levers, and counted digital contact.

    `role` is whose hours are freed; None for all roles.
    """

    standing: Standing
    role: str | None
    options: tuple[Option, ...]
    levers: tuple[Lever, ...]
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, standing: Standing, role: str | None) -> Programme:
        """Return the programme of where a company stands."""
        options = tuple(each for choices in standing.options for each in choices[1:])
        return cls(standing, role, options, standing.levers, tuple(standing.contact))

    def best(self, budget: Fraction | None, progress: Progress | None = None) -> Chosen:
        """Return the set that frees most hours under a budget, the cheapest of those that free as many.

        Solved to optimality; raises `BookloadError` where the solver was told to stop.
        """
        refused: list[Chosen] = []
        for _ in range(REFUSED_AT_MOST):
            most = self._solved(self._hours, budget, None, refused, progress)
            freed = -sum((self._hours[column] for column in self._columns(most)), NONE)
            found = self._solved(self._costs, budget, freed, refused, progress)
            choice = choose(self.standing, [self.options[each] for each in self._columns(found)], self.role)
            if choice.allowed and self._within(choice, budget):
                return choice
            refused.append(choice)
        raise BookloadError("the solver finds only sets of levers that exact arithmetic refuses; report this")

    def _within(self, choice: Chosen, budget: Fraction | None) -> bool:
        return budget is None or choice.cost.over(len(self.standing.months)) <= budget

    def _columns(self, solution: Solution) -> list[int]:
        """Return the columns of the options that a solution chooses."""
        values = solution.values
        assert values is not None  # noqa: S101 - `_solved` saw to it
        return [column for column in range(len(self.options)) if values[column] > HALF]

    @cached_property
    def _hours(self) -> dict[int, Fraction]:
        """Return what to minimise for most hours: those freed, negative."""
        return {
            column: -freed_by(self.standing, option, self.role) for column, option in enumerate(self.options)
        }

    @cached_property
    def _costs(self) -> dict[int, Fraction]:
        months = len(self.standing.months)
        found = {
            column: sum((cost_each(lever).over(months) for lever in option.levers), NONE)
            for column, option in enumerate(self.options)
        }
        first = len(self.options)
        return found | {first + place: cost_once(each).over(months) for place, each in enumerate(self.levers)}

    def _solved(
        self,
        cost: Mapping[int, Fraction],
        budget: Fraction | None,
        freed: Fraction | None,
        refused: Sequence[Chosen],
        progress: Progress | None,
    ) -> Solution:
        lines = self._always.copy()
        if budget is not None:
            lines.add("budget", self._costs, upper=budget)
        if freed is not None:
            least = float(freed) - SLACK * max(1.0, abs(float(freed)))
            lines.add("hours", {column: -hours for column, hours in self._hours.items()}, lower=least)
        for choice in refused:
            self._forbid(choice, lines)
        whole = len(self.options) + len(self.levers)
        size = whole + len(self.cells)
        weights = np.zeros(size)
        for column, each in cost.items():
            weights[column] = float(each)
        upper = np.ones(size)
        upper[whole:] = [float(self.standing.cap[cell]) for cell in self.cells]
        solution = solve(
            Problem(weights, np.zeros(size), upper, np.arange(size) < whole, lines.rows()), progress=progress
        )
        if solution.status != "optimal" or solution.values is None:
            raise BookloadError(f"the best set of levers was not found: the solver says {solution.status}")
        return solution

    @cached_property
    def _always(self) -> _Lines:
        """The rows that hold whatever the budget."""
        lines = _Lines()
        self._one_option(lines)
        self._bought(lines)
        self._experience(lines)
        self._loads(lines)
        return lines

    def _one_option(self, lines: _Lines) -> None:
        columns: dict[int, dict[int, float]] = defaultdict(dict)
        for column, option in enumerate(self.options):
            columns[option.number][column] = 1.0
        for number, each in columns.items():
            lines.add(f"one option of '{self.standing.activities[number].name}'", each, upper=1.0)

    def _bought(self, lines: _Lines) -> None:
        for place, lever in enumerate(self.levers, start=len(self.options)):
            using: dict[int, dict[int, float]] = defaultdict(dict)
            for column, option in enumerate(self.options):
                if any(each.name == lever.name for each in option.levers):
                    using[option.number][column] = 1.0
            for each in using.values():
                lines.add(f"'{lever.name}' bought", {**each, place: -1.0}, upper=0.0)

    def _experience(self, lines: _Lines) -> None:
        first = len(self.options) + len(self.levers)
        for place, cell in enumerate(self.cells):
            today = self.standing.contact[cell]
            changes = {column: self._change(option, cell) for column, option in enumerate(self.options)}
            people = {column: each.people for column, each in changes.items()}
            digital = {column: -each.digital for column, each in changes.items()}
            least = counted(today, self.standing.cap[cell]) - today.people
            lines.add(f"experience of {cell}", {**people, first + place: 1.0}, lower=least)
            lines.add(f"counted of {cell}", {**digital, first + place: 1.0}, upper=today.digital)
            personal = {column: each.personal for column, each in changes.items()}
            lines.add(f"personal of {cell}", personal, lower=0.0)

    def _change(self, option: Option, cell: Cell) -> Contact:
        today = self.standing.options[option.number][0].contact.get(cell, Contact())
        return option.contact.get(cell, Contact()) - today

    def _loads(self, lines: _Lines) -> None:
        changes: dict[tuple[Who, Month], dict[int, Fraction]] = defaultdict(dict)
        for column, option in enumerate(self.options):
            today = self.standing.options[option.number][0].loads
            for key in today.keys() | option.loads.keys():
                changes[key][column] = option.loads.get(key, NONE) - today.get(key, NONE)
        for place, lever in enumerate(self.levers, start=len(self.options)):
            for month, hours in room(self.standing, lever).items():
                role = role_of(str(lever.to_role), self.standing.policy)
                changes[("role", role), month][place] = -hours
        for key, factors in changes.items():
            if any(factor > 0 for factor in factors.values()):
                left = self.standing.limits.get(key, NONE) - self.standing.loads.get(key, NONE)
                lines.add(f"load of {key[0]} in {key[1]}", factors, upper=left)

    def _forbid(self, choice: Chosen, lines: _Lines) -> None:
        """Write a row that holds for every set but one."""
        picked = {id(option) for option in choice.options}
        signs = {column: -1.0 if id(option) in picked else 1.0 for column, option in enumerate(self.options)}
        lines.add("not again", signs, lower=1.0 - len(picked))
