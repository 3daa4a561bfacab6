from __future__ import annotations

from datetime import date

import numpy as np

from bookload.base.period import FAR
from bookload.planning.capacity.began import left_out, owners_known_from
from bookload.planning.capacity.carriers import Owned
from bookload.planning.journey import Life
from bookload.planning.journey.lives import roster_of

DAY = date(2026, 6, 8)
EARLY = date(2025, 1, 1)


def began(starts, lives, known_from=None):
    """The first day of owners, of accounts that are owned from some days and live from others."""
    there = roster_of([Life(account, ((start, FAR),), start) for account, start in lives.items()])
    account = np.array([there.places[account] for account in starts], np.int64)
    start = np.array([start.toordinal() for start in starts.values()], np.int64)
    end = np.full(len(starts), FAR.toordinal())
    owned = Owned(("P-1",), account, np.zeros_like(account), start, end, np.full_like(account, 10_000))
    return owners_known_from(there, {"csm": owned}, known_from)


def test_a_list_of_todays_owners_begins_today():
    assert began({"A-1": DAY, "A-2": DAY, "A-3": DAY}, {"A-1": EARLY, "A-2": EARLY, "A-3": DAY}) == DAY


def test_owners_from_each_accounts_first_day_are_known_from_the_beginning():
    assert began({"A-1": EARLY, "A-2": DAY}, {"A-1": EARLY, "A-2": DAY}) is None


def test_one_late_owner_of_several_accounts_is_no_list():
    assert began({"A-1": DAY}, {"A-1": EARLY, "A-2": EARLY}) is None


def test_without_owners_there_is_no_list():
    assert began({}, {"A-1": EARLY}) is None


def test_where_the_data_begins_owners_do():
    assert began({}, {}, known_from=DAY) == DAY


def test_a_list_is_a_note_and_the_beginning_of_the_data_is_told_elsewhere():
    (finding,) = left_out(DAY, None)
    assert (finding.code, finding.severity, finding.value) == ("owners_known_from", "note", "2026-06-08")
    assert left_out(DAY, DAY) == left_out(None, None) == ()
