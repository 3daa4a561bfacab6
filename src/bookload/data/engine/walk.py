"""What changed from one moment of an account to the next, found by a walk over its events in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Steps = TypeVar("Steps", NDArray[np.int64], NDArray[np.int8])
Rates: TypeAlias = Mapping[int, Sequence[int | None]]
"""By month: what each currency is worth there; None where that is not known."""

KINDS = ("new", "resumed", "reactivation", "paused", "churn", "expansion", "contraction", "none")
NEW, RESUMED, REACTIVATION, PAUSED, CHURN, EXPANSION, CONTRACTION, NONE = range(len(KINDS))
_WORD_BITS = 63
_AT_A_TIME = 2**18
"""Events, or a few more: their accounts are not cut."""


@dataclass(frozen=True)
class Held:
    """Price periods, a row each: an account's number and what it pays over `[started, ended)`.

    `annual` is nothing for rows on pause. `codes` are the places of currencies, None where there is but one;
    `paused` is None where nothing is. What ends at the moment `far` is open.
    """

    accounts: Numbers
    started: Numbers
    ended: Numbers
    annual: Numbers
    codes: Numbers | None
    paused: NDArray[np.bool_] | None
    far: int


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
    """What begins and ends: `places` in order, and by row what each adds, in each currency and on pause.

    A place is an account's number, and in its last `room` bits the moment since `first`. What is open ends
    at the moment `last`, after all others.
    """

    places: Numbers
    order: Numbers
    room: int
    first: int
    last: int
    steps: tuple[Numbers, ...]
    pausing: NDArray[np.int8] | None


def changed(
    held: Held, rates: Rates, month_of: Callable[[Numbers], Numbers] | None
) -> Mapping[tuple[int, int, int], int]:
    """Return by how much each month, kind (its place in `KINDS`) and currency changed.

    `month_of` tells the months of moments, which are months themselves where it is None.
    """
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    events = _events(held)
    for turns in _turns(events):
        before = tuple(_shifted(balance) for balance in turns.balances)
        deltas = [after - was for after, was in zip(turns.balances, before, strict=True)]
        moved = np.flatnonzero(_any(delta != 0 for delta in deltas) & (turns.moments < events.last))
        deltas = [delta[moved] for delta in deltas]
        months = turns.moments[moved]
        months = months if month_of is None else month_of(months)
        kinds = _kinds(turns, before, moved)
        stays = np.flatnonzero(kinds == NONE)
        kinds[stays] = _better([delta[stays] for delta in deltas], months[stays], rates)
        for group, annual in _summed(months, kinds, deltas):
            found[group] += annual
    return found


def _events(held: Held) -> _Events:
    first = int(held.started.min())
    last = max(int(held.started.max()), int(held.ended.max(where=held.ended < held.far, initial=first))) + 1
    room = (last - first).bit_length()
    size = len(held.accounts)
    places = np.empty(2 * size, np.int64)
    np.left_shift(held.accounts, room, out=places[:size])
    places[size:] = places[:size]
    places[:size] += held.started - first
    places[size:] += np.minimum(held.ended, last) - first
    places, order = _in_order(places)
    steps = tuple(_signed(annual) for annual in _apart(held))
    pausing = None if held.paused is None else _signed(held.paused.astype(np.int8))
    return _Events(places, order, room, first, last, steps, pausing)


def _in_order(places: Numbers) -> tuple[Numbers, Numbers]:
    """Return places in order, and where each of them was."""
    bits = len(places).bit_length()
    if int(places.max()).bit_length() + bits > _WORD_BITS:
        order = np.argsort(places)
        return places[order], order
    # Whole numbers alone are sorted several times as fast as with where they were beside them.
    places <<= bits
    places |= np.arange(len(places))
    places.sort()
    order = places & ((1 << bits) - 1)
    places >>= bits
    return places, order


def _signed(begins: Steps) -> Steps:
    """Return what each event adds: what begins, and then the same taken away."""
    return np.concatenate((begins, -begins))


def _apart(held: Held) -> Iterator[Numbers]:
    """Yield what rows add in each currency, nothing where a row is in another."""
    if held.codes is None:
        yield held.annual
        return
    for code in range(int(held.codes.max()) + 1):
        yield np.where(held.codes == code, held.annual, 0)


def _turns(events: _Events) -> Iterator[_Turns]:
    """Yield the turns of all accounts, some accounts at a time: what is near is reached sooner."""
    start = 0
    while start < len(events.places):
        middle = min(start + _AT_A_TIME, len(events.places)) - 1
        after = ((int(events.places[middle]) >> events.room) + 1) << events.room
        end = int(np.searchsorted(events.places, after))
        places, order = events.places[start:end], events.order[start:end]
        ends = np.flatnonzero(np.append(places[1:] != places[:-1], np.True_))
        balances = tuple(np.cumsum(steps[order])[ends] for steps in events.steps)
        pauses = None if events.pausing is None else np.cumsum(events.pausing[order], dtype=np.int64)[ends]
        places = places[ends]
        moments = (places & ((1 << events.room) - 1)) + events.first
        yield _Turns(places >> events.room, moments, balances, pauses)
        start = end


def _kinds(turns: _Turns, before: Sequence[Numbers], moved: Numbers) -> NDArray[np.int8]:
    """Return the kind of each turn that moved anything; `NONE` of those who were there and stay."""
    was, now = (sum(each[moved] for each in side) for side in (before, turns.balances))
    pauses = np.zeros(len(moved)) if turns.pauses is None else turns.pauses[moved]
    paused = np.zeros(len(moved)) if turns.pauses is None else _shifted(turns.pauses)[moved]
    came, left = (was == 0) & (now > 0), (was > 0) & (now == 0)
    kinds = np.select(
        [came & (paused > 0), came, left & (pauses > 0), left],
        [np.int8(RESUMED), np.int8(REACTIVATION), np.int8(PAUSED), np.int8(CHURN)],
        np.int8(NONE),
    )
    comers = np.flatnonzero(came)
    accounts = turns.accounts[moved[comers]]
    kinds[comers[np.insert(accounts[1:] != accounts[:-1], 0, True)[: len(comers)]]] = NEW
    return kinds


def _better(deltas: Sequence[Numbers], months: Numbers, rates: Rates) -> NDArray[np.int8]:
    """Return whether changes are for the better, at their month's rates; one that is missing says nothing."""
    known = sorted({int(month) for month in np.unique(months)})
    worth = [rates.get(month, (None,) * len(deltas)) for month in known]
    signs = np.array([[0 if rate is None else (rate > 0) - (rate < 0) for rate in row] for row in worth])
    signs = signs.reshape(len(known), len(deltas))
    place = np.searchsorted(known, months)
    each = [np.sign(delta) * signs[place, code] for code, delta in enumerate(deltas)]
    up, down = _any(sign > 0 for sign in each), _any(sign < 0 for sign in each)
    kinds = np.select([up & ~down, down & ~up], [np.int8(EXPANSION), np.int8(CONTRACTION)], np.int8(NONE))
    for row in np.flatnonzero(up & down):
        total = sum(int(delta[row]) * (worth[place[row]][code] or 0) for code, delta in enumerate(deltas))
        kinds[row] = EXPANSION if total > 0 else CONTRACTION if total < 0 else NONE
    return kinds


def _summed(
    months: Numbers, kinds: NDArray[np.int8], deltas: Sequence[Numbers]
) -> Iterator[tuple[tuple[int, int, int], int]]:
    if not len(months):
        return
    first = int(months.min())
    groups = (months - first) * len(KINDS) + kinds
    for code, delta in enumerate(deltas):
        sums = np.zeros(int(groups.max()) + 1, np.int64)
        np.add.at(sums, groups, delta)
        for group in np.flatnonzero(sums):
            month, kind = divmod(int(group), len(KINDS))
            yield (month + first, kind, code), int(sums[group])


def _shifted(balances: Numbers) -> Numbers:
    """Return what was before each turn: nothing at an account's first, for its events add up to nothing."""
    return np.concatenate((np.zeros(1, np.int64), balances[:-1]))


def _any(conditions: Iterator[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduce(list(conditions)))
