"""Forecasts on companies whose rules no forecaster knows (`futures`), and the scores by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bookload.base.progress import Progress
from bookload.planning.forecast.backtest import (
    BEFOREHAND,
    Tried,
    better,
    flat_rule,
    origins,
    pinball,
    scores,
    tried,
    widened,
    width,
)
from futures import MONTHS, company

LEAST = 24


def attempt(came, quantiles, origin=10, wider=1.0):
    count = len(came)
    return Tried(
        method="drivers",
        measure="arr",
        origin=origin,
        width=wider,
        quantiles=np.tile(np.array(quantiles, dtype=float), (count, 1)),
        last=np.full(count, 100.0),
        flat=np.full(count, 110.0),
        came=np.array(came, dtype=float),
    )


def test_pinball_loss_is_its_definition_worked_by_hand():
    (low,) = pinball(np.array([[90.0, 100.0, 120.0]]), np.array([80.0]))
    assert low == pytest.approx((0.9 * 10 + 0.5 * 20 + 0.1 * 40) / 3)
    (high,) = pinball(np.array([[90.0, 100.0, 120.0]]), np.array([130.0]))
    assert high == pytest.approx((0.1 * 40 + 0.5 * 30 + 0.9 * 10) / 3)


def test_a_figure_without_an_interval_loses_half_of_what_it_is_off_by():
    assert pinball(np.full((1, 3), 100.0), np.array([120.0])) == pytest.approx(10.0)


def test_the_score_says_how_often_the_interval_held_and_by_how_much_the_loss_is_lower():
    (score,) = scores([attempt([100, 130], (90, 100, 120))])
    assert (score.months, score.origins, score.held) == (2, 1, 0.5)
    assert score.loss_last == pytest.approx(15 / 2)
    assert score.loss_flat == pytest.approx((10 + 20) / 4)
    assert score.below_last == pytest.approx(1 - score.loss / score.loss_last)
    assert score.below_flat == pytest.approx(1 - score.loss / score.loss_flat)


def test_the_flat_rule_grows_on_as_over_the_last_twelve_months():
    series = 100 * 1.02 ** np.arange(20.0)
    assert flat_rule(series, 3) == pytest.approx(series[-1] * 1.02 ** np.arange(1, 4))
    assert flat_rule(np.array([0.0, 50.0]), 2).tolist() == [50.0, 50.0]


def test_an_origin_has_the_asked_months_behind_it_and_one_ahead():
    past = company(1)
    found = origins(past, LEAST, 12)
    assert min(found) == LEAST + 1
    assert max(found) < MONTHS
    assert origins(past.until(LEAST), LEAST, 12) == ()


def test_no_forecast_sees_what_came_after_its_origin():
    past = company(0).until(30)
    later = past.arr.copy()
    later[:, 28:] *= 3
    other = type(past)(past.months, past.segments, later, past.live, past.age, past.segment)
    both = [
        [each for each in tried(seen, (LEAST, 6), np.random.default_rng(1), Progress()) if each.origin <= 28]
        for seen in (past, other)
    ]
    assert both[0]
    for mine, theirs in zip(*both, strict=True):
        assert np.array_equal(mine.quantiles, theirs.quantiles)


def test_the_width_is_that_with_which_the_interval_would_have_held_as_far_as_there_is_evidence():
    missed = [attempt([140] * 5, (90, 100, 120), origin=origin) for origin in range(10, 110)]
    assert width("drivers", missed, 200) == pytest.approx(2.0, rel=0.03)
    assert width("drivers", missed[:1], 200) < 2.0
    assert width("drivers", missed, 5) == BEFOREHAND["drivers"]


def test_a_width_that_was_applied_is_not_learnt_again():
    missed = [attempt([140] * 5, (90, 100, 120), origin=origin, wider=1.5) for origin in range(10, 110)]
    assert width("drivers", missed, 200) == pytest.approx(3.0, rel=0.03)


def test_draws_are_moved_away_from_their_mean_which_stays():
    drawn = np.array([[90.0], [110.0]])
    assert widened(drawn, 2.0).tolist() == [[80.0], [120.0]]
    assert widened(drawn, 30.0).min() == 0


def test_the_better_method_is_that_with_the_lower_losses():
    drivers = attempt([100, 100], (90, 100, 120))
    history = Tried(**{**_fields(attempt([100, 100], (50, 100, 190))), "method": "history"})
    assert better(scores([drivers, history])) == "drivers"


def _fields(each):
    return {name: getattr(each, name) for name in each.__dataclass_fields__}


def outcome(seeds):
    """Return by measure the share of months that the interval held, and who was 10% better than both."""
    held: dict[str, list[tuple[float, int]]] = {"accounts": [], "arr": []}
    beaten: dict[str, list[bool]] = {"accounts": [], "arr": []}
    for seed in seeds:
        found = scores(tried(company(seed), (LEAST, 12), np.random.default_rng(seed), Progress()))
        chosen = better(found)
        for score in found:
            if score.method == chosen:
                held[score.measure].append((score.held * score.months, score.months))
                below = (score.below_last, score.below_flat)
                beaten[score.measure].append(all(each is not None and each >= 0.10 for each in below))
    return {
        measure: (sum(a for a, _ in held[measure]) / sum(b for _, b in held[measure]), sum(beaten[measure]))
        for measure in held
    }


def test_on_a_company_of_other_rules_it_is_better_than_last_value_and_than_the_flat_rule():
    found = scores(tried(company(0).until(40), (LEAST, 12), np.random.default_rng(0), Progress()))
    for score in found:
        if score.method == better(found):
            assert score.below_last is not None
            assert score.below_flat is not None
            assert score.below_last >= 0.10
            assert score.below_flat >= 0.10


@pytest.mark.prove
def test_over_50_companies_of_other_rules_the_interval_holds_and_40_are_10_percent_better(
    promised: Callable[[str, int], int], measured: Callable[[str], None]
):
    seeds = promised("companies, 12 past months each, up to 12 months ahead", 50)
    found = outcome(range(seeds))
    for measure, (share, count) in found.items():
        measured(f"{measure}: the interval held {share:.1%}, {count} of them 10% better")
    for share, count in found.values():
        assert 0.70 <= share <= 0.90
        assert count >= 40
