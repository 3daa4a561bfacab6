"""What can be said of an effect, in a sentence; or that nothing can, and why."""

from __future__ import annotations

from typing import Literal

import numpy as np

from bookload.planning.impact.compared import Compared
from bookload.planning.impact.past import Intervention
from bookload.planning.impact.study import AFTER, Study

Call = Literal["effect", "none_seen", "cannot_tell"]

CALLED = 0.05
FEWEST_TREATED = 10
FEWEST_ALIKE = 5.0
"""Treated accounts as even as this many equal ones at least: else one account is the answer."""

FEWEST_CONTROLS = 20
CONTROLS_ALIKE = 10.0
MOST_APART = 1 / 3
"""The share of the treated accounts' MRR that may have nobody like it."""

COARSEST = 0.15
"""The detectable effect past which an effect that is not seen says nothing."""

APART = 0.25
"""Standard deviations between both sides past which a difference is named."""


def cannot_begin(intervention: Intervention, rows: Study, after: int) -> tuple[str, ...]:
    """Return why nothing can be compared at all; nothing where it can."""
    if not intervention.reached:
        return ("it reached no account by this date",)
    if len(rows.account) == 0 or after < 1:
        if not rows.apart.size and not len(rows.account):
            return ("none of its accounts was live in the month before, within the months that are over",)
        return ("no month after its start is over yet",)
    treated = int(rows.treated.sum())
    controls = len(np.unique(rows.account[~rows.treated]))
    apart = rows.apart_base / (rows.apart_base + rows.treated_base) if rows.apart_base else 0.0
    reasons = []
    if controls < FEWEST_CONTROLS:
        reasons.append(
            f"it left {_accounts(controls)} live that it did not reach; it takes {FEWEST_CONTROLS}"
        )
    elif apart > MOST_APART:
        reasons.append(f"accounts with {apart:.0%} of the MRR that it reached are like none that it did not")
    elif treated < FEWEST_TREATED:
        reasons.append(
            f"it reached {_accounts(treated)} that can be compared; it takes {FEWEST_TREATED} or more"
        )
    return tuple(reasons)


def cannot_tell(rows: Study, found: Compared, before: Compared | None) -> tuple[str, ...]:
    """Return why what was found cannot be believed; nothing where it can."""
    reasons = []
    if rows.alike < FEWEST_ALIKE:
        reasons.append(
            f"its {int(rows.treated.sum())} accounts are so uneven in size that they say as much as "
            f"{rows.alike:.0f} equal ones"
        )
    if rows.controls_alike < CONTROLS_ALIKE:
        reasons.append(
            f"few accounts are like those that it reached: they say as much as {rows.controls_alike:.0f}"
        )
    if before is not None and before.p < CALLED:
        reasons.append(
            f"both sides moved apart before it began already ({before.effect:+.1%}, p = {before.p:.3f})"
        )
    if found.low <= 0 <= found.high and found.detectable > COARSEST:
        reasons.append(f"only an effect of {found.detectable:.0%} or more would show in so few accounts")
    return tuple(reasons)


def call(found: Compared, p: float, reasons: tuple[str, ...]) -> Call:
    """Return what is called, by the p that counts how many were asked."""
    if reasons:
        return "cannot_tell"
    return "effect" if p < CALLED and found.p < CALLED else "none_seen"


def sentence(called: Call, found: Compared | None, reasons: tuple[str, ...], rows: Study) -> str:
    """Return the answer in words."""
    if called == "cannot_tell" or found is None:
        return f"Cannot tell, because {'; and '.join(reasons)}."
    months = int(rows.after[rows.treated].max(initial=AFTER if not len(rows.after) else 0))
    span = f"over {'up to ' if months > 1 else ''}{months} month{'s' if months > 1 else ''} from its start"
    interval = f"(95% interval {found.low:+.1%} to {found.high:+.1%})"
    if called == "effect":
        more = "more" if found.effect > 0 else "less"
        return (
            f"The {int(rows.treated.sum())} accounts paid {abs(found.effect):.1%} {more} MRR than they "
            f"would have without it {interval}, {span}."
        )
    return (
        f"No effect seen: {found.effect:+.1%} of their MRR {interval}, {span}; "
        f"one of {found.detectable:.1%} would probably have been seen."
    )


def selection(rows: Study) -> tuple[str, ...]:
    """Return in words how the accounts that were reached differed from the others before."""
    treated, others = rows.raw[rows.treated], rows.raw[~rows.treated]
    said = []
    for column, months in ((0, 3), (1, 6)):
        ours, theirs = treated[:, column], others[:, column]
        spread = np.sqrt((ours.var() + theirs.var()) / 2)
        if spread <= 0 or abs(ours.mean() - theirs.mean()) / spread <= APART:
            continue
        if ours.mean() < min(theirs.mean(), 0.0):
            how = "were contacted because they were shrinking"
        else:
            how = f"grew {'less' if ours.mean() < theirs.mean() else 'more'} than others"
        said.append(
            f"Selection: these accounts {how}. Their MRR moved {_growth(ours):+.1%} in the {months} months "
            f"before, that of the others {_growth(theirs):+.1%}; those compared with them did alike."
        )
        break
    return tuple(said)


def holm(values: list[float]) -> list[float]:
    """Return p-values that count how many were asked, by Holm (1979): never smaller than they were."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    found, most = [0.0] * len(values), 0.0
    for rank, at in enumerate(order):
        most = max(most, min(1.0, (len(values) - rank) * values[at]))
        found[at] = most
    return found


def _growth(logarithms: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(np.exp(logarithms.mean()) - 1.0)


def _accounts(count: int) -> str:
    return "1 account" if count == 1 else f"{count} accounts"
