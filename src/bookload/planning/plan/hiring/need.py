"""The heads that hires have to bring, by month and role: order statistics of what is lacking in each future.

With the hours that hires bring known, the chance that they cover what is lacking is a matter of counting
futures, so the chance constraint *is* a bound on hours, exactly (the deterministic equivalent):

    cover[month, role]: hires carry >= the k-th smallest of (hours asked - hours there) / hours of a head

k is not just the level's part of the futures: it is the smallest rank that holds the level in *other* futures
of the same kind with the policy's confidence, whatever their distribution (a one-sided tolerance limit;
Wilks, 1941). All roles of a month together are covered at the joint level by letting their ranks rise
together until as many futures have every role covered: no role bears the risk for another's being cheaper.
The k-th smallest of each future's highest rank is that common rank, exactly.

The confidence is that of all levels at once: each gets its part of the doubt (Bonferroni).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, exp, lgamma, log, log1p

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError
from bookload.planning.plan.hiring.terms import Floats, Terms

NOTHING = 0.0


def rank(level: Fraction, count: int, confidence: Fraction) -> int:
    """Return the smallest k such that the k-th smallest of `count` draws is at or above the level's quantile.

    With the confidence that was asked for: P(Binomial(count, level) < k) >= confidence. Raises `UsageError`
    where there are too few draws for any k.
    """
    below, chance = 0.0, float(level)
    for number in range(count):
        below += exp(
            lgamma(count + 1)
            - lgamma(number + 1)
            - lgamma(count - number + 1)
            + number * log(chance)
            + (count - number) * log1p(-chance)
        )
        if below >= float(confidence):
            return number + 1
    least = ceil(log(1 - float(confidence)) / log(chance))
    raise UsageError(
        f"{count} scenarios cannot tell a chance of {float(level):.0%} in every month and role with the "
        f"policy's confidence; set plan.scenarios to {least} or more"
    )


def lacking(hours: Floats, supply: Floats, head_hours: Floats) -> Floats:
    """Return what is lacking in each future, (D, M, R), in ramped heads; 0 where a head has no hours."""
    worked = np.where(head_hours > 0, head_hours, np.inf)
    return np.asarray((hours - supply) / worked)


def needed(lack: Floats, terms: Terms) -> Floats:
    """Return the heads that hires have to carry, (M, R): what both levels ask for, 0 where no hire reaches.

    `lack` (D, M, R) may be below 0 where there are more than enough.
    """
    count, months, roles = lack.shape
    sure = 1 - (1 - terms.confidence) / (months * roles)
    alone = rank(terms.cover, count, sure) - 1
    ordered = np.sort(lack, axis=0)
    places = np.full((months, roles), alone)
    first = terms.first_joint(months)
    if roles > 1 and first < months:
        together = rank(terms.joint_cover, count, sure) - 1
        common = _common_rank(lack[:, first:], ordered[:, first:], together)
        places[first:] = np.maximum(alone, common)[:, None]
    asked = np.take_along_axis(ordered, places[None], axis=0)[0]
    reached = np.arange(months)[:, None] >= [terms.first(role, months) for role in range(roles)]
    return np.where(reached, np.maximum(asked, NOTHING), NOTHING)


def alone(lack: Floats, terms: Terms) -> Floats:
    """Return what both levels ask of each role at least, whichever role may fall short: a bound below.

    Who covers all roles together covers each of them, at the larger of the two levels; without confidence.
    """
    count, months, roles = lack.shape
    each = ceil(terms.cover * count) - 1
    both = max(each, ceil(terms.joint_cover * count) - 1) if roles > 1 else each
    ordered = np.sort(lack, axis=0)
    month = np.arange(months)[:, None]
    place = np.where(month >= terms.first_joint(months), both, each) * np.ones((1, roles), dtype=int)
    asked = np.take_along_axis(ordered, place[None], axis=0)[0]
    reached = month >= [terms.first(role, months) for role in range(roles)]
    return np.where(reached, np.maximum(asked, NOTHING), NOTHING)


def _common_rank(lack: Floats, ordered: Floats, place: int) -> NDArray[np.int64]:
    """Return by month the smallest rank (from 0) that covers all roles in `place` + 1 futures."""
    months, roles = lack.shape[1:]
    found = np.empty(months, dtype=np.int64)
    for month in range(months):
        ranks = np.array(
            [np.searchsorted(ordered[:, month, role], lack[:, month, role]) for role in range(roles)]
        )
        found[month] = np.partition(ranks.max(axis=0), place)[place]
    return found
