"""Contracted renewals: which live rows are to be renewed, when, and whether that has to be signed.

A row is due on its `renewal_date`; without one on its `end_date`; without either at the next end of
the term that its amount is paid for, counted from its start (every n intervals). Terms shorter than
a quarter that nothing ends roll on by themselves and are one sum. Rows that were cancelled do not
renew. So every live row is in one of these, and

    due (overdue included) + later + rolling + ending + without a term = live ARR
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import ibis
import pyarrow as pa

from bookload.base.errors import UsageError
from bookload.base.period import FAR, Month, add_months
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum
from bookload.data.once import built_once, once
from bookload.metrics.revenue.ahead import LINE, flag, known_periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

How = Literal["signed", "auto", "to_sign", "not_stated"]
Basis = Literal["renewal_date", "end_date", "interval"]

FURTHEST = 120
"""Months ahead that can be asked for."""

ROLLING = 3
"""Terms of fewer months roll on."""


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A row that is due for renewal, and the ARR that hangs on it (quanta, at the rates of `as_of`).

    `how`: `signed` if a row that is known follows on the day, `auto` with `auto_renew`, `to_sign` where that
    is false, `not_stated` where it is missing. `overdue`: due before `as_of`, neither signed nor automatic.
    `owners` are left empty here; `metrics.books.renewals` fills them.
    """

    due: date
    account_id: str
    subscription_id: str
    line_id: str
    product: str
    arr: int = field(metadata=IN_QUANTA)
    how: How
    basis: Basis
    overdue: bool
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalMonth:
    """ARR due in a month, by how it renews, in quanta; what is overdue is not in it."""

    month: Month
    signed: int = field(metadata=IN_QUANTA)
    auto: int = field(metadata=IN_QUANTA)
    to_sign: int = field(metadata=IN_QUANTA)
    not_stated: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Renewals(Rows[RenewalRow]):
    """What is due, by day, and by month; and the live ARR that is not: it all adds up to `live` (quanta)."""

    months: tuple[RenewalMonth, ...] = ()
    overdue: int = field(default=0, metadata=IN_QUANTA)
    later: int = field(default=0, metadata=IN_QUANTA)
    rolling: int = field(default=0, metadata=IN_QUANTA)
    ending: int = field(default=0, metadata=IN_QUANTA)
    without_term: int = field(default=0, metadata=IN_QUANTA)
    live: int = field(default=0, metadata=IN_QUANTA)

    def in_months(self, *ways: How) -> int:
        """Return what is due in all months together, in quanta; in some `ways` alone where they are named."""
        return sum(getattr(row, way) for row in self.months for way in ways or get_args(How))


@once
def renewals(reader: Reader, months_ahead: int = 12) -> Renewals:
    """Return what is due within `months_ahead` months of `as_of`, overdue first, by the module's rules.

    Raises `UsageError` for months below 1 or above 120.
    """
    if not 1 <= months_ahead <= FURTHEST:
        raise UsageError(f"months ahead are 1 to {FURTHEST}, not {months_ahead}")
    until = add_months(reader.as_of, months_ahead)
    rows = _due(reader)
    sums = reader.collect(rows.group_by("state").aggregate(arr=exact_sum(rows.arr)))
    worth: dict[str, int] = {str(row["state"]): row["arr"] for row in sums.rows()}  # type: ignore[misc]
    due = rows.filter(rows.state == "due", rows.due <= ibis.literal(until))
    collected = reader.collect(due.drop("state").order_by("due", "account_id", *LINE, "arr"))
    found = tuple(_row(row, reader.as_of) for row in collected.rows())
    overdue = sum(row.arr for row in found if row.overdue)
    return Renewals(
        found,
        sums.needs | collected.needs,
        months=_months(found, reader.as_of, until),
        overdue=overdue,
        later=worth.get("due", 0) - sum(row.arr for row in found),
        rolling=worth.get("rolling", 0),
        ending=worth.get("ending", 0),
        without_term=worth.get("without_term", 0),
        live=sum(worth.values()),
    )


