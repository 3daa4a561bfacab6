"""A part of a proposal: every subset of small ones, held to sums over the rows themselves."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest

from balanced import desk, search
from bookload.base.errors import UsageError
from bookload.planning.balance.accepted import accepted, choices
from bookload.planning.balance.posed import Ask
from bookload.planning.balance.proposal import proposed

PEOPLE = [
    {"person_id": "Ada", "max_accounts": 4},
    {"person_id": "Ben", "max_accounts": 3},
    {"person_id": "Cem"},
]
ROWS = [
    {"account_id": "A-0", "owner": "Ada", "hours": 30, "language": "de"},
    {"account_id": "A-1", "owner": "Ada", "hours": 20, "parent": "A-2"},
    {"account_id": "A-2", "owner": "Ada", "hours": 15},
    {"account_id": "A-3", "owner": "Ada", "hours": 18},
    {"account_id": "B-0", "owner": "Ben", "hours": 2},
    {"account_id": "B-1", "owner": "Ben", "hours": 2},
    {"account_id": "B-2", "owner": "Ben", "hours": 2},
    {"account_id": "N", "owner": "Zoe", "hours": 5, "arr": 90_000},
]
TERMS = {"move": 0.1, "move_tenure": 0, "move_arr": 0}


def chosen(people=PEOPLE, ask=None):
    of = desk(ROWS, people, ask, terms=TERMS)
    found = proposed(of, search())
    return found, choices(of, found)


def subsets(count):
    return [each for size in range(count + 1) for each in combinations(range(count), size)]


def test_all_of_it_is_the_proposal_and_none_of_it_is_today():
    found, of = chosen()
    assert len(of.groups) > 3
    whole = accepted(of, range(len(of.groups)))
    assert whole.over == ()
    assert {(each.account_id, each.to_id) for each in whole.moves} == {
        (each.account_id, each.to_id) for each in found.moves
    }
    for ours, theirs in zip(whole.books, found.books, strict=True):
        assert (ours.after.accounts, ours.after.arr) == (theirs.after.accounts, theirs.after.arr)
        assert ours.after.hours == pytest.approx(theirs.after.hours)
    none = accepted(of, ())
    assert none.moves == ()
    assert all(each.after.accounts == each.before.accounts for each in none.books)


def test_every_subset_has_the_books_and_the_limits_of_its_rows():
    _, of = chosen()
    broken = 0
    for taken in subsets(len(of.groups)):
        got = accepted(of, taken)
        to = {of.moves[place].account_id: of.groups[n].to_id for n in taken for place in of.groups[n].moves}
        hours: dict[str, float] = defaultdict(float)
        count: dict[str, int] = defaultdict(int)
        for row in ROWS:
            owner = to.get(row["account_id"], row["owner"])
            hours[owner] += float(str(row["hours"]))
            count[owner] += 1
        for book in got.books:
            assert book.after.hours == pytest.approx(hours[book.owner_id])
            assert book.after.accounts == count[book.owner_id]
        # Rooms are 85 of 100 hours and the stated accounts, or what they have today if that is more.
        wrong = {owner for owner, room in (("Ada", 4), ("Ben", 3)) if count[owner] > room}
        wrong |= {owner for owner in ("Ada", "Ben", "Cem") if hours[owner] > 85}
        assert {each.owner_id for each in got.over} == wrong
        assert all(bool(move.step) != bool(wrong) for move in got.moves)
        broken += bool(wrong)
    assert broken, "some subset has to be beyond a limit, or nothing was tried"


def test_done_step_by_step_nobody_is_beyond_a_limit():
    _, of = chosen()
    for taken in subsets(len(of.groups)):
        got = accepted(of, taken)
        if got.over:
            continue
        held = {row["account_id"]: row["owner"] for row in ROWS}
        for step in sorted({each.step for each in got.moves}):
            held |= {each.account_id: each.to_id for each in got.moves if each.step == step}
            assert list(held.values()).count("Ben") <= 3
            assert list(held.values()).count("Ada") <= 4


def test_a_family_is_one_choice():
    _, of = chosen(ask=Ask(leavers=("Ada",)), people=[*PEOPLE, {"person_id": "Dan", "max_accounts": 9}])
    names = [{of.moves[place].account_id for place in group.moves} for group in of.groups]
    assert {"A-1", "A-2"} in names
    assert all(group.from_id == "" for group in of.groups)


def test_a_number_that_is_none_is_refused():
    _, of = chosen()
    with pytest.raises(UsageError, match="moves to choose from"):
        accepted(of, [len(of.groups)])
