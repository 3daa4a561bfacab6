"""Who is compared with whom: accounts that an intervention reached, and those live that day that it did not.

A row is an account that was live at the end of the month before a start (its base), treated or a control of
that start; accounts that came later are in no row. What is compared are changes as shares of the base: what
an account gains or loses grows with its size, so that amounts of a few large accounts would say nothing.
Each control counts for as much as the least squares of its shares on `x`, weighted by the odds of having been
reached, count it towards what the treated would have done: right where either the regression or the odds
are (doubly robust). The weights are known, so that every figure opens down to accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bookload.planning.impact.att import NEVER
from bookload.planning.impact.past import Past

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

AFTER = 6
"""Months after a start that are looked at, where the data has them."""

CONTROLS_EACH = 10
"""Controls that one covariate takes at least; where there are fewer, the last covariates are left out."""

TOO_SURE = 0.95
"""A chance of having been reached past which nobody is comparable: hardly anybody like it was not."""

RIDGE = 1.0
STEPS = 25
YEAR = 12
STEEPEST = 1.0
"""Logarithms of growth over some months are held within this: twice and a half, or less than half."""

NAMES = ("trend_3", "trend_6", "level", "anniversary", "age", "young")
"""What accounts are alike in, the most important first; segments follow."""


@dataclass(frozen=True)
class Study:
    """N rows: `account`, its `family`, `start` (the column), `after` (months seen from it on), `base` MRR.

    All (N,), as `size` is: what treated rows weigh, the base or 1. `odds` (N,) of having been reached; `x`
    (N, K) are the covariates, standardised, `names` of them; `raw` (N, 2) the growth of three and six months
    before.
    `weight` (N,): of treated rows their share of the treated size, of controls what they count for; both sum
    to 1. The regression has a constant for each of G starts with treated rows, and `x`: `group` (N,) is the
    number of a row's start, G for another, `counted` (N,) what it counts for, `inverse` (G + K, G + K) that
    of the normal equations. `apart`: the accounts of treated rows that nobody is comparable with, left out,
    and `apart_base` their MRR.
    """

    account: Whole
    family: Whole
    start: Whole
    after: Whole
    base: Floats
    size: Floats
    treated: Flags
    odds: Floats
    x: Floats
    names: tuple[str, ...]
    raw: Floats
    weight: Floats
    group: Whole
    counted: Floats
    inverse: Floats
    apart: Whole
    apart_base: float = 0.0

    @property
    def treated_base(self) -> float:
        """The MRR of the treated at their base."""
        return float(self.base[self.treated].sum())

    @property
    def alike(self) -> float:
        """How many treated of equal size would say as much: 1 / the sum of squared weights, of families."""
        together = np.bincount(self.family[self.treated], self.weight[self.treated])
        return _equal(np.asarray(together, np.float64))

    @property
    def controls_alike(self) -> float:
        """How many equal controls would say as much."""
        return _equal(self.weight[~self.treated])

    def predicted(self, outcome: Floats) -> Floats:
        """Return what the regression on the controls makes of an outcome (N,) for each row. (N,)."""
        worth = self.counted * outcome
        many = self.inverse.shape[0] - self.x.shape[1]
        sums = np.bincount(self.group, worth, many + 1)[:many]
        fitted = self.inverse @ np.concatenate([sums, worth @ self.x])
        return np.asarray(np.append(fitted[:many], 0.0)[self.group] + self.x @ fitted[many:])

    def only(self, rows: Flags) -> Study:
        """Return the comparison of some of the rows, weighed anew."""
        kept = replace(
            self,
            account=self.account[rows],
            family=self.family[rows],
            start=self.start[rows],
            after=self.after[rows],
            base=self.base[rows],
            size=self.size[rows],
            treated=self.treated[rows],
            odds=self.odds[rows],
            x=self.x[rows],
            raw=self.raw[rows],
        )
        return weighed(kept)

    def alike_in_size(self) -> Study:
        """Return the same rows where each treated account weighs the same."""
        return weighed(replace(self, size=np.ones(len(self.size))))


def study(
    past: Past, start: Whole, gone: frozenset[tuple[int, int]] = frozenset(), *, after: int = AFTER
) -> Study:
    """Return who is compared with whom; it may have no treated rows or no controls, which is for verdicts.

    Who is `gone`, by account and column of a start, is in no row of that start.
    """
    every = [
        _rows_of(past, start, int(group))
        for group in np.unique(start[(start != NEVER) & (start > 0)])
        if group < len(past.months)
    ]
    account, starts, treated = (
        np.concatenate([each[at] for each in every]) if every else np.zeros(0, dtype=np.int64)
        for at in range(3)
    )
    there = np.array([each not in gone for each in zip(account.tolist(), starts.tolist(), strict=True)], bool)
    return comparable(past, account[there], starts[there], treated[there].astype(bool), after=after)


def comparable(
    past: Past,
    account: Whole,
    start: Whole,
    treated: Flags,
    *,
    after: int = AFTER,
    more: Floats | None = None,
) -> Study:
    """Return rows with their covariates, odds and weights, without the treated that nobody is like.

    `more` (N, J) are covariates beside the usual ones, the most important of all; then rows weigh alike.
    """
    x, names, raw = covariates(past, account, start)
    if more is not None:
        x, names = np.hstack([standard(more), x]), (*("more",) * more.shape[1], *names)
    kept = min(len(names), max(1, int((~treated).sum()) // CONTROLS_EACH))
    base = past.mrr[account, start - 1]
    made = Study(
        account=account,
        family=past.family[account],
        start=start,
        after=np.minimum(after, len(past.months) - start),
        base=base,
        size=base if more is None else np.ones(len(base)),
        treated=treated,
        odds=np.ones(len(account)),
        x=x[:, :kept],
        names=names[:kept],
        raw=raw,
        weight=np.zeros(len(account)),
        group=np.zeros(len(account), dtype=np.int64),
        counted=np.zeros(len(account)),
        inverse=np.zeros((kept, kept)),
        apart=np.zeros(0, dtype=np.int64),
    )
    return made if not treated.any() or treated.all() else _near(made)


def _near(made: Study) -> Study:
    """Return the rows by their odds, without the treated that were all but sure to be reached."""
    chance = chances(made.treated, made.x)
    near = ~made.treated | (chance <= TOO_SURE)
    odds = np.minimum(chance / (1 - chance), TOO_SURE / (1 - TOO_SURE))
    return replace(
        replace(made, odds=odds).only(near),
        apart=made.account[~near],
        apart_base=float(made.base[~near].sum()),
    )


def standard(values: Floats) -> Floats:
    """Return columns of mean 0 and standard deviation 1; those without any stay 0."""
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def weighed(rows: Study) -> Study:
    """Return the rows with the weights that least squares by the odds give controls.

    A constant for each start makes controls of a start count for as much as its treated. The constants are
    never written out as columns: what they come to are sums by start.
    """
    starts = np.unique(rows.start[rows.treated])
    many = len(starts)
    place = np.minimum(np.searchsorted(starts, rows.start), max(many - 1, 0))
    group = np.where(starts[place] == rows.start, place, many) if many else place
    counted = np.where(~rows.treated & (group < many), rows.odds, 0.0)
    share = np.where(rows.treated, rows.size, 0.0)
    share = share / share.sum() if share.sum() > 0 else share
    inverse = np.asarray(np.linalg.pinv(_normal(rows.x, group, counted, many), hermitian=True), np.float64)
    asked = np.concatenate([np.bincount(group, share, many + 1)[:many], share @ rows.x]) @ inverse
    control = counted * (np.append(asked[:many], 0.0)[group] + rows.x @ asked[many:])
    weight = np.where(rows.treated, share, control)
    return replace(rows, weight=weight, group=group, counted=counted, inverse=inverse)


def _normal(x: Floats, group: Whole, counted: Floats, many: int) -> Floats:
    """Return the matrix of the normal equations of a constant a group and `x`: (G + K, G + K)."""
    scaled = x * counted[:, None]
    across = np.array([np.bincount(group, column, many + 1)[:many] for column in scaled.T])
    across = across.reshape(x.shape[1], many)
    alone = np.diag(np.bincount(group, counted, many + 1)[:many])
    return np.block([[alone, across.T], [across, scaled.T @ x]])


def chances(treated: Flags, x: Floats) -> Floats:
    """Return each row's chance of being treated, by a logit with a small ridge: it always exists. (N,)."""
    design = np.column_stack([np.ones(len(x)), x])
    ridge = np.diag([1e-6, *([RIDGE] * x.shape[1])])
    coefficients = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ coefficients, -30.0, 30.0)))
        slope = design.T @ (treated - chance) - ridge @ coefficients
        curve = (design * (chance * (1.0 - chance))[:, None]).T @ design + ridge
        coefficients = coefficients + np.linalg.solve(curve, slope)
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(design @ coefficients, -30.0, 30.0))))


