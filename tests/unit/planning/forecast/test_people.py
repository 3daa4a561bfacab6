from __future__ import annotations

from datetime import date
from math import exp

import numpy as np
import pytest

from bookload.base.period import Month, months
from bookload.data.documents import Policy
from bookload.planning.forecast.people import Team, team
from bookload.workspace import memory

AHEAD = tuple(months(Month.of(date(2026, 7, 1)), Month.of(date(2027, 6, 1))))


def staff(people=3, lag=None, rate=0.3, years=1e9):
    return Team(
        hours=np.full((people, 12), 100.0),
        of_role=np.ones((people, 1)),
        left=rate * years,
        years=years,
        lag=lag,
        ramp=(0.25, 0.50, 0.75),
        head=np.full(12, 100.0),
    )


@pytest.mark.parametrize("month", [0, 11])
def test_hours_there_are_those_of_people_whose_time_to_leaving_is_exponential(month):
    drawn = staff().supply(20_000, np.random.default_rng(1))[:, month, 0]
    rate = 0.3 / 12
    there = exp(-rate * month) * (1 - exp(-rate)) / rate
    assert drawn.mean() == pytest.approx(300 * there, rel=0.005)


def test_a_rate_that_is_not_sure_makes_hours_less_sure():
    sure = staff(people=40).supply(4000, np.random.default_rng(1))[:, -1, 0]
    unsure = staff(people=40, years=10.0).supply(4000, np.random.default_rng(1))[:, -1, 0]
    assert unsure.std() > 1.2 * sure.std()


def test_leavers_that_are_replaced_come_back_after_the_lag_and_the_ramp():
    kept = staff(rate=2.0).supply(2000, np.random.default_rng(1))[:, :, 0].mean(axis=0)
    back = staff(rate=2.0, lag=3).supply(2000, np.random.default_rng(1))[:, :, 0].mean(axis=0)
    assert back[:3] == pytest.approx(kept[:3])
    assert (back[4:] > kept[4:]).all()
    at_once = staff(rate=2.0, lag=0).supply(2000, np.random.default_rng(1))[:, :, 0].mean(axis=0)
    assert (at_once[1:] >= back[1:]).all()


def test_own_leavers_are_weighed_with_the_policys_rate():
    rows: list[dict[str, object]] = [
        {"person_id": "P-1", "name": "Ada", "hire_date": "2024-07-01", "role": "csm"},
        {
            "person_id": "P-2",
            "name": "Ben",
            "hire_date": "2024-07-01",
            "leave_date": "2025-07-01",
            "role": "csm",
        },
    ]
    paid = {"start_date": "2024-07-01", "amount": 100, "interval": "month", "currency": "USD"}
    tables: dict[str, list[dict[str, object]]] = {
        "accounts": [{"account_id": "A", "name": "A"}],
        "subscriptions": [{"subscription_id": "S", "account_id": "A", **paid}],
        "people": rows,
    }
    policy = Policy.model_validate({"forecast": {"attrition_a_year": "0.2", "attrition_weight": "5"}})
    found = team(memory(tables, as_of=date(2026, 6, 30), policy=policy), AHEAD, ("csm",))
    assert found.hours.shape == (1, 12)
    years = (date(2026, 6, 30) - date(2024, 7, 1)).days / 365.25 + 365 / 365.25
    assert found.attrition == pytest.approx((1 + 0.2 * 5) / (years + 5))
