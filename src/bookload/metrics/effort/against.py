"""Time against revenue: whether what an account takes follows what it pays, and which are far from the line.

Both over the whole months of the log: an account's minutes, and the recurring revenue of the same months (the
sum of its month-end MRR). The line is the same minutes for each unit of revenue; it says what even would be,
not what is right. Accounts with revenue and no minutes count, with 0; minutes for accounts without revenue
are shown apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import ibis.expr.types as ir
import numpy as np

from bookload.base.period import Month
from bookload.data.documents.policy import Effort as Terms
from bookload.data.engine import exact_sum, whole
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.effort.lorenz import Lorenz, lorenz
from bookload.metrics.effort.ranks import RankCorrelation, rank_correlation
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR, log_span
from bookload.metrics.effort.shares import shared
from bookload.metrics.revenue.stocks import converted_balances

Far = Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class OffTheLine:
    """An account far from the line, above it (much time for its revenue) or below.

    `arr` is its mean month-end ARR and `on_line` the ARR whose time it takes, both in quanta; `hours` is its
    time a month, `line` what its revenue stands for. At stake are the differences of each two.
    """

    account_id: str
    far: Far
    arr: Fraction
    on_line: Fraction
    hours: Fraction
    line: Fraction

    @property
    def hours_at_stake(self) -> Fraction:
        """Hours a month between the account and the line."""
        return abs(self.hours - self.line)

    @property
    def arr_at_stake(self) -> Fraction:
        """ARR in quanta between what the account pays and what goes with its time."""
        return abs(self.arr - self.on_line)


@dataclass(frozen=True, slots=True)
class Placed:
    """An account between time and revenue: its mean month-end ARR in quanta, and its hours a month."""

    account_id: str
    arr: Fraction
    hours: Fraction


@dataclass(frozen=True)
class Against:
    """Time against revenue over some whole months; `far` has the most hours at stake first.

    `accounts` have `revenue` (the sum of month-end ARR, quanta); `idle` of them no minutes. `unpaid` accounts
    have `unpaid_minutes` (x 10^4) and no revenue. `elsewhere` ones, of `elsewhere_minutes`, are outside the
    book of a reader of some accounts, who may not see what they pay.
    """

    months: tuple[Month, ...]
    accounts: int
    idle: int
    revenue: int
    minutes: int
    unpaid: int
    unpaid_minutes: int
    elsewhere: int
    elsewhere_minutes: int
    correlation: RankCorrelation | None
    lorenz: Lorenz | None
    far: tuple[OffTheLine, ...]


def account_minutes(reader: Reader, months: Sequence[Month]) -> ir.Table:
    """Return the known minutes of each account in some months: account_id, minutes (x 10^4)."""
    rows = shared(reader)
    wanted = [month.ordinal for month in months]
    sold = rows.filter(rows.place == "account", rows.minutes.notnull(), rows.month.isin(wanted))
    return sold.group_by("account_id").aggregate(minutes=sold.minutes.sum().cast("int64"))


def account_revenue(reader: Reader, months: Sequence[Month]) -> ir.Table:
    """Return the sum of each account's month-end ARR over some months: account_id, arr (quanta), above 0."""
    rows = converted_balances(reader)
    held = rows.filter(rows.month.isin([month.ordinal for month in months]))
    summed = held.group_by("account_id").aggregate(arr=exact_sum(held.closing))
    return summed.filter(summed.arr > whole(0))


def against(reader: Reader, took: Mapping[str, int] | None = None) -> Against | None:
    """Return time against revenue; None for a log without a whole month. Needs the right to people's time.

    `took` are the minutes of `minutes_of` over the log's whole months, where they are known already.
    """
    span = log_span(reader)
    if span is None or not span.whole_months:
        return None
    months = span.whole_months
    took = minutes_of(reader, months) if took is None else took
    paid = _column(reader, account_revenue(reader, months), "arr")
    return against_of(took, paid, months, reader.policy.effort, _own_accounts(reader))


