"""What is known ahead, and cohorts, by brute force: row by row, on top of `brute`, in plain Python.

To be read beside docs/reference/metrics/committed-arr.md and cohorts.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from brute import Brute, YearMonth, _months
from brute_periods import Row

PARTS = ("signed_not_started", "upgrades", "downgrades", "known_ends")
Parts = dict[str, dict[str, int]]


@dataclass
class Ahead:
    """What is known on a company's `as_of`; `through` is the last day that its data knows."""

    company: Brute
    through: date
    worths: dict[date, dict[int, Fraction]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        periods = self.company.periods
        self.today = self.company.as_of
        self.now = self.today >= self.through
        self.days = [day for day in changing(self.company) if day > self.today]
        self.starts = {id(row): start for row in periods.sold if (start := self._start(row))}

    def worth(self, row: Row, day: date) -> Fraction | None:
        """Return what a row is worth on a day, None if it does not carry MRR."""
        if day not in self.worths:
            on = [stretch for stretch in self.company.periods.stretches if stretch.on(day)]
            rows = [stretch.row for stretch in on]
            self.worths[day] = {
                id(stretch.row): self.company.periods._net(stretch.row, day, rows)
                for stretch in on
                if not stretch.paused
            }
        return self.worths[day].get(id(row))

    def _start(self, row: Row) -> date | None:
        """Return the day that a row carries MRR from, if that is known; `today` of what is live."""
        if self.worth(row, self.today) is not None:
            return self.today
        first = next((day for day in self.days if self.worth(row, day) is not None), None)
        trial, signed = row.get("trial_end_date"), row.get("signed_date")
        if first is None or first not in (row["start_date"], trial):
            return None
        if isinstance(signed, date):
            return first if signed <= self.today else None
        on_trial = isinstance(trial, date) and trial > self.today
        if on_trial and self.company.rules.trials == "left_out":
            return None
        return first if self.now or _day(row["start_date"]) <= self.today else None

    def _first(self, row: Row) -> date | None:
        """Return the first day after today that a row which is not live carries MRR on, known or not."""
        if self.worth(row, self.today) is not None:
            return None
        return next((day for day in self.days if self.worth(row, day) is not None), None)

    def _end(self, row: Row, end: date) -> str | None:
        """Return why the end of what a row carries is known, None if it is not."""
        following = [
            other
            for other in self.company.periods.sold
            if _line(other) == _line(row) and self._first(other) == end
        ]
        if any(id(other) in self.starts for other in following):
            return "changed"
        canceled = row.get("canceled_date")
        if isinstance(canceled, date) and canceled <= self.today:
            return "canceled"
        runs = [run for run in self.company.periods._runs(row) if run[0] <= self.today]
        if runs and runs[-1][1] == "canceled" and runs[-1][0] >= _day(row["start_date"]):
            return "canceled"
        if self.now and (
            self._canceled_ahead(row, end) or (row.get("status") == "canceled" and not canceled)
        ):
            return "canceled"
        if row.get("auto_renew") is not False or end != row.get("end_date"):
            return None
        renewal = row.get("renewal_date")
        term = not isinstance(renewal, date) or renewal <= end
        later = any(
            isinstance(of["signed_date"], date) and of["signed_date"] > self.today for of in following
        )
        return "not_renewed" if not following or (later and term) else None

    def _canceled_ahead(self, row: Row, end: date) -> bool:
        """Return whether an event to come cancels a row while it, or what was paid for, lasts."""
        return any(
            what == "canceled" and self.today < at <= end and at >= _day(row["start_date"])
            for at, what in self.company.periods._runs(row)
        )

    def steps(self) -> Iterator[tuple[str, date, str, int]]:
        """Yield each known change: account, day, "start", "change" or why it ends, and by how much."""
        for row in self.company.periods.sold:
            if (start := self.starts.get(id(row))) is None:
                continue
            account, worth = str(row["account_id"]), self.worth(row, start)
            assert worth is not None
            if start > self.today:
                yield account, start, "start", self._quanta(row, worth)
            for day in self.days:
                if day <= start:
                    continue
                after = self.worth(row, day)
                if after is None:
                    reason = self._end(row, day)
                    if reason is not None:
                        later = reason == "not_renewed" and start > self.today
                        yield account, day, "later" if later else reason, -self._quanta(row, worth)
                    break
                if after != worth:
                    yield account, day, "change", self._quanta(row, after - worth)
                worth = after

    def _quanta(self, row: Row, worth: Fraction) -> int:
        currency = self.company.periods._currency(row)
        return int(worth * 10**6) * self.company.rate(currency, self.today) * 10**4

    def live(self) -> Mapping[str, int]:
        """Return what each account has today."""
        found: dict[str, int] = defaultdict(int)
        worth = self.company._converted(self.company.leaves(self.today), self.today)
        for (account, _), amount in worth.items():
            found[account] += amount
        return found

    def committed(self) -> Parts:
        """Return the parts of committed ARR by account."""
        found: Parts = defaultdict(lambda: dict.fromkeys(("live", *PARTS), 0))
        for account, amount in self.live().items():
            found[account]["live"] = amount
        days: dict[tuple[str, date], list[tuple[str, int]]] = defaultdict(list)
        for account, day, reason, amount in self.steps():
            if reason != "later":
                days[account, day].append((reason, amount))
        for (account, _), changes in days.items():
            net = sum(amount for _, amount in changes)
            reasons = {reason for reason, _ in changes}
            part = "upgrades" if net > 0 else "downgrades"
            if reasons == {"start"} and net > 0:
                part = "signed_not_started"
            if not reasons & {"start", "change"} and net < 0:
                part = "known_ends"
            found[account][part] += net
        return found

    def at(self, day: date) -> int:
        """Return the ARR that is known to be in force on a coming day."""
        return sum(self.live().values()) + sum(amount for _, at, _, amount in self.steps() if at <= day)


def changing(company: Brute) -> list[date]:
    """Return the days on which what rows carry may change."""
    stretches = company.periods.stretches
    days = {stretch.start for stretch in stretches} | {each.end for each in stretches if each.end}
    days |= {day for _, start, end in company.periods.others for day in (start, end)}
    days |= {
        value
        for row in company.tables["discounts"]
        for value in (row["start_date"], row["end_date"])
        if isinstance(value, date)
    }
    return sorted(days)


def cohort(company: Brute, account: str) -> YearMonth | None:
    """Return the first month at whose end (or as of the day inside it) an account is live.

    Where each day's change counts, the first month on any day of which it is.
    """
    first = company.periods.first_day
    days = [
        company.day_of(month)
        for month in _months((first.year, first.month), (company.as_of.year, company.as_of.month))
    ]
    if company.movements_by == "daily":
        days = [day for day in changing(company) if day <= company.as_of]
    return next(((day.year, day.month) for day in days if account in company.live(day)), None)


def cohort_cell(company: Brute, accounts: Mapping[str, YearMonth], month: YearMonth) -> tuple[int, int, int]:
    """Return opening, closing and live accounts of a cohort at a month, all at the month's rates."""
    day = company.day_of(month)
    at = company.as_of if company.past == "constant_currency" else day
    opening = sum(_of(company, {account}, company.day_of(began), at) for account, began in accounts.items())
    return opening, _of(company, accounts.keys(), day, at), len(company.live(day) & accounts.keys())


def _of(company: Brute, accounts: Collection[str], day: date, at: date) -> int:
    found = company._converted(company.leaves(day), at)
    return sum(amount for (account, _), amount in found.items() if account in accounts)


def _line(row: Row) -> tuple[object, object]:
    return row["subscription_id"], row.get("line_id") or ""


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


__all__ = ["PARTS", "Ahead", "cohort", "cohort_cell"]
