"""One small company's forecast, for tests of what shows it."""

from __future__ import annotations

from datetime import date
from functools import cache

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.planning.forecast import Forecast, forecast
from bookload.workspace import Workspace, memory

AS_OF = date(2026, 6, 30)
FIRST = Month.of(date(2024, 1, 1))


def company(**said: object) -> Workspace:
    """Return a company to which two accounts come each month, of which one in five stays for a year alone."""
    accounts: list[dict[str, object]] = []
    paid: list[dict[str, object]] = []
    for number in range(60):
        start = FIRST + number // 2
        name = f"A-{number:02d}"
        accounts.append({"account_id": name, "name": name, "segment": ("Enterprise", "SMB")[number % 2]})
        end = (start + 12).first_day if number % 5 == 0 else None
        row = {
            "subscription_id": f"S-{name}",
            "account_id": name,
            "start_date": start.first_day,
            "end_date": end,
        }
        paid.append({**row, "amount": 100 + 7 * number, "interval": "month", "currency": "USD"})
    people: list[dict[str, object]] = [
        {"person_id": "P-1", "name": "Ada", "hire_date": "2020-01-01", "role": "csm"}
    ]
    few = {"draws": 100, "months": 2, "method": "drivers", "least_history": 24}
    policy = Policy.model_validate({"forecast": {**few, **said}})
    rows = {"accounts": accounts, "subscriptions": paid, "people": people}
    return memory(rows, as_of=AS_OF, policy=policy)


@cache
def found() -> Forecast:
    """Return its forecast of two months."""
    return forecast(company())
