from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import UsageError
from bookload.base.period import FAR, Month
from bookload.data.documents.policy import Policy, WorkingTime
from bookload.metrics.team import working_time
from bookload.metrics.team.people import joined, staff_of

MARCH = Month.parse("2026-03")
TERMS = WorkingTime()
ADA = working_time.Spell("P-01", "csm", date(2020, 1, 1), FAR, Fraction(1), "DE", date(2020, 1, 1), 3)


def one(spell, absences=(), month=MARCH, terms=TERMS):
    """The hours of the single row that a spell gives."""
    (row,) = working_time.hours([spell], {spell.person_id: absences}, [month], terms)
    return row


def test_a_month_of_168_hours_has_118_available_and_100_plannable():
    """definitions.md: 168 h x 0.7 = 118 available, 100 plannable at 0.85."""
    month = Month.parse("2025-07")  # 23 working days in Germany; two of them away leave 21, or 168 hours
    row = one(ADA, [(date(2025, 7, 1), date(2025, 7, 3))], month)
    assert (row.working_days, row.absent_days) == (23, 2)
    assert (row.available, row.plannable) == (Fraction("117.6"), Fraction("99.96"))
    assert (round(row.available), round(row.plannable)) == (118, 100)


def test_working_days_leave_out_weekends_and_the_holidays_of_the_place():
    assert working_time.month_days("DE", Month.parse("2026-05")) == 18  # 21 weekdays, 1st, 14th and 25th off
    assert working_time.month_days("DE-BY", Month.parse("2026-06")) == 21  # Corpus Christi
    assert working_time.month_days("DE", Month.parse("2026-06")) == 22
    assert working_time.month_days("US", Month.parse("2026-07")) == 22  # the 3rd, for the 4th


def test_a_country_has_the_weekend_that_it_has():
    friday, sunday = date(2026, 3, 6), date(2026, 3, 8)
    assert working_time.working_days("EG", friday, friday + timedelta(days=1)) == 0
    assert working_time.working_days("EG", sunday, sunday + timedelta(days=1)) == 1


def test_working_days_across_years_are_those_of_each_year():
    parts = [working_time.month_days("FR", Month.parse("2025-12") + step) for step in range(14)]
    assert working_time.working_days("FR", date(2025, 12, 1), date(2027, 2, 1)) == sum(parts)


def test_a_range_of_no_days_has_no_working_day():
    assert working_time.working_days("FR", date(2026, 3, 2), date(2026, 3, 2)) == 0
    assert working_time.working_days("FR", date(2026, 3, 9), date(2026, 3, 2)) == 0


@pytest.mark.parametrize("place", ["Gremany", "DE-ZZ", ""])
def test_an_unknown_place_is_refused_with_the_way_out(place):
    assert not working_time.place_known(place)
    with pytest.raises(UsageError, match="write a country as ISO 3166 does"):
        working_time.month_days(place, MARCH)


def test_days_that_two_absences_share_are_away_once():
    twice = [(date(2026, 3, 2), date(2026, 3, 9)), (date(2026, 3, 4), date(2026, 3, 11))]
    assert one(ADA, twice) == one(ADA, [(date(2026, 3, 2), date(2026, 3, 11))])


def test_half_a_head_has_half_the_hours():
    half = one(replace(ADA, fte=Fraction(1, 2)))
    assert (half.available * 2, half.plannable * 2) == (one(ADA).available, one(ADA).plannable)


def test_a_new_person_carries_a_quarter_a_half_and_three_quarters():
    start = date(2026, 1, 1)
    new = replace(ADA, start=start, ramp_start=start)
    shares = [one(new, month=Month.of(start) + step) for step in range(4)]
    assert [row.plannable / row.available / Fraction("0.85") for row in shares] == [
        Fraction(1, 4),
        Fraction(1, 2),
        Fraction(3, 4),
        1,
    ]


def test_steps_of_the_ramp_stretch_over_the_months_of_the_position():
    slow = replace(ADA, ramp_start=date(2026, 1, 15), ramp_months=6)
    days = [date(2026, 1, 15), date(2026, 3, 14), date(2026, 3, 15), date(2026, 7, 14), date(2026, 7, 15)]
    shares = [working_time.capacity_ramp(TERMS, slow, day) for day in days]
    assert shares == [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 1]


