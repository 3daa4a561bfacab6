"""The lifecycle of the accounts: how many are in each stage of a month, and the hours that it asks for.

Onboarding peaks as many accounts enter it, renewals ask on the dates they have, and accounts in trouble while
their health says so: each is a stage of the journey, and this is what each takes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from bookload.base.period import Month
from bookload.planning.journey import Demand, Hours


@dataclass(frozen=True, slots=True)
class StageHours:
    """One stage in one month; `stage` None is outside all of them.

    `accounts` are weighted by days, `entries` counts those that enter it, `hours` are the likely ones that it
    asks of all roles; exact.
    """

    month: Month
    stage: str | None
    accounts: Fraction
    entries: int
    hours: Fraction


def stage_hours(asked: Demand) -> tuple[StageHours, ...]:
    """Return the stages of each month, in the order of the months and then of their hours, most first."""
    days: dict[tuple[Month, str | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for profile, (held, entries) in zip(asked.profiles, asked.weights, strict=True):
        before = days[profile.month, profile.stage]
        days[profile.month, profile.stage] = (before[0] + held, before[1] + entries)
    totals = asked.totals("month", "stage")
    rows = [
        StageHours(month, stage, Fraction(held, month.days), entries, _likely(totals.get((month, stage))))
        for (month, stage), (held, entries) in days.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.month, -row.hours, row.stage or "")))


def _likely(hours: Hours | None) -> Fraction:
    return hours.likely if hours else Fraction(0)
