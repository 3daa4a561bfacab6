"""What became of ARR, heads and their ratio since they were stated: every cause, and nothing beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.ratios.since import Since, Stated, Way, since
from bookload.workspace import Workspace, memory
from sized import Company

THEN, NOW = date(2026, 3, 31), date(2026, 6, 30)


def company(of_a: object = 1_200) -> Company:
    """Four CSMs of whom three count on some days, and accounts of every fate between the two days."""
    built = Company()
    built.head("P-0").head("P-1", leave_date=date(2026, 5, 1)).head("P-2", hire_date=date(2026, 1, 15))
    built.head("P-3", hire_date=date(2026, 4, 1)).head("P-4", hire_date=date(2025, 1, 1))
    built.add("positions", {"person_id": "P-0", "from_date": date(2023, 1, 1), "role": "csm", "fte": "1"})
    built.add("positions", {"person_id": "P-0", "from_date": date(2026, 6, 1), "role": "csm", "fte": "0.5"})
    built.add("positions", {"person_id": "P-1", "from_date": date(2023, 1, 1), "role": "csm", "fte": "1"})
    built.add("positions", {"person_id": "P-2", "from_date": date(2026, 1, 15), "role": "csm", "fte": "1"})
    built.add("positions", {"person_id": "P-3", "from_date": date(2026, 4, 1), "role": "csm", "fte": "1"})
    built.add("positions", {"person_id": "P-4", "from_date": date(2025, 1, 1), "role": "csm", "fte": "1"})
    built.add(
        "positions", {"person_id": "P-4", "from_date": date(2026, 6, 1), "role": "director", "fte": "1"}
    )
    built.account("A", of_a, "P-0").account("B", 2_400, "P-1").account("C", 600, "P-0")
    built.account("D", 360, "P-0", start_date=date(2026, 5, 10))
    built.add(
        "subscriptions",
        {
            "subscription_id": "S-B2",
            "account_id": "B",
            "start_date": date(2026, 4, 20),
            "amount": 240,
            "interval": "year",
        },
    )
    built.tables["subscriptions"][2]["end_date"] = date(2026, 4, 5)
    return built


def opened(built: Company, as_of: date, policy: Policy | None = None) -> Workspace:
    return memory(built.tables, as_of=as_of, policy=policy)


def told(way: Way) -> Since:
    """What became of what the reader of then states."""
    assert way.then is not None
    found = since(Stated.of(assess(way.then).row), way)
    adds_up(found)
    return found


def adds_up(found: Since) -> None:
    assert sum(each.arr for each in found.arr) == found.after.arr - found.before.arr
    assert sum((each.csms for each in found.heads), Fraction(0)) == found.after.csms - found.before.csms
    before, after = found.before.ratio(found.basis), found.after.ratio(found.basis)
    if found.ratio is not None and before is not None and after is not None:
        assert sum((each.amount for each in found.ratio), Fraction(0)) == after - before


def plain(then: date = THEN, now: date = NOW, policy: Policy | None = None) -> Way:
    built = company()
    earlier = opened(built, then, policy)
    return Way(earlier, earlier, earlier, opened(built, now, policy))


def by_name(found: Since) -> Mapping[str, Fraction]:
    return {each.name: Fraction(each.arr, QUANTA) for each in found.arr}


@pytest.fixture(scope="module")
def quarter() -> Since:
    return told(plain())


def test_movements_by_kind_lead_from_what_was_stated_to_what_is(quarter: Since) -> None:
    found = quarter
    assert by_name(found) == {"new": 360, "expansion": 240, "churn": -600}
    assert [(each.account_id, each.name, each.arr // QUANTA) for each in found.moved] == [
        ("C", "churn", -600),
        ("D", "new", 360),
        ("B", "expansion", 240),
    ]
    assert (found.restated, found.months) == ((), ())


def test_people_are_told_by_why_they_count_for_more_or_less(quarter: Since) -> None:
    found = quarter
    assert {(each.person_id, each.name): each.csms for each in found.people} == {
        ("P-0", "hours"): Fraction(-1, 2),
        ("P-1", "left"): Fraction(-1),
        ("P-2", "ramped"): Fraction(1),
        ("P-4", "role"): Fraction(-1),
    }
    assert {each.name: each.people for each in found.heads} == {"hours": 1, "left": 1, "ramped": 1, "role": 1}
    linear = Policy.model_validate({"team": {"ratio_ramp": "linear", "ramp_months": 6}})
    reasons = {each.person_id: each.name for each in told(plain(policy=linear)).people}
    assert (reasons["P-2"], reasons["P-3"]) == ("ramped", "joined")


def test_leave_and_coming_back_are_reasons_of_their_own() -> None:
    built = company().add(
        "absences", {"person_id": "P-0", "start_date": date(2026, 6, 1), "end_date": date(2026, 9, 1)}
    )
    earlier = opened(built, THEN)
    there = opened(built, NOW)
    assert ("P-0", "leave") in {
        (each.person_id, each.name) for each in told(Way(earlier, earlier, earlier, there)).people
    }
    back = opened(built, date(2026, 9, 30))
    assert ("P-0", "back") in {
        (each.person_id, each.name) for each in told(Way(there, there, there, back)).people
    }


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (date(2026, 4, 10), NOW),
        (date(2026, 4, 10), date(2026, 4, 25)),
        (THEN, THEN),
    ],
)
def test_it_adds_up_whatever_the_days_are(then: date, now: date) -> None:
    found = told(plain(then, now))
    assert sum(each.arr for each in found.moved) == sum(
        each.arr for each in found.arr if each.name not in {"fx", "rates"}
    )


def test_what_was_restated_is_told_apart_from_what_moved() -> None:
    built, better = company(), company(of_a=1_500)
    earlier, closed = opened(built, THEN), opened(better, THEN)
    found = told(Way(earlier, earlier, closed, opened(better, NOW)))
    assert by_name(found) == {"restated": 300, "new": 360, "expansion": 240, "churn": -600}
    assert [(each.account_id, each.arr // QUANTA) for each in found.restated] == [("A", 300)]
    assert found.months[0] == (Month.of(THEN), 300 * QUANTA)
    assert len(found.months) == len(closed.months)
    assert {each.name for each in found.ratio or ()} == {"restated", "people"}


def test_what_other_rules_count_is_of_the_policy() -> None:
    rules = {"team": {"ratio_ramp": "count"}, "revenue": {"counted_statuses": ["active"]}}
    built, counts = company(), Policy.model_validate(rules)
    built.account("T", 120, "P-0").tables["subscriptions"][-1]["status"] = "past_due"
    earlier, ruled = opened(built, THEN), opened(built, THEN, counts)
    found = told(Way(earlier, ruled, ruled, opened(built, NOW, counts)))
    assert by_name(found)["policy"] == -120
    assert {each.name: each.csms for each in found.heads}["policy"] == 1
    assert "policy" in {each.name for each in found.ratio or ()}


def test_another_program_is_what_nothing_else_explains() -> None:
    way = plain()
    assert way.then is not None
    stated = Stated.of(assess(way.then).row)
    found = since(replace(stated, arr=stated.arr - 7 * QUANTA), way)
    adds_up(found)
    assert by_name(found)["program"] == 7


def test_where_the_rows_of_then_are_gone_that_is_said_and_it_still_adds_up() -> None:
    built, better = company(), company(of_a=1_500)
    stated = Stated.of(assess(opened(built, THEN)).row)
    found = since(stated, Way(None, None, opened(better, THEN), opened(better, NOW)))
    adds_up(found)
    assert by_name(found) == {"gone": 300, "new": 360, "expansion": 240, "churn": -600}
    assert (found.restated, found.months) == ((), ())


def test_where_no_opening_is_known_the_kinds_are_not_told_apart() -> None:
    tables = company().tables
    late = date(2026, 4, 10)
    earlier, now = (memory(tables, as_of=day, known_from=date(2026, 4, 8)) for day in (late, NOW))
    found = told(Way(earlier, earlier, earlier, now))
    assert by_name(found) == {"moved": 600}


def test_rates_of_the_day_restate_the_past_in_constant_currency() -> None:
    built = company()
    built.account("E", 1_000, "P-0", currency="EUR")
    built.add(
        "fx_rates",
        *(
            {"date": day, "currency": "EUR", "rate": rate}
            for day, rate in ((date(2024, 1, 1), "0.5"), (date(2026, 6, 1), "0.4"))
        ),
    )
    constant = Policy.model_validate({"revenue": {"past": "constant_currency"}})
    earlier, now = opened(built, THEN, constant), opened(built, NOW, constant)
    assert by_name(told(Way(earlier, earlier, earlier, now)))["rates"] == 500
    earlier, now = opened(built, THEN), opened(built, NOW)
    assert by_name(told(Way(earlier, earlier, earlier, now)))["fx"] == 500


def test_where_nobody_counts_on_either_day_there_is_no_ratio() -> None:
    built = Company().account("A", 1_200)
    built.head("P-0", hire_date=date(2026, 5, 1))
    counts = Policy.model_validate({"team": {"ratio_ramp": "count"}})
    earlier, now = opened(built, THEN, counts), opened(built, NOW, counts)
    found = told(Way(earlier, earlier, earlier, now))
    assert found.ratio is None
    left = Company().account("A", 1_200)
    left.head("P-0", leave_date=date(2026, 5, 1))
    earlier, now = opened(left, THEN), opened(left, NOW)
    assert told(Way(earlier, earlier, earlier, now)).ratio is None


def test_where_pools_carry_accounts_the_covered_ratio_is_told() -> None:
    built = company()
    built.add(
        "pools", {"pool_id": "POOL", "name": "Digital", "person_id": "P-4", "from_date": date(2024, 1, 1)}
    )
    built.account("Z", 5_000, "POOL")
    earlier, now = opened(built, THEN), opened(built, NOW)
    found = told(Way(earlier, earlier, earlier, now))
    assert found.basis == "covered"
    assert {each.name for each in found.ratio or ()} == {"people", "revenue"}
