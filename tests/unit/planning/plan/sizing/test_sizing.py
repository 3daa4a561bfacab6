from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.money import QUANTA
from bookload.data.documents import Journey, Policy
from bookload.metrics.ratios.assessment import assess
from bookload.planning.capacity import capacity
from bookload.planning.plan.sizing import sizing
from bookload.workspace import memory
from known import known

AS_OF = date(2026, 6, 30)
TOUCH = ("high", "mid", "low", "tech")


def tables(count=24):
    rows = [f"A-{number}" for number in range(count)]
    paid = {"start_date": "2025-01-01", "interval": "month", "currency": "USD"}
    return {
        "accounts": [
            {"account_id": row, "name": row, "segment": "SMB", "touch_model": TOUCH[number % 4]}
            for number, row in enumerate(rows)
        ],
        "subscriptions": [
            {"subscription_id": f"S-{row}", "account_id": row, "amount": 1_000 + 700 * number, **paid}
            for number, row in enumerate(rows)
        ],
        "people": [{"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm"}],
        "ownership": [{"account_id": row, "owner_id": "P-1", "start_date": "2025-01-01"} for row in rows],
        "pay": [
            {
                "person_id": "P-1",
                "from_date": "2020-01-01",
                "base": 100_000,
                "ote": 125_000,
                "currency": "USD",
            }
        ],
    }


def reader(*, minutes=90, access=None, policy=None, rows=None):
    work = {"name": "work", "stage": "s", "times": 2, "minutes": {"low": 30, "likely": minutes, "high": 200}}
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [work]} if minutes else {})
    return memory(rows or tables(), as_of=AS_OF, journey=journey, access=access, policy=policy)


def test_it_holds_what_the_ratios_and_capacity_say():
    asked = reader()
    found, row, work = sizing(asked), assess(asked).row, capacity(asked, 0)
    assert found.arr == Fraction(row.arr, QUANTA)
    assert found.accounts == row.accounts
    assert found.need == work.rows.rows[0]
    need = known(known(found.need).need)
    assert found.arr_per_csm == found.arr / need
    assert sum(each.hours for each in found.held) == known(found.need).demand_hours
    assert known(found.head).plannable == work.standard[found.month].plannable
    for each in found.sized:
        heads = known(each.reading.heads)
        assert heads + sum(line.heads for line in each.bridge) == need
        assert each.distance == need - heads


def test_the_published_targets_own_reading_is_arr_over_the_target():
    asked = reader()
    found, goal = sizing(asked), assess(asked).target
    commune = known(found.against("commune"))
    assert goal.scaled
    assert commune.reading.heads == found.arr / known(goal.value)
    assert {line.factor: line.heads for line in commune.bridge}["touch_mix"] == 0


def test_without_the_right_to_pay_nothing_is_scaled_by_it():
    rights = frozenset({Right.ALL_ROWS, Right.PERSON_NAMES})
    asked = reader(access=Access(rights=rights))
    found = sizing(asked)
    assert not any(each.reading.scaled for each in found.sized)
    commune = known(found.against("commune"))
    assert commune.reading.heads == found.arr / known(assess(asked).target.unscaled)


def test_assumed_hours_are_published_figures_themselves_so_hours_explain_nothing():
    found = sizing(reader(minutes=0))
    gainsight = next(each for each in found.sized if each.reading.source == "Gainsight")
    assert found.assumed
    assert {line.factor: line.heads for line in gainsight.bridge}["hours_per_account"] == 0


def test_more_work_lengthens_the_distance_by_as_much_as_it_asks_for():
    less, more = (sizing(reader(minutes=minutes)) for minutes in (90, 180))
    added = known(known(more.need).need) - known(known(less.need).need)
    assert added > 0
    for one, other in zip(less.sized, more.sized, strict=True):
        assert one.reading.heads == other.reading.heads
        assert known(other.distance) - known(one.distance) == added


def test_the_source_to_open_is_found_by_a_part_of_its_name():
    found = sizing(reader())
    assert known(found.against()).reading.by == "touch_model"
    assert known(found.against("gains")).reading.source == "Gainsight"
    with pytest.raises(UsageError, match="no reading is of 'nobody'"):
        found.against("nobody")


def test_a_policy_with_its_own_targets_goes_over_its_own_book():
    policy = Policy.model_validate({"targets": {"high": 3_000_000}})
    found = sizing(reader(policy=policy))
    assert found.anchors_from.startswith("the targets of this workspace")
    assert known(found.anchors.arr)["high"] == 3_000_000
    commune = known(found.against("commune"))
    assert {line.factor: line.heads for line in commune.bridge}["touch_mix"] != 0


def test_a_reader_of_one_book_gets_none():
    with pytest.raises(AccessDeniedError):
        sizing(reader(access=Access(rights=frozenset(), person_id="P-1")))
