"""Learnt minutes hold the truth as often as they say, and make up the minutes that were logged."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bookload.data import demo
from bookload.data.demo.kinds import KINDS, true_mean
from bookload.planning.journey.calibration import calibrate
from bookload.planning.journey.calibration.logged import by_stage
from bookload.workspace import Request, import_into, open_folder
from known_truth import ONBOARDING, minutes_of, observed, oracle, read

WIDEST = 2.0
"""How many times as wide as an oracle's an interval may be."""


def judged(seeds):
    """How often the intervals of a changed stage hold its true means, and how wide they are at most."""
    held: Counter[str] = Counter()
    widest = 0.0
    for seed in seeds:
        accounts, rows = demo.logged(seed=seed, truths=ONBOARDING)
        found = {(row.stage, row.kind): row for row in by_stage(observed(accounts, rows))}
        for truth in ONBOARDING:
            row = found[truth.stage, truth.kind]
            minutes = minutes_of(rows, truth)
            assert row.count == len(minutes)
            held[truth.kind] += row.lower <= true_mean(KINDS[truth.kind], truth) <= row.upper
            low, high = oracle(minutes, truth)
            widest = max(widest, (row.upper - row.lower) / (high - low))
    return held, widest


def test_a_changed_stages_true_minutes_lie_in_intervals_no_wider_than_twice_an_oracles():
    held, widest = judged([1])
    assert set(held.values()) == {1}
    assert widest <= WIDEST


@pytest.mark.prove
def test_intervals_hold_a_changed_stages_true_minutes_in_ninety_of_a_hundred_seeds(promised, measured):
    seeds = promised("companies whose onboarding takes longer, each of 3 kinds held in 90 of 100", 100)
    held, widest = judged(range(seeds))
    measured(f"held {', '.join(map(str, held.values()))}; at most {widest:.2f} times an oracle's width")
    assert {truth.kind for truth in ONBOARDING} == set(held)
    assert min(held.values()) >= 0.9 * seeds, held
    assert widest <= WIDEST


@pytest.fixture(scope="module")
def company():
    return demo.generate(seed=3, truths=ONBOARDING)


def test_the_whole_chain_from_rows_to_minutes_learns_what_the_short_one_does(company):
    """Stages by the journey's rules, segments by month: the stated rows of onboarding are the same ones."""
    found = {(row.stage, row.kind): row for row in calibrate(read(company)).stages}
    for truth in ONBOARDING:
        row = found[truth.stage, truth.kind]
        minutes = minutes_of(company.tables["activities"], truth)
        low, high = oracle(minutes, truth)
        assert row.upper - row.lower <= WIDEST * (high - low)
        # Rows whose account is past onboarding by a stage that the log never names are that stage's.
        assert 0.7 * len(minutes) <= row.count <= len(minutes)
        middle = true_mean(KINDS[truth.kind], truth)
        assert abs(row.mean / middle - 1) < 3 * KINDS[truth.kind].spread / row.count**0.5


@pytest.mark.prove
def test_the_whole_chain_holds_the_truth_in_nine_of_ten_companies(promised, measured):
    seeds = promised("companies read by the product, each of 3 kinds held in 9 of 10", 20)
    held: Counter[str] = Counter()
    for seed in range(seeds):
        rows = calibrate(read(demo.generate(seed=seed, truths=ONBOARDING))).stages
        found = {(row.stage, row.kind): row for row in rows}
        for truth in ONBOARDING:
            row = found[truth.stage, truth.kind]
            held[truth.kind] += row.lower <= true_mean(KINDS[truth.kind], truth) <= row.upper
    measured(f"held {', '.join(map(str, held.values()))}")
    assert min(held.values()) >= 0.9 * seeds, held


@pytest.fixture(scope="module")
def purchasing(shared, tmp_path_factory):
    """The public event log, imported as anybody's is."""
    folder = tmp_path_factory.mktemp("purchasing")
    log = shared / "event-log" / "purchasing.csv"
    done = import_into(folder, Request([log], now=datetime(2026, 1, 1, tzinfo=UTC), who="test"))
    assert not done.refused
    return open_folder(folder)


def test_modelled_minutes_of_the_public_event_log_equal_those_logged_within_two_percent(purchasing):
    found = calibrate(purchasing)
    assert sum(kind.count for kind in found.kinds) == 9_119
    assert found.logged == pytest.approx(1_042_434)
    assert abs(found.modelled / found.logged - 1) < 0.02
    assert found.modelled == pytest.approx(sum(kind.count * kind.mean for kind in found.kinds))


def test_seven_tenths_of_the_public_event_log_foretell_the_rest_within_its_own_scatter(purchasing):
    """Not within 2%: sixty-three deliveries of a day each make up most of the rest, and scatter by 7%."""
    days = (datetime(2011, 10, 14, tzinfo=UTC) - datetime(2011, 1, 1, tzinfo=UTC)).days
    cut = datetime(2011, 1, 1, tzinfo=UTC).date() + timedelta(days=round(0.7 * days))
    before = {kind.kind: kind for kind in calibrate(purchasing.on(cut)).kinds}
    foretold = logged = 0.0
    for kind in calibrate(purchasing).kinds:
        first = before[kind.kind]
        foretold += first.mean * (kind.count - first.count)
        logged += kind.logged - first.logged
    assert 0.02 < abs(foretold / logged - 1) < 0.07
