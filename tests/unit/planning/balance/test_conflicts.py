from __future__ import annotations

from balanced import desk
from bookload.planning.balance.conflicts import worded


def test_limits_are_worded_with_the_names_of_people():
    of = desk([{"account_id": "A-1", "owner": "Ada"}], [{"person_id": "Ada"}]).posed
    assert worded(of, ("hours Ada", "accounts Ada", "one_taker A-1", "moves >= 3", "something else")) == (
        "Ada: the hours a month that they may get",
        "Ada: the most accounts that they may own",
        "at least 3 accounts have to move for the other limits to hold",
        "something else",
        "somebody has to have A-1",
    )


def test_of_many_accounts_that_somebody_has_to_have_the_first_are_named():
    of = desk([{"account_id": "A-1", "owner": "Ada"}], [{"person_id": "Ada"}]).posed
    said = worded(of, [f"one_taker A-{number}" for number in range(1, 41)])
    assert said == ("somebody has to have A-1, A-2, A-3, A-4, A-5 and 35 more",)
