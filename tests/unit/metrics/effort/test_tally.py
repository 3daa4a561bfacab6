from __future__ import annotations

import numpy as np
import pytest

from bookload.base.period import Month
from bookload.metrics.effort import read_log
from bookload.metrics.effort.sides import side_rows
from bookload.metrics.effort.tally import account_minutes, all_sides, counted, summed
from logged import account, company, deed

LOG = [
    deed("2026-03-31 10:00", 10, "A;B;C", stage="steady"),
    deed("2026-04-01 10:00", 20, "A", kind="email", person_id="P-2"),
    deed("2026-04-02 10:00", None, "B"),
    deed("2026-04-03 10:00", 40, None, kind="internal"),
    deed("2026-04-04 10:00", "0.5", None),
]


def test_every_side_of_one_reading_is_what_asking_for_it_alone_says():
    ws = company(LOG, accounts=[account("A", "Large"), account("B", "Small"), account("C")])
    for side, rows in all_sides(read_log(ws)).items():
        assert rows == side_rows(ws, side).rows


def test_an_empty_log_has_no_rows_of_any_side():
    assert set(all_sides(read_log(company([]))).values()) == {()}


def test_an_accounts_minutes_are_those_of_the_months_asked_for():
    log = read_log(company(LOG))
    assert account_minutes(log, [Month.parse("2026-04")]) == {"A": 200_000}
    assert account_minutes(log, [Month.parse("2026-05")]) == {}


def test_sums_are_exact_beyond_what_a_float_holds():
    assert summed(np.array([1, 1, 0]), np.array([2**53, 1, 7]), 3).tolist() == [7, 2**53 + 1, 0]


def test_sums_that_might_not_fit_are_refused():
    with pytest.raises(OverflowError, match="too many"):
        summed(np.array([0, 0]), np.array([2**62, 2**62]), 1)


@pytest.mark.parametrize("far", [5, 1 << 40])
def test_keys_are_counted_in_order_however_far_apart(far):
    assert counted(np.array([far, 2, far])) == ([2, far], [1, 2])
