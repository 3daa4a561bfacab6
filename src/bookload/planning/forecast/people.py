"""The people who will be there: plannable hours ahead, less those who leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.team.people import Staff, staff
from bookload.metrics.team.working_time import hours, spells, standard_plannable
from bookload.planning.journey import role_of

Floats = NDArray[np.float64]

MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Team:
    """P people in roles, and what is known of their leaving.

    `hours` (P, M): plannable, with the absences, holidays and leavers that are known today; `of_role` (P, R).
    `left` people over `years` person-years, the assumption of the policy included; `lag` months until a
    leaver is replaced, then the `ramp` of a new one; None where places stay open. `head` (M,): a standard
    head's plannable hours.
    """

    hours: Floats
    of_role: Floats
    left: float
    years: float
    lag: int | None
    ramp: tuple[float, ...]
    head: Floats

    @property
    def attrition(self) -> float:
        """The mean share of people that leaves in a year, as a rate."""
        return self.left / self.years

    def supply(self, count: int, chance: np.random.Generator) -> Floats:
        """Return drawn plannable hours, (count, M, R): everybody's time to leaving is exponential.

        The rate of a draw is gamma about the mean; who leaves within a month is there for a part of it.
        """
        rate = chance.gamma(self.left, 1 / self.years, size=(count, 1)) / MONTHS_A_YEAR
        stays = chance.standard_exponential((count, len(self.hours))) / rate
        month = np.arange(self.hours.shape[1])
        there = np.clip(stays[:, :, None] - month, 0.0, 1.0)
        if self.lag is not None:
            for number, step in enumerate(np.diff((0.0, *self.ramp, 1.0))):
                there += step * np.clip(month + 1 - (stays + self.lag + number)[:, :, None], 0.0, 1.0)
        there *= self.hours
        return np.asarray(np.moveaxis(there, 1, 2) @ self.of_role)


def team(reader: Reader, ahead: Sequence[Month], roles: Sequence[str]) -> Team:
    """Return the people of some roles over the months ahead."""
    policy, people = reader.policy, staff(reader)
    terms = [replace(each, role=role_of(each.role, policy)) for each in spells(people, policy)]
    absences = {person.person_id: person.away for person in people.people.values()}
    rows = [row for row in hours(terms, absences, list(ahead), policy.working_time) if row.role in set(roles)]
    places = {key: number for number, key in enumerate(sorted({(row.person_id, row.role) for row in rows}))}
    column = {month: number for number, month in enumerate(ahead)}
    plannable = np.zeros((len(places), len(ahead)))
    for row in rows:
        plannable[places[row.person_id, row.role], column[row.month]] = float(row.plannable)
    left, years = _leavers(people, reader.months[0].first_day, reader.as_of)
    said, weight = policy.forecast, float(policy.forecast.attrition_weight)
    return Team(
        hours=plannable,
        of_role=np.array([[float(role == each) for each in roles] for _, role in places]).reshape(
            len(places), len(roles)
        ),
        left=left + float(said.attrition_a_year) * weight + 1e-9,
        years=years + weight,
        lag=said.hiring_lag_months if said.leavers == "replaced" else None,
        ramp=tuple(float(share) for share in policy.working_time.capacity_ramp),
        head=_head(policy, ahead),
    )


def _head(policy: Policy, ahead: Sequence[Month]) -> Floats:
    place = policy.company.country
    return np.array([float(standard_plannable(policy.working_time, place, month)) for month in ahead])


def _leavers(people: Staff, first: date, as_of: date) -> tuple[float, float]:
    """Return how many people left from a day to `as_of`, and the person-years they all worked in it."""
    left, days = 0, 0
    for person in people.people.values():
        start, end = max(person.hire_date, first), min(person.leave_date, as_of)
        days += max(0, (end - start).days)
        left += first <= person.leave_date <= as_of
    return float(left), days / DAYS_A_YEAR
