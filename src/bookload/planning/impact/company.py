"""A company's past and its interventions, from its rows: those that it names, and changes of owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import MissingDataError, unknown
from bookload.base.money import MONTHS_A_YEAR
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.books.handovers import A_NEW_CSM, NEW_CSM, first_handovers
from bookload.metrics.revenue.balances import pauses
from bookload.metrics.revenue.concentration import parents
from bookload.metrics.revenue.periods.held import held_periods
from bookload.planning.forecast.panel import panel, whole_months
from bookload.planning.impact.att import NEVER
from bookload.planning.impact.past import Intervention, Past

Whole = NDArray[np.int64]

NONE_YET = (
    "there are no interventions by then, and no account changed its owner; import a table interventions: "
    "intervention_id, account_id, start_date, name, kind"
)

LEAST_MONTHS = 4

Days = Mapping[str, Sequence[tuple[date, date]]]


def past_of(reader: Reader) -> Past:
    """Return what accounts paid at the ends of the months that are over.

    Raises `MissingDataError` for fewer than four such months: nothing lies before and after anything.
    """
    seen = whole_months(reader, panel(reader))
    if len(seen.months) < LEAST_MONTHS:
        raise MissingDataError(
            f"an effect is told from months before and after; the data has {len(seen.months)} whole ones; "
            "import subscriptions with their start and end dates, or mrr_history"
        )
    numbers = {account: at for at, account in enumerate(seen.accounts)}
    paused = np.zeros(seen.arr.shape, dtype=bool)
    for row in reader.collect(pauses(reader)).rows():
        at, month = numbers.get(str(row["account_id"])), int(str(row["month"])) - seen.months[0].ordinal
        if at is not None and 0 <= month < len(seen.months):
            paused[at, month] = True
    of = parents(reader)
    heads: dict[str, int] = {}
    families = [heads.setdefault(of.get(each, each), len(heads)) for each in seen.accounts]
    return Past(
        accounts=seen.accounts,
        months=seen.months,
        segments=seen.segments,
        mrr=seen.arr / MONTHS_A_YEAR,
        age=seen.age,
        segment=seen.segment,
        paused=paused,
        families=np.array(families, dtype=np.int64),
    )


def interventions(reader: Reader, past: Past, asked: str | None = None) -> tuple[Intervention, ...]:
    """Return the interventions that the data names, and `new_csm` where owners changed; or the one asked for.

    Raises `MissingDataError` where there are none, and `UsageError` for one that is not there.
    """
    days = live_days(reader)
    named = (*_named(reader, past, days), *_new_owners(reader, past, days))
    found = {each.intervention_id: each for each in named}
    if not found:
        raise MissingDataError(NONE_YET)
    if asked is None:
        return tuple(found[name] for name in sorted(found))
    if asked not in found:
        raise unknown("intervention", asked, found)
    return (found[asked],)


def _named(reader: Reader, past: Past, days: Days) -> Sequence[Intervention]:
    rows = unbound("interventions").select("intervention_id", "account_id", "start_date", "name", "kind")
    listed: dict[str, list[Mapping[str, Any]]] = {}
    for row in reader.collect(rows.filter(rows.start_date <= reader.as_of)).rows():
        listed.setdefault(str(row["intervention_id"]), []).append(row)
    return [
        begun(
            past,
            (name, *_words(name, reached)),
            [(str(row["account_id"]), row["start_date"]) for row in reached],
            days,
        )
        for name, reached in sorted(listed.items())
    ]


def _words(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    stated = [(row["name"] or name, row["kind"] or "") for row in rows]
    return min(stated)


def _new_owners(reader: Reader, past: Past, days: Days) -> Sequence[Intervention]:
    """Return the first change of owner of each account, within the past; nothing where nobody changed."""
    changed = first_handovers(reader, past.months[1].first_day)
    return [begun(past, (NEW_CSM, A_NEW_CSM, NEW_CSM), changed, days)] if changed else []


def live_days(reader: Reader) -> Days:
    """Return the ranges of days `[start, end)` on which each account paid anything, with gaps or overlaps."""
    rows = held_periods(reader)
    paid = rows.filter((rows.annual > 0) & ~rows.paused).select("account_id", "start_date", "end_date")
    found: dict[str, list[tuple[date, date]]] = {}
    for row in reader.collect(paid).rows():
        start, end = row["start_date"], row["end_date"]
        if isinstance(start, date) and isinstance(end, date):
            found.setdefault(str(row["account_id"]), []).append((start, end))
    return found


def begun(
    past: Past, named: tuple[str, str, str], reached: Sequence[tuple[str, date]], days: Days
) -> Intervention:
    """Return an intervention that began on accounts on some days: by month, the first of each account.

    Reached and others alike are those live at the end of the month before and on the day (of others: the last
    that it began on in that month).
    """
    numbers = {account: at for at, account in enumerate(past.accounts)}
    start = np.full(len(past.accounts), NEVER, dtype=np.int64)
    latest: dict[int, date] = {}
    outside: set[str] = set()
    for account, day in sorted(reached, key=lambda each: each[1], reverse=True):
        column = Month.of(day).ordinal - past.months[0].ordinal
        inside = account in numbers and 0 < column < len(past.months)
        if inside and past.mrr[numbers[account], column - 1] > 0 and _live(days, account, day):
            start[numbers[account]] = column
            latest[column] = max(day, latest.get(column, day))
        else:
            outside.add(account)
    gone = frozenset(
        (at, column)
        for column, day in latest.items()
        for at in np.flatnonzero((past.mrr[:, column - 1] > 0) & (start != column)).tolist()
        if not _live(days, past.accounts[at], day)
    )
    counted = {past.accounts[at] for at in np.flatnonzero(start != NEVER)}
    return Intervention(*named, start, len(outside - counted), gone)


def _live(days: Days, account: str, day: date) -> bool:
    return any(start <= day < end for start, end in days.get(account, ()))
