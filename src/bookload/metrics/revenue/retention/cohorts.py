"""Cohorts: the accounts whose first MRR was in one month, quarter or year, followed from there on.

An account's cohort is that of the first month at whose end it was live, whatever dates are
shown. A cohort opens with what each of its accounts had at the end of its own first month, so
that an account which came and went inside one quarter is in that quarter's opening too. Shares
are in constant currency: both sides at the rates of the month observed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.data.once import once
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.balances import balances
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.known import end_known, end_reached, opening_known
from bookload.metrics.revenue.movements.moves import first_live
from bookload.metrics.revenue.rates.conversion import factors
from bookload.metrics.revenue.retention.spans import GRAINS, Grain, Span
from bookload.metrics.revenue.stocks import converted_balances

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from bookload.base.access import Right
    from bookload.data.reader import Reader

Kind = Literal["segment", "tier", "region", "touch_model"]
Only = tuple[Kind, str]
"""A kind of group and the one of it that is asked for (`""`: accounts that state none)."""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort at the end of one span after its first; amounts are ARR in quanta.

    `age` counts spans, 0 being the cohort's own. `opening` is what its accounts had at the end of
    their first months, at the rates of `month`, the month observed; `arr` and `live` are what is
    there now. A share is None while the span is not over, and where nothing is below the line.
    Accounts that were there before the data begins, or whose cohort began before it, are one row a
    span without cohort, age and opening (None), so that the rows of a span add up to the company.
    """

    cohort: Span | None
    age: int | None
    span: Span
    month: Month
    opening: int | None = field(metadata=IN_QUANTA)
    arr: int = field(metadata=IN_QUANTA)
    revenue: Fraction | None
    accounts: int | None
    live: int
    logos: Fraction | None


@dataclass(frozen=True, slots=True)
class AgeRow:
    """All cohorts that reached an age, together: sums over sums, never a mean of shares."""

    age: int
    cohorts: int
    revenue: Fraction | None
    logos: Fraction | None


@dataclass(frozen=True)
class Cohorts(Rows[CohortRow]):
    """The cohorts by age; `ages` are all of them together."""

    grain: Grain = "month"
    ages: tuple[AgeRow, ...] = ()


def cohorts(reader: Reader, grain: Grain = "month", only: Only | None = None) -> Cohorts:
    """Return every cohort that has accounts, at the end of each span from its own to that of `as_of`.

    By cohort, then age. Spans that have not begun have no row: they are n/a, never 0. `only` keeps
    the accounts that were in one group when they began; it never moves one to another cohort.
    """
    if grain not in GRAINS:
        raise unknown("grain of cohorts", grain, GRAINS)
    if only is not None and only[0] not in get_args(Kind):
        raise unknown("grouping of cohorts", only[0], get_args(Kind))
    counted = _counted(reader, only)
    rows = tuple(_rows(reader, grain, counted))
    return Cohorts(rows, counted.needs, grain, _ages(rows))


def shown(found: Cohorts, first: Month | None, last: Month | None) -> Cohorts:
    """Return the cohorts that begin from first to last month alone; no account changes its cohort."""
    rows = tuple(
        row
        for row in found.rows
        if row.cohort is not None
        and (first is None or row.cohort.last >= first)
        and (last is None or row.cohort.first <= last)
    )
    return Cohorts(rows, found.needs, found.grain, _ages(rows))


def cohort_accounts(reader: Reader, only: Only | None = None) -> ir.Table:
    """Return the accounts with the month that each was first live in: account_id, first_month.

    Unique by account. `only` keeps those that were in one group at the end of that month (or of the first
    that the data knows, where it was earlier).
    """
    firsts = first_live(reader)
    if only is None:
        return firsts
    kind, asked = only
    values = attribute(reader, kind)
    known = ibis.literal(reader.months[0].ordinal, "int64")
    began = firsts.mutate(month=ibis.cases((firsts.first_month < known, known), else_=firsts.first_month))
    rows = began.left_join(values.select("account_id", "month", "value"), ["account_id", "month"])
    chosen = rows.filter(rows["value"].fill_null("") == asked)
    return chosen.select("account_id", "first_month")


