"""Rights, roles, and pay that is summed without being looked at."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.access import ROLES, Access, Right, Sealed, needs, series
from bookload.base.errors import AccessDeniedError, UsageError

FULL = 10_000
HEAD = Access.of("head")
FINANCE = Access.of("finance")
THOUSAND = 1_000 * 10**6

MATRIX = {
    "owner": "all_rows team_rows pay_person pay_group time_person person_names",
    "finance": "all_rows pay_person pay_group person_names",
    "head": "all_rows pay_group time_person person_names",
    "operations": "all_rows time_person person_names",
    "admin": "all_rows person_names",
    "manager": "team_rows time_person person_names",
    "csm": "time_person person_names",
    "board": "all_rows pay_group",
}


def team(*thousands: int, first: int = 0) -> dict[str, tuple[int, int]]:
    """People P0, P1, … at full weight with these amounts in thousands."""
    return {f"P{first + index}": (FULL, amount * THOUSAND) for index, amount in enumerate(thousands)}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_exactly_its_rights(role: str) -> None:
    assert {right.value for right in ROLES[role]} == set(MATRIX[role].split())


def test_a_manager_has_no_right_to_single_pay_by_being_one() -> None:
    assert not HEAD.allows(Right.PAY_PERSON)
    assert not Access.of("admin").allows(Right.PAY_GROUP)


def test_an_unknown_role_is_named_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match=r"unknown role 'finanse' \(did you mean 'finance'\?\)"):
        Access.of("finanse")


def test_a_csm_says_whose_book_it_is() -> None:
    with pytest.raises(AccessDeniedError, match="csm:PERSON_ID"):
        Access.of("csm")
    access = Access.of("csm", "P-01")
    assert access.person_id == "P-01"
    assert not access.sees_all_rows
    assert HEAD.sees_all_rows


def test_the_default_is_the_owner_of_the_files() -> None:
    assert Access().rights == frozenset(Right)


def test_a_demand_names_what_is_missing_and_for_what() -> None:
    HEAD.demand([Right.PAY_GROUP], "cost to serve")
    with pytest.raises(AccessDeniedError, match=r"single pay needs the right to pay_person, .* role 'head'"):
        HEAD.demand([Right.PAY_GROUP, Right.PAY_PERSON], "single pay")


def test_a_field_states_the_rights_it_needs() -> None:
    assert needs(Right.PAY_GROUP)["needs"] == frozenset({Right.PAY_GROUP})


def test_who_may_see_single_pay_gets_it_exactly() -> None:
    sealed = Sealed(FINANCE, {"A": (FULL, 90_001_000_000), "B": (5_000, 60_000_000_000)})
    assert sealed.weighted_mean() == (FULL * 90_001_000_000 + 5_000 * 60_000_000_000, 15_000)
    assert sealed.total() == 120_001_000_000
    assert sealed.weighted_mean(["B"]) == (5_000 * 60_000_000_000, 5_000)


@pytest.mark.parametrize("size", range(1, 5))
def test_a_group_under_five_is_never_summed(size: int) -> None:
    sealed = Sealed(HEAD, team(*range(80, 80 + size)))
    assert sealed.weighted_mean() is None
    assert sealed.total() is None
    assert not sealed.shown


def test_five_are_summed_to_the_thousand() -> None:
    sealed = Sealed(HEAD, {name: (FULL, 90_100_000_000 + index) for index, name in enumerate("ABCDE")})
    assert sealed.weighted_mean() == (90 * THOUSAND, 1)
    assert sealed.total() == 451 * THOUSAND  # 450,500 and a little: half away from zero
    assert sealed.shown


@pytest.mark.parametrize("role", ["operations", "admin"])
def test_without_a_right_to_pay_there_is_no_sum(role: str) -> None:
    sealed = Sealed(Access.of(role), team(*range(80, 100)))
    assert sealed.weighted_mean() is None
    assert sealed.total() is None


def test_nobody_has_no_mean() -> None:
    assert Sealed(FINANCE, {}).weighted_mean() is None
    assert Sealed(FINANCE, {}).total() is None
    assert Sealed(FINANCE, {"A": (0, THOUSAND)}).weighted_mean() is None


def test_four_of_no_weight_hide_nobody() -> None:
    group = team(90) | {f"Q{number}": (0, 50 * THOUSAND) for number in range(4)}
    assert Sealed(HEAD, group).weighted_mean() is None


def test_four_of_hardly_any_weight_hide_nobody() -> None:
    group = team(90) | {f"Q{number}": (1, 50 * THOUSAND) for number in range(4)}
    assert Sealed(HEAD, group).weighted_mean() is None


def test_the_amounts_are_not_in_its_text() -> None:
    assert "90" not in repr(Sealed(HEAD, team(90, 90, 90, 90, 90)))


# ------------------------------------------------------------------------------------------------ series


def month(number: int) -> date:
    return date(2026, number, 28)


def test_one_joiner_between_two_dates_is_not_given_away() -> None:
    """The attack: two means and the numbers of people give one salary, within what rounding hides."""
    before, after = team(80, 85, 90, 95, 100, 105), team(80, 85, 90, 95, 100, 105, 143)
    alone = [Sealed(HEAD, group).total() for group in (before, after)]
    assert None not in alone
    stolen = alone[1] - alone[0]  # type: ignore[operator]
    assert abs(stolen - 143 * THOUSAND) <= THOUSAND, "each alone is harmless, both together are not"

    beside = series({month(1): Sealed(HEAD, before), month(2): Sealed(HEAD, after)})
    assert beside[month(1)].total() == sum(range(80, 110, 5)) * THOUSAND
    assert beside[month(2)].total() is None
    assert beside[month(2)].weighted_mean() is None


@pytest.mark.parametrize("change", ["leaver", "swap", "raise", "hours"])
def test_any_change_of_fewer_than_five_is_withheld(change: str) -> None:
    before = team(80, 85, 90, 95, 100, 105, 110)
    after = dict(before)
    if change in ("leaver", "swap"):
        del after["P0"]
    if change == "swap":
        after["Q"] = (FULL, 99 * THOUSAND)
    if change == "raise":
        after["P0"] = (FULL, 120 * THOUSAND)
    if change == "hours":
        after["P0"] = (5_000, 80 * THOUSAND)
    beside = series({1: Sealed(HEAD, before), 2: Sealed(HEAD, after)})
    assert beside[1].shown
    assert not beside[2].shown


def test_an_unchanged_group_is_shown_every_month() -> None:
    group = team(80, 85, 90, 95, 100)
    beside = series({month(number): Sealed(HEAD, group) for number in range(1, 13)})
    assert all(figure.total() == 450 * THOUSAND for figure in beside.values())


def test_five_joiners_at_once_are_shown() -> None:
    before = team(80, 85, 90, 95, 100)
    beside = series({1: Sealed(HEAD, before), 2: Sealed(HEAD, before | team(70, 75, 80, 85, 90, first=5))})
    assert beside[2].shown


def test_a_rise_for_all_is_shown() -> None:
    beside = series({1: Sealed(HEAD, team(80, 85, 90, 95, 100)), 2: Sealed(HEAD, team(83, 88, 93, 98, 103))})
    assert beside[2].shown


def test_single_joiners_show_again_once_there_are_five_of_them() -> None:
    people = team(*range(80, 90))
    figures = {count: Sealed(HEAD, dict(list(people.items())[:count])) for count in range(5, 11)}
    assert [count for count, figure in series(figures).items() if figure.shown] == [5, 10]


def test_the_group_that_a_wider_one_would_give_away_is_withheld() -> None:
    """Company of 13 = teams of 5, 5 and 3: both large teams shown would give the small one by difference."""
    company = team(*range(80, 93))
    names = list(company)
    parts = {"first": names[:5], "second": names[5:10], "third": names[10:]}
    figures = {"company": Sealed(HEAD, company)}
    figures |= {name: Sealed(HEAD, company).of(members) for name, members in parts.items()}
    shown = {name: figure.shown for name, figure in series(figures).items()}
    assert shown == {"company": True, "first": True, "second": False, "third": False}


def test_three_groups_that_differ_by_five_each_do_not_give_one_away_together() -> None:
    """G1 + G2 − G0 would be P11 alone, though any two of them differ by five people or more."""
    people = team(*range(80, 91))
    names = list(people)
    sealed = Sealed(HEAD, people)
    groups = {0: names[:10], 1: names[:5], 2: names[5:]}
    shown = series({key: sealed.of(members) for key, members in groups.items()})
    assert [figure.shown for figure in shown.values()] == [True, True, False]


def test_a_part_cannot_be_asked_of_a_figure_of_a_series() -> None:
    figure = series({1: Sealed(HEAD, team(*range(80, 90)))})[1]
    assert figure.weighted_mean([f"P{number}" for number in range(9)]) is None
    assert figure.weighted_mean([f"P{number}" for number in range(10)]) is not None


def test_a_later_month_never_changes_what_was_shown() -> None:
    months = {number: Sealed(HEAD, team(*range(80, 85 + number))) for number in range(1, 8)}
    whole = series(months)
    for length in range(1, 8):
        part = series(dict(list(months.items())[:length]))
        assert [figure.shown for figure in part.values()] == [whole[number].shown for number in part]


def test_who_may_see_single_pay_has_nothing_withheld() -> None:
    beside = series({count: Sealed(FINANCE, team(*range(80, 80 + count))) for count in range(1, 8)})
    assert all(figure.weighted_mean() is not None for figure in beside.values())


groups = st.lists(
    st.dictionaries(
        st.sampled_from([f"P{number}" for number in range(14)]),
        st.tuples(
            st.sampled_from([0, 2_500, 5_000, FULL]), st.sampled_from([80, 90]).map(lambda k: k * THOUSAND)
        ),
        min_size=4,
    ),
    min_size=1,
    max_size=8,
)


@given(groups)
def test_no_sum_of_shown_figures_with_any_factors_holds_fewer_than_five(
    drawn: list[dict[str, tuple[int, int]]],
) -> None:
    """The second witness: eliminate unknowns from what was shown and count who is left in each remainder."""
    shown = series({index: Sealed(HEAD, group) for index, group in enumerate(drawn)})
    rows = [
        {(person, amount): Fraction(weight) for person, (weight, amount) in drawn[index].items() if weight}
        for index, figure in shown.items()
        if figure.shown
    ]
    for order in (sorted, lambda names: sorted(names, reverse=True)):
        for remainder in eliminated([dict(row) for row in rows], order):
            assert len({person for person, _ in remainder}) >= 5


def eliminated(rows: list[dict[tuple[str, int], Fraction]], order) -> list[dict[tuple[str, int], Fraction]]:
    """Every row that Gauss-Jordan elimination passes through: each is something that a reader can compute."""
    passed = [dict(row) for row in rows]
    for index, pivot_row in enumerate(rows):
        if not pivot_row:
            continue
        pivot = order(pivot_row)[0]
        for other, row in enumerate(rows):
            if other != index and pivot in row:
                factor = row[pivot] / pivot_row[pivot]
                combined = {
                    name: row.get(name, Fraction(0)) - factor * pivot_row.get(name, Fraction(0))
                    for name in row.keys() | pivot_row.keys()
                }
                rows[other] = {name: value for name, value in combined.items() if value}
                passed.append(rows[other])
    return [row for row in passed if row]
