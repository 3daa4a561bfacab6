"""The mean of minutes that a few very long activities do not decide: cut where that costs least, then loaded.

Minutes have a heavy right tail, so the plain mean of a few of them jumps with the longest. Searls (1966) cuts
what is above t down to t: that lowers the variance and adds a bias. The mean squared error is least where

    (t - mean of the cut values) / n = mean, over all n, of what is cut off

(Searls, "An Estimator for a Population Mean which Reduces the Effect of Large True Observations", JASA 61;
Kokic and Bell, "Optimal Winsorizing Cutoffs for a Stratified Finite Population Estimator", J. Official
Statistics 10, 1994, choose the cuts of strata by the same criterion). With n values, k of them above t, which
sum to T, and S the sum of the others, it is linear: t = (n T + S) / (n + k n - k). As n grows t does, and
nothing is cut.

What was cut is not lost: `load` is the factor that makes count x cut mean over all groups equal to the
minutes logged, as insurers load capped losses with the pooled excess. One day that went wrong then raises
every group a little instead of one a lot, and none above the longest that it took: what always took thirty
minutes is not said to take more, and the others bear what it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CutMean:
    """The cut mean of n values, the largest, the point they are cut at, and their sum before and after."""

    count: int
    total: int
    longest: int
    cut_at: Fraction
    cut_total: Fraction

    @property
    def mean(self) -> Fraction:
        """The mean of the cut values."""
        return self.cut_total / self.count

    def loaded(self, factor: Fraction) -> Fraction:
        """Return the mean raised by a factor, but not above the largest value."""
        return min(self.mean * factor, Fraction(self.longest))


def cut_mean(values: Sequence[tuple[int, int]]) -> CutMean | None:
    """Return the cut mean of values given as (value, how many), in any order; None for none."""
    falling = sorted(((value, times) for value, times in values if times), reverse=True)
    if not falling:
        return None
    count = sum(times for _, times in falling)
    total = sum(value * times for value, times in falling)
    above = above_sum = 0
    for place, (value, times) in enumerate(falling):
        above, above_sum = above + times, above_sum + value * times
        below = falling[place + 1][0] if place + 1 < len(falling) else None
        cut = Fraction(count * above_sum + total - above_sum, count + above * (count - 1))
        if below is None or cut >= below:
            # The condition falls as t rises, so the first range that holds its own t is the only one.
            cut = min(cut, Fraction(value))
            break
    return CutMean(count, total, falling[0][0], cut, total - above_sum + cut * above)


def load(means: Iterable[CutMean]) -> Fraction:
    """Return the factor by which cut means are `loaded` so that all of them together make the logged total.

    Groups that it would raise above their largest value stay there, those with the least room first; what is
    owed then is over the others. That ends in time: at their largest values, groups make the total or more.
    """
    found = sorted((each for each in means if each.total), key=lambda each: each.longest / each.mean)
    owed = Fraction(sum(each.total for each in found))
    cut = sum((each.cut_total for each in found), Fraction(0))
    for each in found:
        if owed * each.mean <= cut * each.longest:
            return owed / cut
        owed, cut = owed - each.count * each.longest, cut - each.cut_total
    return Fraction(1)


def median(values: Sequence[tuple[int, int]]) -> Fraction | None:
    """Return the median of values given as (value, how many); of an even number the middle of two."""
    rising = sorted((value, times) for value, times in values if times)
    count = sum(times for _, times in rising)
    if not count:
        return None
    low, high = _at(rising, (count - 1) // 2), _at(rising, count // 2)
    return Fraction(low + high, 2)


def _at(rising: Sequence[tuple[int, int]], place: int) -> int:
    passed = 0
    for value, times in rising:
        passed += times
        if passed > place:
            return value
    raise IndexError(place)
