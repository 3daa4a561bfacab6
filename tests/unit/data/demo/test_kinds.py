"""What is true of the minutes that the generator draws, and what changes when a truth is stated."""

from __future__ import annotations

import pytest

from bookload.data import demo
from bookload.data.demo import Company, Truth
from bookload.data.demo.dice import Dice
from bookload.data.demo.kinds import EMAIL, ESCALATION, INTEGRATION, KINDS, WEBINAR, true_mean


@pytest.mark.parametrize("kind", [EMAIL, ESCALATION, WEBINAR], ids=lambda kind: kind.name)
def test_the_true_mean_is_that_of_many_draws(kind):
    dice, count = Dice(1, "true mean"), 20_000
    drawn = [kind.logged(dice.lognormal(kind.minutes, kind.spread)) for _ in range(count)]
    mean = sum(drawn) / count
    error = (sum((one - mean) ** 2 for one in drawn) / count**2) ** 0.5
    assert abs(true_mean(kind) - mean) < 3.5 * error


def test_nothing_takes_less_than_a_step_or_more_than_a_day():
    assert [INTEGRATION.logged(exact) for exact in (0.1, 7.4, 7.5, 481.0, 9e9)] == [5, 5, 10, 480, 480]
    assert true_mean(EMAIL, Truth("steady", "email", 1e-6)) == 1.0
    assert true_mean(EMAIL, Truth("steady", "email", 1e9)) == pytest.approx(480.0)


def test_every_kind_has_its_name():
    assert all(name == kind.name for name, kind in KINDS.items())


def test_a_truth_changes_the_minutes_of_its_stage_and_kind_and_nothing_else(company: Company):
    changed = demo.generate(truths=[Truth("onboarding", "training", 140)])
    for name, rows in company.tables.items():
        if name != "activities":
            assert changed.tables[name] == rows, name
    differ = [
        (one, other)
        for one, other in zip(company.tables["activities"], changed.tables["activities"], strict=True)
        if one != other
    ]
    assert len(differ) > 50
    assert {(other["kind"], other["stage"]) for _, other in differ} == {
        ("training", "onboarding"),
        ("training", ""),
    }
    assert {name for one, other in differ for name in one if one[name] != other[name]} == {"minutes"}


def test_the_log_alone_is_the_companys(company: Company):
    accounts, activities = demo.logged()
    ghosts = {accident.key[0] for accident in company.accidents if accident.table == "activities"}
    doubles = {row["account_id"] for row in company.tables["accounts"]} - {
        row["account_id"] for row in accounts
    }
    assert [row for row in company.tables["accounts"] if row["account_id"] not in doubles] == accounts
    assert len(doubles) == 1
    assert activities == [row for row in company.tables["activities"] if row["activity_id"] not in ghosts]
