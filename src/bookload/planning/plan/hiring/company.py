"""The hiring plan of a company, from its own forecast: one set of futures to fit on, another to judge on."""

from __future__ import annotations

from fractions import Fraction

from bookload.base.access import Right
from bookload.base.progress import Progress
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.planning.forecast.forecast import forecast
from bookload.planning.plan.hiring.plan import hiring_plan
from bookload.planning.plan.hiring.result import HiringPlan

PLACES = 10_000
"""What the share of people that leaves in a year is rounded to, so that costs made of it are exact."""


def plan(reader: Reader, months_ahead: int | None = None, progress: Progress | None = None) -> HiringPlan:
    """Return whom to hire in the months after that of `as_of`; as many as the policy forecasts by default.

    The two sets of futures share no draw: parameters, accounts, hours and leavers of the second come from
    another seed. Raises `AccessDeniedError` for a reader of some accounts only, `MissingDataError` where
    there is nothing to forecast from, and `CancelledError` when told to stop.
    """
    reader.access.demand({Right.ALL_ROWS}, "a hiring plan")
    told, said = progress or Progress(), reader.policy.plan
    fitted = forecast(reader, months_ahead, draws=said.scenarios, progress=told)
    other = reader.under(reseeded(reader.policy))
    judged = forecast(other, months_ahead, method=fitted.method, draws=said.judged, progress=told)
    attrition = Fraction(round(fitted.attrition * PLACES), PLACES)
    return hiring_plan(reader, (fitted.draws, judged.draws), told, attrition)


def reseeded(policy: Policy) -> Policy:
    """Return a policy whose forecasts are drawn from the seed after its own."""
    section = policy.forecast.model_copy(update={"seed": policy.forecast.seed + 1})
    return policy.model_copy(update={"forecast": section})