def test_no_ramp_months_or_no_steps_is_ramped_at_once():
    at_once = replace(ADA, ramp_start=date(2026, 3, 1), ramp_months=0)
    stepless = TERMS.model_copy(update={"capacity_ramp": ()})
    assert working_time.capacity_ramp(TERMS, at_once, date(2026, 3, 1)) == 1
    assert working_time.capacity_ramp(stepless, replace(at_once, ramp_months=3), date(2026, 3, 1)) == 1


def test_a_month_that_a_role_changes_in_has_a_row_for_each():
    promoted = date(2026, 3, 16)
    spells = [replace(ADA, end=promoted), replace(ADA, start=promoted, role="director")]
    rows = working_time.hours(spells, {}, [MARCH], TERMS)
    assert {row.role: row.working_days for row in rows} == {"csm": 10, "director": 12}
    assert sum(row.available for row in rows) == one(ADA).available


def test_two_spells_of_one_role_in_a_month_are_one_row():
    moved = date(2026, 3, 16)
    spells = [replace(ADA, end=moved), replace(ADA, start=moved, fte=Fraction(1, 2))]
    (row,) = working_time.hours(spells, {}, [MARCH], TERMS)
    assert row.available == (10 + Fraction(12, 2)) * Fraction("5.6")


def test_who_is_not_employed_has_no_row():
    gone = replace(ADA, end=MARCH.first_day)
    assert working_time.hours([gone], {}, [MARCH], TERMS) == ()


def test_a_standard_head_takes_the_yearly_leave_over_the_year():
    year = [Month.parse("2026-01") + step for step in range(12)]
    hours = sum(working_time.standard_available(TERMS, "DE", month) for month in year)
    days = working_time.working_days("DE", date(2026, 1, 1), date(2027, 1, 1))
    assert hours == (days - 25) * Fraction("5.6")
    plannable = sum(working_time.standard_plannable(TERMS, "DE", month) for month in year)
    assert plannable == hours * Fraction("0.85")


def test_a_standard_head_with_more_leave_than_working_days_has_no_hours():
    idle = TERMS.model_copy(update={"leave_days_a_year": Decimal(366)})
    assert working_time.standard_available(idle, "DE", MARCH) == 0


def staff(people, positions=()):
    """Staff as rows say; columns that a row leaves out are empty."""
    own = dict.fromkeys(("role", "level", "fte", "team", "country", "region", "ramp_months"))
    person = {"name": None, "leave_date": None, "manager_id": None, "max_accounts": None}
    return staff_of([{**own, **person, **row} for row in people], [{**own, **row} for row in positions], [])


def test_spells_are_the_positions_held_while_employed():
    team = staff(
        [{"person_id": "P-01", "hire_date": date(2024, 5, 1), "leave_date": date(2026, 4, 1)}],
        [
            {"person_id": "P-01", "from_date": date(2024, 1, 1), "role": "csm", "country": "DE", "fte": 5000},
            {"person_id": "P-01", "from_date": date(2025, 1, 1), "role": "senior_csm", "country": "DE-BY"},
            {"person_id": "P-01", "from_date": date(2026, 1, 1), "role": "director"},
            {"person_id": "P-01", "from_date": date(2027, 1, 1), "role": "csm"},
        ],
    )
    first, second, third = working_time.spells(team, Policy())
    hired = date(2024, 5, 1)
    assert first == working_time.Spell("P-01", "csm", hired, date(2025, 1, 1), Fraction(1, 2), "DE", hired, 3)
    assert (second.role, second.place, second.ramp_start) == ("senior_csm", "DE-BY", hired)
    assert (third.role, third.place, third.end) == ("director", "US", date(2026, 4, 1))
    assert third.ramp_start == date(2026, 1, 1)


