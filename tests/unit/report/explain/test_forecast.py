from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.errors import UsageError
from bookload.base.money import QUANTA
from bookload.metrics.revenue.stocks import stock
from bookload.report.explain.forecast import accounts_ahead, arr_ahead, hours_ahead
from bookload.report.figures import number
from forecasted import company, found


def test_arr_ahead_opens_to_the_fact_its_accounts_the_drivers_and_the_backtest():
    said = arr_ahead(company(), None)
    last = [row for row in found().stocks if row.segment is None][-1]
    assert said.value == f"{last.arr.middle:,.0f}"
    start, accounts, drivers, tried, _ = said.steps
    (fact,) = [row for row in found().start if row.key is None]
    assert start.rows == (("all", fact.accounts, number(Fraction(fact.arr, QUANTA), 2)),)
    assert len(accounts.rows) == fact.accounts
    assert sum(Decimal(str(row[2]).replace(",", "")) for row in accounts.rows) * QUANTA == fact.arr
    assert [row[0] for row in drivers.rows] == ["Enterprise", "SMB"]
    assert {row[1] for row in tried.rows} == {"accounts", "arr"}


def test_a_segments_accounts_ahead_start_from_its_own():
    said = accounts_ahead(company(), "SMB")
    last = [row for row in found().stocks if row.segment == "SMB"][-1]
    assert said.value == f"{last.accounts.middle:,.0f}"
    (fact,) = [row for row in stock(company(), "segment").rows if row.key == "SMB"][-1:]
    assert len(said.steps[1].rows) == fact.accounts
    assert {row[1] for row in said.steps[1].rows} == {"SMB"}


def test_hours_ahead_open_to_those_that_the_journey_asks_for_today():
    said = hours_ahead(company(), None)
    activities, accounts = said.steps[:2]
    assert said.subject == "csm"
    assert activities.total == accounts.total
    assert "ASSUMED" in activities.text
    with pytest.raises(UsageError, match="unknown role 'csms'"):
        hours_ahead(company(), "csms")


def test_a_segment_that_is_not_there_is_named():
    with pytest.raises(UsageError, match="unknown segment 'SMBs'"):
        arr_ahead(company(), "SMBs")
