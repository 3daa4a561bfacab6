from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.metrics.effort import read_log
from bookload.metrics.effort.log import NONE
from bookload.metrics.effort.sides import Side, side_rows
from logged import account, company, deed

LOG = [
    deed(minutes=10, account="A;B;C", stage="steady", playbook="standard"),
    deed(minutes=None, account="B", person_id="P-2"),
    deed(minutes=40, account=None, kind="internal"),
]


def test_the_log_is_the_rows_behind_every_side():
    ws = company(LOG, accounts=[account("A", "Large"), account("B"), account("C")])
    log = read_log(ws)
    assert len(log) == 5
    assert int(log.minutes[log.known].sum()) == sum(row.minutes for row in side_rows(ws, "account"))
    sides: tuple[tuple[Any, Any, Side], ...] = (
        (log.accounts, log.account, "account"),
        (log.people, log.person, "person"),
        (log.kinds, log.kind, "activity"),
        (log.stages, log.stage, "stage"),
        (log.segments, log.segment, "segment"),
    )
    for names, column, side in sides:
        sums: dict[str | None, int] = {}
        for row in side_rows(ws, side):
            sums[row.key] = sums.get(row.key, 0) + row.minutes
        for key, minutes in sums.items():
            of_key = column == (NONE if key is None else names.index(key))
            assert int(log.minutes[of_key & log.known].sum()) == minutes, (side, key)


def test_names_are_sorted_and_what_is_not_stated_has_none():
    log = read_log(company(LOG))
    assert (log.accounts, log.people, log.stages) == (("A", "B", "C"), ("P-1", "P-2"), ("steady",))
    assert [log.places[each] for each in sorted(log.place.tolist())] == ["account"] * 4 + ["internal"]
    assert sorted(log.stage.tolist()) == [NONE, NONE, 0, 0, 0]
    assert int(np.count_nonzero(log.first)) == 3
    assert int(np.count_nonzero(log.playbook)) == 3
    assert sorted(log.among.tolist()) == [1, 1, 3, 3, 3]


def test_an_empty_log_is_no_error():
    log = read_log(company([]))
    assert (len(log), log.accounts, log.segments) == (0, (), ())


def test_it_needs_the_right_to_the_time_of_people():
    with pytest.raises(AccessDeniedError):
        read_log(company(LOG, access=Access.of("board")))
