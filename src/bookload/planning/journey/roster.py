"""The accounts that were ever live, as columns: when they were live, their renewals, their dated events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from bookload.planning.journey.runs import SPAN, Ints, Runs, keyed, times

STAGE, HEALTH = "stage", "health"
"""The kinds of account events that a stage's `event` and `health` look at."""


@dataclass(frozen=True)
class Happened:
    """The events of one kind: `runs` hold the number of the latest one's text from its day on."""

    runs: Runs
    texts: tuple[str | None, ...]

    def numbers(self, wanted: Collection[str]) -> Ints:
        """Return the numbers of some texts."""
        return np.array([n for n, text in enumerate(self.texts) if text in wanted], np.int64)


NOTHING = Happened(Runs(*(np.empty(0, np.int64) for _ in range(3))), ())


@dataclass(frozen=True)
class Roster:
    """Accounts in the order of ids; an account is its place there, a day its proleptic ordinal.

    `live_from` and `live_to` are keyed (see `runs`), joined and in order: the days live `[from, to)`.
    `started` is each account's first day live; `renewals` are keyed days, in order, each once.
    """

    ids: tuple[str, ...]
    live_from: Ints
    live_to: Ints
    started: Ints
    renewals: Ints
    events: Mapping[str, Happened]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each account by its id."""
        return {account: number for number, account in enumerate(self.ids)}

    def happened(self, kind: str | None) -> Happened:
        """Return the events of a kind; none where it is None."""
        return self.events.get(kind, NOTHING) if kind is not None else NOTHING

    def next_renewal(self, account: Ints, day: Ints) -> Ints:
        """Return the next known renewal on or after each day, -1 where there is none."""
        found = np.searchsorted(self.renewals, keyed(account, day), side="left")
        if not len(self.renewals):
            return np.full(len(account), -1)
        held = found < len(self.renewals)
        at = self.renewals[np.where(held, found, 0)]
        return np.where(held & (at // SPAN == account), times(at), -1)

    def live_on(self, day: int) -> Ints:
        """Return the accounts that are live on a day."""
        on = (times(self.live_from) <= day) & (day < times(self.live_to))
        return np.unique(self.live_from[on] // SPAN)


_NONE = np.empty(0, np.int64)
EMPTY = Roster((), _NONE, _NONE, _NONE, _NONE, {})
"""A roster of no accounts."""


def happened(account: Ints, day: Ints, texts: Sequence[str | None]) -> Happened:
    """Return the events of one kind: of two on the same day the later text in order is the latest."""
    names = tuple(sorted(set(texts), key=lambda text: (text or "", text is not None)))
    numbers = {text: number for number, text in enumerate(names)}
    value = np.array([numbers[text] for text in texts], np.int64)
    order = np.lexsort((value, keyed(account, day)))
    since = keyed(account, day)[order]
    ends = (since // SPAN + 1) * SPAN
    return Happened(Runs(since, ends, value[order]), names)


def joined_ranges(account: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return ranges of days, keyed and in order, those that touch or overlap as one, empty ones left out."""
    some = start < end
    since, until = keyed(account[some], start[some]), keyed(account[some], end[some])
    order = np.argsort(since, kind="stable")
    since, until = since[order], until[order]
    reach = np.maximum.accumulate(until)
    begins = np.ones(len(since), bool)
    begins[1:] = since[1:] > reach[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(since)) - 1 if len(since) else first
    return since[first], reach[last]


def ordinals(days: Iterable[date]) -> Ints:
    """Return the ordinals of days."""
    return np.array([day.toordinal() for day in days], np.int64)
