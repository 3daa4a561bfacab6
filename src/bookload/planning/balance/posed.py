"""The question as a problem: which accounts may move, together with which, to whom, and at what cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bookload.data.documents import Policy
from bookload.data.documents.balance import BalanceTerms
from bookload.planning.balance.fits import Bools, Fits
from bookload.planning.balance.parts import NEVER, Parts
from bookload.planning.balance.problem import UNLIMITED, Floats, Ints, Problem, Resource
from bookload.planning.balance.takers import Taker

NOBODY = -1
"""The present taker of what nobody carries, or somebody who leaves."""

MOST_YEARS = 3.0
MOST_TIMES = 3.0
"""How many years, and how many mean accounts' ARR, a move is weighed by at most."""

PERCENT = 100

SLACK = 1e-9
"""By how much sums in another order may differ, as a share."""


@dataclass(frozen=True)
class Ask:
    """What is to be balanced: all books, or only what `orphans`, `leavers` and a `hire` ask for.

    Of `orphans` alone, or of `leavers`, everybody else keeps what they have. For a `hire` others may give,
    and nobody else gets anything but orphans.
    """

    orphans: bool = False
    leavers: tuple[str, ...] = ()
    hire: str | None = None

    @property
    def all_books(self) -> bool:
        """Whether every account may move."""
        return not self.orphans and not self.leavers and self.hire is None


@dataclass(frozen=True)
class Posed:
    """A problem, and what its units and takers stand for.

    `unit_of` (k,) is the unit of each part, -1 for what is left out; `present` (n,) is each unit's taker
    today, `NOBODY` for none; `moved` (p,) how many accounts change owner by a pair. `stuck` (k,) marks parts
    that stay though their owner does not suit them, since nobody else does; `unplaced` are the parts that
    nobody may have.
    """

    problem: Problem
    parts: Parts
    takers: tuple[Taker, ...]
    unit_of: Ints = field(repr=False)
    present: Ints = field(repr=False)
    moved: Ints = field(repr=False)
    stuck: Ints = field(repr=False)
    unplaced: Ints = field(repr=False)

    @property
    def use(self) -> Floats:
        """What each unit uses of each resource, whoever has it (resources, n)."""
        first = self.problem.start[:-1]
        each = [resource.use[first] for resource in self.problem.resources]
        return np.array(each, np.float64).reshape(len(each), len(self.problem.units))

    def taker_of(self, chosen: Ints) -> Ints:
        """Return the taker of each part (k,) where units have those chosen (n,); `NOBODY` if left out."""
        return np.where(self.unit_of >= 0, chosen[np.maximum(self.unit_of, 0)], NOBODY)


@dataclass(frozen=True)
class _Units:
    """Parts that go together: `of` (k,) as in `Posed`; `present` and `free` (n,)."""

    of: Ints
    present: Ints
    free: Bools

    def sums(self, weights: Floats) -> Floats:
        there = self.of >= 0
        found: Floats = np.bincount(self.of[there], weights[there], len(self.present)).astype(np.float64)
        return found


def posed(parts: Parts, takers: Sequence[Taker], suits: Fits, ask: Ask, policy: Policy) -> Posed:
    """Return the problem that a question is."""
    terms = policy.balance
    places = {taker.taker_id: number for number, taker in enumerate(takers)}
    now = np.array([places.get(each.owner_id, NOBODY) for each in parts.held], np.int64)
    units = _units(parts, now, _free(parts, now, ask, terms), terms)
    eligible, stuck, unplaced = _eligible(takers, suits, units, ask)
    unit, taker = np.nonzero(eligible)
    start = np.concatenate([[0], np.cumsum(eligible.sum(axis=1))]).astype(np.int64)
    away = (units.present[unit] != NOBODY) & (units.present[unit] != taker)
    cost = _moving(parts, units, terms)[unit] * away
    cost += float(terms.fit) * _misfits(parts, takers, suits, units, now)[unit, taker]
    count = units.sums(np.ones(len(parts)))
    return Posed(
        problem=Problem(
            units=tuple(_names(parts, units)),
            takers=tuple(each.taker_id for each in takers),
            start=start,
            taker=taker.astype(np.int64),
            cost=cost,
            resources=_resources(parts, takers, units, policy, unit),
        ),
        parts=parts,
        takers=tuple(takers),
        unit_of=units.of,
        present=units.present,
        moved=(count[unit] * away).astype(np.int64),
        stuck=stuck,
        unplaced=unplaced,
    )


