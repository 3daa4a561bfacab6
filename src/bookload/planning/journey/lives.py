"""What the journey needs to know of each account: when it was live, its renewals, and its dated events."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis

from bookload.base.period import FAR, MONTHS_A_YEAR, Month, add_months
from bookload.data.documents import Journey
from bookload.data.engine import whole
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.team.people import Range, joined

LONG_AGO = date(1900, 1, 1)
"""The first day live of an account that was there before the data knows anything."""

STAGE, HEALTH = "stage", "health"
"""The kinds of account events that a stage's `event` and `health` look at."""

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

    def next_renewal(self, day: date) -> date | None:
        """Return the next known renewal on or after a day."""
        return next((renewal for renewal in self.renewals if renewal >= day), None)

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
    """Return the life of every account that was ever live, by `as_of`, in the order of ids.

    What is live at `as_of` stays so: months ahead see today's accounts. An account that was live on the first
    day that the data knows was there before: it started on its `created_date` if that is earlier, else
    long ago.
    """
    events = _events(reader, event_kinds(reader.journey))
    renewals = _renewals(reader) if any(stage.days_to_renewal for stage in reader.journey.stages) else {}
    created = _created(reader) if reader.known_from else {}
    return tuple(
        life_of(account, ranges, reader.known_from, created.get(account), renewals.get(account, ()), events)
        for account, ranges in sorted(_live(reader).items())
    )


def life_of(
    account_id: str,
    ranges: Iterable[Range],
    known_from: date | None,
    created: date | None,
    renewals: Iterable[date],
    events: Mapping[str, Events],
) -> Life:
    """Return one account's life from its ranges of live days; see `lives` for `known_from`."""
    live = joined(ranges)
    started = live[0][0]
    if known_from is not None and started <= known_from:
        started = created if created is not None and created < known_from else LONG_AGO
        live = ((min(started, live[0][0]), live[0][1]), *live[1:])
    return Life(account_id, live, started, tuple(sorted(set(renewals))), events.get(account_id, {}))


def _live(reader: Reader) -> Mapping[str, list[Range]]:
    periods = held_periods(reader)
    counted = periods.filter(~periods.paused, periods.annual > whole(0))
    found: dict[str, list[Range]] = defaultdict(list)
    for row in _rows(reader, counted.select("account_id", "start_date", "end_date").distinct()):
        if row["start_date"] < row["end_date"]:
            found[row["account_id"]].append((row["start_date"], row["end_date"]))
    return found


def _events(reader: Reader, kinds: Collection[str]) -> Mapping[str, Events]:
    """Return the events of some kinds by account and kind, as known by `as_of`."""
    if not kinds:
        return {}
    rows = unbound("account_events")
    known = rows.filter(rows.kind.isin(sorted(kinds)), rows.at <= ibis.literal(reader.as_of))
    found: dict[str, dict[str, list[tuple[date, str | None]]]] = defaultdict(lambda: defaultdict(list))
    listed = _rows(reader, known.select("account_id", "kind", "at", "value"))
    for row in sorted(
        listed, key=lambda row: (row["account_id"], row["kind"], row["at"], row["value"] or "")
    ):
        found[row["account_id"]][row["kind"]].append((row["at"], row["value"]))
    return found


def _renewals(reader: Reader) -> Mapping[str, list[date]]:
    rows = unbound("subscriptions")
    columns = ("account_id", "subscription_id", "line_id", "start_date", "end_date", "renewal_date", "status")
    known = rows.filter(
        rows.start_date <= ibis.literal(reader.as_of), rows.kind.fill_null("recurring") == "recurring"
    )
    listed = sorted(_rows(reader, known.select(*columns)), key=lambda row: str(row["account_id"]))
    return {account: renewals_of(list(group)) for account, group in groupby(listed, itemgetter("account_id"))}


def renewals_of(rows: Sequence[Mapping[str, Any]]) -> list[date]:
    """Return the renewals that the rows of one account's subscriptions tell.

    These are their `renewal_date`s. Where no row has one: the ends of rows that ran whole years, or that no
    row of the same subscription line follows (a change of price within a term ends a row and renews nothing).
    """
    paid = [row for row in rows if row["status"] != "trialing"]
    stated = [row["renewal_date"] for row in paid if row["renewal_date"] is not None]
    if stated:
        return stated
    starts = {(row["subscription_id"], row["line_id"], row["start_date"]) for row in paid}
    return [
        row["end_date"]
        for row in paid
        if row["end_date"] is not None
        and row["end_date"] < FAR
        and (
            (row["subscription_id"], row["line_id"], row["end_date"]) not in starts
            or _whole_years(row["start_date"], row["end_date"])
        )
    ]


def _whole_years(start: date, end: date) -> bool:
    months = Month.of(end).ordinal - Month.of(start).ordinal
    return months > 0 and months % MONTHS_A_YEAR == 0 and add_months(start, months) == end


def _created(reader: Reader) -> Mapping[str, date | None]:
    rows = _rows(reader, unbound("accounts").select("account_id", "created_date"))
    return {row["account_id"]: row["created_date"] for row in rows}


def _rows(reader: Reader, expr: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - an ibis table, untyped here
    return reader.collect(expr).rows()
