"""Futures made by hand for tests of the hiring plan, and a brute force over small plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.planning.forecast.draws import Draws
from bookload.planning.plan.hiring.terms import RoleTerms, Terms

AS_OF = date(2026, 6, 30)
NEXT = Month.of(AS_OF) + 1
HEAD = 100.0
"""Plannable hours of one standard head."""

Floats = NDArray[np.float64]


def futures(
    count: int,
    months: int = 12,
    heads: Sequence[int] = (5, 3),
    asked: Sequence[float] = (6.0, 2.5),
    seed: int = 1,
    leaving: float = 0.0125,
) -> Draws:
    """Return futures of a growing company: hours asked drift, and today's people leave one by one."""
    chance = np.random.default_rng(seed)
    roles = ("csm", "support", "onboarding", "programs", "pooled")[: len(heads)]
    grown = np.exp(np.cumsum(chance.normal(0.02, 0.03, (count, months)), axis=1))
    own = chance.lognormal(0, 0.1, (count, months, len(heads)))
    hours = HEAD * np.array(asked) * grown[:, :, None] * own
    there = [
        (chance.geometric(leaving, (count, many))[:, :, None] > np.arange(months)).sum(axis=1)
        for many in heads
    ]
    return Draws(
        months=tuple(NEXT + month for month in range(months)),
        segments=("SMB",),
        roles=roles,
        accounts=100 * grown[:, :, None],
        arr=1e7 * grown[:, :, None],
        hours=hours,
        supply=HEAD * np.stack(there, axis=-1),
        head_hours=np.full((months, len(heads)), HEAD),
    )


def terms(roles: int = 2, lead: int = 3, most: int | None = None, **changed: object) -> Terms:
    """Return usual terms: 80% alone and together, three months to hire and to ramp, 15% leave in a year."""
    usual: dict[str, object] = {
        "roles": tuple(RoleTerms(f"role {number}", lead, most) for number in range(roles)),
        "cover": Fraction(4, 5),
        "joint_cover": Fraction(4, 5),
        "confidence": Fraction(19, 20),
        "reach": 0,
        "ramp": (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)),
        "leaving": Fraction(15, 1200),
        "hiring": Fraction(3),
        "shortfall": Fraction(3, 2),
    }
    return Terms(**{**usual, **changed})  # type: ignore[arg-type]


def cheapest(lack: Floats, needed: Floats, terms: Terms, most: int) -> float:
    """Return the least cost of one role's plans with up to `most` starts a month, by trying all of them.

    Written from the definition: no matrix, no tangent and nothing of the programme's.
    """
    months, lead = needed.size, terms.roles[0].lead
    stays = [float((1 - terms.leaving) ** after) for after in range(months)]
    load = [
        ramp * stay for ramp, stay in zip([*map(float, terms.ramp), *[1.0] * months], stays, strict=False)
    ]
    best = np.inf
    for starts in product(range(most + 1), repeat=months - lead):
        carried = np.zeros(months)
        paid = 0.0
        for start, heads in enumerate(starts, lead):
            carried[start:] += heads * np.array(load[: months - start])
            paid += heads * (sum(stays[: months - start]) + float(terms.hiring))
        if (carried >= needed - 1e-9).all():
            short = np.maximum(0.0, lack - carried).mean(axis=0)[lead:].sum()
            best = min(best, paid + float(terms.shortfall) * float(short))
    return best
