"""What changed from one moment of an account to the next, found by a walk over its events in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Days: TypeAlias = NDArray[np.int32]
Rates: TypeAlias = Mapping[int, Sequence[int | None]]
"""By month: what each currency is worth there; None where that is not known."""

KINDS = ("new", "resumed", "reactivation", "paused", "churn", "expansion", "contraction", "none")
NEW, RESUMED, REACTIVATION, PAUSED, CHURN, EXPANSION, CONTRACTION, NONE = range(len(KINDS))
_WORD_BITS = 63
_AT_A_TIME = 2**17
"""Rows or events: what is done to so many stays near the processor."""
_HALF = 31
"""Bits of the lower half of a word."""
_EXACT = 2**20
"""How many halves may be added up in floating point, whose sums are exact below 53 bits."""


@dataclass(frozen=True)
class Part:
    """Some price periods: the numbers of their accounts, and the days `[started, ended)` of each."""

    accounts: Numbers
    started: Days
    ended: Days


@dataclass(frozen=True)
class Held:
    """Price periods, part by part, and what each row pays.

    `annual` is nothing for rows on pause. `codes` are the places of currencies, of which there are
    `currencies`, None where all rows are in the first; `paused` is None where nothing is.
    """

    parts: Sequence[Part]
    annual: Numbers
    codes: NDArray[np.int16] | None
    currencies: int
    paused: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Moments:
    """The moments that changes are judged at: numbers from 0 on, one for each day since `first`.

    `months` are the months of moments. The last day is later than all others: what ends then is open.
    """

    first: int
    of_days: Days
    months: Numbers


@dataclass(frozen=True)
class _Turns:
    """The moments of some accounts at which anything begins or ends, in order, and their balances after.

    A currency each; `pauses` is how many rows are on pause then, None where never any is.
    """

    accounts: Numbers
    moments: Numbers
    balances: tuple[Numbers, ...]
    pauses: Numbers | None


@dataclass(frozen=True)
class _Events:
    """What begins and ends, in order: `packed` has the account, the moment and the event of each.

    The event, in the last `bits`, is the row's number, and in the very last whether it ends; the moment is
    in the `room` before.
    """

    packed: Numbers
    bits: int
    room: int


def changed(held: Held, moments: Moments, rates: Rates) -> Mapping[tuple[int, int, int], int] | None:
    """Return by how much each month, kind (its place in `KINDS`) and currency changed, where it did.

    None where there are so many accounts, moments and rows that an event does not go into a machine word.
    """
    events = _events(held, moments)
    if events is None:
        return None
    first, last = int(moments.months[0]), int(moments.months[-1])
    far = len(moments.months) - 1
    worth = [rates.get(month, (None,) * held.currencies) for month in range(first, last + 1)]
    signs = np.array([[0 if rate is None else (rate > 0) - (rate < 0) for rate in row] for row in worth])
    sums = np.zeros((held.currencies, (last - first + 1) * len(KINDS)), np.int64)
    for turns in _turns(held, events):
        before = tuple(_shifted(balance) for balance in turns.balances)
        deltas = [after - was for after, was in zip(turns.balances, before, strict=True)]
        moved = np.flatnonzero(_any(delta != 0 for delta in deltas) & (turns.moments < far))
        deltas = [delta[moved] for delta in deltas]
        months = moments.months[turns.moments[moved]] - first
        kinds = _kinds(turns, before, moved)
        stays = np.flatnonzero(kinds == NONE)
        kinds[stays] = _better([delta[stays] for delta in deltas], months[stays], worth, signs)
        groups = months * len(KINDS) + kinds
        sums += [_summed(groups, delta, sums.shape[1]) for delta in deltas]
    found = ((code, *divmod(int(group), len(KINDS))) for code, group in np.argwhere(sums))
    return {
        (month + first, kind, int(code)): int(sums[code, month * len(KINDS) + kind])
        for code, month, kind in found
    }


def _events(held: Held, moments: Moments) -> _Events | None:
    size = len(held.annual)
    room, bits = len(moments.months).bit_length(), (2 * size).bit_length()
    accounts = [part.accounts for part in held.parts]
    if (_most(accounts) << room + bits).bit_length() > _WORD_BITS:
        accounts = _closer(accounts)
        if (_most(accounts) << room + bits).bit_length() > _WORD_BITS:
            return None
    packed, first = np.empty(2 * size, np.int64), 0
    for numbers, part in zip(accounts, held.parts, strict=True):
        for start in range(0, len(numbers), _AT_A_TIME):
            some = slice(start, start + _AT_A_TIME)
            account = numbers[some].astype(np.int64) << room
            last = first + len(account)
            row = np.arange(first, last) << 1
            days = (part.started[some], part.ended[some])
            begins, ends = (moments.of_days[each - moments.first] for each in days)
            packed[first:last] = (account | begins) << bits | row
            packed[size + first : size + last] = (account | ends) << bits | row | 1
            first = last
    # Whole numbers alone are sorted several times as fast as with where they were beside them.
    packed.sort()
    return _Events(packed, bits, room)


def _most(accounts: Sequence[Numbers]) -> int:
    return max(int(numbers.max(initial=0)) for numbers in accounts)


def _closer(accounts: Sequence[Numbers]) -> list[Numbers]:
    """Return other numbers for the same accounts, with nothing between them."""
    numbers = np.unique(np.concatenate(accounts), return_inverse=True)[1]
    return np.split(numbers, np.cumsum([len(each) for each in accounts])[:-1])


def _turns(held: Held, events: _Events) -> Iterator[_Turns]:
    """Yield the turns of all accounts, some accounts at a time; their events are not cut."""
    start, size = 0, len(events.packed)
    below = events.room + events.bits
    while start < size:
        middle = min(start + _AT_A_TIME, size) - 1
        after = ((int(events.packed[middle]) >> below) + 1) << below
        end = int(np.searchsorted(events.packed, after))
        packed = events.packed[start:end]
        places = packed >> events.bits
        last = np.flatnonzero(np.append(places[1:] != places[:-1], np.True_))
        steps, pausing = _steps(held, packed & ((1 << events.bits) - 1))
        balances = tuple(np.cumsum(step)[last] for step in steps)
        pauses = None if pausing is None else np.cumsum(pausing)[last]
        places = places[last]
        yield _Turns(places >> events.room, places & ((1 << events.room) - 1), balances, pauses)
        start = end


def _steps(held: Held, events: Numbers) -> tuple[list[Numbers], Numbers | None]:
    """Return what events add: in each currency, and to the rows on pause."""
    rows, sign = events >> 1, 1 - ((events & 1) << 1)
    step = held.annual[rows] * sign
    steps = [step]
    if held.codes is not None:
        codes = held.codes[rows]
        steps = [np.where(codes == code, step, 0) for code in range(held.currencies)]
    return steps, None if held.paused is None else held.paused[rows] * sign


def _kinds(turns: _Turns, before: Sequence[Numbers], moved: Numbers) -> NDArray[np.int8]:
    """Return the kind of each turn that moved anything; `NONE` of those who were there and stay."""
    was, now = (sum(each[moved] for each in side) for side in (before, turns.balances))
    came, left = np.flatnonzero((was == 0) & (now > 0)), np.flatnonzero((was > 0) & (now == 0))
    kinds = np.full(len(moved), NONE, np.int8)
    kinds[came], kinds[left] = REACTIVATION, CHURN
    if turns.pauses is not None:
        kinds[came[_shifted(turns.pauses)[moved[came]] > 0]] = RESUMED
        kinds[left[turns.pauses[moved[left]] > 0]] = PAUSED
    accounts = turns.accounts[moved[came]]
    kinds[came[np.insert(accounts[1:] != accounts[:-1], 0, True)[: len(came)]]] = NEW
    return kinds


def _better(
    deltas: Sequence[Numbers], months: Numbers, worth: Sequence[Sequence[int | None]], signs: Numbers
) -> NDArray[np.int8]:
    """Return whether changes are for the better, at their month's rates; one that is missing says nothing."""
    each = [np.sign(delta) * signs[months, code] for code, delta in enumerate(deltas)]
    up, down = _any(sign > 0 for sign in each), _any(sign < 0 for sign in each)
    kinds = np.full(len(months), NONE, np.int8)
    kinds[up & ~down], kinds[down & ~up] = EXPANSION, CONTRACTION
    for row in np.flatnonzero(up & down):
        rates = worth[months[row]]
        total = sum(int(delta[row]) * (rate or 0) for delta, rate in zip(deltas, rates, strict=True))
        kinds[row] = EXPANSION if total > 0 else CONTRACTION if total < 0 else NONE
    return kinds


def _summed(groups: Numbers, deltas: Numbers, size: int) -> Numbers:
    """Return the sum of each group: floating point adds up halves of words, so few of them exactly."""
    sums = np.zeros(size, np.int64)
    for start in range(0, len(groups), _EXACT):
        part = slice(start, start + _EXACT)
        for shift, halves in ((_HALF, deltas[part] >> _HALF), (0, deltas[part] & (1 << _HALF) - 1)):
            sums += np.bincount(groups[part], halves, size).astype(np.int64) << shift
    return sums


def _shifted(balances: Numbers) -> Numbers:
    """Return what was before each turn: nothing at an account's first, for its events add up to nothing."""
    return np.concatenate((np.zeros(1, np.int64), balances[:-1]))


def _any(conditions: Iterator[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduce(list(conditions)))
