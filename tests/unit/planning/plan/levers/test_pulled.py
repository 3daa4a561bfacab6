from __future__ import annotations

from decimal import Decimal

import pytest

from bookload.data.documents import Activity, Journey, Lever
from bookload.planning.plan.levers.pulled import journey_with, named, pulled, together
from levered import activity, effect, lever

CALL = Activity.model_validate(
    activity("Call", times=4, points=2, per_unit={"integrations": 10}, automated_share="0.2")
)


def made(kind: str, name: str = "L", **more: object) -> Lever:
    return Lever.model_validate(lever(name, kind, "Call", **more))


def changed(*levers: Lever, at: str = "likely") -> Activity:
    found = pulled(CALL, levers, at)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_what_is_deleted_is_gone():
    assert pulled(CALL, [made("delete")]) is None


def test_less_often_is_fewer_deliveries():
    assert changed(made("less_often", times="0.5")).times == 2


def test_a_playbook_shortens_all_minutes_those_per_unit_too():
    found = changed(made("shorten", saves=effect(0.2)))
    assert [found.minutes.likely, found.per_unit["integrations"], found.points] == [48, 8, 2]


def test_the_most_that_an_effect_saves_is_its_high_estimate():
    slower = {"low": 1, "likely": 2, "high": 3}
    playbook, junior = made("shorten", saves=effect(0.2)), made("hand_down", to_role="intern", takes=slower)
    assert changed(playbook, at="high").minutes.likely == 42
    assert changed(junior, at="high").minutes.likely == 60
    assert changed(junior, at="low").minutes.likely == 180


def test_who_takes_over_has_the_hours_in_their_role():
    found = changed(made("hand_down", to_role="intern", to_level="1"))
    assert (found.role, found.level) == ("intern", "1")


def test_one_to_many_is_a_group():
    found = changed(made("one_to_many", group_size=8, times="0.5"))
    assert found.mode == "group"
    assert [found.group_size, found.times] == [8, 2]


def test_a_tool_takes_the_minutes_and_leaves_the_contact():
    assert changed(made("automate", saves=effect(0.5))).automated_share == Decimal("0.2")
    assert changed(made("automate", saves=effect(1, 0))).mode == "automated"


def test_a_hub_answers_a_share_of_what_people_still_do():
    assert changed(made("digital_hub", saves=effect(0.25))).automated_share == Decimal("0.4")


def test_levers_on_one_activity_do_not_add_up():
    half, shorter = made("less_often", times="0.5"), made("shorten", "M", saves=effect(0.2))
    found = changed(half, shorter)
    assert found.times * found.minutes.likely == Decimal("0.4") * CALL.times * CALL.minutes.likely
    assert changed(shorter, half) == found


def test_no_combination_has_a_kind_twice_or_anything_with_delete():
    levers = [
        made("delete", "a"),
        made("less_often", "b", times="0.5"),
        made("shorten", "c", saves=effect(0.2)),
        made("shorten", "d", saves=effect(0.4)),
        made("automate", "e", saves=effect(0.4)),
    ]
    names = {"".join(each.name for each in chosen) for chosen in together(levers, 3)}
    assert names == {"a", "b", "c", "d", "e", "bc", "bd", "be", "ce", "de", "bce", "bde"}
    assert {len(chosen) for chosen in together(levers, 1)} == {1}


def test_a_lever_acts_on_every_activity_of_its_names():
    journey = Journey.model_validate(
        {"stages": [{"name": "steady"}], "activities": [activity("Call"), activity("Mail"), activity("Call")]}
    )
    found = journey_with(journey, named(journey, [made("delete")]))
    assert [each.name for each in found.activities] == ["Mail"]


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ({"kind": "shorten"}, "needs saves"),
        ({"kind": "hand_down"}, "needs to_role"),
        ({"kind": "less_often"}, "needs times below 1"),
        ({"kind": "one_to_many"}, "needs group_size above 1"),
        ({"kind": "delete", "heads": 1}, "heads go with hand_down alone"),
        ({"kind": "delete", "activities": ["Call", "Call"]}, "twice"),
        ({"kind": "shorten", "saves": {"low": 1, "likely": 0, "high": 1}}, "must rise"),
    ],
)
def test_a_lever_that_does_not_say_enough_is_refused(stated, why):
    with pytest.raises(ValueError, match=why):
        Lever.model_validate({**lever("L", "delete", "Call"), **stated})
