"""Dated costs beside pay, month by month: each row of `costs` by the days of it that lie in the month.

    of a month = amount x days in the month / days of the row

Rows of a segment are its own. The others belong to their role, or to everybody: then they go by heads to the
roles that serve accounts. Who supervises these, or is asked for nothing, takes none: all of it is what
serving takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bookload.base.money import MICROS
from bookload.base.period import Month, overlap_days
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.revenue.rates.conversion import convert
from bookload.metrics.revenue.rates.exchange import Rates, read_rates
from bookload.planning.journey import role_of


@dataclass(frozen=True, slots=True)
class DatedCosts:
    """What a month costs beside pay, in units of the workspace's currency; exact.

    `by_role` are those of one role, `general` those of everybody, `by_segment` those of one segment's
    accounts, whatever role they are for.
    """

    by_role: Mapping[str, Fraction]
    general: Fraction
    by_segment: Mapping[str, Fraction]

    def of_roles(self, heads: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Return what falls on each role that serves: its own, and its part of everybody's by heads.

        Those of a role without heads, and everybody's where nobody is there, are left out: see `stranded`.
        """
        total = sum(heads.values(), Fraction(0))
        return {
            role: self.by_role.get(role, Fraction(0)) + self.general * count / total
            for role, count in heads.items()
            if count
        }

    def stranded(self, heads: Mapping[str, Fraction]) -> Fraction:
        """Return what falls on nobody: costs of roles without heads."""
        whole = sum(self.by_role.values(), Fraction(0)) + self.general
        return whole - sum(self.of_roles(heads).values(), Fraction(0))


def dated_costs(reader: Reader, months: Sequence[Month]) -> Mapping[Month, DatedCosts]:
    """Return the costs beside pay of some months, converted at the rate of each month's last day.

    In the month of `as_of`, and after it, at that of `as_of`.
    """
    rows: list[dict[str, Any]] = reader.collect(unbound("costs")).rows()
    if not rows:
        return {month: DatedCosts({}, Fraction(0), {}) for month in months}
    rates = read_rates(reader)
    return {month: _of(rows, month, min(month.last_day, reader.as_of), reader, rates) for month in months}


def _of(
    rows: Iterable[Mapping[str, Any]], month: Month, day: date, reader: Reader, rates: Rates
) -> DatedCosts:
    by_role: dict[str, Fraction] = defaultdict(Fraction)
    by_segment: dict[str, Fraction] = defaultdict(Fraction)
    general = Fraction(0)
    for row in rows:
        days = overlap_days(row["from_date"], row["to_date"], month.first_day, month.next_first_day)
        if not days:
            continue
        whole = (row["to_date"] - row["from_date"]).days
        amount = convert(row["amount"], row["currency"], day, rates) * Fraction(days, whole * MICROS)
        if row["segment"] is not None:
            by_segment[row["segment"]] += amount
        elif row["role"] is not None:
            by_role[role_of(row["role"], reader.policy)] += amount
        else:
            general += amount
    return DatedCosts(dict(by_role), general, dict(by_segment))
