"""Why a plan hires as many as it does: the month that decides, and what a hire carries in it.

Who comes has a ramp, so to carry one head's load in a month in which each hire carries a quarter takes four.
Where the level holds from the first month that anybody can come in, that month decides as a rule, and more
are hired than would do once they all carry a full load.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from bookload.base.period import Month
from bookload.planning.plan.hiring.terms import Floats, Terms

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Why:
    """What decides how many `heads` of a role the plan hires; loads are in ramped heads, estimates.

    Of all months `month` asks for the most who have come by then: `required` is what hires have to carry
    there to keep the levels, `lacking` what is asked on average beyond what today's people have. `carries`
    is the most that one hire is expected to carry by then. `least` heads follow: required / carries, rounded
    up. `ramped_least` is the same of the months in which the first hires are ramped, `ramped_month` the one
    of these that asks for most; None where no month is left.
    """

    role: str
    heads: int
    month: Month
    lacking: float
    required: float
    carries: float
    least: int
    ramped_least: int | None
    ramped_month: Month | None


def whys(
    terms: Terms, months: tuple[Month, ...], heads: tuple[int, ...], needed: Floats, lacking: Floats
) -> tuple[Why, ...]:
    """Return why so many, for roles that anything is asked of: `needed` and `lacking` are (M, R)."""
    found = []
    for number, role in enumerate(terms.roles):
        least, carries = _least(terms, role.lead, needed[:, number])
        if not least.any():
            continue
        decides = int(least.argmax())
        ramped = least[role.lead + len(terms.ramp) :]
        later = int(ramped.argmax()) if ramped.size else None
        found.append(
            Why(
                role=role.role,
                heads=heads[number],
                month=months[decides],
                lacking=float(lacking[decides, number]),
                required=float(needed[decides, number]),
                carries=float(carries[decides]),
                least=int(least[decides]),
                ramped_least=None if later is None else int(ramped[later]),
                ramped_month=None if later is None else months[role.lead + len(terms.ramp) + later],
            )
        )
    return tuple(found)


def _least(
    terms: Terms, lead: int, needed: Floats
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    """Return by month the fewest heads that can carry what is needed, and the most that one carries."""
    months = len(needed)
    carries, least = np.zeros(months), np.zeros(months, dtype=np.int64)
    carries[lead:] = np.maximum.accumulate(terms.carried(months))[: max(0, months - lead)]
    for month in np.flatnonzero((needed > 0) & (carries > 0)):
        least[month] = ceil(needed[month] / carries[month] - TOLERANCE)
    return least, carries
