"""The simulation against what a birth and death process comes to on paper."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from bookload.base.errors import CancelledError
from bookload.base.progress import Progress
from bookload.planning.forecast import simulate as simulation
from bookload.planning.forecast.drivers import Base, World, fitted, worlds
from bookload.planning.forecast.growth import Growth
from bookload.planning.forecast.kept import counted, kept, paid
from bookload.planning.forecast.simulate import simulate, worlds_of
from bookload.planning.forecast.survival import STATES
from futures import company

MONTHS, RATE, HAZARD, AT_FIRST, SIZE, SHAPE = 12, 6.0, 0.05, 200.0, 1000.0, 2.0


def certain(rate=RATE, hazard=HAZARD, months=MONTHS):
    by_state = np.full((1, 1, STATES), hazard)
    by_state[:, :, 0] = 0
    return World(
        hazard=by_state,
        churn=np.ones((1, months)),
        rate=np.full((1, 1, months), rate),
        size=np.full((1, 1), SIZE),
        shape=np.array([SHAPE]),
        growth=np.zeros((1, 1, months)),
    )


def plain():
    """Drivers of AT_FIRST accounts of SIZE each, of age 5, that do not grow."""
    known = fitted(company(3).until(30))
    none = np.zeros((1, STATES))
    accounts, arr, squared = none.copy(), none.copy(), none.copy()
    accounts[0, 5], arr[0, 5], squared[0, 5] = AT_FIRST, AT_FIRST * SIZE, AT_FIRST * SIZE**2
    still = Growth(np.zeros(1), 0.0, np.zeros(1), np.zeros(12), np.zeros(0), np.zeros(1))
    churn = replace(known.churn, worth=1.0)
    return replace(known, segments=("one",), base=Base(accounts, arr, squared), growth=still, churn=churn)


def futures(monkeypatch, world, count=4000, seed=1):
    monkeypatch.setattr(simulation, "worlds", lambda *_: world)
    monkeypatch.setattr(simulation, "worlds_of", lambda *_: 1)
    chance = np.random.default_rng(seed)
    (chunk,) = simulate(plain(), np.ones(MONTHS), 0, count, chance, Progress())
    return chunk


def on_paper(month):
    """Mean and variance of the accounts: those there are binomial, those who came and stayed Poisson."""
    stays = (1 - HAZARD) ** month
    came = RATE * sum((1 - HAZARD) ** (month - each) for each in range(1, month + 1))
    return AT_FIRST * stays + came, AT_FIRST * stays * (1 - stays) + came


@pytest.mark.parametrize("month", [1, 6, 12])
def test_accounts_have_the_mean_and_the_variance_of_a_birth_and_death_process(monkeypatch, month):
    drawn = futures(monkeypatch, certain()).accounts[:, month - 1, 0]
    mean, variance = on_paper(month)
    assert drawn.mean() == pytest.approx(mean, abs=4 * (variance / len(drawn)) ** 0.5)
    assert drawn.var() == pytest.approx(variance, rel=4 * (2 / len(drawn)) ** 0.5)


@pytest.mark.parametrize("month", [1, 12])
def test_arr_has_the_mean_and_the_variance_of_accounts_of_one_size_and_new_ones_of_gamma_sizes(
    monkeypatch, month
):
    drawn = futures(monkeypatch, certain()).arr[:, month - 1, 0]
    mean, _ = on_paper(month)
    stays = (1 - HAZARD) ** month
    came = mean - AT_FIRST * stays
    variance = SIZE**2 * (AT_FIRST * stays * (1 - stays) + came * (1 + 1 / SHAPE))
    assert drawn.mean() == pytest.approx(mean * SIZE, abs=4 * (variance / len(drawn)) ** 0.5)
    assert drawn.var() == pytest.approx(variance, rel=4 * (2 / len(drawn)) ** 0.5)


@pytest.mark.parametrize(
    ("draws", "segments", "months", "own"),
    [(1_000, 50, 36, 1_000), (2_000, 4, 36, 2_000), (10_000, 4, 12, 9_375), (10_000, 50, 36, 250)],
)
def test_draws_share_parameters_only_where_survival_for_each_would_take_too_long(
    draws, segments, months, own
):
    assert worlds_of(draws, segments, months) == own


def test_neighbouring_draws_tell_as_much_as_any_two():
    """Draws that share parameters are all but one: their totals go together, and a thousand tell little."""
    known = fitted(company(4).until(36))

    def alike(draws):
        chunks = simulate(known, np.ones(6), 0, draws, np.random.default_rng(1), Progress())
        last = np.concatenate([each.accounts.sum(axis=2)[:, -1] for each in chunks])
        return np.corrcoef(last[0::2], last[1::2])[0, 1]

    assert abs(alike(600)) < 4 / 300**0.5


def test_without_anybody_coming_or_leaving_nothing_changes(monkeypatch):
    found = futures(monkeypatch, certain(rate=0.0, hazard=0.0), count=10)
    assert (found.accounts == AT_FIRST).all()
    assert (found.arr == AT_FIRST * SIZE).all()
    assert (found.came == 0).all()


def test_what_is_expected_is_what_following_every_account_gives():
    """Hazards that differ by age, followed state by state without any of the arrays' ways."""
    world = certain()
    world.hazard[0, 0] = np.linspace(0.0, 0.3, STATES)
    base = plain().base
    found = kept(world, counted(base, world))
    for month in range(1, 6):
        stays = np.prod([1 - world.hazard[0, 0, 5 + age] for age in range(1, month + 1)])
        assert found.there[0, 0, month - 1] == pytest.approx(AT_FIRST * stays)
        joined = sum(
            RATE * np.prod([1 - world.hazard[0, 0, age] for age in range(1, month - came + 1)])
            for came in range(1, month + 1)
        )
        assert found.joined[0, 0, month - 1] == pytest.approx(joined)


