"""What each account holds on a day, row by row and day by day, with nothing of the program in it.

Written to be read beside docs/explanation/revenue.md. Money is `Fraction`; only where a rule rounds, it is.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

Row = Mapping[str, object]
MICRO = Fraction(1, 10**6)
PLACES = {"JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}
"""Minor units that are not two; the currencies that tests use."""


@dataclass(frozen=True)
class Rules:
    """The switches that say what counts."""

    currency: str = "USD"
    renewal_gap_days: int = 0
    counted_statuses: tuple[str, ...] = ("active", "past_due", "canceled")
    past_due_days: str | int = "always"
    discounts: str = "all"
    churn_date: str = "period_end"
    paused: str = "apart"
    trials: str = "left_out"
    days_a_year: str = "365"
    weeks_a_year: str = "52"
    rounding: str = "none"
    source: str = "auto"

    def times(self, interval: object) -> Fraction:
        """Return how many of an interval a year has."""
        named = {"month": "12", "quarter": "4", "year": "1"}
        named |= {"day": self.days_a_year, "week": self.weeks_a_year}
        return Fraction(named[str(interval)])

    def rounded(self, worth: Fraction, currency: str) -> Fraction:
        """Return a year's worth: to the millionth, or such that a month's is rounded as the rule says."""
        if self.rounding == "none":
            return away(worth / MICRO) * MICRO
        places = 4 if self.rounding == "four_places" else PLACES.get(currency, 2)
        return Fraction(away(worth / 12 * 10**places), 10**places) * 12


@dataclass(frozen=True)
class Stretch:
    """Days [start, end) on which a row is in one state that counts; `end` None is open."""

    row: Row
    start: date
    end: date | None
    paused: bool

    def on(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def line(self) -> tuple[object, object]:
        """What a renewal continues."""
        return self.row["subscription_id"], self.row.get("line_id") or ""


@dataclass(frozen=True)
class Held:
    """What an account has of one product on one day."""

    account: str
    product: str
    currency: str
    worth: Fraction
    paused: bool = False
    row: Row | None = None


@dataclass
class Periods:
    """The rows of a company, asked day by day."""

    tables: Mapping[str, Sequence[Row]]
    rules: Rules = field(default_factory=Rules)
    stretches: list[Stretch] = field(init=False)
    others: list[tuple[Held, date, date]] = field(init=False)

    def __post_init__(self) -> None:
        self.events = self._by_subscription("subscription_events")
        self.discounts = self._by_subscription("discounts")
        self.far = max(self._dates(), default=date(2025, 1, 1)) + timedelta(days=400)
        sold = [row for row in self._rows("subscriptions") if (row.get("kind") or "recurring") == "recurring"]
        self.sold = sold if self.rules.source in ("auto", "subscriptions") else []
        found = [stretch for row in self.sold for stretch in self._stretches(row)]
        self.stretches = [self._bridged(stretch, found) for stretch in found]
        self.others = [*self._history(), *self._invoiced()]

    def _by_subscription(self, table: str) -> Mapping[object, list[Row]]:
        found: dict[object, list[Row]] = defaultdict(list)
        for row in self._rows(table):
            found[row["subscription_id"]].append(row)
        return found

    def _rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def _dates(self) -> Iterator[date]:
        for table in ("subscriptions", "subscription_events", "discounts"):
            for row in self._rows(table):
                yield from (value for value in row.values() if isinstance(value, date))

    @property
    def first_day(self) -> date:
        """The first day on which anything is in force."""
        return min([*(stretch.start for stretch in self.stretches), *(start for _, start, _ in self.others)])

    # ------------------------------------------------------------------------------------- which rows count

    def _stretches(self, row: Row) -> Iterator[Stretch]:
        """Yield the stretches of a row, one for each run of days on which nothing about it changes."""
        day, before = _day(row["start_date"]), None
        end = row.get("end_date")
        last = end if isinstance(end, date) else self.far
        start, open_ended = day, not isinstance(end, date)
        while day <= last:
            state = self._counts(row, day) if day < last or open_ended else None
            if state != before:
                if before is not None:
                    yield Stretch(row, start, day, before[0] == "paused")
                start, before = day, state
            day += timedelta(days=1)
        if before is not None:
            yield Stretch(row, start, None, before[0] == "paused")

    def _counts(self, row: Row, day: date) -> tuple[str, date | None] | None:
        """Return as what a row counts on a day, and since when it is so; None if it does not."""
        if self._over(row, day) or self._on_trial(row, day):
            return None
        start, runs = _day(row["start_date"]), self._runs(row)
        trial_end = row.get("trial_end_date")
        if self.rules.trials == "left_out" and isinstance(trial_end, date):
            start = max(start, trial_end)
        if not runs:
            return self._state(str(row.get("status") or "active"), day, start, None, row)
        past = [run for run in runs if run[0] <= day]
        since, status = past[-1] if past else (None, "active")
        if status == "canceled" and since is not None:
            if since < _day(row["start_date"]):
                status = "active"  # what begins after a cancellation was not cancelled
            elif not self._paid_for(row, since, past):
                return None
        return self._state(status, day, start, since, row)

    def _over(self, row: Row, day: date) -> bool:
        """Return whether the row has ended by a day, by its own dates."""
        end, canceled, runs = row.get("end_date"), row.get("canceled_date"), self._runs(row)
        if isinstance(end, date) and day >= end:
            return True
        if self.rules.churn_date == "cancellation" and isinstance(canceled, date) and day >= canceled:
            return True
        if row.get("status") != "canceled" or isinstance(end, date):
            return False
        # Cancelled without an end: on the day that it was cancelled, once no event is to come.
        if not runs:
            return day >= _day(canceled or row["start_date"])
        return day >= runs[-1][0] and isinstance(canceled, date) and day >= canceled

    def _on_trial(self, row: Row, day: date) -> bool:
        """Return whether the row is on trial on a day, or was cancelled in its trial."""
        canceled, trial_end = row.get("canceled_date"), row.get("trial_end_date")
        if self.rules.trials == "counted" or not isinstance(trial_end, date):
            return False
        return day < trial_end or (isinstance(canceled, date) and canceled < trial_end)

    def _paid_for(self, row: Row, since: date, past: Sequence[tuple[date, str]]) -> bool:
        """Return whether what was cancelled on a day goes on until its end."""
        if self.rules.churn_date == "cancellation" or row.get("end_date") is None:
            return False
        if len(past) > 1 and past[-2][1] != "active":
            return False
        trial_end = row.get("trial_end_date")
        return not (self.rules.trials == "left_out" and isinstance(trial_end, date) and since < trial_end)

    def _state(
        self, status: str, day: date, start: date, since: date | None, row: Row
    ) -> tuple[str, date | None] | None:
        rules = self.rules
        if status == "paused":
            return ("paused" if rules.paused == "apart" else "live", since)
        if status == "trialing":
            counts = rules.trials == "counted" or row.get("trial_end_date") is not None
            return ("live", since) if counts else None
        if status not in rules.counted_statuses:
            return None
        if status == "past_due" and rules.past_due_days != "always":
            lapses = (since or start) + timedelta(days=int(rules.past_due_days))
            return ("live", since) if day < lapses else None
        return "live", since

    def _runs(self, row: Row) -> list[tuple[date, str]]:
        """Return the changes of state of the row's subscription, one that repeats the last left out."""
        told = sorted(
            (_day(event["at"]), str(event["status"])) for event in self.events.get(row["subscription_id"], ())
        )
        return [run for at, run in enumerate(told) if at == 0 or told[at - 1][1] != run[1]]

    def _bridged(self, stretch: Stretch, all_of_them: Iterable[Stretch]) -> Stretch:
        """Return a stretch that lasts until its line's next one, where that one begins within the gap."""
        if stretch.end is None or not self.rules.renewal_gap_days:
            return stretch
        starts = [
            other.start for other in all_of_them if other.line == stretch.line and other.start > stretch.start
        ]
        if not starts:
            return stretch
        latest = stretch.end + timedelta(days=self.rules.renewal_gap_days)
        late = stretch.end < min(starts) <= latest
        return replace(stretch, end=min(starts)) if late else stretch

    # --------------------------------------------------------------------------------- what they are worth

    def held(self, day: date) -> list[Held]:
        """Return what every row and line in force on a day is worth a year."""
        sold = [stretch for stretch in self.stretches if stretch.on(day)]
        found = [
            Held(
                account=str(stretch.row["account_id"]),
                product=str(stretch.row.get("product") or ""),
                currency=self._currency(stretch.row),
                worth=self._net(stretch.row, day, [other.row for other in sold]),
                paused=stretch.paused,
                row=stretch.row,
            )
            for stretch in sold
        ]
        return found + [held for held, start, end in self.others if start <= day < end]

    def _currency(self, row: Row) -> str:
        return str(row.get("currency") or self.rules.currency)

    def before_discounts(self, held: Held) -> Fraction:
        """Return what a row would be worth a year without any discount."""
        if held.row is None:
            return held.worth
        return self.rules.rounded(self._gross(held.row), held.currency)

    def _gross(self, row: Row) -> Fraction:
        amount = row.get("amount")
        price = (
            Fraction(str(row["unit_amount"])) * Fraction(str(row["quantity"]))
            if amount is None
            else Fraction(str(amount))
        )
        return self._a_year(row, price)

    def _a_year(self, row: Row, price: Fraction) -> Fraction:
        return price * self.rules.times(row["interval"]) / Fraction(str(row.get("interval_count") or 1))

    def _net(self, row: Row, day: date, in_force: Sequence[Row]) -> Fraction:
        """Return what is left of a row's worth on a day, among the rows in force on it."""
        gross = self._gross(row)
        taken = [each for each in self._taken(row, day) if gross > 0]
        percent = sum((Fraction(str(each.get("percent") or 0)) for each in taken), Fraction(0))
        off = gross * percent / 100
        siblings = [
            other
            for other in in_force
            if (other["account_id"], other["subscription_id"], self._currency(other))
            == (row["account_id"], row["subscription_id"], self._currency(row))
        ]
        same_line = [
            other for other in siblings if (other.get("line_id") or "") == (row.get("line_id") or "")
        ]
        for pool, of_line in ((siblings, False), (same_line, True)):
            amounts = [
                Fraction(str(each["amount"]))
                for each in taken
                if each.get("amount") is not None and bool(each.get("line_id")) == of_line
            ]
            if amounts:
                off += self._part(row, sum(amounts, Fraction(0)), pool)
        left = gross - off
        return self.rules.rounded(left if left >= 0 or gross <= 0 else Fraction(0), self._currency(row))

    def _taken(self, row: Row, day: date) -> list[Row]:
        """Return the discounts of a row on a day, as far as the rules count them."""
        return [
            each
            for each in self.discounts.get(row["subscription_id"], ())
            if (each.get("line_id") or "") in ("", row.get("line_id") or "")
            and (not isinstance(each.get("start_date"), date) or _day(each["start_date"]) <= day)
            and (not isinstance(each.get("end_date"), date) or day < _day(each["end_date"]))
            and self.rules.discounts != "none"
            and (self.rules.discounts == "all" or each.get("end_date") is None)
        ]

    def _part(self, row: Row, amount: Fraction, pool: Sequence[Row]) -> Fraction:
        """Return a row's part of an amount taken once off a pool: by worth; the largest row has the rest."""
        worth = {id(other): max(away(self._gross(other) / MICRO), 0) for other in pool}
        ordered = sorted(
            pool,
            key=lambda other: (-worth[id(other)], other.get("line_id") or "", _day(other["start_date"])),
        )
        once = away(self._a_year(ordered[0], amount) / MICRO)
        total = sum(worth.values())
        parts = {key: once * size // total if total else 0 for key, size in worth.items()}
        parts[id(ordered[0])] += once - sum(parts.values())
        return parts[id(row)] * MICRO

    # -------------------------------------------------------------------------------------- other sources

    def _history(self) -> list[tuple[Held, date, date]]:
        """Return what `mrr_history` says, and over which days."""
        if self.rules.source not in ("auto", "mrr_history"):
            return []
        served = {row["account_id"] for row in self.sold}
        found = []
        for row in self._rows("mrr_history"):
            if row["account_id"] in served:
                continue
            year, month = (int(part) for part in str(row["month"]).split("-"))
            days = calendar.monthrange(year, month)[1]
            held = self._line(row, Fraction(str(row["mrr"])) * 12)
            found.append((held, date(year, month, 1), date(year, month, days) + timedelta(days=1)))
        return found

    def _invoiced(self) -> list[tuple[Held, date, date]]:
        """Return what `invoice_lines` say, and over which days."""
        if self.rules.source not in ("auto", "invoice_lines"):
            return []
        served = {row["account_id"] for row in self.sold}
        if self.rules.source == "auto":
            served |= {row["account_id"] for row in self._rows("mrr_history")}
        lines = [
            row
            for row in self._rows("invoice_lines")
            if row["account_id"] not in served and _day(row["period_start"]) < _day(row["period_end"])
        ]
        full = [row for row in lines if not row.get("proration")]
        return [self._invoice_line(row, full) for row in lines]

    def _invoice_line(self, row: Row, full: Sequence[Row]) -> tuple[Held, date, date]:
        start, end = _day(row["period_start"]), _day(row["period_end"])
        same = [other for other in full if _of(other) == _of(row)]
        sizes = [self._size(_day(other["period_start"]), _day(other["period_end"])) for other in same
                 if _day(other["period_start"]) <= start and end <= _day(other["period_end"])]  # fmt: skip
        days, months = min(sizes) if row.get("proration") and sizes else self._size(start, end)
        amount = Fraction(str(row["amount"])) * days / (end - start).days
        if months:
            worth = amount * 12 / -months
        elif days % 7 == 0:
            worth = amount * Fraction(self.rules.weeks_a_year) * 7 / days
        else:
            worth = amount * Fraction(self.rules.days_a_year) / days
        following = [_day(other["period_start"]) for other in same if _day(other["period_start"]) >= end]
        gap = timedelta(days=self.rules.renewal_gap_days)
        if following and min(following) <= end + gap:
            end = min(following)
        return self._line(row, worth), start, end

    def _size(self, start: date, end: date) -> tuple[int, int]:
        """Return a period's days, and its calendar months below 0 (0 if not whole): the least is wanted."""
        months = (end.year - start.year) * 12 + end.month - start.month
        exact = months and (_later(start, months) == end or _later(end, -months) == start)
        return (end - start).days, -months if exact else 0

    def _line(self, row: Row, worth: Fraction) -> Held:
        currency = self._currency(row)
        rounded = self.rules.rounded(worth, currency)
        return Held(str(row["account_id"]), str(row.get("product") or ""), currency, rounded)


def by_leaf(held: Iterable[Held]) -> dict[tuple[str, str, str], Fraction]:
    """Return what is held by account, product and currency; what is paused is not."""
    found: dict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for each in held:
        if not each.paused:
            found[each.account, each.product, each.currency] += each.worth
    return found


def _of(row: Row) -> tuple[object, object, object]:
    return row["account_id"], row.get("product") or "", row.get("currency")


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def away(number: Fraction) -> int:
    """Return the nearest whole number; halves go away from zero."""
    whole, rest = divmod(abs(number), 1)
    size = int(whole) + (rest >= Fraction(1, 2))
    return size if number >= 0 else -size


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