def _free(parts: Parts, now: Ints, ask: Ask, terms: BalanceTerms) -> Bools:
    """Return which parts may get another owner."""
    several = Counter(each.account_id for each in parts.held)
    shared = np.array([several[each.account_id] > 1 for each in parts.held], bool)
    pinned = np.array([each.account_id in terms.pinned for each in parts.held], bool)
    leaves = np.array([each.owner_id in ask.leavers for each in parts.held], bool)
    nobody = (now == NOBODY) & ~leaves
    free = leaves | (nobody & (ask.orphans or ask.all_books))
    if ask.all_books or ask.hire is not None:
        free |= (now != NOBODY) & ~shared
    kept: Bools = free & ~(pinned & (now != NOBODY))
    return kept


def _units(parts: Parts, now: Ints, free: Bools, terms: BalanceTerms) -> _Units:
    """Return what moves together: a family's accounts of one owner; what stays is one unit an owner."""
    keys: dict[tuple[object, ...], int] = {}
    alone = np.bincount(parts.family, minlength=1)[parts.family] == 1 if len(parts) else free
    shared = Counter(each.account_id for each in parts.held)
    of, present = [], []
    for number, each in enumerate(parts.held):
        if not free[number]:
            key: tuple[object, ...] = ("stays", int(now[number]))
        elif alone[number] or not terms.keep_families or shared[each.account_id] > 1:
            key = ("part", number)
        else:
            key = ("family", int(parts.family[number]), each.owner_id)
        if not free[number] and now[number] == NOBODY:
            of.append(NOBODY)
            continue
        if key not in keys:
            keys[key] = len(keys)
            present.append((int(now[number]), bool(free[number])))
        of.append(keys[key])
    return _Units(
        np.array(of, np.int64),
        np.array([place for place, _ in present], np.int64),
        np.array([each for _, each in present], bool),
    )


def _names(parts: Parts, units: _Units) -> list[str]:
    """Return each unit's name: its first account's, and how many more there are."""
    first: dict[int, str] = {}
    more: dict[int, int] = defaultdict(int)
    for each, unit in zip(parts.held, units.of.tolist(), strict=True):
        if unit in first:
            more[unit] += 1
        first.setdefault(unit, each.account_id)
    return [f"{first[n]} and {more[n]} more" if more[n] else first[n] for n in range(len(units.present))]


def _eligible(takers: Sequence[Taker], suits: Fits, units: _Units, ask: Ask) -> tuple[Bools, Ints, Ints]:
    """Return who may have each unit (n, m), the parts that stay for want of anybody, and those without."""
    count = len(units.present)
    against = np.zeros((count, len(takers)))
    there = units.of >= 0
    np.add.at(against, units.of[there], ~suits.allowed[there])
    eligible = against == 0
    here = np.flatnonzero(units.present != NOBODY)
    at = units.present[here]
    own = eligible[here, at] | np.array([takers[each].kind != "csm" for each in at.tolist()], bool)
    if ask.hire is not None:
        others = np.ones(len(takers), bool)
        others[[taker.taker_id for taker in takers].index(ask.hire)] = False
        eligible[np.ix_(here, others)] = False
        own[:] = True
    own |= ~units.free[here]
    eligible[here[~units.free[here]]] = False
    eligible[here, at] = own
    none = ~eligible.any(axis=1)
    stuck = none & (units.present != NOBODY)
    eligible[np.flatnonzero(stuck), units.present[stuck]] = True
    lost = none & ~stuck
    return (
        eligible,
        np.flatnonzero(there & stuck[np.maximum(units.of, 0)]),
        np.flatnonzero(there & lost[np.maximum(units.of, 0)]),
    )


