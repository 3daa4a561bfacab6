"""Futures: the simulated accounts and ARR of a method, with the hours and the people that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.base.progress import Progress
from bookload.planning.forecast.backtest import widened
from bookload.planning.forecast.draws import CAPS, Draws
from bookload.planning.forecast.drivers import Drivers, worlds
from bookload.planning.forecast.history import carried
from bookload.planning.forecast.kept import counted, kept
from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.people import Team
from bookload.planning.forecast.relationships import raised
from bookload.planning.forecast.simulate import simulate
from bookload.planning.forecast.workload import YOUNG, Asking, Workload, asking

Floats = NDArray[np.float64]

EXPECTED = 64
"""Drawn sets of parameters that the expected mix of old and new accounts is taken from."""

REVENUE = 0
"""The place of the revenue role among a workload's roles: who holds relationships."""

AT_ONCE = 64
"""Draws whose hours and people are made at once."""


@dataclass(frozen=True)
class Horizon:
    """The months ahead, each with how many months it takes from the starting point or the month before it."""

    months: tuple[Month, ...]
    steps: Floats

    @property
    def first(self) -> int:
        """The calendar month of the first, 0 for January."""
        return self.months[0].number - 1


@dataclass(frozen=True)
class Stocks:
    """Drawn accounts and ARR at month ends, and accounts that came in the month: (draws, M, S) each."""

    accounts: Floats
    arr: Floats
    came: Floats


def horizon(as_of: date, length: int) -> Horizon:
    """Return the months after that of `as_of`; the first takes what is left of `as_of`'s month, too."""
    today = Month.of(as_of)
    steps = np.ones(length)
    steps[0] += (today.last_day - as_of).days / today.days
    return Horizon(tuple(month_range(today + 1, today + length)), steps)


def drawn_stocks(
    known: Drivers, ahead: Horizon, draws: int, chance: np.random.Generator, progress: Progress
) -> Stocks:
    """Return what the drivers say of the months ahead."""
    shape = (draws, len(ahead.months), len(known.segments))
    found = Stocks(*(np.empty(shape) for _ in range(3)))
    for chunk in simulate(known, ahead.steps, ahead.first, draws, chance, progress):
        part = slice(chunk.start, chunk.start + len(chunk.accounts))
        found.accounts[part], found.arr[part], found.came[part] = chunk.accounts, chunk.arr, chunk.came
    return found


def carried_stocks(
    past: Panel, ahead: Horizon, known: Drivers, draws: int, chance: np.random.Generator
) -> Stocks:
    """Return what the series say of the months ahead; who comes is as the drivers expect on average."""
    gap = ahead.months[0].ordinal - past.months[-1].ordinal - 1
    accounts, arr = carried(past, len(ahead.months) + gap).drawn(draws, chance)
    rate = worlds(known, ahead.steps, ahead.first, EXPECTED, chance).rate.mean(axis=0).T
    return Stocks(accounts[:, gap:], arr[:, gap:], np.broadcast_to(rate, accounts[:, gap:].shape))


def wider(found: Stocks, accounts: float, arr: float) -> Stocks:
    """Return the draws moved away from their means by a factor each."""
    return Stocks(widened(found.accounts, accounts), widened(found.arr, arr), found.came)


def expected(
    known: Drivers, load: Workload, ahead: Horizon, noise: float, chance: np.random.Generator
) -> Asking:
    """Return the workload of the mix of accounts that the drivers expect."""
    each = worlds(known, ahead.steps, ahead.first, EXPECTED, chance)
    found = kept(each, counted(known.base, each))
    stays = found.of_new[:, :, :YOUNG, 0].mean(axis=0).T
    there, joined = found.there.mean(axis=0).T, found.joined.mean(axis=0).T
    return asking(load, there, joined, stays, noise)


def together(
    found: Stocks,
    work: Asking,
    people: Team,
    ahead: Horizon,
    known: Sequence[str],
    chance: np.random.Generator,
) -> Draws:
    """Return the draws with the hours that they ask for and the people who will be there."""
    roles, held = work.load.roles, work.load.held
    shape = (len(found.accounts), len(ahead.months), len(roles))
    hours, supply = np.empty(shape), np.empty(shape)
    bound = None if held is None else np.zeros((*shape[1:], len(CAPS)))
    for start in range(0, shape[0], AT_ONCE):
        part = slice(start, start + AT_ONCE)
        hours[part] = work.hours(found.accounts[part], found.came[part], chance)
        if held is not None and bound is not None:
            mine = hours[part, :, REVENUE]
            bound[:, REVENUE] += raised(mine, found.accounts[part], held, people.head) / shape[0]
        supply[part] = people.supply(len(hours[part]), chance)
    head = np.repeat(people.head[:, None], len(roles), axis=1)
    return Draws(ahead.months, tuple(known), roles, found.accounts, found.arr, hours, supply, head, bound)