@dataclass(frozen=True, slots=True)
class Member:
    """An account of a cohort: its first month, what it had then and has now, at the rates of one month."""

    account_id: str
    first: Month
    opening: int = field(metadata=IN_QUANTA)
    arr: int = field(metadata=IN_QUANTA)


def members(reader: Reader, first: Month, last: Month, month: Month) -> tuple[Member, ...]:
    """Return the accounts first live from first to last month, as they stand in a month, largest first."""
    firsts = first_live(reader)
    began = firsts.filter(firsts.first_month >= first.ordinal, firsts.first_month <= last.ordinal)
    leaves = balances(reader).inner_join(began, "account_id")
    rates = factors(reader)
    rated = leaves.inner_join(
        rates.filter(rates.month == month.ordinal).select("currency", "factor"), "currency"
    )
    worth = rated.annual * rated.factor * whole(SHARE_ONE)
    sides = rated.mutate(
        opening=ibis.cases((rated.month == rated.first_month, worth), else_=whole(0)),
        closing=ibis.cases((rated.month == month.ordinal, worth), else_=whole(0)),
    )
    found = sides.group_by("account_id", "first_month").aggregate(
        opening=exact_sum(sides.opening), closing=exact_sum(sides.closing)
    )
    every = began.left_join(found, ["account_id", "first_month"])
    rows = reader.collect(every.select("account_id", "first_month", "opening", "closing")).rows()
    made = (
        Member(
            str(row["account_id"]),
            Month(row["first_month"]),  # type: ignore[arg-type]
            int(row["opening"] or 0),  # type: ignore[call-overload]
            int(row["closing"] or 0),  # type: ignore[call-overload]
        )
        for row in rows
    )
    return tuple(sorted(made, key=lambda each: (-each.opening, each.account_id)))


@dataclass(frozen=True)
class _Counted:
    """What is there by first month and month observed: (opening, closing, live), and who began when."""

    openings: Mapping[tuple[int, int], int]
    closings: Mapping[tuple[int, int], tuple[int, int]]
    accounts: Mapping[int, int]
    needs: frozenset[Right]


@once
def _counted(reader: Reader, only: Only | None) -> _Counted:
    firsts = cohort_accounts(reader, only)
    sizes = reader.collect(firsts.group_by("first_month").aggregate(accounts=firsts.count()))
    of_month = frozenset({"first_month", "month"})
    closings = reader.collect(
        by_month(reader, "cohort_closings", lambda of: _closings(of, cohort_accounts(of, only)), of_month)
    )
    openings = reader.collect(_openings(reader, only))
    return _Counted(
        {(row["first_month"], row["month"]): row["opening"] for row in openings.rows()},  # type: ignore[misc]
        {
            (row["first_month"], row["month"]): (row["closing"], row["live"])  # type: ignore[misc]
            for row in closings.rows()
        },
        {row["first_month"]: row["accounts"] for row in sizes.rows()},  # type: ignore[misc]
        sizes.needs | closings.needs | openings.needs,
    )


def _closings(reader: Reader, firsts: ir.Table) -> ir.Table:
    """Return what the accounts of each first month have at each month end, and how many are live."""
    rows = converted_balances(reader)
    accounts = rows.group_by("account_id", "month").aggregate(
        live=rows.live.max(), closing=exact_sum(rows.closing)
    )
    joined = accounts.inner_join(firsts, "account_id")
    return joined.group_by("first_month", "month").aggregate(
        closing=exact_sum(joined.closing), live=joined.live.sum().cast("int64")
    )