def test_somebody_without_a_known_position_has_no_spell():
    team = staff([{"person_id": "P-01", "hire_date": date(2026, 1, 1)}])
    assert working_time.spells(team, Policy()) == ()
    assert [(finding.value, finding.count) for finding in working_time.without_position(team)] == [
        ("P-01", 1)
    ]
    assert working_time.without_position(staff([])) == ()


def test_who_came_on_the_first_day_that_the_data_knows_was_there_before():
    team = staff([{"person_id": "P-01", "hire_date": date(2026, 6, 15), "role": "csm", "ramp_months": 0}])
    (spell,) = working_time.spells(team, Policy(), known_from=date(2026, 6, 15))
    assert spell.start == date.min
    row = one(spell, month=Month.parse("2026-06"))
    assert row.working_days == working_time.month_days("US", Month.parse("2026-06"))


def test_an_unknown_country_is_a_finding_and_has_the_policys_working_days():
    team = staff([{"person_id": "P-01", "hire_date": date(2026, 1, 1), "role": "csm", "country": "Atlantis"}])
    (finding,) = working_time.unknown_places(team, Policy())
    assert (finding.code, finding.value, finding.severity) == ("unknown_country", "Atlantis", "warning")
    assert working_time.spells(team, Policy())[0].place == "US"


# ------------------------------------------------------------------- a second witness, day by day

DAYS = st.dates(date(2025, 11, 1), date(2026, 8, 31))


@st.composite
def spells(draw):
    start = draw(DAYS)
    return working_time.Spell(
        "P-01",
        "csm",
        start,
        draw(st.one_of(st.just(FAR), DAYS)),
        Fraction(draw(st.integers(1, 10)), 10),
        draw(st.sampled_from(["DE", "US", "EG", "DE-BY"])),
        draw(st.one_of(st.just(start), DAYS)),
        draw(st.integers(0, 7)),
    )


def ramp_by_counting(spell, day):
    """The ramp of a day, month by month from the first."""
    steps = TERMS.capacity_ramp
    for number in range(spell.ramp_months):
        month = Month.of(spell.ramp_start) + number + 1
        until = month.first_day + timedelta(min(spell.ramp_start.day, month.days) - 1)
        if day < until:
            return Fraction(steps[number * len(steps) // spell.ramp_months]) if day >= spell.ramp_start else 1
    return Fraction(1)


def day_by_day(spell, absences, month):
    """(available, plannable) by walking the month."""
    country, _, part = spell.place.partition("-")
    calendar = holidays.country_holidays(country, subdiv=part or None)
    available = plannable = Fraction(0)
    day = month.first_day
    while day < month.next_first_day:
        away = any(start <= day < end for start, end in absences)
        if spell.start <= day < spell.end and calendar.is_working_day(day) and not away:
            hours = 8 * spell.fte * Fraction(7, 10)
            available += hours
            plannable += hours * Fraction(85, 100) * ramp_by_counting(spell, day)
        day += timedelta(days=1)
    return available, plannable


@given(spells(), st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4), st.integers(0, 9))
def test_hours_equal_a_walk_over_the_days(spell, away, step):
    absences = [(start, start + timedelta(days=length)) for start, length in away]
    month = Month.parse("2025-11") + step
    if spell.ramp_start > spell.start:
        spell = replace(spell, start=spell.ramp_start)  # a ramp starts with its position, or before
    rows = working_time.hours([spell], {"P-01": absences}, [month], TERMS)
    found = (rows[0].available, rows[0].plannable) if rows else (0, 0)
    assert found == day_by_day(spell, absences, month)


@given(spells(), st.lists(st.tuples(DAYS, st.integers(1, 20)), max_size=4), st.integers(0, 9))
def test_absences_that_do_not_overlap_take_away_their_sum(spell, away, step):
    month = Month.parse("2025-11") + step
    ranges = joined((start, start + timedelta(days=length)) for start, length in away)
    whole = working_time.hours([spell], {}, [month], TERMS)
    if not whole:
        return
    lost = sum(
        whole[0].available - working_time.hours([spell], {"P-01": [one]}, [month], TERMS)[0].available
        for one in ranges
    )
    together = working_time.hours([spell], {"P-01": ranges}, [month], TERMS)[0].available
    assert whole[0].available - together == lost
