from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import Month, months
from bookload.data.documents import Journey
from bookload.planning.journey import demand
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
JUNE = Month.parse("2026-06")


def company(count=1, start="2025-01-01", **tables):
    rows = [f"A-{number}" for number in range(1, count + 1)]
    paid = {"start_date": start, "amount": 100, "interval": "month", "currency": "USD"}
    return {
        "accounts": [
            {"account_id": row, "name": row, "segment": "SMB", "touch_model": "high"} for row in rows
        ],
        "subscriptions": [{"subscription_id": f"S-{row}", "account_id": row, **paid} for row in rows],
        **tables,
    }


def ask(tables, *activities, stages=({"name": "s"},), asked=(JUNE,)):
    minutes = {"low": 30, "likely": 60, "high": 120}
    written = [
        {"name": f"a{n}", "stage": "s", "minutes": minutes, **each} for n, each in enumerate(activities)
    ]
    journey = Journey.model_validate({"stages": stages, "activities": written})
    return demand(memory(tables, as_of=AS_OF, journey=journey), asked)


def hours(found):
    return sum((each.likely for each in found.totals().values()), Fraction(0))


def test_deliveries_are_accounts_weighted_by_days_times_times_and_share():
    found = ask(company(3, start="2026-06-11"), {"times": 2, "share": "0.5"})
    assert hours(found) == 3 * Fraction(20, 30)


def test_on_entering_means_in_the_month_that_the_stage_is_entered_in():
    stages = ({"name": "first", "days_since_start": [0, 10]}, {"name": "s"})
    found = ask(
        company(2, start="2026-05-25"), {"per": "stage"}, stages=stages, asked=months(JUNE - 1, JUNE + 1)
    )
    assert {str(month): each.likely for (month,), each in found.totals("month").items() if each.likely} == {
        "2026-06": 2
    }


def test_a_time_equation_adds_minutes_per_unit():
    numbers = [{"account_id": "A-1", "name": "integrations", "value": "4"}]
    found = ask(company(account_attributes=numbers), {"per_unit": {"integrations": 15}})
    (line,) = found.lines()
    assert (line.minutes, line.hours) == (120, 2)
    assert found.findings == ()


def test_a_number_that_is_not_known_is_a_finding_and_the_rest_still_counts():
    texts = [{"account_id": "A-2", "name": "integrations", "value": "many"}]
    found = ask(company(2, account_attributes=texts), {"per_unit": {"integrations": 15}})
    (finding,) = found.findings
    assert hours(found) == 2
    assert (finding.code, finding.count, finding.column) == ("attribute_missing", 2, "integrations")
    assert "is not known of account A-1" in finding.message
    assert [line.missing for line in found.lines()] == [("integrations",), ("integrations",)]


def test_what_stands_where_a_number_should_is_named():
    texts = [{"account_id": "A-1", "name": "integrations", "value": "many"}]
    found = ask(company(account_attributes=texts), {"per_unit": {"integrations": 15}})
    assert found.findings[0].value == "many"
    assert "'many' is not a number" in found.findings[0].message


def test_a_group_shares_its_sessions_and_never_holds_less_than_one():
    full = ask(company(60), {"mode": "group", "group_size": 25})
    assert hours(full) == Fraction(60, 25)
    small = ask(company(3), {"mode": "group", "group_size": 25})
    assert hours(small) == 1
    assert [line.sessions for line in small.lines()] == [Fraction(1, 3)] * 3


def test_two_group_activities_that_are_alike_are_two():
    webinar = {"mode": "group", "group_size": 25, "name": "webinar"}
    assert hours(ask(company(3), webinar, webinar)) == 2


def test_automated_work_takes_no_time_and_is_still_due():
    found = ask(company(), {"mode": "automated"}, {"automated_share": "0.75"})
    assert [(line.deliveries, line.automated, line.hours) for line in found.lines()] == [
        (1, 1, 0),
        (1, Fraction(3, 4), Fraction(1, 4)),
    ]


def test_activities_are_for_the_segments_and_touch_models_that_they_name():
    assert hours(ask(company(), {"segments": ["SMB"]}, {"touch_models": ["high", "mid"]})) == 2
    assert hours(ask(company(), {"touch_models": ["low"]})) == 0


def test_a_segment_that_no_account_is_in_is_a_note():
    found = ask(company(), {"segments": ["SBM"]})
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.value) == ("segment_without_accounts", "note", "SBM")
    assert "did you mean 'SMB'" in finding.remedy


def test_low_and_high_minutes_are_the_band():
    (each,) = ask(company(), {}).totals().values()
    assert (each.low, each.likely, each.high, each.assumed) == (0.5, 1, 2.0, 0)


def test_assumed_minutes_are_told_apart():
    (each,) = ask(company(), {}, {"assumed": True}).totals().values()
    assert (each.likely, each.assumed) == (2, 1)


def test_months_ahead_see_todays_accounts_move_on():
    stages = ({"name": "new", "days_since_start": [0, 61]}, {"name": "s"})
    found = ask(company(start="2026-06-01"), {}, stages=stages, asked=months(JUNE, JUNE + 3))
    assert {str(month): each.likely for (month,), each in found.totals("month").items()} == {
        "2026-08": 1,
        "2026-09": 1,
    }


def test_days_outside_all_stages_are_counted_by_month():
    stages = ({"name": "s", "days_since_start": [0, 15]},)
    found = ask(company(2, start="2026-06-01"), {}, stages=stages, asked=months(JUNE, JUNE + 1))
    assert found.outside() == {JUNE: 2 * Fraction(15, 30), JUNE + 1: 2}


def test_lines_can_be_asked_for_by_month_role_and_account():
    found = ask(company(2), {}, {"role": "onboarding"}, asked=months(JUNE - 1, JUNE))
    assert len(list(found.lines())) == 8
    assert len(list(found.lines(month=JUNE))) == 4
    (line,) = found.lines(month=JUNE, role="onboarding", account_id="A-2")
    assert (line.activity, line.stage, line.segment, line.touch_model) == ("a1", "s", "SMB", "high")


def test_without_a_journey_hours_are_assumed():
    found = demand(memory(company(22), as_of=AS_OF), [JUNE])
    (each,) = found.totals().values()
    assert found.assumed
    assert each.likely == each.assumed == 130
    assert (round(each.low, 9), round(each.high, 9)) == (120, 140)


def test_a_company_without_accounts_asks_for_nothing():
    assert demand(memory({}, as_of=AS_OF), [JUNE]).totals("role") == {}