def _openings(reader: Reader, only: Only | None) -> ir.Table:
    """Return what they had at the end of their first month, at the rates of it and of each month after."""
    unique = frozenset({"month", "currency"})
    kept = by_month(reader, "cohort_openings", lambda of: _begun(of, only), unique, rated=False)
    sums = kept.select("currency", "annual", first_month=kept.month)
    rates = factors(reader).select("currency", "month", "factor")
    rated = sums.inner_join(rates, [sums.currency == rates.currency, rates.month >= sums.first_month])
    worth = rated.select("first_month", "month", opening=rated.annual * rated.factor * whole(SHARE_ONE))
    return worth.group_by("first_month", "month").aggregate(opening=exact_sum(worth.opening))


def _begun(reader: Reader, only: Only | None) -> ir.Table:
    """Return what the accounts of each first month had at its end: month, currency, annual."""
    leaves = balances(reader).inner_join(cohort_accounts(reader, only), "account_id")
    begun = leaves.filter(leaves.month == leaves.first_month)
    return begun.group_by("month", "currency").aggregate(annual=exact_sum(begun.annual))


def _rows(reader: Reader, grain: Grain, counted: _Counted) -> Iterator[CohortRow]:
    """Yield the rows: first the accounts whose cohort is not known, then cohort by cohort."""
    start = reader.policy.company.fiscal_year_start
    members: dict[Span | None, list[int]] = defaultdict(list)
    for first in sorted(counted.accounts):
        span = Span.of(Month(first), grain, start)
        members[span if opening_known(reader, span.first) else None].append(first)
    observed = _observed(reader, grain, start)
    for cohort in sorted(members, key=lambda span: span.first.ordinal if span else 0):
        for span, month in observed:
            if cohort is None or span.first >= cohort.first:
                yield _row(reader, counted, members[cohort], (cohort, span, month))


def _observed(reader: Reader, grain: Grain, start: int) -> Sequence[tuple[Span, Month]]:
    """Return the spans that the data reaches, each with the month it is stated at: its last, or as_of's."""
    last = reader.months[-1]
    spans = dict.fromkeys(Span.of(month, grain, start) for month in reader.months)
    found = [(span, min(span.last, last)) for span in spans]
    return [(span, month) for span, month in found if end_known(reader, month)]


def _row(
    reader: Reader, counted: _Counted, firsts: Sequence[int], at: tuple[Span | None, Span, Month]
) -> CohortRow:
    cohort, span, month = at
    there = [
        counted.closings[first, month.ordinal]
        for first in firsts
        if (first, month.ordinal) in counted.closings
    ]
    arr, live = sum(closing for closing, _ in there), sum(count for _, count in there)
    if cohort is None:
        return CohortRow(None, None, span, month, None, arr, None, None, live, None)
    opening = sum(counted.openings.get((first, month.ordinal), 0) for first in firsts)
    accounts = sum(counted.accounts[first] for first in firsts)
    over = end_reached(reader, span.last)
    return CohortRow(
        cohort=cohort,
        age=cohort.until(span),
        span=span,
        month=month,
        opening=opening,
        arr=arr,
        revenue=Fraction(arr, opening) if over and opening > 0 else None,
        accounts=accounts,
        live=live,
        logos=Fraction(live, accounts) if over else None,
    )


def _ages(rows: Sequence[CohortRow]) -> tuple[AgeRow, ...]:
    """Return the cohorts together, by age; those whose share is n/a there are left out."""
    by_age: dict[int, list[CohortRow]] = defaultdict(list)
    for row in rows:
        if row.age is not None and row.logos is not None:
            by_age[row.age].append(row)
    return tuple(_age(age, by_age[age]) for age in sorted(by_age))


def _age(age: int, rows: Sequence[CohortRow]) -> AgeRow:
    worth = [row for row in rows if row.revenue is not None]
    opening = sum(row.opening or 0 for row in worth)
    accounts = sum(row.accounts or 0 for row in rows)
    return AgeRow(
        age,
        len(rows),
        Fraction(sum(row.arr for row in worth), opening) if opening else None,
        Fraction(sum(row.live for row in rows), accounts),
    )
