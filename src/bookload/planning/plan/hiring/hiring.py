"""The hiring plan of simulated futures: fitted on some, judged on others, beside what else could be hired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.planning.plan.hiring.leavers import Lives, expected, lives
from bookload.planning.plan.hiring.need import alone, lacking, needed
from bookload.planning.plan.hiring.outcome import Futures, Outcome, Starts, outcome
from bookload.planning.plan.hiring.programme import Hires, Task, planned
from bookload.planning.plan.hiring.terms import Floats, Terms, within
from bookload.planning.solve import Limits

FITTING = 3
"""Rounds in which plan and the spread of its own leavers are made to fit, before the last."""

SLACK = 0.005
"""Heads that a plan may carry less than its own spread asks for; the judging futures tell."""

LOOSE = 0.02
"""The gap of these rounds: they only have to say about when who starts."""


class Simulated(Protocol):
    """What of `forecast.Draws` a plan is made from: hours asked and there (D, M, R), and of a head (M, R)."""

    @property
    def hours(self) -> Floats:
        """Hours asked of a role in a month."""
        ...

    @property
    def supply(self) -> Floats:
        """Plannable hours of today's people who are still there."""
        ...

    @property
    def head_hours(self) -> Floats:
        """Plannable hours of one standard ramped head."""
        ...


@dataclass(frozen=True)
class Fitted:
    """The plan of each role, in the order of the terms' roles, and what it was asked for.

    `needed` (M, R) is the heads that hires have to carry, `unmet` (M, R) what of it no plan could. `bounds`
    (R,) says, in pay months, what no plan that keeps the levels costs less than, whichever role of a month it
    lets fall short; `hires` are within their gap of the least cost where no role bears the risk for another.
    """

    starts: Starts
    hires: tuple[Hires, ...]
    needed: Floats
    unmet: Floats
    bounds: Floats

    @property
    def gap(self) -> float:
        """How far the plan's cost may be from the least, over all roles, at most."""
        return max((each.gap for each in self.hires), default=0.0)

    @property
    def stopped(self) -> bool:
        """Whether time ran out, or somebody stopped it, before the gap that was asked for."""
        return any(each.stopped for each in self.hires)


@dataclass(frozen=True)
class Chances:
    """Generators for the lives of hires: of the futures that a plan is fitted on, and of those that judge."""

    fitted: np.random.Generator
    judged: np.random.Generator

    @classmethod
    def of(cls, seed: int) -> Chances:
        """Return two independent streams of one seed."""
        fitted, judged = np.random.default_rng(seed).spawn(2)
        return cls(fitted, judged)


def fit(
    draws: Simulated, terms: Terms, generator: np.random.Generator, progress: Progress | None = None
) -> Fitted:
    """Return the plan of least cost that keeps the levels of cover in some futures.

    Raises `UsageError` for futures without months or roles, or too few of them for the levels.
    """
    count, months, roles = draws.hours.shape
    within(terms, months)
    if roles != len(terms.roles):
        raise UsageError(f"the futures have {roles} roles and the terms {len(terms.roles)}")
    told = progress or Progress()
    lack = lacking(draws.hours, draws.supply, draws.head_hours)
    drawn = lives(terms, _heads(lack), count, generator)
    spread = _settled(lack, drawn, terms, (Limits(terms.seconds / 10, LOOSE), told))
    asked = needed(lack + spread, terms)
    found = _plans(lack + spread, asked, terms, (Limits(terms.seconds, terms.gap), told))
    for _ in range(FITTING if terms.leaving else 0):
        own = needed(lack + _spread(terms, drawn, _starts(found)), terms)
        lacks = own - expected(terms, _starts(found)) - np.column_stack([each.unmet for each in found])
        again: NDArray[np.bool_] = np.asarray((lacks > SLACK).any(axis=0))
        if not again.any() or any(each.stopped for each in found):
            break
        asked = np.where(again, np.maximum(asked, own), asked)
        found = _plans(lack + spread, asked, terms, (Limits(terms.seconds, terms.gap), told), (found, again))
    return Fitted(
        starts=_starts(found),
        hires=found,
        needed=asked,
        unmet=np.column_stack([each.unmet for each in found]),
        bounds=_bounds(lack + spread, terms, told),
    )


def _settled(lack: Floats, drawn: Lives, terms: Terms, how: tuple[Limits, Progress]) -> Floats:
    """Return the spread that a plan's own leavers add, (D, M, R), made to fit that plan."""
    spread = np.zeros_like(lack)
    starts = np.zeros(lack.shape[1:], dtype=np.int64)
    for _ in range(FITTING if terms.leaving else 0):
        before, starts = starts, _starts(_plans(lack + spread, needed(lack + spread, terms), terms, how))
        if (before == starts).all():
            break
        spread = _spread(terms, drawn, starts)
    return spread


def judge(draws: Simulated, terms: Terms, most: Starts, generator: np.random.Generator) -> Futures:
    """Return the futures that plans are judged in, with lives for as many hires (R,) as any of them has."""
    lack = lacking(draws.hours, draws.supply, draws.head_hours)
    return Futures(lack, lives(terms, most, draws.hours.shape[0], generator))


def judged(starts: Starts, futures: Futures, terms: Terms) -> Outcome:
    """Return how hires do in the futures that judge."""
    return outcome(starts, futures, terms.first_joint(starts.shape[0]))


def once_ramped(terms: Terms) -> Terms:
    """Return the same terms with levels that hold from the month that the first hires are ramped in."""
    return replace(terms, reach=len(terms.ramp))


def _plans(
    lack: Floats,
    asked: Floats,
    terms: Terms,
    how: tuple[Limits, Progress],
    before: tuple[tuple[Hires, ...], NDArray[np.bool_]] | None = None,
) -> tuple[Hires, ...]:
    """Return the plan of each role; with plans from before, only the roles marked are planned again.

    Time that a role leaves over is the next ones'.
    """
    limits, told = how
    end, count = monotonic() + limits.seconds, len(terms.roles)
    found = []
    for number, role in enumerate(terms.roles):
        if before is not None and not before[1][number]:
            found.append(before[0][number])
            continue
        told.report("hiring plan", number, count)
        share = replace(limits, seconds=max(0.0, end - monotonic()) / (count - number))
        found.append(planned(Task(terms, role, lack[:, :, number], asked[:, number]), share, told))
    return tuple(found)


def _bounds(lack: Floats, terms: Terms, told: Progress) -> Floats:
    """Return the bound of each role's cost where only its own level holds."""
    found = _plans(lack, alone(lack, terms), terms, (Limits(terms.seconds, LOOSE), told))
    return np.array([each.bound for each in found])


def _starts(found: tuple[Hires, ...]) -> Starts:
    return np.column_stack([each.starts for each in found])


def _spread(terms: Terms, drawn: Lives, starts: Starts) -> Floats:
    """Return what hires were expected to carry less what they do in each future, (D, M, R)."""
    return np.asarray(expected(terms, starts) - drawn.carried(starts))


def _heads(lack: Floats) -> NDArray[np.int64]:
    """Return the heads of each role that lives are drawn for: more than any plan here should ask for."""
    heads: NDArray[np.int64] = np.ceil(4 * np.maximum(lack.max(axis=(0, 1)), 1)).astype(np.int64)
    return heads
