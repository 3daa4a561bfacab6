from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, MissingDataError, UsageError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Journey, Minutes, Policy
from bookload.metrics.revenue import movements, stock
from bookload.planning.forecast import forecast
from bookload.planning.forecast.panel import panel, whole_months
from bookload.planning.journey import demand
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
FIRST = date(2024, 1, 1)
SEGMENTS = ("Enterprise", "SMB")
UNCAPPED = {"accounts_high": 0, "accounts_mid": 0}
FEW = {"draws": 200, "months": 3, "method": "drivers", "least_history": 24}


def tables():
    """Two accounts a month for thirty months, of two segments; every fifth stays for a year alone."""
    accounts, paid = [], []
    for number in range(60):
        start = (Month.of(FIRST) + number // 2).first_day
        name = f"A-{number:02d}"
        accounts.append({"account_id": name, "name": name, "segment": SEGMENTS[number % 2]})
        end = (Month.of(start) + 12).first_day if number % 5 == 0 else None
        row = {"subscription_id": f"S-{name}", "account_id": name, "start_date": start, "end_date": end}
        paid.append({**row, "amount": 100 + 7 * number, "interval": "month", "currency": "USD"})
    people = [{"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm"}]
    return {"accounts": accounts, "subscriptions": paid, "people": people}


def journey():
    work = {"name": "Call", "stage": "all", "times": 2, "minutes": {"low": 30, "likely": 60, "high": 90}}
    start = {
        "name": "Kick-off",
        "stage": "new",
        "per": "stage",
        "minutes": {"low": 60, "likely": 120, "high": 240},
    }
    stages = [{"name": "new", "days_since_start": [0, 30]}, {"name": "all"}]
    return Journey.model_validate({"stages": stages, "activities": [work, start]})


def reader(as_of=AS_OF, access=None, **said):
    """Return the company as the work alone makes it: what relationships ask for has tests of its own."""
    policy = Policy.model_validate({"forecast": {**FEW, **said}, "capacity": UNCAPPED})
    return memory(tables(), as_of=as_of, policy=policy, journey=journey(), access=access)


@cache
def usual():
    return forecast(reader())


def test_it_starts_from_the_facts_of_as_of_exactly():
    seen = reader()
    start = {row.key: row for row in usual().start}
    last = movements(seen, "segment", Month.of(AS_OF), Month.of(AS_OF))
    assert {row.key: row.closing for row in last} == {name: start[name].arr for name in SEGMENTS}
    (company,) = [row for row in stock(seen) if row.month == Month.of(AS_OF)]
    assert (start[None].arr, start[None].accounts) == (company.arr, company.accounts)


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 4, 17)])
def test_the_past_that_it_learns_from_is_what_stocks_state_month_by_month(as_of):
    seen = reader(as_of)
    past = panel(seen)
    stocks = {(row.month, row.key): row for row in stock(seen, "segment")}
    for number, segment in enumerate(past.segments):
        for place, month in enumerate(past.months):
            row = stocks[month, segment]
            assert past.accounts_by_segment[number, place] == row.accounts
            assert past.arr_by_segment[number, place] == pytest.approx(float(Fraction(row.arr, QUANTA)))


def test_a_month_that_is_not_over_teaches_nothing_but_is_started_from():
    seen = reader(date(2026, 4, 17))
    past = panel(seen)
    assert past.months[-1] == Month.of(date(2026, 4, 1))
    assert whole_months(seen, past).months[-1] == Month.of(date(2026, 3, 1))
    found = forecast(seen)
    assert found.draws.months[0] == Month.of(date(2026, 5, 1))


def test_months_before_the_data_is_known_are_no_history():
    policy = Policy.model_validate({"forecast": FEW})
    seen = memory(tables(), as_of=AS_OF, policy=policy, journey=journey(), known_from=date(2025, 3, 1))
    past = panel(seen)
    assert past.months[0] >= Month.of(date(2025, 3, 1))
    assert (past.age[past.live[:, 0], 0] >= 10_000).all()


def test_the_same_seed_gives_the_same_forecast_and_another_one_another():
    assert forecast(reader()).stocks == usual().stocks
    assert forecast(reader(seed=7)).stocks != usual().stocks


def test_bands_rise_and_are_those_of_the_draws():
    found = usual()
    for row in found.stocks:
        assert row.accounts.low <= row.accounts.middle <= row.accounts.high
        assert row.arr.low <= row.arr.middle <= row.arr.high
    last = [row for row in found.stocks if row.segment is None][-1]
    assert last.arr.middle == pytest.approx(np.median(found.draws.arr[:, -1].sum(axis=1)))


def test_a_forecast_may_be_shorter_than_accounts_are_young():
    early = journey().model_dump()
    early["stages"][0]["days_since_start"] = [0, 90]
    said = Policy.model_validate({"forecast": {**FEW, "account_noise": 0}})
    seen = memory(tables(), as_of=AS_OF, policy=said, journey=Journey.model_validate(early))
    short, long = forecast(seen, 2), forecast(seen, 5)
    assert short.draws.hours.shape[1] == 2
    means = [found.draws.hours[:, :2, 0].mean(axis=0) for found in (short, long)]
    assert means[0] == pytest.approx(means[1], rel=0.05)


