"""The price periods behind a difference: those that count otherwise, else those of the month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from bookload.base.period import FAR, Month
from bookload.base.result import IN_QUANTA
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.periods.price_periods import price_periods
from bookload.metrics.revenue.reconcile.figures import LINE, STOCKS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents.switches import Switches
    from bookload.metrics.revenue.reconcile.figures import Figures


@dataclass(frozen=True)
class PeriodRow:
    """A subscription's line at a month's end, and its ARR in quanta before and after a switch was changed.

    `start_date` and `end_date` (None while open) are those of its price period before the change, or after it
    where there was none before.
    """

    month: Month
    account_id: str
    subscription_id: str
    line_id: str
    product: str
    plan: str
    currency: str
    start_date: date
    end_date: date | None
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class _Held:
    start_date: date
    end_date: date
    amount: int


def periods_behind(
    figures: Figures, before: Switches, after: Switches, month: Month, accounts: Collection[str]
) -> tuple[PeriodRow, ...]:
    """Return the rows of accounts that differ at the month's end, for a movement at its beginning too.

    Of an account none of whose rows does (what differs is when it was first live, or what was netted), all
    rows in force on any day of the month, which are worth the same on both sides.
    """
    if not accounts:
        return ()
    old, new = (_lines(figures, figures.held(side), accounts, month) for side in (before, after))
    differing = [key for key in {**old, **new} if _amount(old, key) != _amount(new, key)]
    rows = [_row(key, old.get(key), new.get(key)) for key in differing]
    silent = {*accounts} - {row.account_id for row in rows}
    if silent:
        same = _lines(figures, _within(figures, after, month), silent, month)
        rows += [_row(key, held, held) for key, held in same.items()]
    return tuple(sorted(rows, key=_place))


Key = tuple[object, ...]


def _lines(figures: Figures, rows: ir.Table, accounts: Collection[str], month: Month) -> Mapping[Key, _Held]:
    """Return what each line of accounts holds at the month's end, and at its beginning for a movement."""
    first = month.ordinal if figures.measure in STOCKS else month.ordinal - 1
    named = pa.table({"account_id": pa.array(sorted(accounts), type=pa.string())})
    chosen = figures.reader.given("differing", named, frozenset({"account_id"}))
    asked = rows.filter(rows.month >= first, rows.month <= month.ordinal).semi_join(chosen, "account_id")
    found: dict[Key, list[Mapping[str, object]]] = defaultdict(list)
    for row in figures.reader.collect(asked).rows():
        found[tuple(row[name] for name in ("month", *LINE))].append(row)
    return {key: _summed(held) for key, held in found.items()}


def _summed(rows: Sequence[Mapping[str, object]]) -> _Held:
    """Return overlapping rows of one line as one."""
    return _Held(
        min(row["start_date"] for row in rows),  # type: ignore[type-var, arg-type]
        max(row["end_date"] for row in rows),  # type: ignore[type-var, arg-type]
        sum(row["amount"] for row in rows),  # type: ignore[misc]
    )


def _within(figures: Figures, switches: Switches, month: Month) -> ir.Table:
    """Return the price periods in force on any day of a month, paused ones too, with month and amount."""
    reader = figures.at(switches)
    rows = price_periods(reader.policy, reader.as_of)
    begun = month_of(rows.start_date) <= month.ordinal
    held = rows.filter(begun, rows.end_date > ibis.literal(month.first_day))
    held = held.select(*LINE, "start_date", "end_date", "annual", month=ibis.literal(month.ordinal, "int64"))
    return figures.rated(reader, held, (month,))


def _amount(lines: Mapping[Key, _Held], key: Key) -> int:
    return lines[key].amount if key in lines else 0


def _place(row: PeriodRow) -> tuple[object, ...]:
    return row.account_id, row.month, row.subscription_id, row.line_id, row.product, row.currency, row.plan


def _row(key: Key, old: _Held | None, new: _Held | None) -> PeriodRow:
    month, *line = key
    there = old or new
    assert there is not None  # noqa: S101 - a key is of one of the two
    return PeriodRow(
        month=Month(month),  # type: ignore[arg-type]
        start_date=there.start_date,
        end_date=None if there.end_date == FAR else there.end_date,
        before=old.amount if old else 0,
        after=new.amount if new else 0,
        **dict(zip(LINE, map(str, line), strict=True)),
    )
