from __future__ import annotations

from datetime import date, timedelta

import pytest

from bookload.base.period import FAR, Month, months
from bookload.data.documents import Stage
from bookload.planning.journey.lives import LONG_AGO, Life, roster_of
from bookload.planning.journey.stages import OUTSIDE, countable, spells, stage_days, stages
from bookload.workspace import memory

START = date(2026, 1, 10)
LIFE = Life("A-1", ((START, FAR),), START)
REST = Stage(name="rest")


def on(stage, day, life=LIFE):
    """The stage of a day, in a journey of one stage and the rest."""
    return stage_on(life, [stage, REST], day)


def stage_on(life, journey, day):
    ((stage, _, _, _),) = spelled(life, journey, day, day + timedelta(days=1))
    return stage


def spelled(life, journey, first, end):
    found = spells(roster_of([life]), journey, first, end)
    return [
        (
            None if stage == OUTSIDE else journey[stage].name,
            date.fromordinal(start),
            date.fromordinal(end),
            bool(entered),
        )
        for stage, start, end, entered in zip(
            *(each.tolist() for each in (found.stage, found.start, found.end, found.entered)), strict=True
        )
    ]


def having(**events):
    return Life("A-1", ((START, FAR),), START, (), events)


def test_days_since_start_are_from_the_first_number_to_before_the_second():
    onboarding = Stage(name="onboarding", days_since_start=(0, 30))
    assert on(onboarding, START) == "onboarding"
    assert on(onboarding, date(2026, 2, 8)) == "onboarding"
    assert on(onboarding, date(2026, 2, 9)) == "rest"


def test_an_account_from_before_the_data_is_past_its_first_days():
    onboarding = Stage(name="onboarding", days_since_start=(0, 365))
    old = Life("A-1", ((LONG_AGO, FAR),), LONG_AGO)
    assert on(onboarding, date(2026, 6, 1), old) == "rest"


def test_days_count_from_the_latest_event_where_there_is_one():
    adoption = Stage(name="adoption", days_since_start=(0, 30), from_event="go_live")
    life = having(go_live=[(date(2026, 3, 1), None), (date(2026, 5, 1), None)])
    assert on(adoption, START, life) == "adoption"
    assert on(adoption, date(2026, 2, 20), life) == "rest"
    assert on(adoption, date(2026, 3, 1), life) == "adoption"
    assert on(adoption, date(2026, 4, 1), life) == "rest"
    assert on(adoption, date(2026, 5, 1), life) == "adoption"


def test_a_stage_can_begin_and_another_end_with_an_event():
    life = having(go_live=[(date(2026, 3, 1), None)])
    began, ended = Stage(name="live", from_event="go_live"), Stage(name="before", until_event="go_live")
    assert [on(began, date(2026, 2, 28), life), on(began, date(2026, 3, 1), life)] == ["rest", "live"]
    assert [on(ended, date(2026, 2, 28), life), on(ended, date(2026, 3, 1), life)] == ["before", "rest"]


def test_the_latest_stage_event_decides_and_so_does_health():
    life = having(
        stage=[(date(2026, 3, 1), "live"), (date(2026, 4, 1), "sunset")],
        health=[(date(2026, 3, 1), "red"), (date(2026, 4, 1), None)],
    )
    live, risk = Stage(name="live", event="live"), Stage(name="risk", health=("red", "amber"))
    days = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]
    assert [on(live, day, life) for day in days] == ["rest", "live", "rest"]
    assert [on(risk, day, life) for day in days] == ["rest", "risk", "rest"]


def test_days_to_renewal_end_with_the_day_of_it_and_begin_again_with_the_next():
    renewal = Stage(name="renewal", days_to_renewal=(0, 30))
    life = Life("A-1", ((START, FAR),), START, (date(2026, 4, 1), date(2026, 6, 1)))
    days = [
        date(2026, 3, 2),
        date(2026, 3, 3),
        date(2026, 4, 1),
        date(2026, 4, 2),
        date(2026, 5, 3),
        date(2026, 6, 2),
    ]
    assert [on(renewal, day, life) for day in days] == [
        "rest",
        "renewal",
        "renewal",
        "rest",
        "renewal",
        "rest",
    ]


def test_all_rules_of_a_stage_must_hold():
    both = Stage(name="both", days_since_start=(0, 90), health=("red",))
    life = having(health=[(date(2026, 2, 1), "red")])
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 10)]
    assert [on(both, day, life) for day in days] == ["rest", "both", "rest"]


