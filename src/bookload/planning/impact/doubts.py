"""What would speak against an effect: one before there was anything, one among the untreated, drifts.

- A placebo in time: the months seven to twelve before the start, compared as those after it are. Where
  accounts were chosen by what they are alike in, there is nothing to see.
- Placebos among the untreated: as many accounts drawn among controls, again and again, as if reached.
- Sensitivity in the manner of Rambachan and Roth (2023), by relative magnitudes: how much faster than ever
  before the start would the two sides have had to drift apart afterwards to make all of the effect.
- Fewer rows than `FEWEST` on either side tell nothing, and nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bookload.planning.impact.compared import Compared, compared, detectable
from bookload.planning.impact.outcomes import at
from bookload.planning.impact.past import Past
from bookload.planning.impact.study import Study

Floats = NDArray[np.float64]

FEWEST = 10
LEADS = (12, 7)
"""The months before a start, from and to, that a placebo in time looks at."""

DRAWS = 99


@dataclass(frozen=True, slots=True)
class Event:
    """The difference between both sides so many months after the start (-1 is the base: nothing)."""

    since: int
    effect: float
    low: float
    high: float
    accounts: int


def enough(rows: Study) -> bool:
    """Return whether there are rows enough on both sides to compare."""
    return int(rows.treated.sum()) >= FEWEST and int((~rows.treated).sum()) >= FEWEST


def placebo(past: Past, rows: Study) -> Compared | None:
    """Return the effect on the months `LEADS` before the start, of accounts that were live by then."""
    first = rows.start - LEADS[0]
    known = (first >= 0) & (past.mrr[rows.account, np.maximum(first, 0)] > 0)
    if not known.any():
        return None
    some = rows.only(known)
    if not enough(some):
        return None
    months = [at(past, some, -lead)[1] for lead in range(LEADS[0], LEADS[1] - 1, -1)]
    return compared(some, np.mean(months, axis=0))


def events(past: Past, rows: Study, after: int) -> tuple[Event, ...]:
    """Return the differences by month, from twelve before the start to the last after it."""
    found = []
    for since in range(-LEADS[0], after):
        known, outcome = at(past, rows, since)
        if since == -1:
            found.append(Event(-1, 0.0, 0.0, 0.0, int(rows.treated.sum())))
            continue
        if not known.any() or not enough(some := rows.only(known)):
            continue
        one = compared(some, outcome[known])
        found.append(Event(since, one.effect, one.low, one.high, int(some.treated.sum())))
    return tuple(found)


def breakdown(found: Compared, path: tuple[Event, ...]) -> float | None:
    """Return how many times the largest drift of a month before the start takes the effect away.

    None where no month before is known. Drifting apart by d a month adds (H + 1) / 2 x d to the mean of H
    months. 0: chance alone is enough.
    """
    before = [each.effect for each in path if each.since < 0]
    after = sum(each.since >= 0 for each in path)
    drift = float(np.abs(np.diff(before)).max()) if len(before) > 1 else 0.0
    if drift <= 0 or not after:
        return None
    beyond = max(found.low, -found.high, 0.0)
    return beyond / (drift * (after + 1) / 2)


def among_untreated(rows: Study, outcome: Floats, found: Compared, rng: np.random.Generator) -> float | None:
    """Return how often as many controls, drawn as if they had been reached, show as clear an effect.

    Plus one on both sides, as the accounts that were reached are one draw. None where there are too few.
    """
    controls = np.flatnonzero(~rows.treated)
    counts = {int(start): int((rows.start[rows.treated] == start).sum()) for start in np.unique(rows.start)}
    if len(np.unique(rows.account[controls])) < 2 * int(rows.treated.sum()) or found.se <= 0:
        return None
    others = replace(rows, odds=np.ones(len(rows.odds))).only(~rows.treated)
    clear = abs(found.effect) / found.se
    seen = 0
    for _ in range(DRAWS):
        chosen, taken = _drawn(others, counts, rng)
        kept = chosen | ~np.isin(others.account, taken)
        one = compared(replace(others, treated=chosen).only(kept), outcome[controls][kept])
        seen += one.se > 0 and abs(one.effect) / one.se >= clear
    return (1 + seen) / (1 + DRAWS)


def _drawn(
    others: Study, counts: dict[int, int], rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return rows drawn as if reached, so many of each start and each account once, and their accounts."""
    order = rng.permutation(np.unique(others.account))
    chosen = np.zeros(len(others.account), dtype=bool)
    rank = np.empty(int(others.account.max()) + 1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    free = np.ones(len(rank), dtype=bool)
    for start, count in counts.items():
        able = np.flatnonzero((others.start == start) & free[others.account])
        picked = able[np.argsort(rank[others.account[able]], kind="stable")[:count]]
        chosen[picked] = True
        free[others.account[picked]] = False
    return chosen, others.account[chosen]


def foreseen(past: Past, rows: Study) -> float | None:
    """Return the smallest effect that could have been expected to show, from the months before the start.

    How far accounts moved in as many months before as were looked at after, all of them alike.
    """
    span = int(rows.after.max(initial=0))
    first = rows.start - 1 - span
    known = (first >= 0) & (past.mrr[rows.account, np.maximum(first, 0)] > 0)
    if not known.any() or int(known.sum()) < FEWEST:
        return None
    some = rows.account[known]
    then = past.mrr[some, first[known]]
    later = np.mean([past.mrr[some, first[known] + month] for month in range(1, span + 1)], axis=0)
    spread = float((later / then - 1.0).std(ddof=1))
    se = spread * float(np.sqrt((rows.weight**2).sum()))
    return detectable(se, max(float(rows.treated.sum()) - 1, 1.0))
