"""Another tool's figures of the same months: one a month, or one an account and month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import MONTHS_A_YEAR, QUANTA, half_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bookload.metrics.revenue.reconcile.figures import Place

WHOLE = ""
"""The account of a figure of the whole company."""

KNOWN_FACTORS = {
    Fraction(12): "annual amounts: 12 times the monthly ones",
    Fraction(1, 12): "a twelfth of the monthly amounts",
    Fraction(100): "amounts in hundredths",
    Fraction(1, 100): "a hundredth of the amounts",
    Fraction(1000): "a thousand times the amounts",
    Fraction(1, 1000): "amounts in thousands",
}
"""What a factor that all amounts have in common most often means."""

NEAR_RATE = Fraction(2, 100)
"""How near, as a share, a factor has to be to a rate of exchange to be told as one."""

LEAST_ALIKE = 3
LARGEST = 5
MOST = Fraction(6, 10)
"""A factor found in the amounts themselves is that of at least so many, and of this share, of them."""


@dataclass(frozen=True)
class Entry:
    """An amount as the other tool states it: `number` x 10^-places, `per` of its units being one of ours."""

    number: int
    places: int
    per: Fraction = Fraction(1)

    @classmethod
    def of(cls, amount: Fraction, places: int, per: Fraction = Fraction(1)) -> Entry:
        """Return an amount with so many decimals."""
        return cls(half_away(amount.numerator * 10**places, amount.denominator), places, per)

    def quanta(self, over: int, factor: Fraction = Fraction(1)) -> int:
        """Return it in quanta, without a factor; `over` is 12 for a monthly amount, 1 for a yearly one."""
        exact = Fraction(self.number * QUANTA * over, 10**self.places) / (self.per * factor)
        return half_away(exact.numerator, exact.denominator)

    def agrees(self, quanta: int, over: int, factor: Fraction = Fraction(1)) -> bool:
        """Return whether quanta, shown with its decimals in its unit, read the same."""
        exact = Fraction(quanta * 10**self.places, QUANTA * over) * self.per * factor
        return half_away(exact.numerator, exact.denominator) == self.number


@dataclass(frozen=True)
class Theirs:
    """What another tool says: entries by month and account, `WHOLE` where it gives one figure a month.

    `accounts` are those of ours that it names in any month, `strangers` its own names for accounts that
    we do not know; `notes` say what was assumed when it was read.
    """

    name: str
    entries: Mapping[Place, Entry]
    by_account: bool
    accounts: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """What all amounts of theirs are multiplied by, and what that means."""

    value: Fraction
    meaning: str


NO_FACTOR = Factor(Fraction(1), "")


def over_of(measure: str) -> int:
    """Return how many of a measure's amounts make a year's."""
    return 1 if measure == "arr" else MONTHS_A_YEAR


def common_factor(
    entries: Mapping[str, Entry], ours: Mapping[str, int], over: int, rates: Mapping[str, Fraction]
) -> Factor:
    """Return the factor of one month's amounts, by account; 1 unless another fits more of them than 1 does.

    `rates` are units of other currencies per one of ours. A factor that is none of the usual ones, nor a
    rate, has to be found in most amounts; of a single amount only usual ones and exact rates are tried.
    """
    both = [account for account, entry in entries.items() if entry.number and ours.get(account)]
    usual = [Factor(value, meaning) for value, meaning in KNOWN_FACTORS.items()]
    usual += [Factor(rate, f"amounts in {code}") for code, rate in rates.items()]
    tried = [*usual, *(_named(value, rates) for value in _ratios(both, entries, ours, over))]
    fits = Counter({place: _agreeing(both, entries, ours, over, each) for place, each in enumerate(tried)})
    best = max(fits, key=lambda place: (fits[place], -place))
    least = Fraction(1) if best < len(usual) else max(Fraction(LEAST_ALIKE), MOST * len(both))
    if fits[best] >= least and fits[best] > _agreeing(both, entries, ours, over, NO_FACTOR):
        return tried[best]
    return NO_FACTOR


def _ratios(
    both: Iterable[str], entries: Mapping[str, Entry], ours: Mapping[str, int], over: int
) -> list[Fraction]:
    """Return the ratios of the largest amounts, which rounding has changed least."""
    largest = sorted(both, key=lambda account: (-abs(ours[account]), account))[:LARGEST]
    return [Fraction(entries[account].quanta(over), ours[account]) for account in largest]


def _named(value: Fraction, rates: Mapping[str, Fraction]) -> Factor:
    near = [code for code, rate in rates.items() if abs(value / rate - 1) <= NEAR_RATE]
    shown = half_away(value.numerator * 10**4, value.denominator)
    text = f"{shown / 10**4:.4f}"
    if near:
        return Factor(value, f"amounts in {' or '.join(sorted(near))}, at a rate of {text}")
    return Factor(value, f"{text} times the amounts, all alike")


def _agreeing(
    both: Iterable[str], entries: Mapping[str, Entry], ours: Mapping[str, int], over: int, factor: Factor
) -> int:
    return sum(entries[account].agrees(ours[account], over, factor.value) for account in both)
