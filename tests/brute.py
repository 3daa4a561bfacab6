"""Revenue by brute force: row by row and day by day, in plain Python, with nothing of the program in it.

Slow, and written to be read beside docs/explanation/revenue.md. Money is `Fraction` but where a rule
rounds: a row's worth a year to millionths of its currency, a rate to 10^-12. Figures come out in the
program's unit (10^-22 of the workspace's currency a year), so that equal means equal.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from brute_periods import Held, Periods, Rules, away, by_leaf

Row = Mapping[str, object]
Figures = dict[str, int]
YearMonth = tuple[int, int]
Kept = tuple[Fraction | None, Fraction | None, Fraction | None, int]

COLUMNS = (
    "opening",
    "new",
    "reactivation",
    "resumed",
    "expansion",
    "transfer_in",
    "contraction",
    "churn",
    "paused",
    "transfer_out",
    "reclassified",
    "fx",
    "closing",
)


PARTS = ("quantity", "price", "plan", "cross_sell", "dropped", "discount", "churn")
"""What expansion and contraction are made of, and a churn in one."""


@dataclass
class Brute:
    """A company whose revenue is counted by brute force."""

    tables: Mapping[str, Sequence[Row]]
    as_of: date
    grain: str = "account"
    past: str = "as_booked"
    rules: Rules = field(default_factory=Rules)
    movements_by: str = "netted"
    periods: Periods = field(init=False)
    counted: dict[date, dict[tuple[str, str, str], Fraction]] = field(init=False, default_factory=dict)
    alive: dict[date, set[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.periods = Periods(self.tables, self.rules)
        self.currency = self.rules.currency

    # -------------------------------------------------------------------------------------------- stocks

    def day_of(self, month: YearMonth) -> date:
        """Return the day that a month is stated on: its last, or `as_of` inside it."""
        return min(_last_day(month), self.as_of)

    def leaves(self, day: date) -> dict[tuple[str, str, str], Fraction]:
        """Return what each account has of each product in each currency on a day."""
        if day in self.counted:
            return self.counted[day]
        found = by_leaf(self.periods.held(day))
        self.counted[day] = found
        return found

    def live(self, day: date) -> set[str]:
        """Return the accounts that pay something on a day."""
        if day not in self.alive:
            self.alive[day] = {account for (account, _, _), worth in self.leaves(day).items() if worth > 0}
        return self.alive[day]

    def on_pause(self, day: date) -> set[str]:
        """Return the accounts with a paused row in force on a day."""
        return {held.account for held in self.periods.held(day) if held.paused}

    def rate(self, currency: str, day: date) -> int:
        """Return units of the workspace's currency per unit x 10^12 on a day, at the last own rate."""
        if currency == self.currency:
            return 10**12
        rows = [
            row for row in self.tables["fx_rates"] if row["currency"] == currency and _day(row["date"]) <= day
        ]
        latest = max(rows, key=lambda row: _day(row["date"]))
        return away(Fraction(10**12) / Fraction(str(latest["rate"])))

    def quanta(self, of: Mapping[tuple[str, str, str], Fraction], day: date) -> dict[tuple[str, str], int]:
        """Return amounts of leaves in the program's unit, by account and product, at a day's rates."""
        at = self.as_of if self.past == "constant_currency" else day
        return self._converted(of, at)

    def _converted(
        self, of: Mapping[tuple[str, str, str], Fraction], day: date
    ) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = defaultdict(int)
        for (account, product, currency), worth in of.items():
            found[account, product] += int(worth * 10**6) * self.rate(currency, day) * 10**4
        return found

    # ----------------------------------------------------------------------------------------- movements

    def movements(self, by: str, first: YearMonth, last: YearMonth) -> dict[tuple[YearMonth, str], Figures]:
        """Return each month's bridge by key; those of nothing but zeros are left out."""
        found: dict[tuple[YearMonth, str], Figures] = {}
        for month in _months(first, last):
            for account, product, figures in self._account_movements(month, by):
                for key, part in self._keys(by, account, product, month, figures):
                    here = found.setdefault((month, key), dict.fromkeys(COLUMNS, 0))
                    for name, amount in part.items():
                        here[name] += amount
        return {place: figures for place, figures in found.items() if any(figures.values())}

    def _account_movements(self, month: YearMonth, by: str) -> Iterable[tuple[str, str, Figures]]:
        """Yield the bridge of each account, or of each of its products where changes net by product."""
        before, now = _last_day(_previous(month)), self.day_of(month)
        opening = self.quanta(self.leaves(before), before)
        moments = self._moments(before, now)
        worth = [self.quanta(self.leaves(day), now) for day in moments]
        by_product = by == "product" or self.grain == "product"
        places = sorted({place for side in (opening, *worth) for place in side})
        for account in sorted({account for account, _ in places}):
            products = [product for of, product in places if of == account]
            for chosen in [[product] for product in products] if by_product else [products]:
                opened, *stood = (
                    sum(side[account, product] for product in chosen) for side in (opening, *worth)
                )
                figures = dict.fromkeys(COLUMNS, 0)
                figures |= {"opening": opened, "fx": stood[0] - opened, "closing": stood[-1]}
                for at in range(1, len(moments)):
                    change = stood[at] - stood[at - 1]
                    fact = self._fact(account, moments[at - 1], moments[at])
                    figures[fact or ("expansion" if change > 0 else "contraction")] += change
                yield account, chosen[0], figures

    def parts(self, month: YearMonth) -> dict[tuple[str, str], Figures]:
        """Return what expansion, contraction and churn of a month are made of, by account and kind."""
        found: dict[tuple[str, str], Figures] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
        moments = self._moments(_last_day(_previous(month)), self.day_of(month))
        for before, now in pairwise(moments):
            if self.leaves(before) == self.leaves(now):
                continue
            sides = [self.quanta(self.leaves(day), self.day_of(month)) for day in (before, now)]
            for account in {account for side in sides for account, _ in side}:
                fact = self._fact(account, before, now)
                products = {product for side in sides for of, product in side if of == account}
                change = {of: sides[1][account, of] - sides[0][account, of] for of in products}
                if fact == "churn":
                    found[account, fact]["churn"] += sum(change.values())
                elif fact is None:
                    for product in products:
                        nets = change[product] if self.grain == "product" else sum(change.values())
                        kind = "expansion" if nets > 0 else "contraction"
                        for part, amount in self._parts_of(account, product, before, now, month).items():
                            found[account, kind][part] += amount if nets else 0
        return {place: parts for place, parts in found.items() if any(parts.values())}

    def _parts_of(self, account: str, product: str, before: date, now: date, month: YearMonth) -> Figures:
        """Return what the change of an account's product from one day to a later one is made of."""
        was, is_now = (self._priced(account, product, day) for day in (before, now))
        at = self.as_of if self.past == "constant_currency" else self.day_of(month)
        parts: Figures = defaultdict(int)
        plans = [{plan for piece in side if (plan := _stated(piece, "plan"))} for side in (was, is_now)]
        for currency in {piece.currency for piece in (*was, *is_now)}:
            old, new = ([piece for piece in side if piece.currency == currency] for side in (was, is_now))
            factor = self.rate(currency, at) * 10**4
            net = [int(sum(piece.worth for piece in side) * 10**6) for side in (old, new)]
            gross = [int(sum(map(self.periods.before_discounts, side)) * 10**6) for side in (old, new)]
            if not was or not is_now:
                parts["dropped" if was else "cross_sell"] += (net[1] - net[0]) * factor
                continue
            parts["discount"] += (net[1] - net[0] - gross[1] + gross[0]) * factor
            change = gross[1] - gross[0]
            if all(plans) and plans[0] != plans[1]:
                parts["plan"] += change * factor
            else:
                seats = _seats(old, new, gross[0])
                parts["quantity"] += seats * factor
                parts["price"] += (change - seats) * factor
        return parts

    def _priced(self, account: str, product: str, day: date) -> list[Held]:
        """Return the rows of an account's product in force on a day that have a price."""
        return [
            held
            for held in self.periods.held(day)
            if (held.account, held.product, held.paused) == (account, product, False)
            and (held.worth or self.periods.before_discounts(held))
        ]

    def _moments(self, before: date, now: date) -> list[date]:
        """Return the ends of the moments that changes are judged by: a month's, or every day's."""
        if self.movements_by == "netted":
            return [before, now]
        return [before + timedelta(days=count) for count in range((now - before).days + 1)]

    def _fact(self, account: str, before: date, now: date) -> str | None:
        """Return what happened to the account as such; None if it is as live as it was."""
        was, is_now = account in self.live(before), account in self.live(now)
        if not was and is_now:
            if not any(account in self.live(earlier) for earlier in self._until(before)):
                return "new"
            return "resumed" if account in self.on_pause(before) else "reactivation"
        if was and not is_now:
            return "paused" if account in self.on_pause(now) else "churn"
        return None

    def _until(self, before: date) -> Iterable[date]:
        """Return the ends of all moments from the first row up to one."""
        first = self.periods.first_day
        if self.movements_by == "netted":
            months = _months((first.year, first.month), (before.year, before.month))
            return [_last_day(month) for month in months]
        return [first + timedelta(days=count) for count in range((before - first).days + 1)]

    def _keys(
        self, by: str, account: str, product: str, month: YearMonth, figures: Figures
    ) -> Iterable[tuple[str, Figures]]:
        """Yield where a bridge is shown, the opening moved over where the group has changed."""
        if by in ("account", "product", "month"):
            yield {"account": account, "product": product, "month": ""}[by], figures
            return
        old = self.group(account, by, _last_day(_previous(month)))
        new = self.group(account, by, self.day_of(month))
        opening = figures["opening"]
        if old == new:
            yield new, figures
            return
        yield old, {"opening": opening, "reclassified": -opening}
        yield new, figures | {"opening": 0, "reclassified": opening}

    def group(self, account: str, kind: str, day: date) -> str:
        """Return an account's group on a day: its latest event's, or its column's if it has no events."""
        events = [
            row
            for row in self.tables.get("account_events", ())
            if (row["account_id"], row["kind"]) == (account, kind)
        ]
        if events:
            past = [row for row in events if _day(row["at"]) <= day]
            return str(max(past, key=lambda row: _day(row["at"]))["value"] or "") if past else ""
        columns = [row.get(kind) for row in self.tables["accounts"] if row["account_id"] == account]
        return str(columns[0] or "") if columns else ""

    # ----------------------------------------------------------------------------------------- retention

    def retention(self, month: YearMonth, span: int, segment: str | None = None) -> Kept:
        """Return NRR, GRR, logo churn and accounts over the `span` months that end with one.

        Of a segment: of the accounts that were in it at the start.
        """
        start, end = _last_day(_earlier(month, span)), _last_day(month)
        there = {of for of in self.live(start) if segment in (None, self.group(of, "segment", start))}
        opening, closing = (self._by_account(self.leaves(day), end) for day in (start, end))
        base = sum(opening[account] for account in there)
        kept = sum(closing[account] for account in there)
        capped = sum(min(opening[account], closing[account]) for account in there)
        lost = there - self.live(end) - self.on_pause(end)
        if not there:
            return None, None, None, 0
        return Fraction(kept, base), Fraction(capped, base), Fraction(len(lost), len(there)), len(there)

    def _by_account(self, of: Mapping[tuple[str, str, str], Fraction], day: date) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        at = self.as_of if self.past == "constant_currency" else day
        for (account, _), amount in self._converted(of, at).items():
            found[account] += amount
        return found


