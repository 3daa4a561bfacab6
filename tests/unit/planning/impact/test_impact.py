"""Effects that are known, on generated companies: covered, called, and not called where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import t

from bookload.planning.impact import outcomes
from bookload.planning.impact.aggregate import dynamic
from bookload.planning.impact.att import NEVER, Staggered, group_times
from bookload.planning.impact.compared import Compared, compared
from bookload.planning.impact.doubts import placebo
from bookload.planning.impact.impact import impacts
from bookload.planning.impact.past import Intervention
from bookload.planning.impact.study import study
from bookload.planning.impact.verdict import call, cannot_tell, holm
from impacts import company

DAY = date(2026, 6, 30)
NORMAL = 1.959964


def seen(known):
    """The comparison of a company, its effect, and whether it is called one."""
    rows = study(known.past, known.start)
    found = compared(rows, outcomes.after(known.past, rows))
    reasons = cannot_tell(rows, found, placebo(known.past, rows))
    return rows, found, call(found, found.p, reasons)


def asked(known, start=None, **also):
    reached = known.start if start is None else start
    one = Intervention("I-1", "Sprint", "campaign", reached)
    return impacts(known.past, [one], DAY, **also)[0]


def tally(seeds, **kind):
    """How often the interval covers the truth and an effect is called; its width over the oracle's."""
    covered, called, width = [], [], []
    for seed in seeds:
        known = company(seed, **kind)
        _, found, said = seen(known)
        covered.append(found.low <= known.effect <= found.high)
        called.append(said == "effect")
        width.append((found.high - found.low) / (2 * NORMAL * known.oracle_se))
    return np.mean(covered), np.mean(called), np.mean(width)


@pytest.mark.parametrize("df", [2.0, 8.0, 60.0])
def test_power_of_what_is_far_out_goes_on_from_what_can_be_computed(df):
    one = Compared(0.1, 1.0, df, 0.1, np.zeros(0))
    near, far = one.power(29.999), one.power(30.001)
    assert near == pytest.approx(far, abs=2e-4)
    assert one.power(1e6) == pytest.approx(1.0)
    drawn = np.random.default_rng(7)
    wide = (drawn.normal(40.0, 1.0, 40_000)) / np.sqrt(drawn.chisquare(df, 40_000) / df)
    assert one.power(40.0) == pytest.approx((np.abs(wide) > t.ppf(0.975, df)).mean(), abs=0.005)


@pytest.mark.prove
def test_intervals_cover_a_known_effect_and_are_not_much_wider_than_an_oracles(promised, measured):
    covered, called, width = tally(range(promised("companies of a known effect", 2_000)), effect=0.05)
    measured(f"{covered:.2%} covered, {width:.2f} x the oracle's width, {called:.1%} called")
    assert 0.925 <= covered <= 0.975
    assert width <= 1.5


@pytest.mark.prove
def test_where_there_is_no_effect_few_are_called(promised, measured):
    covered, called, _ = tally(range(promised("companies without an effect", 2_000)))
    measured(f"{called:.2%} called, {covered:.2%} covered")
    assert called <= 0.065


@pytest.mark.prove
def test_contact_driven_by_decline_fools_before_and_after_and_not_bookload(promised, measured):
    fooled, called, covered = [], [], []
    for seed in range(promised("companies that contact who shrinks", 2_000)):
        known = company(seed, by_decline=True, accounts=1_200)
        rows, found, said = seen(known)
        fooled.append(naive_p(known, rows) < 0.05)
        called.append(said == "effect")
        covered.append(found.low <= 0 <= found.high)
    measured(f"before and after calls {np.mean(fooled):.1%}, Bookload {np.mean(called):.2%}")
    assert np.mean(called) <= 0.065
    assert np.mean(covered) >= 0.925
    assert np.mean(fooled) > 0.3


def naive_p(known, rows):
    """What a paired test of the treated accounts' shares says, compared with nobody."""
    change = outcomes.after(known.past, rows)[rows.treated]
    clear = abs(change.mean()) / (change.std(ddof=1) / np.sqrt(len(change)))
    return 2 * t.sf(clear, len(change) - 1)


def test_a_few_companies_of_a_known_effect_are_covered():
    covered, _, width = tally(range(30), effect=0.05)
    assert covered >= 0.8
    assert width <= 1.5


def test_a_large_effect_is_called_and_a_small_one_is_not():
    known = company(3, effect=0.2, accounts=900)
    found = asked(known)
    assert found.called == "effect"
    assert found.low < known.effect < found.high
    assert "more MRR than they would have without it" in found.verdict
    assert asked(company(3, effect=0.02)).called != "effect"


def test_who_was_contacted_because_they_shrank_is_said():
    found = asked(company(5, by_decline=True, accounts=1_200))
    assert found.called != "effect"
    assert "were contacted because they were shrinking" in found.selected[0]
    assert found.before_after < found.effect


def test_parts_of_accounts_and_movements_add_up_to_the_effect():
    found = asked(company(7, effect=0.05))
    assert sum(each.part for each in found.accounts) == pytest.approx(found.effect, abs=1e-12)
    assert sum(each.effect for each in found.movements) == pytest.approx(found.effect, abs=1e-12)
    assert sum(each.weight for each in found.accounts if each.side == "treated") == pytest.approx(1)
    assert sum(each.weight for each in found.accounts if each.side == "control") == pytest.approx(1)
    assert np.mean([each.effect for each in found.events if each.since >= 0]) == pytest.approx(
        found.effect, abs=1e-9
    )


