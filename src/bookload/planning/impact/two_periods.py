"""The effect on the treated from two periods, three ways, each with its influence function.

Units treated between the two periods are set against units that were not, by the change of the outcome:
`regression` predicts what the treated would have done from controls (Heckman, Ichimura and Todd 1997),
`weighting` makes controls look like them (Abadie 2005, weights that sum to 1), and `doubly_robust` does both
and is right where either is (Sant'Anna and Zhao 2020, by maximum likelihood and least squares).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Way = Literal["doubly_robust", "regression", "weighting"]

STEPS = 60
"""Newton steps of the logit at most; from zero it takes fewer than ten where it converges."""

CLOSE = 1e-12


@dataclass(frozen=True)
class Effect:
    """An effect on the treated, and each unit's influence on it: (N,), which sums to 0."""

    att: float
    influence: Floats


def doubly_robust(change: Floats, treated: Flags, x: Floats) -> Effect:
    """Return the effect by an outcome regression and weights together; `x` (N, K) holds a constant."""
    there = treated.astype(np.float64)
    propensity, of_scores = logit(there, x)
    control = (1.0 - there) * propensity / (1.0 - propensity)
    predicted, of_fit = fitted(change, ~treated, x)
    left = change - predicted
    mean = float(control @ left / control.sum())
    first = _treated_part(there, left)
    moved = control * (left - mean) + of_scores @ _column_means(control * (left - mean), x)
    moved -= of_fit @ _column_means(control, x)
    influence = first.influence - of_fit @ _column_means(there, x) / there.mean()
    return Effect(first.att - mean, influence - moved / control.mean())


def regression(change: Floats, treated: Flags, x: Floats) -> Effect:
    """Return the effect against what least squares on the controls predicts for the treated."""
    there = treated.astype(np.float64)
    predicted, of_fit = fitted(change, ~treated, x)
    first = _treated_part(there, change - predicted)
    return Effect(first.att, first.influence - of_fit @ _column_means(there, x) / there.mean())


def weighting(change: Floats, treated: Flags, x: Floats) -> Effect:
    """Return the effect against controls weighted by their odds of having been treated."""
    there = treated.astype(np.float64)
    propensity, of_scores = logit(there, x)
    control = (1.0 - there) * propensity / (1.0 - propensity)
    mean = float(control @ change / control.sum())
    first = _treated_part(there, change)
    moved = control * (change - mean)
    moved = moved + of_scores @ _column_means(moved, x)
    return Effect(first.att - mean, first.influence - moved / control.mean())


WAYS: dict[Way, Callable[[Floats, Flags, Floats], Effect]] = {
    "doubly_robust": doubly_robust,
    "regression": regression,
    "weighting": weighting,
}


def fitted(change: Floats, used: Flags, x: Floats) -> tuple[Floats, Floats]:
    """Return least squares on some units, predicted for all (N,), and each one's influence on it (N, K).

    Raises `UsageError` where those units cannot tell the covariates apart.
    """
    rows = np.where(used[:, None], x, 0.0)
    inverse = _inverse(rows.T @ rows / len(x), "the controls")
    coefficients = inverse @ (rows.T @ change) / len(x)
    predicted = x @ coefficients
    return predicted, np.where(used, change - predicted, 0.0)[:, None] * x @ inverse


def logit(there: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return each unit's chance of being treated (N,), and its influence on the coefficients (N, K).

    Maximum likelihood by Newton's method. Raises `UsageError` where the covariates tell treated from controls
    without fail: then there is nobody to compare with.
    """
    coefficients = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ coefficients, -30.0, 30.0)))
        inverse = _inverse((x * (chance * (1.0 - chance))[:, None]).T @ x / len(x), "the propensity")
        step = inverse @ (x.T @ (there - chance)) / len(x)
        coefficients = coefficients + step
        if np.abs(step).max() < CLOSE:
            break
    else:
        raise UsageError(
            "the covariates tell treated units from controls without fail; leave some of them out"
        )
    chance = 1.0 / (1.0 + np.exp(-x @ coefficients))
    return chance, (there - chance)[:, None] * x @ inverse


def _treated_part(there: Floats, values: Floats) -> Effect:
    mean = float(there @ values / there.sum())
    return Effect(mean, there * (values - mean) / there.mean())


def _column_means(weights: Floats, x: Floats) -> Floats:
    return np.asarray(weights @ x / len(x))


def _inverse(matrix: Floats, where: str) -> Floats:
    if np.linalg.cond(matrix) > 1 / CLOSE / 10:
        raise UsageError(f"the covariates of {where} cannot be told apart; leave some of them out")
    return np.asarray(np.linalg.inv(matrix))
