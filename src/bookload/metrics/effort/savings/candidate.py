"""One thing that could take fewer hours: what it is, what it took, and what changing it would save."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR

Way = Literal["playbook", "level", "one_to_many", "automate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hours a month that an activity takes, and the part of them that a way of doing it otherwise would save.

    `people` are those who do it, in the order of their names; None where they are not told apart. `hours` x
    `part` are saved; `measured` is whether the log itself gives the part, else policy does. `how` says in
    words how it is counted. Of way `level` the hours are not saved but handed down. Candidates may be about
    the same hours, so they do not add up.
    """

    way: Way
    activity: str
    stage: str | None
    subject: str | None
    people: tuple[str, ...] | None
    times: int
    hours: Fraction
    part: Fraction
    measured: bool
    how: str

    @property
    def saved(self) -> Fraction:
        """Hours saved, or handed down, a month."""
        return self.hours * self.part


def by_hours(candidate: Candidate) -> tuple[Fraction, str, str, str]:
    """Return what candidates are sorted by: most hours saved first, then by what they are."""
    words = (candidate.activity, candidate.stage or "", candidate.subject or "")
    return (-candidate.saved, *words)


def hours_a_month(minutes: int, months: Fraction) -> Fraction:
    """Return minutes (x 10^4) over so many months as hours a month."""
    return Fraction(minutes, MINUTE_ONE * MINUTES_AN_HOUR) / months
