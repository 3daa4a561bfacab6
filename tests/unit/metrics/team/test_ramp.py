from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.data.documents.policy import Team
from bookload.metrics.team.people import Person, staff_of
from bookload.metrics.team.ramp import ramp_range, ratio_ramp
from strategies import days

CSM = frozenset({"csm", "senior_csm"})
OWN = dict.fromkeys(("level", "fte", "team", "country", "region", "ramp_months"))


def somebody(*positions: tuple[date, str, int | None], hired: date = date(2020, 1, 1)) -> Person:
    people = [
        OWN
        | {"person_id": "P", "name": None, "hire_date": hired, "leave_date": None, "role": None}
        | {"manager_id": None, "max_accounts": None}
    ]
    rows = [
        OWN | {"person_id": "P", "from_date": day, "role": role, "ramp_months": ramp}
        for day, role, ramp in positions
    ]
    return staff_of(people, rows, []).people["P"]


def test_the_ramp_starts_with_the_position_and_lasts_the_months_that_it_states() -> None:
    ada = somebody((date(2026, 1, 15), "csm", 6))
    assert ramp_range(ada, date(2026, 2, 1), Team(), CSM) == (date(2026, 1, 15), date(2026, 7, 15))


def test_the_policys_months_stand_in_where_the_position_states_none() -> None:
    ada = somebody((date(2026, 1, 15), "csm", None))
    assert ramp_range(ada, date(2026, 2, 1), Team(), CSM) == (date(2026, 1, 15), date(2026, 4, 15))


def test_a_change_within_the_csm_roles_does_not_start_the_ramp_again() -> None:
    ada = somebody((date(2024, 1, 1), "csm", None), (date(2026, 6, 1), "senior_csm", None))
    assert ratio_ramp(ada, date(2026, 6, 1), Team()) == 1


def test_a_change_into_the_csm_roles_starts_the_ramp() -> None:
    ada = somebody((date(2024, 1, 1), "support", None), (date(2026, 6, 1), "csm", None))
    assert ratio_ramp(ada, date(2026, 6, 30), Team()) == 0
    assert ratio_ramp(ada, date(2026, 8, 31), Team()) == 0
    assert ratio_ramp(ada, date(2026, 9, 1), Team()) == 1


def test_a_position_before_the_hire_date_ramps_from_the_hire_date() -> None:
    ada = somebody((date(2019, 1, 1), "csm", 3), hired=date(2026, 1, 1))
    assert ramp_range(ada, date(2026, 2, 1), Team(), CSM) == (date(2026, 1, 1), date(2026, 4, 1))


def test_without_months_there_is_no_ramp() -> None:
    ada = somebody((date(2026, 1, 1), "csm", 0))
    assert ratio_ramp(ada, date(2026, 1, 1), Team(ratio_ramp="linear")) == 1


def test_linear_counts_the_days_passed() -> None:
    ada = somebody((date(2026, 1, 1), "csm", 3))
    assert ratio_ramp(ada, date(2026, 1, 31), Team(ratio_ramp="linear")) == Fraction(30, 90)


def test_count_counts_from_the_first_day() -> None:
    ada = somebody((date(2026, 1, 1), "csm", 3))
    assert ratio_ramp(ada, date(2026, 1, 1), Team(ratio_ramp="count")) == 1


@pytest.mark.parametrize("way", ["exclude", "linear", "count"])
def test_another_role_counts_nothing(way: str) -> None:
    ada = somebody((date(2026, 1, 1), "director", 3))
    assert ratio_ramp(ada, date(2026, 12, 31), Team(ratio_ramp=way)) == 0


@given(start=days(), months=st.integers(0, 24), passed=st.integers(0, 900))
def test_linear_lies_between_exclude_and_count_rises_and_meets_them_at_the_end(
    start: date, months: int, passed: int
) -> None:
    ada, day = somebody((start, "csm", months), hired=start), start + timedelta(days=passed)
    low, middle, high = (ratio_ramp(ada, day, Team(ratio_ramp=way)) for way in ("exclude", "linear", "count"))
    assert low <= middle <= high == 1
    assert (middle == 1) == (low == 1)
    assert middle <= ratio_ramp(ada, day + timedelta(days=1), Team(ratio_ramp="linear"))
