"""An effect with its interval: what the treated did, less what those compared with them would have.

The variance has two parts. What the treated differ by among themselves is taken as a share of their MRR:
with amounts, the few largest accounts would be all of it. What controls differ by is each one's own, all rows
of an account together. Accounts of one family are one: whoever decides for ten decides once. The interval is
Student's, with Satterthwaite's degrees of freedom, where the treated count as so many equal accounts as would
say as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, nct, t

from bookload.planning.impact.study import Study

Floats = NDArray[np.float64]

SURE = 0.95
POWER = 0.80
ONE_SIDED, FAR = 5.0, 30.0
"""Standard errors from nothing past which the other side of a noncentral t is below 1e-8, and all of it
cannot be computed any more.
"""


@dataclass(frozen=True)
class Compared:
    """An effect as a share of the treated accounts' MRR at their base, with its standard error.

    `before_after`: what the treated changed by, compared with nobody. `parts` (N,): what each row adds to the
    effect; they sum to it.
    """

    effect: float
    se: float
    df: float
    before_after: float
    parts: Floats

    @property
    def low(self) -> float:
        """The lower end of the 95% interval."""
        return self.effect - self._times * self.se

    @property
    def high(self) -> float:
        """The upper end of the 95% interval."""
        return self.effect + self._times * self.se

    @property
    def _times(self) -> float:
        return float(t.ppf(0.5 + SURE / 2, self.df))

    @property
    def p(self) -> float:
        """The chance of an effect at least so far from nothing where there is none."""
        return float(2 * t.sf(abs(self.effect) / self.se, self.df)) if self.se > 0 else 1.0

    @property
    def detectable(self) -> float:
        """The smallest effect that would be called one with a chance of 80%."""
        return detectable(self.se, self.df)

    def power(self, size: float) -> float:
        """Return the chance with which an effect of this size would be called one.

        Noncentral t; far out the spread of the standard error alone decides, which is chi-square.
        """
        if self.se <= 0:
            return 1.0
        shift = size / self.se
        if shift > FAR:
            return float(chi2.cdf(self.df * (shift / self._times) ** 2, self.df))
        other_side = float(nct.cdf(-self._times, self.df, shift)) if shift < ONE_SIDED else 0.0
        return float(nct.sf(self._times, self.df, shift)) + other_side


def detectable(se: float, df: float) -> float:
    """Return the smallest effect that is called one with a chance of 80%, from a standard error."""
    return float(t.ppf(0.5 + SURE / 2, df) + t.ppf(POWER, df)) * se


def compared(rows: Study, outcome: Floats) -> Compared:
    """Return the effect on an outcome (N,), in shares of each row's base; each account is treated once."""
    parts = np.where(rows.treated, 1.0, -1.0) * rows.weight * outcome
    left = outcome - rows.predicted(outcome)
    treated = _of_treated(rows, left)
    controls, many = of_accounts(rows, left)
    total = treated + controls
    spread = treated**2 / max(rows.alike - 1, 1.0) + controls**2 / max(many, 1.0)
    df = total**2 / spread if 0 < total < np.inf else 1.0
    moved = float(parts[rows.treated].sum())
    return Compared(float(parts.sum()), float(np.sqrt(total)), float(max(df, 1.0)), moved, parts)


def _of_treated(rows: Study, left: Floats) -> float:
    """Return the treated's variance: that of the families' means, each weighing what its accounts do."""
    weight = rows.weight[rows.treated]
    _, family = np.unique(rows.family[rows.treated], return_inverse=True)
    together = np.bincount(family, weight)
    if len(together) <= 1:
        return float("inf")
    means = np.bincount(family, weight * left[rows.treated]) / together
    return float(means.var(ddof=1) * (together**2).sum())


def of_accounts(rows: Study, left: Floats) -> tuple[float, float]:
    """Return the controls' variance, all rows of a family together, and its degrees of freedom."""
    controls = ~rows.treated
    sums = np.bincount(rows.family[controls], (rows.weight * left)[controls])
    count = len(np.unique(rows.family[controls]))
    free = max(count - rows.x.shape[1] - 1, 1)
    return float((sums**2).sum()) * count / free, float(free)


def by_account(rows: Study, outcome: Floats) -> Compared:
    """Return the effect where an account may be treated in some rows and a control in others.

    All rows of a family count as one draw, on both sides: its residuals are summed before they are squared.
    """
    parts = np.where(rows.treated, 1.0, -1.0) * rows.weight * outcome
    effect = float(parts.sum())
    left = outcome - rows.predicted(outcome) - np.where(rows.treated, effect, 0.0)
    sums = np.bincount(rows.family, np.where(rows.treated, 1.0, -1.0) * rows.weight * left)
    count = len(np.unique(rows.family))
    free = max(min(count - rows.x.shape[1] - 1, len(np.unique(rows.family[rows.treated])) - 1), 1)
    se = float(np.sqrt((sums**2).sum() * count / max(count - rows.x.shape[1] - 1, 1)))
    return Compared(effect, se, float(free), float(parts[rows.treated].sum()), parts)
