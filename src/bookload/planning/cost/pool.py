"""A pool of capacity: the people of one role in one month, what they cost, and who takes their time.

    rate    = cost of the capacity supplied / practical minutes
    used    = minutes asked x rate
    unused  = cost supplied - used: named, never spread over those who are served

Time-driven activity-based costing: Kaplan & Anderson, Harvard Business Review 82(11), 2004.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from bookload.base.access import Right, needs
from bookload.base.period import Month

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Pool:
    """What one role costs in a month, and where that goes; exact, amounts in units of the currency.

    - `heads` at the month's end (as of `as_of` in its month) whose pay it is; `practical_minutes` are theirs,
      `asked_minutes` the journey's, `unused_minutes` the difference: below 0 where more is asked than is
      there; `unused_share` = unused / practical, None where nobody is there.
    - `pay` of the month, `on_costs` on top of it, `other` dated costs; `supplied` is all three.
    - `rate` a minute, None where there are none; `used` = asked x rate, `unused` the rest of `supplied`.
    - `unstaffed`: something is asked and nobody is there, so that nothing is spent on it.
    - what comes from pay is None without the right to it, and where the pay of one of the heads is not known.
    """

    month: Month
    role: str
    heads: Fraction
    practical_minutes: Fraction
    asked_minutes: Fraction
    unused_minutes: Fraction
    unused_share: Fraction | None
    other: Fraction
    assumed: bool
    unstaffed: bool
    pay: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    on_costs: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    supplied: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    rate: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    used: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    unused: Fraction | None = field(metadata=needs(Right.PAY_GROUP))


@dataclass(frozen=True, slots=True)
class Work:
    """The minutes of a role in a month: what its heads can give, and what is asked of them."""

    month: Month
    role: str
    heads: Fraction
    practical: Fraction
    asked: Fraction
    assumed: bool = False


def pool(work: Work, pay: Fraction | None, on_cost_rate: Fraction, other: Fraction) -> Pool:
    """Return the pool of a role's minutes: they cost the month's `pay`, what comes on top, and `other`."""
    supplied = None if pay is None else pay * (1 + on_cost_rate) + other
    rate = supplied / work.practical if supplied is not None and work.practical else None
    used = _used(supplied, rate, work)
    return Pool(
        month=work.month,
        role=work.role,
        heads=work.heads,
        practical_minutes=work.practical,
        asked_minutes=work.asked,
        unused_minutes=work.practical - work.asked,
        unused_share=(work.practical - work.asked) / work.practical if work.practical else None,
        other=other,
        assumed=work.assumed,
        unstaffed=bool(work.asked) and not work.practical,
        pay=pay,
        on_costs=None if pay is None else pay * on_cost_rate,
        supplied=supplied,
        rate=rate,
        used=used,
        unused=None if supplied is None or used is None else supplied - used,
    )


def _used(supplied: Fraction | None, rate: Fraction | None, work: Work) -> Fraction | None:
    """Return what is spent on who is served: nothing where nobody is there to spend it on."""
    if supplied is None:
        return None
    return Fraction(0) if rate is None else rate * work.asked