def against_of(
    took: Mapping[str, int],
    paid: Mapping[str, int],
    months: Sequence[Month],
    terms: Terms,
    book: Collection[str] | None = None,
) -> Against:
    """Return what minutes and revenue (sums of month-end ARR, quanta, above 0) by account make.

    `book` are the accounts that the reader may see, None for all.
    """
    names = sorted(paid)
    pairs = [(paid[name], took.get(name, 0)) for name in names]
    others = {name: minutes for name, minutes in took.items() if name not in paid}
    unpaid = [minutes for name, minutes in others.items() if book is None or name in book]
    times = np.array([time for _, time in pairs], np.float64)
    money = np.array([float(revenue) for revenue, _ in pairs], np.float64)
    return Against(
        months=tuple(months),
        accounts=len(pairs),
        idle=sum(not time for _, time in pairs),
        revenue=sum(revenue for revenue, _ in pairs),
        minutes=sum(time for _, time in pairs),
        unpaid=len(unpaid),
        unpaid_minutes=sum(unpaid),
        elsewhere=len(others) - len(unpaid),
        elsewhere_minutes=sum(others.values()) - sum(unpaid),
        correlation=rank_correlation(money, times, np.random.default_rng(terms.seed), terms.draws),
        lorenz=lorenz(pairs),
        far=far_from_line(names, pairs, len(months), terms),
    )


def _own_accounts(reader: Reader) -> Collection[str] | None:
    """Return the accounts of the book that a reader is limited to; None for a reader of all."""
    if reader.access.sees_all_rows:
        return None
    rows: list[dict[str, Any]] = reader.collect(unbound("accounts").select("account_id")).rows()
    return {row["account_id"] for row in rows}


def far_from_line(
    names: Sequence[str], pairs: Sequence[tuple[int, int]], months: int, terms: Terms
) -> tuple[OffTheLine, ...]:
    """Return the accounts far from the line, those with the most hours at stake first, then by name.

    Far is `far_times` the line's hours or more, or that part of them or less, with `far_hours_a_month` or
    more at stake.
    """
    all_revenue, all_time = sum(revenue for revenue, _ in pairs), sum(time for _, time in pairs)
    if not all_revenue or not all_time:
        return ()
    above, below = Fraction(terms.far_times).as_integer_ratio()
    minutes_a_month = months * MINUTE_ONE * MINUTES_AN_HOUR
    least = Fraction(terms.far_hours_a_month) * minutes_a_month * all_revenue
    found = []
    for name, (revenue, time) in zip(names, pairs, strict=True):
        # Both times the revenue of all, so that nearly all accounts are told from whole numbers.
        own, even = time * all_revenue, all_time * revenue
        if abs(own - even) < least or (even * below < own * above and own * below < even * above):
            continue
        line = Fraction(even, all_revenue)
        found.append(
            OffTheLine(
                account_id=name,
                far="above" if time > line else "below",
                arr=Fraction(revenue, months),
                on_line=Fraction(all_revenue * time, all_time * months),
                hours=Fraction(time, minutes_a_month),
                line=line / minutes_a_month,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.hours_at_stake, each.account_id)))


def placed(reader: Reader, months: tuple[Month, ...]) -> tuple[Placed, ...]:
    """Return every account with revenue in some months, by name; needs the right to people's time."""
    took = minutes_of(reader, months)
    paid = _column(reader, account_revenue(reader, months), "arr")
    hour = len(months) * MINUTE_ONE * MINUTES_AN_HOUR
    return tuple(
        Placed(name, Fraction(paid[name], len(months)), Fraction(took.get(name, 0), hour))
        for name in sorted(paid)
    )


@once
def minutes_of(reader: Reader, months: tuple[Month, ...]) -> Mapping[str, int]:
    """Return the known minutes (x 10^4) of each account in some months, read once for each reader."""
    return _column(reader, account_minutes(reader, months), "minutes")


def _column(reader: Reader, expr: ir.Table, name: str) -> dict[str, int]:
    rows: list[dict[str, Any]] = reader.collect(expr).rows()
    return {row["account_id"]: row[name] for row in rows}
