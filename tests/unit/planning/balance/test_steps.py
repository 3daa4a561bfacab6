from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bookload.planning.balance.steps import Walk, steps
from bookload.planning.balance.verified import Carried, verify_steps

NAMES = "PQRSTUV"


@st.composite
def walks(draw):
    """Books before and after, each owner with room for the larger of both and at most little more."""
    takers, units = draw(st.integers(2, 5)), draw(st.integers(1, 12))
    owner = st.integers(0, takers - 1)
    before = np.array(draw(st.lists(st.integers(-1, takers - 1), min_size=units, max_size=units)))
    after = np.array(draw(st.lists(owner, min_size=units, max_size=units)))
    use = np.array(draw(st.lists(st.integers(1, 9), min_size=units, max_size=units)), float)
    there = before >= 0
    load = np.bincount(before[there], use[there], takers).astype(float)
    room = np.maximum(load, np.bincount(after, use, takers)) + draw(st.integers(0, 3))
    return before, after, use, load, room


def told(before, after, use, step):
    """The same moves as the independent check takes them."""
    return [
        Carried(f"A-{n}", NAMES[b] if b >= 0 else None, NAMES[a], int(s), {"hours": float(u)})
        for n, (b, a, u, s) in enumerate(zip(before, after, use, step, strict=True))
    ]


@given(walks())
def test_nobody_is_beyond_their_room_after_any_step(walk):
    before, after, use, load, room = walk
    going = np.flatnonzero(before != after)
    found = np.zeros(len(use), int)

    found[going] = steps(Walk(before[going], after[going], use[None, going], load[None], room[None]))

    rooms = {(NAMES[n], "hours"): float(each) for n, each in enumerate(room)}
    assert verify_steps(told(before, after, use, found), rooms) == ()
    assert sorted(set(found[going].tolist())) == list(range(1, len(set(found[going].tolist())) + 1))


def test_two_full_books_swap_on_one_day():
    full = Walk(
        np.array([0, 1]),
        np.array([1, 0]),
        np.array([[5.0, 5.0]]),
        np.array([[5.0, 5.0]]),
        np.array([[5.0, 5.0]]),
    )
    assert steps(full).tolist() == [1, 1]


def test_who_waits_for_room_comes_after_who_makes_it():
    walk = Walk(
        np.array([0, 1]), np.array([1, 2]), np.array([[4.0, 4.0]]),
        np.array([[4.0, 4.0, 0.0]]), np.array([[4.0, 4.0, 4.0]]),
    )  # fmt: skip
    assert steps(walk).tolist() == [2, 1]


def test_a_group_is_no_larger_than_it_has_to_be():
    # Three go round in a circle, and two others swap: neither waits for the other.
    giver, taker = np.array([0, 1, 2, 3, 4]), np.array([1, 2, 0, 4, 3])
    walk = Walk(giver, taker, np.ones((1, 5)), np.ones((1, 5)), np.ones((1, 5)))
    assert steps(walk).tolist() == [2, 2, 2, 1, 1]


def test_the_check_sees_a_book_that_is_too_full_on_the_way():
    carried = [Carried("A", "P", "Q", 1, {"hours": 4.0}), Carried("B", "Q", "P", 2, {"hours": 4.0})]
    found = verify_steps(carried, {("Q", "hours"): 4.0})
    assert found == ("Q has 8.000 of hours after step 1, of 4.000",)


def test_the_check_sees_what_is_forgotten_lost_or_moved_for_nothing():
    carried = [
        Carried("A", "P", "Q", 0, {}),
        Carried("B", "P", None, 1, {}),
        Carried("C", "P", "P", 2, {}),
        Carried("D", "P", "P", 0, {"hours": 2.0}),
    ]
    assert verify_steps(carried, {("P", "hours"): 1.0}) == (
        "B has no owner",
        "C has step 2 but stays",
        "A goes and has no step",
        "P has 2.000 of hours before the first step, of 1.000",
        "P has 2.000 of hours after step 1, of 1.000",
        "P has 2.000 of hours after step 2, of 1.000",
    )
