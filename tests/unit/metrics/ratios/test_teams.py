from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.metrics.ratios.facts import NOT_STATED, Crew, Part, crews
from bookload.metrics.ratios.teams import by_team
from sized import AS_OF, Company

NOW = Month.of(AS_OF)
PARTS = st.builds(Part, st.integers(0, 10**30), st.integers(0, 10**6), st.integers(0, 10**6))


@pytest.fixture(scope="module")
def crew() -> Crew:
    company = Company().head("P-0", team="North").head("P-1", team="South").head("P-2").account("A", 1)
    company.head("P-3", team="North", leave_date=date(2026, 6, 1))
    for pool, member in (("POOL", "P-0"), ("POOL", "P-1"), ("POOL", "P-2"), ("EMPTY", None)):
        company.add("pools", {"pool_id": pool, "name": pool, "person_id": member})
    return crews(company.open())[NOW]


def test_an_account_is_in_the_team_of_its_owner(crew: Crew) -> None:
    part = Part(7, 10_000, 10_000)
    found = by_team(dict.fromkeys(("P-0", "P-1", "P-2", "P-3", "", "EMPTY", "P-9"), part), crew)
    assert {team: set(owners) for team, owners in found.items()} == {
        "North": {"P-0"},
        "South": {"P-1"},
        NOT_STATED: {"P-2", "P-3", "", "EMPTY", "P-9"},
    }


def test_what_a_pool_carries_is_in_its_members_teams_with_the_rest_on_the_largest(crew: Crew) -> None:
    found = by_team({"POOL": Part(100, 10_000, 10_000)}, crew)
    assert {team: owners["POOL"].arr for team, owners in found.items()} == {"North": 34, "South": 33, "": 33}


@given(st.dictionaries(st.sampled_from(["P-0", "P-1", "POOL", "EMPTY", ""]), PARTS))
def test_teams_carry_what_the_owners_do(crew: Crew, owners: dict[str, Part]) -> None:
    pieces = [part for team in by_team(owners, crew).values() for part in team.values()]
    for name in ("arr", "accounts", "load"):
        assert sum(getattr(part, name) for part in pieces) == sum(
            getattr(part, name) for part in owners.values()
        )