def test_a_large_account_makes_its_segment_less_sure():
    world, base = certain(), plain().base
    even = kept(world, paid(base, world, 1.0)).noise
    uneven = kept(world, paid(replace(base, squared=base.squared * 9), world, 1.0)).noise
    assert (uneven > even).all()


def test_the_same_seed_draws_the_same_and_another_one_another():
    known = fitted(company(2).until(30))

    def total(seed):
        chance = np.random.default_rng(seed)
        return sum(float(each.arr.sum()) for each in simulate(known, np.ones(3), 0, 100, chance, Progress()))

    assert total(7) == total(7)
    assert total(7) != total(8)


def test_no_draw_is_below_nothing_even_for_a_handful_of_accounts():
    known = fitted(company(2).until(30))
    few = Base(*(each * 0.01 for each in (known.base.accounts, known.base.arr, known.base.squared)))
    chunks = simulate(replace(known, base=few), np.ones(6), 0, 100, np.random.default_rng(1), Progress())
    assert all((each.accounts >= 0).all() and (each.arr >= 0).all() for each in chunks)


def test_it_reports_how_far_it_is_and_stops_when_told_to():
    known = fitted(company(2).until(30))
    seen = []
    told = Progress(report=lambda stage, done, total: seen.append((stage, done, total)))
    list(simulate(known, np.ones(2), 0, 100, np.random.default_rng(1), told))
    assert seen[0] == ("futures drawn", 0, 100)
    assert seen[-1] == ("futures drawn", 100, 100)
    stop = Event()
    stop.set()
    with pytest.raises(CancelledError):
        next(simulate(known, np.ones(2), 0, 100, np.random.default_rng(1), Progress(cancelled=stop)))


def test_parameters_are_drawn_so_that_intervals_are_wider_than_with_the_mean_for_certain(monkeypatch):
    known = fitted(company(4).until(36))
    chance = np.random.default_rng(1)
    unsure = np.concatenate(
        [each.arr.sum(axis=2) for each in simulate(known, np.ones(12), 0, 500, chance, Progress())]
    )
    drawn = worlds(known, np.ones(12), 0, 200, chance)
    sure = World(
        hazard=drawn.hazard.mean(axis=0, keepdims=True),
        churn=drawn.churn.mean(axis=0, keepdims=True),
        rate=drawn.rate.mean(axis=0, keepdims=True),
        size=drawn.size.mean(axis=0, keepdims=True),
        shape=drawn.shape,
        growth=drawn.growth.mean(axis=0, keepdims=True),
    )
    monkeypatch.setattr(simulation, "worlds", lambda *_: sure)
    monkeypatch.setattr(simulation, "worlds_of", lambda *_: 1)
    (chunk,) = simulate(known, np.ones(12), 0, 500, chance, Progress())
    assert unsure[:, -1].std() > 1.2 * chunk.arr.sum(axis=2)[:, -1].std()