def test_the_first_stage_in_the_order_given_is_the_one():
    first, second = (
        Stage(name="first", days_since_start=(0, 10)),
        Stage(name="second", days_since_start=(0, 20)),
    )
    assert stage_on(LIFE, [first, second], START) == "first"
    assert stage_on(LIFE, [second, first], START) == "second"


def test_a_day_that_no_stage_holds_on_is_outside_all():
    assert stage_on(LIFE, [Stage(name="onboarding", days_since_start=(0, 10))], date(2026, 6, 1)) is None
    assert stage_on(LIFE, [], START) is None


def test_spells_run_from_change_to_change_and_say_which_were_entered():
    journey = [Stage(name="onboarding", days_since_start=(0, 30)), REST]
    assert spelled(LIFE, journey, date(2026, 1, 1), date(2026, 4, 1)) == [
        ("onboarding", START, date(2026, 2, 9), True),
        ("rest", date(2026, 2, 9), date(2026, 4, 1), True),
    ]


def test_a_stage_that_goes_on_from_before_was_not_entered():
    journey = [Stage(name="onboarding", days_since_start=(0, 30)), REST]
    assert spelled(LIFE, journey, date(2026, 2, 1), date(2026, 2, 11)) == [
        ("onboarding", date(2026, 2, 1), date(2026, 2, 9), False),
        ("rest", date(2026, 2, 9), date(2026, 2, 11), True),
    ]


def test_a_stage_that_begins_on_the_first_day_asked_for_was_entered():
    journey = [Stage(name="onboarding", days_since_start=(0, 30)), REST]
    assert spelled(LIFE, journey, date(2026, 2, 9), date(2026, 2, 11))[0][3] is True


def test_who_comes_back_enters_again():
    life = Life("A-1", ((START, date(2026, 2, 1)), (date(2026, 3, 1), FAR)), START)
    assert spelled(life, [REST], date(2026, 1, 1), date(2026, 4, 1)) == [
        ("rest", START, date(2026, 2, 1), True),
        ("rest", date(2026, 3, 1), date(2026, 4, 1), True),
    ]


def test_days_are_gathered_by_month_and_entries_counted_where_they_happen():
    life = having(health=[(date(2026, 2, 5), "red"), (date(2026, 2, 10), "ok"), (date(2026, 2, 20), "red")])
    rows = stage_days(
        [life],
        [Stage(name="risk", health=("red",)), REST],
        list(months(Month.parse("2026-02"), Month.parse("2026-03"))),
    )
    assert [(str(row.month), row.stage, row.days, row.entries) for row in rows] == [
        ("2026-02", "rest", 14, 1),
        ("2026-02", "risk", 14, 2),
        ("2026-03", "risk", 31, 0),
    ]
    assert rows[1].ranges == ((date(2026, 2, 5), date(2026, 2, 10)), (date(2026, 2, 20), date(2026, 3, 1)))


def test_months_between_those_asked_for_are_left_out():
    rows = stage_days([LIFE], [REST], [Month.parse("2026-02"), Month.parse("2026-04")])
    assert [str(row.month) for row in rows] == ["2026-02", "2026-04"]
    assert stage_days([LIFE], [REST], []) == ()


@pytest.mark.parametrize(
    ("known_from", "expected"),
    [
        (None, ["2026-04", "2026-05", "2026-06", "2026-07"]),
        (date(2026, 5, 1), ["2026-05", "2026-06", "2026-07"]),
        (date(2026, 5, 2), ["2026-06", "2026-07"]),
        (date(2026, 6, 20), ["2026-06", "2026-07"]),
    ],
)
def test_months_that_open_before_the_data_knows_anything_do_not_count(known_from, expected):
    asked = months(Month.parse("2026-04"), Month.parse("2026-07"))
    assert [str(month) for month in countable(asked, date(2026, 6, 20), known_from)] == expected


def test_stages_reads_what_a_workspace_holds():
    row = {
        "subscription_id": "S-1",
        "account_id": "A-1",
        "start_date": "2026-06-21",
        "amount": 1,
        "interval": "month",
    }
    reader = memory({"subscriptions": [row]}, as_of=date(2026, 6, 30))
    (days,) = stages(reader, Month.parse("2026-06"))
    assert (days.account_id, days.stage, days.days, days.entries) == ("A-1", None, 10, 1)
