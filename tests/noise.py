"""Companies in which nothing ever turns: accounts come, grow, shrink and leave by the same dice every month.

What they do is noise, so every turn that is seen in them is a false alarm. A turn can be planted: from a
month on, the dice of leaving are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.revenue.signs.organic import OrganicMonth

FIRST = Month.parse("2022-01")


@dataclass(frozen=True)
class Dice:
    """How a company lives: accounts at the start, and what befalls them each month.

    `spread` is that of the logarithm of an account's ARR (1: the largest of 200 pays a fifteenth of all).
    """

    accounts: int = 200
    spread: float = 1.0
    new: float = 0.03
    churn: float = 0.012
    expansion: float = 0.04
    contraction: float = 0.015


@dataclass(frozen=True)
class Life:
    """The ARR of each account at each month end, in whole units: a row an account, a column a month."""

    arr: np.ndarray

    def months(self, key: str | None = None) -> Mapping[Month, OrganicMonth]:
        """What the program is to find of it: the first month end is the opening of the first month."""
        before, after = self.arr[:, :-1], self.arr[:, 1:]
        sums = {
            "base": before.sum(axis=0),
            "organic": (after - before).sum(axis=0),
            "closing": after.sum(axis=0),
            "fell": np.where(after < before, before, 0).sum(axis=0),
        }
        counts = np.maximum((before > 0).sum(axis=0), (after > 0).sum(axis=0))
        return {
            FIRST + at + 1: OrganicMonth(
                FIRST + at + 1,
                key,
                **{name: int(sums[name][at]) * QUANTA for name in sums},
                accounts=int(counts[at]),
            )
            for at in range(before.shape[1])
        }


def life(rng: np.random.Generator, dice: Dice, months: int, *, turns_at: int = -1, loaded: float = 1) -> Life:
    """Return a company's life over so many months after its first month end.

    From the month `turns_at` (counted from 1) on, accounts leave `loaded` times as often.
    """
    columns = [_sizes(rng, dice, dice.accounts)]
    for month in range(1, months + 1):
        churn = dice.churn * (loaded if 0 < turns_at <= month else 1)
        columns.append(_month(rng, dice, columns[-1], churn))
    height = columns[-1].size
    return Life(np.stack([np.pad(column, (0, height - column.size)) for column in columns], axis=1))


def _month(rng: np.random.Generator, dice: Dice, before: np.ndarray, churn: float) -> np.ndarray:
    live = before > 0
    dies, grows, shrinks = (
        live & (rng.random(before.size) < chance) for chance in (churn, dice.expansion, dice.contraction)
    )
    grown = np.where(grows, before * rng.uniform(1.05, 1.5, before.size), before)
    shrunk = np.where(shrinks, grown * rng.uniform(0.5, 0.95, before.size), grown)
    after = np.where(dies, 0, np.where(live, np.maximum(shrunk.round(), 1), 0)).astype(np.int64)
    return np.concatenate([after, _sizes(rng, dice, rng.poisson(dice.new * live.sum()))])


def _sizes(rng: np.random.Generator, dice: Dice, count: int) -> np.ndarray:
    return np.maximum(1, rng.lognormal(9, dice.spread, count).round()).astype(np.int64)