def _moving(parts: Parts, units: _Units, terms: BalanceTerms) -> Floats:
    """Return what it costs to move each unit away from whoever has it (n,)."""
    mean = float(parts.books.mean()) if len(parts) else 0.0
    size = np.minimum(parts.books / mean, MOST_TIMES) if mean > 0 else np.zeros(len(parts))
    near = (parts.renews != NEVER) & (parts.renews <= terms.renewal_near_days)
    cost = (
        float(terms.move)
        + float(terms.move_tenure) * np.minimum(parts.years, MOST_YEARS)
        + float(terms.move_arr) * size
        + float(terms.move_renewal) * near
    )
    return units.sums(cost)


def _misfits(parts: Parts, takers: Sequence[Taker], suits: Fits, units: _Units, now: Ints) -> Floats:
    """Return how many things speak softly against each pair (n, m), a family elsewhere among them."""
    found = np.zeros((len(units.present), len(takers)))
    there = units.of >= 0
    np.add.at(found, units.of[there], suits.misfits[there])
    holders: dict[int, set[int]] = defaultdict(set)
    for family, taker in zip(parts.family.tolist(), now.tolist(), strict=True):
        holders[family].add(taker)
    members = np.bincount(parts.family, minlength=1)
    for number in np.flatnonzero(there & (members[parts.family] > 1) if len(parts) else there).tolist():
        family = holders[int(parts.family[number])] - {NOBODY}
        if family:
            elsewhere = np.ones(len(takers))
            elsewhere[sorted(family)] = 0
            found[units.of[number]] += elsewhere
    return found


def _resources(
    parts: Parts, takers: Sequence[Taker], units: _Units, policy: Policy, unit: Ints
) -> tuple[Resource, ...]:
    """Return what pairs use of takers; what binds nobody is left out."""
    terms, caps = policy.balance, policy.capacity
    one = np.ones(len(parts))
    per_person = {touch: getattr(caps, f"accounts_{touch}") for touch in set(parts.touch)}
    related = np.array([1 / per_person[each] if per_person[each] else 0.0 for each in parts.touch])
    csm = np.array([taker.kind == "csm" for taker in takers], bool)
    hours, books = units.sums(parts.hours), units.sums(parts.books)
    found = [
        _even("hours", hours, np.array([each.room for each in takers]), takers, units,
              (float(terms.hours), float(terms.hours_band))),
        _even("arr", books, np.full(len(takers), UNLIMITED), takers, units,
              (float(terms.arr), float(terms.arr_band))),
        _capped("accounts", units.sums(one), np.array([each.accounts for each in takers]), units),
        _capped("relationships", units.sums(related), np.where(csm, 1.0, UNLIMITED), units),
        _capped("contacts", units.sums(parts.contacts),
                np.where(csm & (caps.contacts > 0), float(caps.contacts), UNLIMITED), units),
    ]  # fmt: skip
    return tuple(
        Resource(each.name, each.use[unit], each.room, each.aim, each.band, each.weight)
        for each in found
        if each.weight.any() or (np.isfinite(each.room).any() and each.use.any())
    )


def _even(
    name: str,
    use: Floats,
    room: Floats,
    takers: Sequence[Taker],
    units: _Units,
    goal: tuple[float, float],
) -> Resource:
    """Return a resource that is to be even: each CSM's aim is their part of all plannable hours.

    The weight is for each percent of the aim; who has none is held to that of the others in the mean.
    """
    weight, band = goal
    csm = np.array([taker.kind == "csm" for taker in takers], bool)
    plans = np.array([taker.plannable if taker.kind == "csm" else 0.0 for taker in takers])
    named = (units.present == NOBODY) | (csm[units.present] if len(takers) else False)
    total = float(use[named].sum())
    aim = total * plans / plans.sum() if plans.sum() > 0 else np.zeros(len(takers))
    share = np.where(aim > 0, aim, aim.sum() / max(1, int((aim > 0).sum())))
    price = np.divide(PERCENT * weight, share, out=np.zeros(len(takers)), where=share > 0)
    bare = _capped(name, use, room, units)
    return Resource(name, use, bare.room, aim, band * aim, np.where(csm, price, 0.0))


def _capped(name: str, use: Floats, room: Floats, units: _Units) -> Resource:
    """Return a resource with a limit alone: the larger of each taker's room and what they have today."""
    there = units.present != NOBODY
    today = np.bincount(units.present[there], use[there], len(room))
    none = np.zeros(len(room))
    return Resource(name, use, np.maximum(room, today * (1 + SLACK)), none, none, none)
