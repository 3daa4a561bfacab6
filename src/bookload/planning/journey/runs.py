"""What holds of accounts from when to when, as sorted columns: asked for many accounts and times at once.

An account is its number in the order of ids; a time is a whole number: the ordinal of a day, or of a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

SPAN = 1 << 22
"""More than any day's or month's number: an account's times stand between its own multiple and the next."""

Ints = NDArray[np.int64]


def keyed(account: Ints, when: Ints | int) -> Ints:
    """Return accounts and times as one number each, in the order of accounts and then of time."""
    return account * SPAN + when


@dataclass(frozen=True)
class Runs:
    """Values over `[since, until)`, both `keyed`, in order; those of one account do not overlap.

    Of runs that begin at the same time the last one holds.
    """

    since: Ints
    until: Ints
    value: Ints

    def place(self, account: Ints, when: Ints) -> Ints:
        """Return which run holds for each account and time, -1 where none does."""
        if not len(self.since):
            return np.full(len(account), -1)
        last, begun = self._last
        known = np.minimum(account, len(last) - 1)
        found = last[known]
        early = np.flatnonzero(when < begun[known])
        found[early] = np.searchsorted(self.since, keyed(account[early], when[early]), side="right") - 1
        held = (found >= 0) & (self.since[found] // SPAN == account)
        held &= keyed(account, when) < self.until[found]
        return np.where(held, found, -1)

    @cached_property
    def _last(self) -> tuple[Ints, Ints]:
        """The last run by each account, or by one before it, and when it begins: most times are in it."""
        last = _last_of(self.since, int(self.since[-1] // SPAN) + 1)
        return last, times(self.since[last])

    def at(self, account: Ints, when: Ints) -> Ints:
        """Return the value that holds for each account and time, -1 where none does."""
        place = self.place(account, when)
        return np.where(place >= 0, self.value[place], -1) if len(self.value) else place


def times(keys: Ints) -> Ints:
    """Return the times of keys."""
    return keys & (SPAN - 1)


def met(since: Ints, account: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return which ranges the days `[start, end)` of each account meet: from one to before another.

    `since` are keyed and in order; each account has ranges that follow each other from its first day on.
    """
    last = _last_of(since, int(account.max(initial=-1)) + 1)
    low = last[account]
    high = low + 1
    early = np.flatnonzero(start < times(since[last])[account])
    low[early] = np.searchsorted(since, keyed(account[early], start[early]), side="right") - 1
    high[early] = np.searchsorted(since, keyed(account[early], end[early]), side="left")
    return low, high


def _last_of(since: Ints, count: int) -> Ints:
    """Return the last place of each of so many accounts, of one before it where it has none."""
    return np.searchsorted(since, keyed(np.arange(1, count + 1), 0)) - 1


def distinct(keys: Ints) -> Ints:
    """Return the keys that occur, in order; most are different, which hashing them is slow for."""
    rising = np.sort(keys)
    return rising[np.append(True, rising[1:] != rising[:-1])] if len(rising) else rising


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for so many items each the number of its source, and its place among those of it."""
    if (counts == 1).all():
        return np.arange(len(counts)), np.zeros(len(counts), np.int64)
    source = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return source, np.arange(len(source)) - first[source]


DENSE = 1 << 24
"""Keys below this are counted rather than sorted."""


def summed(index: Ints, weights: Ints, count: int) -> Ints:
    """Return exact sums of whole numbers by index; raise `OverflowError` where they might not fit.

    Floats hold whole numbers below 2^53: the weights are added up in two halves that stay below it.
    """
    low, high = weights & 0xFFFFF, weights >> 20
    largest = int(np.abs(high).max(initial=0)) + 1
    if largest * len(index) >= 1 << 42:
        raise OverflowError("weights are too large to be added up exactly")
    below = np.bincount(index, low, count).astype(np.int64)
    return below + (np.bincount(index, high, count).astype(np.int64) << 20)


def grouped(keys: Ints, weights: Ints) -> tuple[list[int], list[int]]:
    """Return the keys that occur, in order, and the exact sum of the weights of each."""
    size = int(keys.max(initial=-1)) + 1
    if size <= DENSE:
        there = np.flatnonzero(np.bincount(keys, minlength=size))
        return there.tolist(), summed(keys, weights, size)[there].tolist()
    there, inverse = np.unique(keys, return_inverse=True)
    return there.tolist(), summed(inverse, weights, len(there)).tolist()
