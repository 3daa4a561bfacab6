"""The price list, and one priced line of a subscription for the time that its price holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

INTERVAL_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_INTERVAL_PERCENT = {"month": 100, "quarter": 97, "year": 90}
_CURRENCY_PERCENT = {"USD": 100, "EUR": 92, "GBP": 80}
_PERCENT = 100

PLATFORM = "platform"
INSIGHTS = "insights"
IMPLEMENTATION = "implementation"
API_CALLS = "api-calls"
PRODUCTS = {
    PLATFORM: "Platform",
    INSIGHTS: "Insights",
    IMPLEMENTATION: "Implementation",
    API_CALLS: "API calls",
}


@dataclass(frozen=True, slots=True)
class Price:
    """One row of `subscriptions`: `[start, end)`, `unit_cents` per seat and interval in its currency."""

    subscription_id: str
    line_id: str
    start: date
    quantity: int
    unit_cents: int
    currency: str
    interval: str
    plan: str
    end: date | None = None
    status: str = "active"
    kind: str = "recurring"
    trial_end: date | None = None
    signed: date | None = None
    auto_renew: bool | None = None
    canceled: date | None = None
    reason: str = ""

    @property
    def arr_usd(self) -> int:
        """Its ARR in whole dollars of the price list, whatever its currency."""
        yearly = self.quantity * self.unit_cents * 12 // INTERVAL_MONTHS[self.interval]
        return yearly // _CURRENCY_PERCENT[self.currency]


def unit_cents(list_cents: int, interval: str, currency: str, percent: int = _PERCENT) -> int:
    """Return a seat's price per interval: list price × months, less what longer terms and haggling save."""
    scaled = (
        list_cents * INTERVAL_MONTHS[interval] * _INTERVAL_PERCENT[interval] * _CURRENCY_PERCENT[currency]
    )
    return scaled * percent // _PERCENT**3


def seats_for(arr_target: int, unit: int, interval: str, currency: str) -> int:
    """Return the number of seats that comes nearest to an ARR in dollars, at least one."""
    yearly = unit * 12 // INTERVAL_MONTHS[interval]
    return max(1, (arr_target * _CURRENCY_PERCENT[currency] + yearly // 2) // yearly)


@dataclass(slots=True)
class Ledger:
    """The price periods of one account, in the making: a change closes a row and opens the next."""

    rows: list[Price] = field(default_factory=list)
    running: dict[str, Price] = field(default_factory=dict)

    def open(self, price: Price) -> None:
        """Begin a line."""
        self.running[price.line_id] = price

    def change(self, line_id: str, changed: Price) -> None:
        """Replace a line's price from `changed.start` on; a second change on one day joins the first."""
        before = self.running[line_id]
        if before.start < changed.start:
            self.rows.append(replace(before, end=changed.start))
        self.running[line_id] = changed

    def close(self, line_id: str, closed: Price) -> None:
        """End a line as `closed` says."""
        del self.running[line_id]
        self.rows.append(closed)

    def finished(self) -> list[Price]:
        """Return all rows by subscription, line and start, those that still run among them."""
        return sorted(
            [*self.rows, *self.running.values()],
            key=lambda row: (row.subscription_id, row.line_id, row.start),
        )
