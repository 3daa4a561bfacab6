from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.base.period import Month
from bookload.metrics.effort.effort import effort
from bookload.metrics.effort.sides import side_rows
from bookload.metrics.effort.team_time import Atoms, team_leaves, whole_quarters
from logged import company, deed

PEOPLE = [f"P-{number}" for number in range(7)]
CELLS = st.dictionaries(
    st.integers(0, 6),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 9), max_size=7),
    min_size=1,
)


def log(people=PEOPLE, **more):
    return [deed("2026-04-01 00:00", 30, person_id=person, **more) for person in people]


def team(rows):
    found = effort(company(rows, access=Access.of("board")))
    assert found.hours is None
    return {(row.side, row.key): row for row in found.team or ()}


def test_a_team_of_seven_is_shown_and_nobody_in_it():
    found = team([*log(stage="steady"), *log(stage="onboarding")])
    assert found["total", None].minutes == found["place", "account"].minutes == 14 * 300_000
    assert found["stage", "steady"].minutes == 7 * 300_000
    assert not any(str(key).startswith("P-") for _, key in found)


def test_what_four_people_did_is_withheld_and_so_is_what_would_tell_it():
    found = team([*log(stage="steady"), *log(PEOPLE[:4], stage="onboarding")])
    assert found["total", None].minutes == 11 * 300_000
    # Shown, the hours of the one stage would leave those of the other.
    for stage in ("steady", "onboarding"):
        assert (found["stage", stage].quarters, found["stage", stage].withheld) == (0, 1)


def test_one_with_more_than_half_of_the_hours_is_not_shown_among_others():
    assert team([*log(), deed("2026-04-01 00:00", 30 * 6, person_id="P-0")])["total", None].withheld == 1
    assert team([*log(), deed("2026-04-01 00:00", 30 * 5, person_id="P-0")])["total", None].withheld == 0


def test_a_quarter_that_is_not_over_is_not_shown():
    months = [Month.parse(f"2026-{number:02d}") for number in (2, 3, 4, 5, 6, 7)]
    assert whole_quarters(months) == (Month.parse("2026-04").ordinal // 3,)


def test_sums_shown_over_all_quarters_are_those_of_who_may_see_everything():
    rows = [*log(), *log(account=None, kind="internal")]
    whole = side_rows(company(rows), "activity")
    found = team(rows)
    for row in whole:
        assert found["activity", row.key].minutes == row.minutes


def test_a_reader_of_one_book_has_no_team():
    mine = company(log(), access=Access.of("csm", "P-0"))
    with pytest.raises(AccessDeniedError):
        mine.time(team_leaves(mine))
    assert effort(mine).team is None


def test_pay_cannot_be_had_by_way_of_time():
    from bookload.data.tables import unbound

    board = company(log(), access=Access.of("board"))
    with pytest.raises(AccessDeniedError, match="pay_person"):
        board.time(unbound("pay"))


@given(CELLS, st.lists(st.sets(st.integers(0, 6), min_size=1), min_size=1, max_size=7))
def test_no_combination_of_sums_shown_is_of_few_people(cells, sums):
    ledger = Atoms(cells)
    shown = [held & set(cells) for held in sums]
    shown = [held for held in shown if held and ledger.admits(held)]
    # Whatever combination of the sums shown is taken, cells with equal weights in all of them stay together;
    # so the people behind one such set of cells are those behind any that can be told apart.
    weights = {cell: tuple(cell in held for held in shown) for cell in cells}
    for signature in set(weights.values()):
        if not any(signature):
            continue
        people: dict[str, int] = {}
        for cell in (cell for cell in cells if weights[cell] == signature):
            for person, minutes in cells[cell].items():
                people[person] = people.get(person, 0) + minutes
        some = [minutes for minutes in people.values() if minutes]
        assert len(some) >= 5
        assert Fraction(max(some), sum(some)) <= Fraction(1, 2)


def test_linear_algebra_finds_nobody_either():
    # Every combination of the sums shown that leaves one person's minutes would be a row of the row space.
    rows = [
        *log(stage="steady"),
        *log(PEOPLE[:5], stage="onboarding"),
        *log(PEOPLE[2:], stage="renewal"),
    ]
    found = team(rows)
    stages = {"steady": PEOPLE, "onboarding": PEOPLE[:5], "renewal": PEOPLE[2:]}
    columns = [(stage, person) for stage, people in stages.items() for person in people]
    shown = [[1.0] * len(columns)] if found["total", None].quarters else []
    shown += [
        [float(stage == name) for name, _ in columns] for stage in stages if found["stage", stage].quarters
    ]
    space = np.array(shown)
    for few in combinations(PEOPLE, 2):
        target = np.array([float(person in few) for _, person in columns])
        residual = target - space.T @ np.linalg.lstsq(space.T, target, rcond=None)[0]
        assert np.abs(residual).max() > 1e-6
