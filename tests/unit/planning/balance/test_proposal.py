"""Proposals for small companies, held to every solution there is and to what people would say of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from balanced import brute, desk, search
from bookload.base.errors import UsageError
from bookload.planning.balance.frontier import with_frontier
from bookload.planning.balance.posed import Ask
from bookload.planning.balance.proposal import Proposal, proposed

ADA_AND_BEN = [{"person_id": "Ada"}, {"person_id": "Ben"}]


def accounts(*owners: str, hours: int = 14, **more):
    return [
        {"account_id": f"A-{n}", "owner": owner, "hours": hours, **more} for n, owner in enumerate(owners)
    ]


def found(rows, people=ADA_AND_BEN, ask=None, **more) -> Proposal:
    return proposed(desk(rows, people, ask, **more), search())


def went(of: Proposal) -> dict[str, tuple[str, str]]:
    return {each.account_id: (each.from_id, each.to_id) for each in of.moves}


def test_a_full_book_gives_to_an_empty_one_and_says_why():
    of = found(accounts(*["Ada"] * 6, renews=40))

    assert of.status == "within_gap"
    assert Counter(went(of).values()) == {("Ada", "Ben"): 3}
    assert of.moves[0].reason == (
        "relieves Ada by 14.0 h a month (84% to 42% in all); Ben goes from 0% to 42%; "
        "costs a change of owner after 18 months; renewal in 40 days"
    )
    assert [(each.owner_id, each.before.accounts, each.after.accounts) for each in of.books] == [
        ("Ada", 6, 3),
        ("Ben", 0, 3),
    ]
    assert sum(each.after.arr for each in of.books) == sum(each.before.arr for each in of.books)


@pytest.mark.parametrize("seed", range(4))
def test_it_costs_what_the_best_of_all_solutions_costs(seed):
    rng = np.random.default_rng(seed)
    rows = [
        {**each, "hours": int(rng.integers(2, 30)), "arr": int(rng.integers(1, 90)) * 1_000,
         "years": float(rng.uniform(0, 5)), "parent": "A-0" if n % 3 == 1 else None}
        for n, each in enumerate(accounts(*["Ada"] * 4, "Ben", "Ben", "Cem"))
    ]  # fmt: skip
    of = desk(rows, [*ADA_AND_BEN, {"person_id": "Cem", "fte": "0.5"}])

    best = proposed(of, search())

    assert best.objective == pytest.approx(brute(of.posed.problem))
    assert best.gap == pytest.approx(0, abs=1e-6)
    assert best.objective is not None
    assert best.objective_today is not None
    assert best.objective_today >= best.objective


def test_moves_that_are_dear_are_left():
    fresh = found([*accounts(*["Ada"] * 3, years=0), *accounts("Ben")], terms={"move_renewal": 0})
    old = found([*accounts(*["Ada"] * 3, years=3, renews=30), *accounts("Ben")], terms={"move_renewal": 90})
    assert (len(fresh.moves), len(old.moves)) == (1, 0)


def test_differences_within_the_band_cost_nothing():
    rows = accounts(*["Ada"] * 6, *["Ben"] * 4)
    assert len(found(rows).moves) == 1
    assert found(rows, terms={"hours_band": "0.2", "arr_band": "0.2"}).objective == pytest.approx(0)


def test_what_is_shared_pinned_or_barred_stays():
    rows = [*accounts(*["Ada"] * 4), {"account_id": "S", "owners": ["Ada", "Ben"], "hours": 14}]
    terms = {"pinned": ["A-0"], "barred": {"A-1": ["Ben", "Cem"]}}
    of = found(rows, [*ADA_AND_BEN, {"person_id": "Cem"}], terms=terms)
    assert set(went(of)) == {"A-2", "A-3"}


def test_a_family_goes_together_and_costs_each_account():
    rows = accounts(*["Ada"] * 4)
    rows[1]["parent"] = rows[2]["parent"] = "A-0"
    people = [{"person_id": "Ada"}, {"person_id": "Ben", "fte": "0.25"}]

    assert set(went(found(rows, people))) == {"A-3"}
    of = desk(rows, ADA_AND_BEN).posed
    assert sorted(np.bincount(of.unit_of).tolist()) == [1, 3]
    assert sorted(set(of.moved.tolist())) == [0, 1, 3]
    apart = desk(rows, ADA_AND_BEN, terms={"keep_families": False}).posed
    assert len(apart.problem.units) == 4


def test_an_orphan_goes_to_who_has_its_family():
    rows = [*accounts("Ada", "Ben", hours=5), {"account_id": "O", "hours": 5, "parent": "A-1"}]
    assert went(found(rows, ask=Ask(orphans=True), terms={"hours": 0, "arr": 0})) == {"O": ("", "Ben")}


def test_a_match_moves_what_does_not_suit_and_says_so():
    rows = [*accounts("Ada", language="de"), {"account_id": "B", "owner": "Ben", "language": "en"}]
    people = [{"person_id": "Ada", "languages": "en"}, {"person_id": "Ben", "languages": "EN;De"}]
    match = {"account": "language", "person": "languages"}

    of = found(rows, people, terms={"match": [match]})
    softly = found(
        rows, people, terms={"match": [{**match, "hard": False}], "fit": 0.1, "hours": 0, "arr": 0}
    )

    assert went(of)["A-0"] == ("Ada", "Ben")
    assert "asks for language de, which Ada does not have" in of.moves[0].reason
    assert softly.moves == ()
    assert softly.objective == pytest.approx(0.1)


def test_what_nobody_states_asks_nothing_of_anybody():
    rows = accounts("Ada", "Ada", language="de")
    terms = {"match": [{"account": "language", "person": "languages"}]}
    assert len(found(rows, terms=terms).moves) == 1


def test_what_suits_nobody_stays():
    people = [{"person_id": "Ada", "languages": "en"}, {"person_id": "Ben", "languages": "de"}]
    terms = {"match": [{"account": "language", "person": "languages"}]}
    of = desk(accounts("Ada", language="ja"), people, terms=terms)
    assert proposed(of, search()).moves == ()
    assert of.posed.stuck.tolist() == [0]


def test_levels_serve_what_they_are_allowed_for():
    rows = [{**each, "tier": tier} for each, tier in zip(accounts(*["Ada"] * 4), "1133", strict=True)]
    people = [{"person_id": "Ada", "level": "3"}, {"person_id": "Ben", "level": "senior"}]
    match = {"account": "tier", "person": "level", "allows": {"1": ["Senior", "lead"]}}
    assert went(found(rows, people, terms={"match": [match]})) == {
        "A-0": ("Ada", "Ben"),
        "A-1": ("Ada", "Ben"),
    }


def test_only_orphans_move_and_all_of_them():
    rows = [*accounts(*["Ada"] * 5), *({"account_id": f"O-{n}", "hours": 9} for n in range(3))]
    rows.append({"account_id": "Z", "owner": "Zoe", "hours": 9})

    of = found(rows, ask=Ask(orphans=True))

    assert went(of) == {**{f"O-{n}": ("", "Ben") for n in range(3)}, "Z": ("Zoe", "Ben")}
    assert (of.changes, of.objective_today) == (0, None)
    assert [each.reason for each in of.moves if each.account_id in {"O-0", "Z"}] == [
        "nobody looks after it; Ben goes from 0% to 36%",
        "its owner has left; Ben goes from 0% to 36%",
    ]


def test_a_leaver_gives_everything_and_nobody_else_anything():
    people = [*ADA_AND_BEN, {"person_id": "Cem"}]
    of = found([*accounts("Ada", "Ada", "Ben", "Cem"), {"account_id": "O"}], people, Ask(leavers=("Ada",)))

    assert {account: giver for account, (giver, _) in went(of).items()} == {"A-0": "Ada", "A-1": "Ada"}
    assert "Ada" not in {each.owner_id for each in of.books}
    assert of.moves[0].reason.startswith("its owner leaves")


def test_a_hire_alone_gets_accounts():
    people = [*ADA_AND_BEN, {"person_id": "Neu", "fte": "0.5"}]
    of = found(accounts(*["Ada"] * 5, "Ben"), people, Ask(hire="Neu"))

    assert {taker for _, taker in went(of).values()} == {"Neu"}
    assert of.moves[0].reason.startswith("builds a book for Neu; relieves Ada by 14.0 h")


def test_who_keeps_what_they_have_gets_nothing():
    people = [*ADA_AND_BEN, {"person_id": "Max", "kind": "keeps"}]
    of = found(accounts(*["Max"] * 2, *["Ada"] * 4), people)
    assert set(went(of).values()) == {("Ada", "Ben")}


def test_pools_take_what_they_are_for():
    rows = [
        *accounts(*["Ada"] * 3),
        {"account_id": "T", "hours": 60, "touch_model": "tech"},
        {"account_id": "H", "hours": 3, "touch_model": "high"},
    ]
    people = [{"person_id": "Ada"}, {"person_id": "Digital", "kind": "pool"}]
    of = found(rows, people, Ask(orphans=True), terms={"hours": 30})
    assert went(of) == {"H": ("", "Ada"), "T": ("", "Digital")}


def test_most_accounts_relationships_and_contacts_bind():
    people = [{"person_id": "Ada"}, {"person_id": "Ben", "max_accounts": 1}]
    assert len(found(accounts(*["Ada"] * 6), people).moves) == 1
    rows = accounts(*["Ada"] * 5, hours=1)
    for caps in ({"accounts_high": 3, "contacts": 0}, {"accounts_high": 0, "contacts": 30}):
        rows = [*accounts("Ada", "Ada", hours=1, contacts=10), *accounts(*["Ben"] * 2, hours=1, contacts=10)]
        rows = [{**each, "account_id": f"B-{n}"} for n, each in enumerate(rows)]
        new = [{"account_id": f"O-{n}", "hours": 20, "contacts": 10} for n in range(2)]
        of = found(
            [*rows, *new], ask=Ask(orphans=True), terms={"hours": 0, "arr": 0}, policy={"capacity": caps}
        )
        assert [each.after.accounts for each in of.books] == [3, 3]


def test_limits_that_cannot_hold_propose_nothing():
    of = found(accounts(*["Ada"] * 5, *["Ben"] * 4), ask=Ask(leavers=("Ada",)))
    assert (of.status, of.moves, of.objective, of.gap) == ("infeasible", (), None, None)
    assert of.conflict
    assert [(each.before.accounts, each.after.accounts) for each in of.books] == [(4, 4)]


def test_what_nobody_may_have_is_named():
    rows = [*({"account_id": f"O-{n}"} for n in range(7)), *accounts("Ada")]
    terms = {"barred": {f"O-{n}": ["Ada", "Ben"] for n in range(7)}}
    of = found(rows, ask=Ask(orphans=True), terms=terms)
    assert of.status == "infeasible"
    assert of.conflict[0].startswith("nobody may have O-0 (O-0): everybody is barred from it")
    assert (len(of.conflict), of.conflict[-1]) == (6, "and so it is with 2 more")


def test_at_most_so_many_moves_and_the_frontier():
    of = desk(accounts(*["Ada"] * 6), ADA_AND_BEN)
    whole = with_frontier(of, proposed(of, search()), search())

    assert [(point.most, point.moves) for point in whole.frontier] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    costs = [point.objective for point in whole.frontier]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] == pytest.approx(whole.objective_today)
    assert all(point.bound <= point.objective + 1e-9 for point in whole.frontier)
    assert [point.hours_off for point in whole.frontier] == pytest.approx([84, 56, 28, 0])
    assert [point.fullest for point in whole.frontier] == pytest.approx([0.84, 0.7, 0.56, 0.42])
    limited = proposed(of, search(), 1)
    assert limited.changes == 1
    assert limited.objective == pytest.approx(whole.frontier[1].objective)


def test_nothing_to_do_is_said_so():
    of = found(accounts("Ada", "Ben"), ask=Ask(orphans=True))
    assert (of.status, of.moves, of.gap) == ("within_gap", (), 0.0)


def test_fewer_than_no_moves_cannot_be():
    with pytest.raises(UsageError, match="moves are 0 or more, not -1"):
        proposed(desk(accounts("Ada"), ADA_AND_BEN), search(), -1)
