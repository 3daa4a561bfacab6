from __future__ import annotations

from fractions import Fraction

import pytest
from scipy.stats import spearmanr

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.metrics.effort.against import against
from bookload.report.explain import explain
from logged import company, deed, price

NAMES = ("A", "B", "C", "D", "E")
MINUTES = (600, 60, 240, 30, 60)
AMOUNTS = (100, 400, 250, 50, 400)


def team(**more):
    log = [deed("2026-04-01 00:00", took, name) for name, took in zip(NAMES, MINUTES, strict=True)]
    prices = [price(name, amount) for name, amount in zip(NAMES, AMOUNTS, strict=True)]
    accounts = [{"account_id": name, "name": name} for name in NAMES]
    return company(log, accounts=accounts, subscriptions=prices, **more)


def test_the_products_of_ranks_make_the_correlation():
    found = explain(team(), "rank_correlation")
    (step,) = found.steps
    rows = step.to_dicts()
    one, other = ([float(str(row[name])) for row in rows] for name in ("rank by ARR", "rank by hours"))
    middle = (len(NAMES) + 1) / 2
    assert [float(str(row["product"])) for row in rows] == pytest.approx(
        [(a - middle) * (b - middle) for a, b in zip(one, other, strict=True)]
    )
    assert found.value == f"{spearmanr(AMOUNTS, MINUTES).statistic:.2f}"
    assert (one, other) == ([2, 4.5, 3, 1, 4.5], [5, 2.5, 4, 1, 2.5])


def test_the_areas_below_the_curve_make_the_gini():
    reader = team()
    found = explain(reader, "gini")
    (step,) = found.steps
    rows = step.to_dicts()
    known = against(reader)
    assert known is not None
    assert known.lorenz is not None
    below = sum(Fraction(str(row["area x 2"])) for row in rows)
    assert float(1 - below) == pytest.approx(float(known.lorenz.gini), abs=1e-5)
    assert [row["account_id"] for row in rows] == ["B", "E", "D", "C", "A"]
    assert [row["time after"] for row in rows[:-1]] == [row["time before"] for row in rows[1:]]
    assert rows[-1]["time after"] == "1.000000"


@pytest.mark.parametrize("metric", ["rank_correlation", "gini"])
def test_one_account_is_shown_alone_and_the_figure_stays(metric):
    whole, one = explain(team(), metric), explain(team(), metric, "C")
    assert one.value == whole.value
    assert [row["account_id"] for row in one.steps[0].to_dicts()] == ["C"]


@pytest.mark.parametrize("metric", ["rank_correlation", "gini"])
def test_a_log_without_a_whole_month_has_none_and_says_what_to_import(metric):
    found = explain(company([]), metric)
    assert found.value is None
    assert "import activities" in found.steps[0].text


@pytest.mark.parametrize("metric", ["rank_correlation", "gini", "hours_saved"])
def test_they_need_the_right_to_the_time_of_people(metric):
    with pytest.raises(AccessDeniedError, match="time_person"):
        explain(team(access=Access.of("finance")), metric)


def test_a_candidate_opens_to_the_activities_behind_it():
    often = [
        deed(f"2026-04-{day:02} 10:00", 30, "A", kind="email", subject=f"How to export {day}")
        for day in (2, 9, 16, 23)
    ]
    reader = company([*often, deed("2026-05-04 10:00", 20, "B")])
    found = explain(reader, "hours_saved", "email")
    candidates, activities = found.steps
    first = candidates.to_dicts()[0]
    assert (first["way"], first["times"], first["people"], first["known by"]) == ("playbook", 4, 1, "policy")
    assert [row["minutes"] for row in activities.to_dicts()] == ["30"] * 4
    assert "4 activities 'email'" in activities.text
    assert found.value == (first["saved"] if len(candidates.rows) == 1 else None)


def test_an_activity_that_nothing_can_be_saved_of_is_named_with_those_that_can():
    with pytest.raises(UsageError, match="unknown activity that could take fewer hours 'nothing'"):
        explain(team(), "hours_saved", "nothing")
