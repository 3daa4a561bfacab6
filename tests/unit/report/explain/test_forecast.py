from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.report.explain.forecast import arr_ahead
from forecasted import company, found


def test_arr_ahead_opens_to_the_fact_the_drivers_and_the_backtest():
    said = arr_ahead(company(), None)
    last = [row for row in found().stocks if row.segment is None][-1]
    assert said.value == f"{last.arr.middle:,.0f}"
    (fact,) = [row for row in found().start if row.key is None]
    assert said.steps[0].rows == (("all", fact.accounts, said.steps[0].rows[0][2]),)
    assert [row[0] for row in said.steps[1].rows] == ["Enterprise", "SMB"]
    assert {row[1] for row in said.steps[2].rows} == {"accounts", "arr"}


def test_a_segment_that_is_not_there_is_named():
    with pytest.raises(UsageError, match="unknown segment 'SMBs'"):
        arr_ahead(company(), "SMBs")
