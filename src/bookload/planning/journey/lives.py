"""What the journey needs to know of each account: when it was live, its renewals, and its dated events."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bookload.base.period import FAR, MONTHS_A_YEAR
from bookload.data.documents import Journey
from bookload.data.engine import whole
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.team.people import Range
from bookload.planning.journey.roster import (
    HEALTH,
    STAGE,
    Happened,
    Roster,
    happened,
    joined_ranges,
    ordinals,
)
from bookload.planning.journey.runs import SPAN, Ints, distinct, keyed, times

LONG_AGO = date(1900, 1, 1)
"""The first day live of an account that was there before the data knows anything."""

EPOCH = date(1970, 1, 1).toordinal()

Events = Mapping[str, Sequence[tuple[date, str | None]]]


@dataclass(frozen=True, slots=True)
class Life:
    """One account: the days that it was live `[start, end)`, joined and in order, and its first day live.

    `renewals` and the events of each kind are in the order of time. What is live at `as_of` has no end.
    """

    account_id: str
    live: tuple[Range, ...]
    started: date
    renewals: tuple[date, ...] = ()
    events: Events = field(default_factory=dict)

    def latest(self, kind: str, day: date) -> tuple[date, str | None] | None:
        """Return the latest event of a kind by a day, as (day, value)."""
        events = self.events.get(kind, ())
        index = bisect_right(events, day, key=itemgetter(0))
        return events[index - 1] if index else None

    def live_on(self, day: date) -> bool:
        """Return whether the account is live on a day."""
        return any(start <= day < end for start, end in self.live)


def event_kinds(journey: Journey) -> frozenset[str]:
    """Return the kinds of account events that the journey looks at, for stages and for time equations."""
    stages = journey.stages
    kinds = {kind for stage in stages for kind in (stage.from_event, stage.until_event) if kind is not None}
    kinds |= {STAGE} if any(stage.event is not None for stage in stages) else set()
    kinds |= {HEALTH} if any(stage.health for stage in stages) else set()
    return frozenset(kinds | {name for activity in journey.activities for name in activity.per_unit})


def lives(reader: Reader) -> tuple[Life, ...]:
    """Return the life of every account that was ever live, by `as_of`, in the order of ids; see `roster`."""
    return lives_of(roster(reader))


def roster(reader: Reader) -> Roster:
    """Return every account that was ever live, by `as_of`.

    What is live at `as_of` stays so: months ahead see today's accounts. An account that was live on the first
    day that the data knows was there before: it started on its `created_date` if that is earlier, else
    long ago.
    """
    rows = _counted(reader)
    ids = sorted(pc.unique(rows["account_id"]).to_pylist())
    there = pa.array(ids, pa.string())
    since, until = joined_ranges(
        places_of(rows["account_id"], there), ordinals_of(rows["start_date"]), ordinals_of(rows["end_date"])
    )
    known_from = reader.known_from
    created = _created(reader, there) if known_from is not None else None
    since, started = _begun(since, len(ids), known_from, created)
    renewing = any(stage.days_to_renewal for stage in reader.journey.stages)
    renewals = _renewals(reader, there) if renewing else np.empty(0, np.int64)
    return Roster(tuple(ids), since, until, started, renewals, _events(reader, there))


@once
def _counted(reader: Reader) -> pa.Table:
    """Return from when to when accounts have rows that count: account_id, start_date, end_date."""
    periods = held_periods(reader)
    counted = periods.filter(
        ~periods.paused, periods.annual > whole(0), periods.start_date < periods.end_date
    )
    return reader.collect(counted.select("account_id", "start_date", "end_date").distinct()).table


def roster_of(accounts: Iterable[Life]) -> Roster:
    """Return a roster of lives, which are in the order of ids."""
    listed = tuple(accounts)
    live = [(number, start, end) for number, life in enumerate(listed) for start, end in life.live]
    since, until = joined_ranges(
        np.array([number for number, _, _ in live], np.int64),
        ordinals(start for _, start, _ in live),
        ordinals(end for _, _, end in live),
    )
    renewals = [(number, day.toordinal()) for number, life in enumerate(listed) for day in set(life.renewals)]
    rows: dict[str, list[tuple[int, date, str | None]]] = defaultdict(list)
    for number, life in enumerate(listed):
        for kind, events in life.events.items():
            rows[kind] += [(number, day, value) for day, value in events]
    return Roster(
        tuple(life.account_id for life in listed),
        since,
        until,
        ordinals(life.started for life in listed),
        np.array(sorted(account * SPAN + day for account, day in renewals), np.int64),
        {
            kind: happened(
                np.array([row[0] for row in each], np.int64),
                ordinals(row[1] for row in each),
                [row[2] for row in each],
            )
            for kind, each in rows.items()
        },
    )


def lives_of(accounts: Roster) -> tuple[Life, ...]:
    """Return the accounts of a roster one by one."""
    live: dict[int, list[Range]] = defaultdict(list)
    for since, until in zip(accounts.live_from.tolist(), accounts.live_to.tolist(), strict=True):
        live[since // SPAN].append((_day(since), _day(until)))
    renewals: dict[int, list[date]] = defaultdict(list)
    for key in accounts.renewals.tolist():
        renewals[key // SPAN].append(_day(key))
    events: dict[int, dict[str, list[tuple[date, str | None]]]] = defaultdict(lambda: defaultdict(list))
    for kind, each in accounts.events.items():
        for since, value in zip(each.runs.since.tolist(), each.runs.value.tolist(), strict=True):
            events[since // SPAN][kind].append((_day(since), each.texts[value]))
    return tuple(
        Life(
            account,
            tuple(live[number]),
            date.fromordinal(int(accounts.started[number])),
            tuple(renewals[number]),
            events[number],
        )
        for number, account in enumerate(accounts.ids)
    )


def _day(key: int) -> date:
    return date.fromordinal(key % SPAN)


def places_of(ids: pa.ChunkedArray, there: pa.Array) -> Ints:
    """Return the place of each id among those that are there, -1 for others."""
    found = pc.fill_null(pc.index_in(ids, value_set=there), -1)
    return np.asarray(found.to_numpy()).astype(np.int64)


def ordinals_of(days: pa.ChunkedArray) -> Ints:
    """Return the ordinals of days, -1 for those that are not stated."""
    numbers = pc.fill_null(days.cast(pa.int32()), -EPOCH - 1)
    return np.asarray(numbers.to_numpy()).astype(np.int64) + EPOCH


def _begun(since: Ints, count: int, known_from: date | None, created: Ints | None) -> tuple[Ints, Ints]:
    """Return the days live and each account's first one, with those before the data began put back."""
    first = np.searchsorted(since, np.arange(count) * SPAN)
    started = times(since[first])
    if known_from is None or created is None:
        return since, started
    before = started <= known_from.toordinal()
    stated = (created >= 0) & (created < known_from.toordinal())
    started = np.where(before, np.where(stated, created, LONG_AGO.toordinal()), started)
    begun = since.copy()
    begun[first] = np.minimum(since[first], keyed(np.arange(count), started))
    return begun, started