@once
def _due(reader: Reader) -> ir.Table:
    """Return the live rows with `state` (due, rolling, ending, without_term), `due`, `how` and `basis`."""
    rows = known_periods(reader)
    live = _anchored(reader, rows.filter(rows.live == 1))
    terms = _next_terms(reader, live)
    dated = live.left_join(terms, ["anchor", "term"]).drop("anchor_right", "term_right")
    stated = dated.renewal_date.notnull() & (dated.stale == 0)
    ends = dated.row_end.notnull() & (dated.row_end < ibis.literal(FAR))
    due = ibis.cases(
        (stated, dated.renewal_date),
        (ends & dated.renewal_date.isnull(), dated.row_end),
        else_=dated.next_end,
    )
    basis = ibis.cases((dated.renewal_date.notnull(), "renewal_date"), (ends, "end_date"), else_="interval")
    rolls = dated.renewal_date.isnull() & ~ends & (dated.term < ROLLING)
    state = ibis.cases(
        (dated.row_start.isnull(), "without_term"),
        (dated.reason == "canceled", "ending"),
        (rolls, "rolling"),
        else_="due",
    )
    told = dated.select(
        "account_id", *LINE, "product", "auto_renew", "arr", state=state, due=due, basis=basis
    )
    return _how(told, rows)


def _anchored(reader: Reader, live: ir.Table) -> ir.Table:
    """Return the rows with the day that their terms are counted from.

    An automatic renewal whose stated day has passed has happened: its terms are counted on from that day.
    """
    passed = live.renewal_date.notnull() & (live.renewal_date < ibis.literal(reader.as_of))
    renewed = live.auto_renew.notnull() & live.auto_renew
    stale = passed & renewed & (live.term > 0)
    return live.mutate(stale=flag(stale), anchor=ibis.cases((stale, live.renewal_date), else_=live.row_start))


def _next_terms(reader: Reader, live: ir.Table) -> ir.Table:
    """Return the first end of a term after `as_of`, for each day that terms are counted from."""
    kinds = live.filter(live.anchor.notnull(), live.term > 0).select("anchor", "term").distinct()
    found = [(row["anchor"], row["term"]) for row in reader.collect(kinds).rows()]
    ends = [_next_end(anchor, term, reader.as_of) for anchor, term in found]  # type: ignore[arg-type]
    table = pa.table(
        {
            "anchor": pa.array([anchor for anchor, _ in found], pa.date32()),
            "term": pa.array([term for _, term in found], pa.int64()),
            "next_end": pa.array(ends, pa.date32()),
        }
    )
    return reader.given("next_terms", table, frozenset({"anchor", "term"}))


def _next_end(anchor: date, term: int, after: date) -> date:
    """Return the first end of a term that lies after a day; each is counted from the anchor."""
    passed = (Month.of(after).ordinal - Month.of(anchor).ordinal) // term
    ends = (add_months(anchor, count * term) for count in range(max(1, passed), passed + 3))
    return next(end for end in ends if end > after)


@built_once
def _how(rows: ir.Table, periods: ir.Table) -> ir.Table:
    """Return the rows with how each renews, and without what that is read from."""
    known = periods.filter(periods.known == 1, periods.live == 0)
    starts = known.group_by(*LINE, "start_date").aggregate(next_periods=known.count())
    starts = starts.rename(due="start_date")
    joined = rows.left_join(starts, [*LINE, "due"]).drop(*(f"{name}_right" for name in (*LINE, "due")))
    how = ibis.cases(
        (joined.next_periods.notnull(), "signed"),
        (joined.auto_renew.isnull(), "not_stated"),
        (joined.auto_renew, "auto"),
        else_="to_sign",
    )
    return joined.mutate(how=how).drop("auto_renew", "next_periods")


def _row(row: Mapping[str, object], as_of: date) -> RenewalRow:
    late = row["due"] < as_of and row["how"] in ("to_sign", "not_stated")  # type: ignore[operator]
    return RenewalRow(**row, overdue=late)  # type: ignore[arg-type]


def _months(rows: Iterable[RenewalRow], as_of: date, until: date) -> tuple[RenewalMonth, ...]:
    names = [each.name for each in fields(RenewalMonth) if each.name != "month"]
    sums: dict[Month, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        if not row.overdue:
            sums[max(Month.of(row.due), Month.of(as_of))][row.how] += row.arr
    last = Month.of(until).ordinal
    asked = [Month(ordinal) for ordinal in range(Month.of(as_of).ordinal, last + 1)]
    return tuple(RenewalMonth(month, **sums[month]) for month in asked)
