"""The figures that scenarios are compared by: what the whole chain says of a company as it is varied.

Figures of `as_of` are facts under the scenario's policy and team. Those of the months ahead see today's
accounts, x (1 + growth a year) to the power of the time since; all are exact without growth, estimates with
it. Heads are means over the months, ratios are ratios of sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from bookload.base.access import Right
from bookload.base.money import MICROS, MONTHS_A_YEAR, QUANTA
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.revenue.stocks import stock
from bookload.metrics.team.people import role_word, staff
from bookload.planning.capacity import Capacity, CapacityRow, capacity
from bookload.planning.plan.scenarios.parts import ALL, NONE, Variant

Unit = Literal["money", "number", "heads", "hours", "share"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure is in words, and its unit."""

    words: str
    unit: Unit
    needs_pay: bool = False


FIGURES: Mapping[str, Meaning] = {
    "arr": Meaning("ARR", "money"),
    "accounts": Meaning("accounts", "number"),
    "csms": Meaning("CSMs who count", "heads"),
    "arr_per_csm": Meaning("ARR per CSM", "money"),
    "arr_ahead": Meaning("ARR at the end of the months", "money"),
    "accounts_ahead": Meaning("accounts at the end of the months", "number"),
    "hours_asked": Meaning("hours asked of CSMs", "hours"),
    "hours_asked_all": Meaning("hours asked of all roles", "hours"),
    "hours_there": Meaning("hours that CSMs have", "hours"),
    "utilisation": Meaning("hours asked of those there", "share"),
    "peak_utilisation": Meaning("the same in the fullest month", "share"),
    "need": Meaning("CSMs needed", "heads"),
    "there": Meaning("CSMs there, by what they can carry", "heads"),
    "short": Meaning("CSMs short (below 0: to spare)", "heads"),
    "implied_arr_per_csm": Meaning("ARR per needed CSM", "money"),
    "implied_accounts_per_csm": Meaning("accounts per needed CSM", "number"),
    "lever_cost": Meaning("cost of the levers over the months", "money"),
    "pay_a_year": Meaning("pay a year of all roles, at the end", "money", needs_pay=True),
}
"""Figures by name, in the order of the comparison."""

Figures = Mapping[str, Fraction | None]


def figures(varied: Variant, months: int) -> Figures:
    """Return every figure of a company as it is varied, over some months ahead; None where it is n/a.

    Pay is there for readers with the right to single salaries alone: the difference of two sums would tell
    what the one who differs earns.
    """
    reader = varied.reader
    today = Month.of(reader.as_of)
    found = capacity(reader, months, first=today + 1)
    now = list(ratios(reader, "company"))
    row = now[-1] if now and now[-1].month == today else None
    ahead = _Ahead(reader, found, varied.growth)
    values: dict[str, Fraction | None] = {
        "arr": None if row is None else Fraction(row.arr, QUANTA),
        "accounts": None if row is None else row.accounts,
        "csms": None if row is None else row.csms,
        "arr_per_csm": None if row is None else row.arr_per_csm,
        **ahead.values(),
        "lever_cost": varied.one_off + varied.running * months / MONTHS_A_YEAR,
    }
    if reader.access.allows(Right.PAY_PERSON):
        values["pay_a_year"] = _pay(reader, today + months)
    return {name: values[name] for name in FIGURES if name in values}


class _Ahead:
    """The figures of the months ahead."""

    def __init__(self, reader: Reader, found: Capacity, growth: Mapping[str, Fraction]) -> None:
        self.found, self.growth, self.today = found, growth, Month.of(reader.as_of)
        self.role = role_word(reader.policy.revenue.revenue_role)
        self.months = found.demand.months
        rows = [row for row in stock(reader, "segment") if row.month == self.today]
        self.stock = {row.key: (Fraction(row.arr, QUANTA), Fraction(row.accounts)) for row in rows}

    def values(self) -> dict[str, Fraction | None]:
        asked = self._hours()
        mine = [row for row in self.found.rows if row.role == self.role]
        hours = {row.month: asked.get((row.month, self.role), NONE) for row in mine}
        there = sum((row.supply_hours for row in mine), NONE)
        needs = [self._need(row, hours[row.month]) for row in mine]
        total = (
            None if None in needs or not needs else sum((need for need in needs if need is not None), NONE)
        )
        arr = [self._grown(month, 0) for month in self.months]
        accounts = [self._grown(month, 1) for month in self.months]
        count = len(self.months)
        ramped = sum((row.ramped for row in mine), NONE)
        used = [hours[row.month] / row.supply_hours for row in mine if row.supply_hours]
        return {
            "arr_ahead": arr[-1],
            "accounts_ahead": accounts[-1],
            "hours_asked": sum(hours.values(), NONE),
            "hours_asked_all": sum(asked.values(), NONE),
            "hours_there": there,
            "utilisation": sum(hours.values(), NONE) / there if there else None,
            "peak_utilisation": max(used, default=None) if len(used) == len(mine) else None,
            "need": None if total is None else total / count,
            "there": ramped / count,
            "short": None if total is None else (total - ramped) / count,
            "implied_arr_per_csm": sum(arr, NONE) / total if total else None,
            "implied_accounts_per_csm": sum(accounts, NONE) / total if total else None,
        }

    def _hours(self) -> Mapping[tuple[Month, str], Fraction]:
        totals: Mapping[tuple[Any, ...], Any] = self.found.demand.totals("month", "role", "segment")
        asked: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
        for (month, role, segment), hours in totals.items():
            asked[month, role] += hours.likely * self._factor(segment, month)
        return asked

    def _need(self, row: CapacityRow, hours: Fraction) -> Fraction | None:
        """Return the heads needed of a month: by hours as they grow, or by relationships as accounts do."""
        plannable = self.found.standard[row.month].plannable
        if not plannable:
            return None
        before = sum((accounts for _, accounts in self.stock.values()), NONE)
        more = self._grown(row.month, 1) / before if before else Fraction(1)
        return max(hours / plannable, row.need_by_accounts * more, row.need_by_contacts * more)

    def _grown(self, month: Month, which: Literal[0, 1]) -> Fraction:
        parts = (each[which] * self._factor(segment, month) for segment, each in self.stock.items())
        return sum(parts, NONE)

    def _factor(self, segment: str | None, month: Month) -> Fraction:
        rate = self.growth.get(segment or "", self.growth.get(ALL, NONE))
        if not rate:
            return Fraction(1)
        years = (month.ordinal - self.today.ordinal) / MONTHS_A_YEAR
        return Fraction((1 + float(rate)) ** years)


def _pay(reader: Reader, month: Month) -> Fraction | None:
    """Return the loaded pay a year of all employed on a month's last day; None where one's is unknown."""
    day, book = month.last_day, reader.pay()
    weights = {
        person.person_id: position.fte
        for person in staff(reader).employed(day)
        if (position := person.position(day)) is not None
    }
    if not weights or not weights.keys() <= book.known(day):
        return None
    micros = book.on(day, "ote", weights).total()
    return (
        None if micros is None else Fraction(micros, MICROS) * (1 + Fraction(reader.policy.team.on_cost_rate))
    )
