"""Generated companies whose intervention has a known effect: what it was is written down, not estimated.

Accounts of very different size live month by month: they grow, shrink and leave, with a momentum of their
own, so that who shrinks tends to go on shrinking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.planning.impact.att import NEVER
from bookload.planning.impact.impact import Impacts, impacts
from bookload.planning.impact.past import Intervention, Past

ACCOUNTS, MONTHS, FIRST = 400, 30, 14
DAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Known:
    """A company, when its accounts were reached, the true effect, and an oracle's standard error of it.

    The oracle knows what every account was expected to do without the intervention, and how far chance
    spreads the mean of it: it estimates nothing, and has no controls to pay for.
    """

    past: Past
    start: NDArray[np.int64]
    effect: float
    oracle_se: float


def company(
    seed: int, *, effect: float = 0.0, by_decline: bool = False, accounts: int = ACCOUNTS, waves: int = 3
) -> Known:
    """Return a company in which an intervention makes what accounts pay `effect` more, from its month on."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(6.5, 1.1, accounts))
    came = rng.integers(-30, 8, accounts)
    moves = _moves(rng, accounts)
    plain = _mrr(size, came, moves)
    start = _starts(rng, plain, by_decline=by_decline, waves=waves)
    columns = np.arange(MONTHS)
    reached = (start[:, None] != NEVER) & (columns >= start[:, None])
    mrr = np.where(reached, plain * (1 + effect), plain)
    past = Past(
        accounts=tuple(f"A{number}" for number in range(accounts)),
        months=tuple(Month(24000 + month) for month in range(MONTHS)),
        segments=("",),
        mrr=mrr,
        age=np.maximum(columns - came[:, None], 0),
        segment=np.zeros((accounts, MONTHS), dtype=np.int64),
        paused=np.zeros((accounts, MONTHS), dtype=bool),
    )
    return Known(past, start, *_truth(plain, mrr, start, effect))


def _moves(rng: np.random.Generator, accounts: int) -> NDArray[np.float64]:
    """Logarithms of growth a month: momentum, steps now and then, and leaving (a large fall)."""
    moves = np.zeros((accounts, MONTHS))
    momentum = rng.normal(0, 0.012, accounts)
    for month in range(MONTHS):
        momentum = 0.8 * momentum + rng.normal(0, 0.008, accounts)
        step = np.where(rng.random(accounts) < 0.06, rng.normal(0.03, 0.12, accounts), 0.0)
        moves[:, month] = momentum + step
        moves[rng.random(accounts) < 0.008, month] = -np.inf
    return moves


def _mrr(
    size: NDArray[np.float64], came: NDArray[np.int64], moves: NDArray[np.float64]
) -> NDArray[np.float64]:
    there = np.arange(MONTHS) >= came[:, None]
    grown = np.exp(np.cumsum(np.where(there, moves, 0.0), axis=1))
    return np.where(there, size[:, None] * grown, 0.0)


def _starts(
    rng: np.random.Generator, plain: NDArray[np.float64], *, by_decline: bool, waves: int
) -> NDArray[np.int64]:
    start = np.full(len(plain), NEVER)
    for wave in range(waves):
        month = FIRST + 3 * wave
        now, then = plain[:, month - 1], plain[:, month - 4]
        able = (now > 0) & (start == NEVER)
        safe = np.where(able & (then > 0), np.maximum(now, 1e-9) / np.maximum(then, 1e-9), 1.0)
        growth = np.clip(np.log(safe), -1, 1)
        chance = 1 / (1 + np.exp(3.2 + 14 * growth)) if by_decline else np.full(len(plain), 0.08)
        start[able & (rng.random(len(plain)) < chance)] = month
    return start


def _truth(
    plain: NDArray[np.float64], mrr: NDArray[np.float64], start: NDArray[np.int64], effect: float
) -> tuple[float, float]:
    """The effect on the mean MRR of six months, of those live at their base; and the oracle's error.

    The oracle's error: how far the treated accounts' own changes spread, as all accounts' do over six months.
    """
    treated = [
        account for account in np.flatnonzero(start != NEVER) if plain[account, start[account] - 1] > 0
    ]
    base = np.array([plain[account, start[account] - 1] for account in treated])
    gained = np.array(
        [(mrr - plain)[account, start[account] : start[account] + 6].mean() for account in treated]
    )
    changes = np.concatenate(
        [
            plain[live, month : month + 6].mean(axis=1) / plain[live, month - 1] - 1
            for month in range(FIRST, FIRST + 9, 3)
            for live in [plain[:, month - 1] > 0]
        ]
    )
    weight = base / base.sum()
    return float(gained.sum() / base.sum()), float(changes.std() * (1 + effect) * np.sqrt((weight**2).sum()))


@cache
def answered() -> Impacts:
    """Three interventions on one company: one gave a fifth more, one did nothing, one reached too few."""
    known = company(3, effect=0.2, accounts=300)
    quiet, few = (np.full(300, NEVER) for _ in range(2))
    others = np.flatnonzero(known.start == NEVER)
    quiet[others[::2]] = FIRST + 2
    few[others[1:30:6]] = FIRST
    asked = [
        Intervention("I-1", "Sprint & <calls>", "campaign", known.start),
        Intervention("I-2", "Letter", "campaign", quiet),
        Intervention("I-3", "Dinner", "campaign", few),
    ]
    return Impacts(DAY, impacts(known.past, asked, DAY))


def one_of(number: int) -> Impacts:
    """The same, where one of the three was asked about alone."""
    every = answered()
    return replace(every, found=every.found[number : number + 1])
