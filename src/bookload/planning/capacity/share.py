"""A share of the work: the hours of a role in a month that one carrier does."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bookload.base.period import Month
from bookload.planning.capacity.carriers import Carrier


@dataclass(frozen=True, slots=True)
class Share:
    """The hours of a role in a month that one carrier does."""

    month: Month
    role: str
    carrier: Carrier
    hours: Fraction
