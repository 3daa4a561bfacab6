from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.working_time import month_days
from bookload.planning.capacity import supply
from bookload.planning.capacity.supply import heads_day, standard_head
from bookload.workspace import memory

AS_OF = date(2026, 6, 15)
JUNE = Month.of(AS_OF)
DAY_HOURS = Fraction("5.6")


def person(number=1, **row):
    return {
        "person_id": f"P-{number}",
        "name": "x",
        "hire_date": "2020-01-01",
        "role": "csm",
        "country": "DE",
        **row,
    }


def read(people, months=(JUNE,), policy=None, **tables):
    reader = memory({"people": people, **tables}, as_of=AS_OF, policy=policy)
    return supply(reader, months)


def test_every_csm_role_is_one_supply_and_others_are_their_own():
    found = read([person(), person(2, role="Senior CSM", fte="0.5"), person(3, role="onboarding")])
    days = month_days("DE", JUNE)
    assert {role: each.available for (_, role), each in found.roles.items()} == {
        "csm": days * DAY_HOURS * Fraction(3, 2),
        "onboarding": days * DAY_HOURS,
    }
    csm = found.roles[JUNE, "csm"]
    assert (csm.plannable, csm.have, csm.ramped) == (
        csm.available * Fraction("0.85"),
        Fraction(3, 2),
        Fraction(3, 2),
    )


def test_known_absences_take_hours_ahead_too():
    away = [{"person_id": "P-1", "start_date": "2026-07-01", "end_date": "2026-07-08", "kind": "leave"}]
    found = read([person()], [JUNE, JUNE + 1], absences=away)
    assert found.roles[JUNE, "csm"].available == month_days("DE", JUNE) * DAY_HOURS
    assert found.roles[JUNE + 1, "csm"].available == (month_days("DE", JUNE + 1) - 5) * DAY_HOURS


def test_hires_and_leavers_that_are_known_count_from_their_day():
    people = [person(leave_date="2026-08-01"), person(2, hire_date="2026-08-01")]
    found = read(people, [JUNE, JUNE + 2])
    assert [found.roles[month, "csm"].have for month in (JUNE, JUNE + 2)] == [1, 1]
    assert [found.roles[month, "csm"].ramped for month in (JUNE, JUNE + 2)] == [1, Fraction(1, 4)]


def test_heads_are_those_of_the_months_end_and_of_as_of_in_its_month():
    assert heads_day(JUNE, AS_OF) == AS_OF
    assert heads_day(JUNE - 1, AS_OF) == date(2026, 5, 31)
    assert heads_day(JUNE + 1, AS_OF) == date(2026, 7, 31)
    assert read([person(leave_date="2026-06-16")]).roles[JUNE, "csm"].have == 1
    assert read([person(leave_date="2026-06-15")]).roles[JUNE, "csm"].have == 0


def test_who_is_on_long_leave_is_not_there():
    long = [{"person_id": "P-1", "start_date": "2026-06-10", "end_date": "2026-07-10", "kind": "parental"}]
    short = [{**long[0], "end_date": "2026-07-09"}]
    assert read([person()], absences=long).roles[JUNE, "csm"].have == 0
    assert read([person()], absences=short).roles[JUNE, "csm"].have == 1


def test_a_standard_head_is_of_the_policys_country_with_a_years_leave():
    policy = Policy.model_validate({"company": {"country": "DE-BY"}})
    found = standard_head(policy, JUNE)
    year = [Month.parse("2026-01") + step for step in range(12)]
    share = 1 - Fraction(25, sum(month_days("DE-BY", month) for month in year))
    assert (found.place, found.working_days) == ("DE-BY", month_days("DE-BY", JUNE))
    assert found.plannable == found.working_days * share * DAY_HOURS * Fraction("0.85")


def test_an_unknown_country_is_told():
    assert [finding.code for finding in read([person(country="Atlantis")]).findings] == ["unknown_country"]
