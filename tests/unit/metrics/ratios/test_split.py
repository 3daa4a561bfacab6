from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.period import FAR, Month
from bookload.metrics.ratios.facts import Crew, Part
from bookload.metrics.ratios.split import NO_ACCOUNTS, split, split_own
from bookload.metrics.team.eligibility import Head
from bookload.metrics.team.people import Staff
from bookload.metrics.team.pools import Membership, Pools

DAY = date(2026, 6, 30)
ONE = 10_000


def head(person: str, *, eligible: bool = True) -> Head:
    return Head(person, "csm", None, ONE, eligible, Fraction(1), Fraction(1), None)


def crew(*members: tuple[str, str, int], ineligible: tuple[str, ...] = ()) -> Crew:
    people = ("P", "Q", "R")
    pools = Pools(
        {"POOL": "Pool", "OTHER": "Other"},
        tuple(Membership(pool, person, date.min, FAR, share) for pool, person, share in members),
    )
    heads = {person: head(person, eligible=person not in ineligible) for person in people}
    return Crew(Month.of(DAY), DAY, heads, Staff(MappingProxyType({})), pools)


def parts(**loads: dict[str, int]) -> dict[str, dict[str, Part]]:
    """Return groups of owners with so many accounts (whole ones) each."""
    return {
        group: {owner: Part(0, count * ONE, count * ONE) for owner, count in owners.items()}
        for group, owners in loads.items()
    }


def test_a_head_goes_where_its_accounts_are() -> None:
    assert split("P", crew(), parts(a={"P": 1, "Q": 5}, b={"P": 3})) == {
        "a": Fraction(1, 4),
        "b": Fraction(3, 4),
    }


def test_who_carries_nothing_is_in_no_group_of_accounts() -> None:
    assert split("P", crew(), parts(a={"Q": 5})) == {NO_ACCOUNTS: 1}
    assert split("P", crew(("POOL", "P", ONE)), parts(a={"Q": 5})) == {NO_ACCOUNTS: 1}
    assert split("P", crew(("POOL", "P", 0)), parts(a={"POOL": 5})) == {NO_ACCOUNTS: 1}


def test_a_member_of_a_pool_alone_is_where_the_pools_accounts_are() -> None:
    found = split("P", crew(("POOL", "P", 5_000)), parts(a={"POOL": 1}, b={"POOL": 4}))
    assert found == {"a": Fraction(1, 5), "b": Fraction(4, 5)}


def test_of_two_pools_each_has_its_share_of_the_time() -> None:
    both = crew(("POOL", "P", 2_000), ("OTHER", "P", 6_000))
    assert split("P", both, parts(a={"POOL": 100}, b={"OTHER": 1})) == {
        "a": Fraction(1, 4),
        "b": Fraction(3, 4),
    }


def test_a_tenth_of_somebodys_time_in_a_pool_is_a_tenth_however_large_the_pool() -> None:
    found = split("P", crew(("POOL", "P", 1_000)), parts(a={"P": 20}, b={"POOL": 900}))
    assert found == {"a": Fraction(9, 10), "b": Fraction(1, 10)}


def test_a_membership_without_a_share_beside_own_accounts_goes_by_accounts() -> None:
    shared = crew(("POOL", "P", ONE), ("POOL", "Q", ONE), ("POOL", "R", ONE), ineligible=("R",))
    found = split("P", shared, parts(a={"P": 10}, b={"POOL": 60}))
    assert found == {"a": Fraction(1, 4), "b": Fraction(3, 4)}


def test_own_accounts_alone_are_what_is_covered() -> None:
    groups = parts(a={"P": 10, "POOL": 10}, b={"POOL": 60, "P": 0}, c={"P": 30})
    assert split_own("P", groups) == {"a": Fraction(1, 4), "c": Fraction(3, 4)}
    assert split_own("Q", groups) == {}


@pytest.mark.parametrize("person", ["P", "Q"])
@given(
    loads=st.dictionaries(
        st.sampled_from("abc"),
        st.dictionaries(st.sampled_from(["P", "Q", "POOL", "OTHER"]), st.integers(0, 50)),
    ),
    members=st.lists(
        st.tuples(
            st.sampled_from(["POOL", "OTHER"]),
            st.sampled_from(["P", "Q", "R"]),
            st.sampled_from([0, 1, 3_333, ONE]),
        ),
        max_size=5,
    ),
)
def test_the_parts_of_a_head_are_the_head(
    person: str, loads: dict[str, dict[str, int]], members: list[tuple[str, str, int]]
) -> None:
    found = split(person, crew(*members), parts(**loads))
    assert sum(found.values()) == 1
    assert all(part > 0 for part in found.values())
    covered = split_own(person, parts(**loads))
    assert sum(covered.values()) in (0, 1)
