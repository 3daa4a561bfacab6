from __future__ import annotations

import numpy as np
import pytest

from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.planning.balance.parts import families, hours_of, words
from bookload.planning.journey import demand
from levered import activity
from levered import company as levered


def test_hours_are_those_of_the_demand_by_account_and_month():
    work = [
        activity("Call", times=3, per="month"),
        activity("Start", per="event", segments=["SMB"]),
        activity("Webinar", mode="group", group_size=4),
        activity("Ticket", role="support"),
    ]
    reader = levered(work, accounts=7)
    first = Month.of(reader.as_of) - 20
    asked = demand(reader, month_range(first, first + 8))

    found = hours_of(asked, "csm")

    totals = asked.totals("account_id", "month", "role")
    told = {
        (asked.accounts.ids[a], asked.months[m], "csm"): found[a, m]
        for a, m in zip(*np.nonzero(found), strict=True)
    }
    wanted = {key: float(each.likely) for key, each in totals.items() if key[2] == "csm" and each.likely}
    assert told == pytest.approx(wanted)
    assert any(value > 3 for value in told.values())


def test_a_family_is_told_by_the_account_above_all_others():
    parents = {"B": "A", "C": "B", "E": "D", "X": "Y", "Y": "X", "S": "S"}
    accounts = ["A", "B", "C", "D", "E", "F", "X", "Y", "S", "Z"]
    assert families(accounts, parents).tolist() == [0, 0, 0, 1, 1, 2, 3, 3, 4, 5]


def test_an_account_below_a_circle_is_of_its_family():
    assert families(["Z", "X"], {"X": "Y", "Y": "X", "Z": "X"}).tolist() == [0, 0]


@pytest.mark.parametrize(("text", "said"), [(None, set()), (" De ; en;", {"de", "en"}), ("API", {"api"})])
def test_a_cell_says_words_written_small(text, said):
    assert words(text) == said
