"""MRR after contact, on companies where contact does what is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from bookload.base.errors import MissingDataError
from bookload.planning.impact.contact import contacts
from impacts import MONTHS, company

DAY = date(2026, 6, 30)


def touched(seed, *, only_live):
    """A company, and touches that do nothing: of live accounts at random, one in three months."""
    known = company(seed)
    rng = np.random.default_rng(seed)
    count = (rng.random(known.past.mrr.shape) < 0.35).astype(np.int64)
    return known, np.where(known.past.mrr > 0, count, 0) if only_live else count


def test_contact_that_does_nothing_is_not_seen_though_who_left_was_not_contacted():
    # Who leaves in a month is not contacted in it: compared from the month before, contact would look good.
    known, count = touched(1, only_live=True)
    found = contacts(known.past, count, list(range(MONTHS)), DAY, None)
    assert all(lag.low <= 0 <= lag.high for lag in found.lags)
    assert "no association" in found.verdict
    assert found.touched + found.untouched == sum(
        int((known.past.mrr[:, month.ordinal - 24000] > 0).sum()) for month in found.months
    )
    assert sum(each.touched for each in found.accounts) <= found.touched


def test_contact_after_which_accounts_pay_more_is_seen():
    known, count = touched(2, only_live=False)
    more = np.cumprod(np.where(np.roll(count, 1, axis=1) > 0, 1.02, 1.0), axis=1)
    past = type(known.past)(**{**vars(known.past), "mrr": known.past.mrr * more})
    found = contacts(past, count, list(range(MONTHS)), DAY, None)
    assert found.lags[0].low <= 0.02 <= found.lags[0].high
    assert found.lags[0].low > 0


def test_too_short_a_log_says_what_it_takes():
    known, count = touched(3, only_live=True)
    with pytest.raises(MissingDataError, match="a log of 4 whole months, and 6 months of revenue after"):
        contacts(known.past, count, [MONTHS - 2, MONTHS - 1], DAY, None)


def test_owners_with_few_accounts_have_no_figure():
    known, count = touched(4, only_live=True)
    owner = np.zeros(known.past.mrr.shape, dtype=np.int64)
    owner[:5] = 1
    found = contacts(known.past, count, list(range(MONTHS)), DAY, (("P-1", "P-2"), owner))
    assert found.owners
    first, second = found.owners
    assert first.effect is not None
    assert (second.effect, second.low, second.high) == (None, None, None)
    assert first.touched + second.touched == found.touched
