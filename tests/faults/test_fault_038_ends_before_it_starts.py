"""38. End before start is an error of the row; a start and an end on one day are no time in force.

Worked by hand: a row of 15 to 15 June counts at no month end, and is only noted.
"""

from __future__ import annotations

from datetime import date

import pytest

from bookload.data.tables import checks
from sound import SOUND
from stored import rows, subscription
from subscribed import company, mrr_by_month, paid


@pytest.mark.parametrize(
    ("end", "code", "severity"),
    [(date(2024, 12, 31), "end-before-start", "error"), (date(2025, 1, 1), "no-time-in-force", "note")],
)
def test_the_row_is_found(end: date, code: str, severity: str) -> None:
    broken = {**SOUND, "subscriptions": [subscription(1, end_date=end), subscription(2, account_id="A-2")]}
    found = checks.run({name: rows(name, *each) for name, each in broken.items()})
    assert [(finding.code, finding.severity, finding.row) for finding in found] == [(code, severity, 1)]


@pytest.mark.parametrize("end", ["2025-06-15", "2025-06-14"])
def test_neither_is_ever_in_force(end: str) -> None:
    months = mrr_by_month(company(paid("A", "10", "2025-06-15", end), as_of="2025-08-31"))
    assert set(months.values()) == {0}
