from __future__ import annotations

from balanced import desk
from bookload.planning.balance.conflicts import worded


def test_limits_are_worded_with_the_names_of_people():
    of = desk([{"account_id": "A-1", "owner": "Ada"}], [{"person_id": "Ada"}]).posed
    assert worded(of, ("hours Ada", "accounts Ada", "one_taker A-1", "moves >= 3", "something else")) == (
        "Ada: the hours a month that they may get",
        "Ada: the most accounts that they may own",
        "somebody has to have A-1",
        "at least 3 accounts have to move for the other limits to hold",
        "something else",
    )
