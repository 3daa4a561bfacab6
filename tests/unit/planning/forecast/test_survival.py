from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError

from bookload.base.period import Month
from bookload.planning.forecast.panel import LONG_AGO, panel_of
from bookload.planning.forecast.survival import (
    BAND_OF_STATE,
    BANDS,
    UNKNOWN,
    Lives,
    band,
    event_table,
    exposure,
    lives_seen,
    state,
)
from futures import company


def lives(*rows):
    entry, age, ended = (np.array(each) for each in zip(*rows, strict=True))
    return Lives(entry.astype(int), age.astype(int), ended.astype(bool), np.zeros(len(rows), dtype=int))


def by_hand(rows, age):
    """Kaplan and Meier's product: one less the share of those at risk who left, at each age up to one."""
    left = 1.0
    for each in range(1, age + 1):
        at_risk = sum(entry < each <= last for entry, last, _ in rows)
        gone = sum(last == each and ended for _, last, ended in rows)
        left *= 1 - gone / at_risk if at_risk else 1
    return left


ENTRIES = [0.5, 0.5, 0.5, 2.5, 4.5, 1.5, 0.5]
ROWS = [(0, 3, True), (0, 5, False), (0, 5, True), (2, 6, True), (4, 9, False), (1, 3, True), (0, 9, True)]


def product(table, age):
    """Kaplan and Meier's product from the rows of a table."""
    upto = table[(table.index <= age) & (table["at_risk"] > 0)]
    return float((1 - upto["observed"] / upto["at_risk"]).prod())


@pytest.mark.parametrize("age", [1, 3, 4, 5, 6, 8])
def test_survival_is_kaplan_and_meiers_worked_by_hand_with_late_entries_and_censored_lives(age):
    table = event_table(lives(*ROWS))
    fitted = KaplanMeierFitter().fit(*zip(*[(row[1], row[2]) for row in ROWS], strict=True), entry=ENTRIES)
    assert table is not None
    assert product(table, age) == pytest.approx(by_hand(ROWS, age))
    assert float(fitted.predict(age)) == pytest.approx(by_hand(ROWS, age))


def test_nobody_seen_for_a_month_has_no_survival():
    assert event_table(lives((0, 0, False))) is None


@pytest.mark.parametrize(("entry", "at_risk"), [(3, 2), (4, 1)])
def test_who_entered_late_is_not_at_risk_before(entry, at_risk):
    table = event_table(lives((0, 4, True), (entry, 6, True)))
    assert table is not None
    assert table.loc[4.0, "at_risk"] == at_risk


def test_lives_of_which_the_first_all_ended_are_counted_where_lifelines_own_fitter_refuses():
    with pytest.raises(StatError):
        KaplanMeierFitter().fit([4, 6], [True, True], entry=[0.5, 4.5])
    arr = np.zeros((2, 10))
    arr[0, 0:4], arr[1, 5:8] = 1.0, 1.0
    past = panel_of([Month(24_000 + n) for n in range(10)], [""], arr, np.zeros(2, dtype=np.int64))
    found = exposure(past, 0)
    assert (found.at_risk.sum(), found.left.sum()) == (7, 2)


@pytest.mark.parametrize("first", [0, 24])
def test_exposure_is_what_counting_account_by_account_and_month_by_month_gives(first):
    past = company(5).until(40)
    found = exposure(past, first)
    at_risk, left = np.zeros((2, len(past.segments), BANDS))
    for account, month in zip(*np.nonzero(past.live[:, first:-1]), strict=True):
        place = band(state(past.age[account, first + month : first + month + 1] + 1))[0]
        gone = not past.live[account, first + month + 1]
        at_risk[past.segment[account, first + month], place] += 1
        left[past.segment[account, first + month], place] += gone
    assert np.array_equal(found.at_risk, at_risk)
    assert np.array_equal(found.left, left)


def test_a_return_is_another_life():
    arr = np.array([[1.0, 1.0, 0.0, 0.0, 1.0, 1.0]])
    past = panel_of([Month(24_000 + n) for n in range(6)], [""], arr, np.array([0]))
    found = lives_seen(past, 0)
    assert list(zip(found.entry, found.age, found.ended, strict=True)) == [(0, 2, True), (0, 1, False)]


def test_old_ages_repeat_by_the_year_and_unknown_ones_stay_unknown():
    ages = np.array([48, 49, 60, 61, 120, LONG_AGO, LONG_AGO + 30])
    assert state(ages).tolist() == [48, 37, 48, 37, 48, UNKNOWN, UNKNOWN]


def test_renewals_have_bands_of_their_own():
    assert BAND_OF_STATE[12] != BAND_OF_STATE[11]
    assert BAND_OF_STATE[12] != BAND_OF_STATE[13]
    assert BAND_OF_STATE[48] != BAND_OF_STATE[47]
    assert BAND_OF_STATE[37] == BAND_OF_STATE[47]