def test_without_covariates_and_sizes_it_is_callaway_and_santanna():
    # One start, accounts of equal weight, no covariates: the same number, found by another way.
    known = company(11, effect=0.05, waves=1, accounts=900)
    rows = study(known.past, known.start)
    group = int(rows.start[0])
    plain = replace(rows, x=rows.x[:, :0], odds=np.ones(len(rows.odds))).alike_in_size()
    found = compared(plain, outcomes.after(known.past, plain))
    share = known.past.mrr[rows.account] / rows.base[:, None]
    start = np.where(rows.treated, group, NEVER)
    since = dynamic(group_times(Staggered(share, start, np.zeros((len(start), 0)))))
    assert found.effect == pytest.approx(np.mean([since[month].att for month in range(6)]), abs=1e-12)


@pytest.mark.parametrize("seed", [1, 2])
def test_weights_and_predictions_are_those_of_least_squares_with_every_constant_written_out(seed):
    known = company(seed, by_decline=True)
    rows = study(known.past, known.start)
    outcome = outcomes.after(known.past, rows)
    starts = np.unique(rows.start[rows.treated])
    design = np.hstack([(rows.start[:, None] == starts).astype(float), rows.x])
    root = np.sqrt(np.where(rows.treated, 0.0, rows.odds))
    fitted = np.linalg.lstsq(design * root[:, None], outcome * root, rcond=None)[0]
    assert rows.predicted(outcome) == pytest.approx(design @ fitted, abs=1e-10)
    share = np.where(rows.treated, rows.weight, 0.0)
    control = share @ design @ np.linalg.pinv(design * root[:, None]) * root
    assert rows.weight[~rows.treated] == pytest.approx(control[~rows.treated], abs=1e-12)


def test_a_family_that_moves_as_one_counts_as_one():
    """Every account three times over, as one family: as sure as of one of each, and no surer."""
    known = company(4, effect=0.1)
    past, copies = known.past, 3
    thrice = replace(
        past,
        accounts=tuple(f"{each}-{copy}" for copy in range(copies) for each in past.accounts),
        mrr=np.tile(past.mrr, (copies, 1)),
        age=np.tile(past.age, (copies, 1)),
        segment=np.tile(past.segment, (copies, 1)),
        paused=np.tile(past.paused, (copies, 1)),
    )
    together = replace(thrice, families=np.tile(np.arange(len(past.accounts)), copies))
    start = np.tile(known.start, copies)
    one, apart, family = (
        compared(rows, outcomes.after(of, rows))
        for of, begun in ((past, known.start), (thrice, start), (together, start))
        for rows in [study(of, begun)]
    )
    assert family.effect == apart.effect == pytest.approx(one.effect, abs=0.01)
    assert family.se == pytest.approx(one.se, rel=0.02)
    assert apart.se < 0.65 * family.se
    assert family.df == pytest.approx(one.df, rel=0.05)


def test_nobody_reached_has_no_weights_and_is_no_error():
    known = company(1)
    rows = study(known.past, np.full(len(known.past.accounts), NEVER))
    assert len(rows.account) == 0
    every = study(known.past, known.start)
    others = every.only(~every.treated)
    assert not others.weight.any()
    assert not others.predicted(np.ones(len(others.account))).any()


def test_accounts_that_came_later_or_were_gone_by_the_day_are_in_no_row():
    known = company(2)
    rows = study(known.past, known.start)
    assert (known.past.mrr[rows.account, rows.start - 1] > 0).all()
    someone = (int(rows.account[~rows.treated][0]), int(rows.start[~rows.treated][0]))
    fewer = study(known.past, known.start, frozenset({someone}))
    assert len(fewer.account) == len(rows.account) - 1


def test_what_cannot_be_told_says_why():
    known = company(1)
    nobody = np.full(len(known.start), NEVER)
    some = nobody.copy()
    some[np.flatnonzero(known.start != NEVER)[:4]] = 14
    late = np.where(known.start != NEVER, len(known.past.months), NEVER)
    everybody = np.full(len(known.start), 14)
    assert "it reached no account" in asked(known, nobody).verdict
    assert "it takes 10 or more" in asked(known, some).verdict
    assert "within the months that are over" in asked(known, late).verdict
    assert "left 0 accounts live that it did not reach" in asked(known, everybody).verdict
    for start in (nobody, some, late, everybody):
        told = asked(known, start)
        assert told.called == "cannot_tell"
        assert told.verdict.startswith("Cannot tell, because ")
        assert told.effect is None


def test_power_and_the_detectable_effect_are_two_sides_of_one_thing():
    _, found, _ = seen(company(4))
    # The detectable effect is by two t quantiles, the power by the non-central t: alike, not the same.
    assert found.power(found.detectable) == pytest.approx(0.8, abs=0.01)
    assert found.power(0.0) == pytest.approx(0.05, abs=1e-9)


def test_holm_counts_how_many_were_asked():
    # 0.01 x 4; 0.02 x 3; 0.03 x 2; 0.9: each at least as large as the one before.
    assert holm([0.03, 0.01, 0.9, 0.02]) == pytest.approx([0.06, 0.04, 0.9, 0.06])
    assert holm([]) == []