def test_roles_have_the_hours_the_heads_and_the_chance_of_the_draws():
    found = usual()
    (row, *_) = found.roles
    hours, supply = found.draws.hours[:, 0, 0], found.draws.supply[:, 0, 0]
    assert (row.role, row.month) == ("csm", Month.of(AS_OF) + 1)
    assert row.short == pytest.approx((hours > supply).mean())
    assert row.heads is not None
    assert row.heads.middle == pytest.approx(np.median(hours) / found.draws.head_hours[0, 0])


def test_with_nobody_coming_or_leaving_the_hours_are_those_of_the_journey():
    stated = dict.fromkeys(SEGMENTS, 0)
    found = forecast(reader(new_accounts_a_month=stated, logo_churn_a_year=stated, account_noise=0))
    month = found.draws.months[2]
    asked = demand(reader(), [month]).totals("month", "role")[month, "csm"]
    drawn = found.draws.hours[:, 2, 0]
    assert asked.low <= drawn.mean() <= asked.high
    minutes = drawn.mean() / float(asked.likely)
    assert minutes == pytest.approx(1.0, abs=0.05)  # low and high lie evenly about the likely minutes


def test_what_the_policy_states_is_taken_instead_of_what_was_learnt():
    stated = dict.fromkeys(SEGMENTS, 0)
    still = forecast(reader(new_accounts_a_month=stated, logo_churn_a_year=stated))
    (start,) = [row.accounts for row in still.start if row.key is None]
    assert still.draws.accounts.sum(axis=2).mean() == pytest.approx(start)
    many = forecast(reader(new_accounts_a_month={"SMB": 50}, logo_churn_a_year=stated))
    came = many.draws.accounts[:, -1, 1].mean() - still.draws.accounts[:, -1, 1].mean()
    assert came == pytest.approx(150, rel=0.1)


def test_a_stated_segment_that_is_not_there_is_named_with_the_nearest_one():
    with pytest.raises(UsageError, match=r"unknown segment under \[forecast\] 'SMBs' \(did you mean 'SMB'"):
        forecast(reader(new_accounts_a_month={"SMBs": 1}))


def test_a_past_that_is_too_short_says_what_to_state():
    with pytest.raises(MissingDataError, match=r"state new_accounts_a_month.Enterprise, .*\[forecast\]"):
        forecast(reader(as_of=date(2024, 8, 31)))


def test_a_date_before_all_data_has_nothing_to_look_ahead_from():
    with pytest.raises(MissingDataError, match="nothing to look ahead from; ask for a later date"):
        forecast(reader(as_of=date(2019, 12, 31)))


def test_a_past_that_is_too_short_takes_stated_drivers_and_says_so_with_wider_bands():
    stated = {
        "new_accounts_a_month": dict.fromkeys(SEGMENTS, 1),
        "logo_churn_a_year": dict.fromkeys(SEGMENTS, "0.1"),
    }
    short = forecast(reader(as_of=date(2024, 8, 31), months=12, **stated))
    assert short.learnt == 0
    assert short.scores == ()
    assert short.findings[0].code == "history_too_short"
    assert "too short" in short.chosen
    known = forecast(reader(months=12, **stated))
    spread = [each.draws.accounts[:, -1].sum(axis=1).std() for each in (short, known)]
    assert spread[0] > 0.8 * spread[1]


def test_auto_takes_the_method_whose_backtest_was_better():
    found = forecast(reader(method="auto"))
    losses = {
        method: np.mean([1 - (each.below_last or 0) for each in found.scores if each.method == method])
        for method in ("drivers", "history")
    }
    assert losses[found.method] == min(losses.values())
    assert "backtest was better" in found.chosen


def test_a_reader_of_some_accounts_has_no_forecast():
    with pytest.raises(AccessDeniedError):
        forecast(reader(access=Access.of("csm", "P-1")))


@pytest.mark.parametrize("wrong", [{"months_ahead": 0}, {"method": "guess"}])
def test_what_cannot_be_meant_is_refused(wrong):
    with pytest.raises(UsageError):
        forecast(reader(), **wrong)


def test_what_drawn_minutes_add_to_the_likely_ones_is_stated_and_is_what_the_draws_do():
    """Nobody comes or leaves, and accounts have no noise: hours are accounts x minutes, and nothing else."""
    none = dict.fromkeys(SEGMENTS, 0)
    leaning = journey().activities[0].model_copy(update={"minutes": Minutes(low=30, likely=60, high=150)})
    known = reader(new_accounts_a_month=none, logo_churn_a_year=none, account_noise=0, draws=2000)
    known = known.along(Journey(stages=journey().stages, activities=(leaning,)))
    found = forecast(known)
    asked = demand(known, found.draws.months).totals("month")
    likely = sum(float(asked[month,].likely) for month in found.draws.months)
    drawn = found.draws.hours[:, :, 0].mean(axis=0).sum() / likely - 1
    assert found.lean["csm"] > 0.05
    assert drawn == pytest.approx(found.lean["csm"], abs=0.04)