def covariates(past: Past, account: Whole, start: Whole) -> tuple[Floats, tuple[str, ...], Floats]:
    """Return what rows are alike in, standardised (N, K), its names, and the growth before (N, 2).

    Growth is the logarithm of what the base is of the MRR three and six months earlier, 0 where an account
    was not live then; `anniversary`: a year since it came, or several, ends in the months that are looked at.
    """
    base = start - 1
    now = past.mrr[account, base]
    growth = np.column_stack([_growth(past, account, base, back) for back in (3, 6)])
    age = past.age[account, base]
    values = {
        "trend_3": growth[:, 0],
        "trend_6": growth[:, 1],
        "level": np.log(np.maximum(now, 1e-9)),
        "anniversary": ((-age - 1) % YEAR < AFTER).astype(np.float64),
        "age": np.log1p(np.minimum(age, 4 * YEAR)),
        "young": (age < YEAR // 2).astype(np.float64),
    }
    segment = past.segment[account, base]
    sizes = np.bincount(segment, minlength=len(past.segments))
    for number in np.argsort(-sizes, kind="stable")[1:]:
        values[f"segment {past.segments[number]}"] = (segment == number).astype(np.float64)
    names = tuple(name for name, each in values.items() if len(each) and each.std() > 0)
    if not names:
        return np.zeros((len(account), 0)), (), growth
    return standard(np.column_stack([values[name] for name in names])), names, growth


def _growth(past: Past, account: Whole, base: Whole, back: int) -> Floats:
    then = past.mrr[account, np.maximum(base - back, 0)]
    known = (base >= back) & (then > 0)
    now = past.mrr[account, base]
    safe = np.where(known, np.maximum(now, 1e-9) / np.where(known, then, 1.0), 1.0)
    return np.asarray(np.clip(np.log(safe), -STEEPEST, STEEPEST))


def _rows_of(past: Past, start: Whole, group: int) -> tuple[Whole, Whole, Whole]:
    """Return the accounts of one start that were live at its base, and whether each was treated."""
    there = past.mrr[:, group - 1] > 0
    chosen = np.flatnonzero(there & ((start == group) | (start == NEVER)))
    return chosen, np.full(len(chosen), group), (start[chosen] == group).astype(np.int64)


def _equal(weight: Floats) -> float:
    squares = float((weight**2).sum())
    return 1.0 / squares if squares > 0 else 0.0
