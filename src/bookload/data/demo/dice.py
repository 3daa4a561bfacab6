"""Chance that every machine and every Python version repeats.

Only `random.Random.random` is promised to give the same numbers for the same seed in every version, so all
draws are made from it. The logarithms and exponentials of a machine's mathematics library differ in the last
digit, and `sum` adds floats differently since Python 3.12; so neither is used: additions and multiplications
of IEEE doubles are the same everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

_HALVINGS = 10
_TERMS = 8
_BELLS_A_QUANTILE = 40

BELL_DRAWS = 12
"""Uniform draws whose sum is nearly normal, with deviation 1."""


def exp(power: float) -> float:
    """Return e to the power, to about twelve digits, the same on every machine."""
    small = power / 2**_HALVINGS
    term = total = 1.0
    for number in range(1, _TERMS + 1):
        term *= small / number
        total += term
    for _ in range(_HALVINGS):
        total *= total
    return total


class Dice:
    """A stream of draws of its own for one noun of the sample company."""

    def __init__(self, seed: int, noun: str) -> None:
        self._stream = random.Random(f"{seed}:{noun}")  # noqa: S311 - a sample company, not a secret

    def unit(self) -> float:
        """Return a number in [0, 1)."""
        return self._stream.random()

    def below(self, count: int) -> int:
        """Return a whole number from 0 to count − 1."""
        return int(self.unit() * count)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, probability: float) -> bool:
        """Return True that often."""
        return self.unit() < probability

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options, each as likely as the others."""
        return options[self.below(len(options))]

    def weighted(self, options: Mapping[T, int]) -> T:
        """Return one of the options, each as likely as its whole-number weight."""
        left = self.below(sum(options.values()))
        for option, weight in options.items():
            left -= weight
            if left < 0:
                return option
        raise AssertionError("the weights add up to more than is drawn")

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return the options in a drawn order."""
        order = list(options)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def bell(self) -> float:
        """Return a draw of mean 0 and deviation 1: twelve uniform ones, less six, nearly normal."""
        total = -BELL_DRAWS / 2
        for _ in range(BELL_DRAWS):
            total += self.unit()
        return total

    def lognormal(self, median: float, spread: float) -> float:
        """Return a draw whose logarithm is normal, half of all below the median."""
        return median * exp(spread * self.bell())

    def lognormal_sizes(self, count: int, median: float, spread: float) -> list[float]:
        """Return `count` log-normal sizes in a drawn order, one from each equal part of the distribution.

        A plain sample of forty sizes would have a sum that swings by a tenth; taking one from each fortieth
        of the distribution keeps its shape and steadies its sum.
        """
        bells = sorted(self.bell() for _ in range(count * _BELLS_A_QUANTILE))
        middle = _BELLS_A_QUANTILE // 2
        sizes = [median * exp(spread * bells[at * _BELLS_A_QUANTILE + middle]) for at in range(count)]
        return self.shuffled(sizes)


class Quota:
    """Chances that come due about as often as they should: once for every whole one or so that has added up.

    Systematic sampling with jitter: which account it hits is arbitrary, how many are hit hardly is, so that a
    segment of forty accounts has the churn that it is meant to have.
    """

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._left = dice.unit()

    def hit(self, probability: float) -> bool:
        """Use up a chance, and return whether the next hit has come due."""
        self._left -= probability
        if self._left > 0.0:
            return False
        self._left += 0.5 + self._dice.unit()
        return True