def _seats(old: Sequence[Held], new: Sequence[Held], gross: int) -> int:
    """Return what a change of quantity alone makes of what rows cost, in millionths of their currency."""
    stated = [_stated(held, "quantity") for held in (*old, *new)]
    if None in stated:
        return 0
    before, after = (sum(Fraction(str(_stated(held, "quantity"))) for held in side) for side in (old, new))
    return away(Fraction(gross) * (after - before) / before) if before > 0 and after > 0 else 0


def _stated(held: Held, column: str) -> object:
    return None if held.row is None else held.row.get(column)


def in_force(start: object, end: object, day: date) -> bool:
    """Return whether a dated row, `end` None being open, is in force on a day."""
    return _day(start) <= day and (end is None or day < _day(end))


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _last_day(month: YearMonth) -> date:
    return date(*month, calendar.monthrange(*month)[1])


def _earlier(month: YearMonth, count: int) -> YearMonth:
    for _ in range(count):
        month = _previous(month)
    return month


def _previous(month: YearMonth) -> YearMonth:
    year, number = month
    return (year, number - 1) if number > 1 else (year - 1, 12)


def _months(first: YearMonth, last: YearMonth) -> list[YearMonth]:
    found = []
    while last >= first:
        found.append(last)
        last = _previous(last)
    return found[::-1]
