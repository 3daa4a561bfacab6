"""A promotion today leaves last year as it was: lists of people date what they change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imported import Company, rows

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)
HEAD = "person_id,name,role,hire_date,fte,ote\n"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    known = Company(tmp_path)
    known.load({"people.csv": f"{HEAD}1,Ana,csm,2024-01-01,1,90000\n2,Ben,csm,2026-03-01,1,80000\n"}, MARCH)
    return known


def positions(plan: object) -> list[tuple[object, ...]]:
    return rows(plan, "positions", "person_id", "from_date", "role", "fte", "ramp_months")  # type: ignore[arg-type]


def test_the_same_list_again_makes_no_positions(company: Company) -> None:
    plan = company.load(
        {"people.csv": f"{HEAD}1,Ana,csm,2024-01-01,1,90000\n2,Ben,csm,2026-03-01,1,80000\n\n"},
        APRIL,
        data_through=APRIL,
    )
    assert positions(plan) == []


def test_a_promotion_is_a_position_from_that_day_on(company: Company) -> None:
    plan = company.load(
        {"people.csv": f"{HEAD}1,Ana,director,2024-01-01,1,90000\n2,Ben,csm,2026-03-01,1,80000\n"},
        APRIL,
        data_through=APRIL,
    )
    assert positions(plan) == [
        ("1", date(2024, 1, 1), "csm", 10_000, 3),
        ("1", APRIL, "director", 10_000, 3),
    ]
    later = company.load(
        {"people.csv": f"{HEAD}1,Ana,director,2024-01-01,0.5,90000\n2,Ben,csm,2026-03-01,1,80000\n"},
        MAY,
        data_through=MAY,
    )
    assert [row[:4] for row in positions(later)] == [
        ("1", date(2024, 1, 1), "csm", 10_000),
        ("1", APRIL, "director", 10_000),
        ("1", MAY, "director", 5_000),
    ]


def test_who_goes_on_in_the_same_kind_of_work_goes_on_ramping(company: Company) -> None:
    plan = company.load(
        {"people.csv": f"{HEAD}1,Ana,senior_csm,2024-01-01,1,90000\n2,Ben,csm,2026-03-01,0.8,80000\n"},
        APRIL,
        data_through=APRIL,
    )
    latest = {row[0]: row for row in positions(plan) if row[1] == APRIL}
    assert latest["1"][4] == 0
    assert latest["2"][4] == 2


def test_pay_changes_from_the_day_of_the_list_that_says_so(company: Company) -> None:
    plan = company.load(
        {"people.csv": f"{HEAD}1,Ana,csm,2024-01-01,1,95000\n2,Ben,csm,2026-03-01,1,80000\n"},
        APRIL,
        data_through=APRIL,
    )
    found = rows(plan, "pay", "person_id", "from_date", "ote")
    assert len(found) == 3
    assert ("1", APRIL, 95_000) in found
