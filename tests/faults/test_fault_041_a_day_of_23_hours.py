"""41. A day that the clocks change is one day: of 23 hours or of 25, it counts once.

In Berlin clocks went forward on 30 March 2025 and back on 26 October 2025.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bookload.base.period import overlap_days
from bookload.data.documents import Policy
from imported import imported, rows
from subscribed import company, mrr_by_month, paid

BERLIN = Policy.model_validate({"company": {"time_zone": "Europe/Berlin"}})


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)])
def test_a_row_over_such_a_day_is_in_force_for_one_day(day: date) -> None:
    after = date.fromordinal(day.toordinal() + 1)
    assert overlap_days(day, after, date(2025, 1, 1), date(2026, 1, 1)) == 1
    before = paid("A", "100", "2025-01-01", day.isoformat())
    workspace = company(before, paid("A", "40", day.isoformat()), as_of=day.isoformat())
    assert mrr_by_month(workspace)[f"{day:%Y-%m}"] == 40
    day_before = workspace.on(date.fromordinal(day.toordinal() - 1))
    assert mrr_by_month(day_before)[f"{day:%Y-%m}"] == 100


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2025-03-30T00:30:00+01:00", date(2025, 3, 30)),
        ("2025-03-30T23:30:00+02:00", date(2025, 3, 30)),
        ("2025-03-29T22:59:59Z", date(2025, 3, 29)),
        ("2025-03-29T23:00:00Z", date(2025, 3, 30)),
        ("2025-03-30T21:59:59Z", date(2025, 3, 30)),
        ("2025-03-30T22:00:00Z", date(2025, 3, 31)),
        ("2025-10-25T22:00:00Z", date(2025, 10, 26)),
        ("2025-10-26T22:59:59Z", date(2025, 10, 26)),
        ("2025-10-26T23:00:00Z", date(2025, 10, 27)),
    ],
)
def test_an_instant_at_its_edges_falls_on_the_day_of_the_company_s_clock(
    tmp_path: Path, instant: str, day: date
) -> None:
    text = f"subscription_id,account_id,start_date,amount,interval\nS,A,{instant},100,month\n"
    accounts = "account_id,name\nA,Acme\n"
    plan = imported(tmp_path, {"subscriptions.csv": text, "accounts.csv": accounts}, policy=BERLIN)
    assert rows(plan, "subscriptions", "start_date") == [(day,)]


def test_a_daily_price_is_a_year_of_365_days_whatever_the_clocks_do() -> None:
    worth = mrr_by_month(company(paid("A", "12", "2025-03-01", interval="day")))
    assert {worth[month] for month in ("2025-03", "2025-10")} == {365}