def _created(reader: Reader, there: pa.Array) -> Ints:
    rows = reader.collect(unbound("accounts").select("account_id", "created_date")).table
    found = np.full(len(there), -1)
    place, days = places_of(rows["account_id"], there), ordinals_of(rows["created_date"])
    found[place[place >= 0]] = days[place >= 0]
    return found


def _events(reader: Reader, there: pa.Array) -> Mapping[str, Happened]:
    """Return the events of the kinds that the journey looks at, as known by `as_of`."""
    kinds = event_kinds(reader.journey)
    if not kinds:
        return {}
    rows = unbound("account_events")
    known = rows.filter(rows.kind.isin(sorted(kinds)), rows["at"] <= ibis.literal(reader.as_of))
    table = reader.collect(known.select("account_id", "kind", "at", "value")).table
    place, days = places_of(table["account_id"], there), ordinals_of(table["at"])
    found = {}
    for kind in sorted(kinds):
        of_kind = np.asarray(pc.equal(table["kind"], kind).to_numpy()).astype(bool) & (place >= 0)
        if of_kind.any():
            texts = table["value"].filter(pa.array(of_kind)).to_pylist()
            found[kind] = happened(place[of_kind], days[of_kind], texts)
    return found


def _renewals(reader: Reader, there: pa.Array) -> Ints:
    rows = unbound("subscriptions")
    columns = ("account_id", "subscription_id", "line_id", "start_date", "end_date", "renewal_date")
    known = rows.filter(
        rows.start_date <= ibis.literal(reader.as_of),
        rows.kind.fill_null("recurring") == "recurring",
        rows.status.fill_null("") != "trialing",
    )
    return renewals_of(reader.collect(known.select(*columns)).table, there)


def renewals_of(paid: pa.Table, there: pa.Array) -> Ints:
    """Return the renewals that rows of subscriptions tell, keyed and in order, of the accounts there.

    These are an account's `renewal_date`s. Where no row of it has one: the ends of rows that ran whole years,
    or that no row of the same subscription line follows (a change of price within a term ends a row and
    renews nothing). Trials are left out before.
    """
    paid = paid.filter(pc.is_in(paid["account_id"], value_set=there))
    account = places_of(paid["account_id"], there)
    start, end, renewal = (ordinals_of(paid[name]) for name in ("start_date", "end_date", "renewal_date"))
    stated = renewal >= 0
    has_one = np.zeros(len(there), bool)
    has_one[account[stated]] = True
    other = np.flatnonzero(~has_one[account])
    line = _lines(account[other], paid.take(other))
    followed = np.isin(keyed(line, end[other]), keyed(line, start[other]))
    ends = (end[other] >= 0) & (end[other] < FAR.toordinal())
    renewed = other[ends & (~followed | _whole_years(start[other], end[other]))]
    keys = (keyed(account[stated], renewal[stated]), keyed(account[renewed], end[renewed]))
    return distinct(np.concatenate(keys))


def _lines(account: Ints, paid: pa.Table) -> Ints:
    """Return a number for each subscription line of an account, the same for the same."""
    number = account + 1
    for name in ("subscription_id", "line_id"):
        codes = pc.fill_null(paid[name], "").combine_chunks().dictionary_encode().indices
        code = np.asarray(codes.to_numpy()).astype(np.int64)
        number = number * (int(code.max(initial=0)) + 1) + code
        number = np.unique(number, return_inverse=True)[1].astype(np.int64)
    return number


def _whole_years(start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Return whether each range is a whole number of years, kept inside a shorter month."""
    days = [(each - EPOCH).astype("datetime64[D]") for each in (start, end)]
    month = [each.astype("datetime64[M]") for each in days]
    day = [(each - of).astype(np.int64) for each, of in zip(days, month, strict=True)]
    length = ((month[1] + 1).astype("datetime64[D]") - month[1].astype("datetime64[D]")).astype(np.int64)
    months = (month[1] - month[0]).astype(np.int64)
    same_day = np.minimum(day[0], length - 1) == day[1]
    return np.asarray((months > 0) & (months % MONTHS_A_YEAR == 0) & same_day)
