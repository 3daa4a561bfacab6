"""A balance tells how far it is."""

from __future__ import annotations

from itertools import count

from balanced import company
from bookload.base.progress import Progress
from bookload.planning.balance import Ask
from bookload.workspace.balancing import How, balance

PEOPLE = [{"person_id": each} for each in ("P1", "P2")]


def test_each_second_is_told_once_and_none_beyond_those_there_are() -> None:
    accounts = [{"account_id": f"A{each}", "hours": 1 + each, "owner": "P1"} for each in range(40)]
    looks = count()
    told: list[tuple[str, int, int | None]] = []
    reader = company(accounts, PEOPLE, policy={"balance": {}})

    balance(
        reader,
        Ask(leavers=("P1",)),
        How(seconds=3),
        lambda: next(looks) / 4,
        Progress(lambda *each: told.append(each)),
    )

    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages[:2] == ["reading the books", "loading the search (the first time, for a minute)"]
    searched = [done for stage, done, _ in told if stage == "searching"]
    assert searched == sorted(set(searched))
    assert searched[0] == 0
    assert searched[-1] <= 3
    assert {total for stage, _, total in told if stage == "searching"} == {3}
