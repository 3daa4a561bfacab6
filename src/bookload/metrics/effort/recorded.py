"""What the log records, activity by activity: in which month, and how many minutes it took.

A month is the company's: its edges are midnights in the policy's time zone, as instants, and an activity
belongs to the month that it starts in. Minutes are those stated, else from start to end in whole seconds;
with neither they are not known, which is not 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from bookload.base.period import MONTHS_A_YEAR, Month, months
from bookload.data.engine import half_away
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import unbound

MINUTE_ONE = 10**4
"""Minutes are kept x 10^4, as the input table has them."""
SECONDS_A_MINUTE = 60
MINUTES_AN_HOUR = 60
MONTHS_A_QUARTER = 3
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class LogSpan:
    """The days `[start, end)` of the log, the company's: from its first activity to `as_of`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days the log covers."""
        return (self.end - self.start).days

    @property
    def length(self) -> Fraction:
        """How many months of average length (365/12 days) it lasts."""
        return Fraction(self.days * MONTHS_A_YEAR, DAYS_A_YEAR)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that the log touches."""
        return tuple(months(Month.of(self.start), Month.of(self.end - timedelta(days=1))))

    @property
    def whole_months(self) -> tuple[Month, ...]:
        """The months that the log covers from their first day to their last."""
        return tuple(
            month
            for month in self.months
            if month.first_day >= self.start and month.next_first_day <= self.end
        )


@once
def log_span(reader: Reader) -> LogSpan | None:
    """Return the days that the log covers by `as_of`; None for a reader without any activity by then."""
    # The one column, for how long anything took needs a right.
    rows = unbound("activities").select("start_at")
    row = reader.collect(_by_as_of(rows, reader).aggregate(first=rows.start_at.min())).rows()[0]
    first = row["first"]
    if not isinstance(first, datetime):
        return None
    return LogSpan(first.astimezone(zone(reader)).date(), reader.as_of + timedelta(days=1))


def recorded(reader: Reader) -> ir.Table:
    """Return a row for each activity that began by `as_of`, whoever it was for.

    Columns: person_id, kind, start_at, stage, account_id (as written: several are separated by semicolons),
    channel, direction, subject, playbook, month, quarter (year x 4 + quarter - 1, of the calendar), and
    minutes (x 10^4; null where not known). Not unique: nothing keeps two activities from being alike.
    """
    rows = unbound("activities")
    known = _by_as_of(rows, reader)
    span = log_span(reader)
    touched = span.months if span else (Month.of(reader.as_of),)
    return known.select(
        "person_id",
        "kind",
        "start_at",
        "stage",
        "account_id",
        "channel",
        "direction",
        "subject",
        "playbook",
        month=_month_of(known.start_at, touched, reader),
        quarter=_quarter_of(known.start_at, touched, reader),
        minutes=_minutes(known),
    )


def last_activities(reader: Reader) -> ir.Table:
    """Return when an activity last began by `as_of`, by whom it was for: account_id (as written), last."""
    # No other column, for what anybody did needs a right.
    rows = unbound("activities").select("account_id", "start_at")
    known = _by_as_of(rows, reader)
    named = known.filter(known.account_id.notnull())
    return named.group_by("account_id").aggregate(last=named.start_at.max())


def _minutes(rows: ir.Table) -> ir.Value:
    # Whole seconds, for engines round fractions of one differently.
    seconds = rows.end_at.truncate("s").epoch_seconds() - rows.start_at.truncate("s").epoch_seconds()
    took = half_away(seconds.cast("int64") * MINUTE_ONE, SECONDS_A_MINUTE).cast("int64")
    return ibis.cases((rows.minutes.notnull(), rows.minutes), else_=took)


def _by_as_of(rows: ir.Table, reader: Reader) -> ir.Table:
    return rows.filter(rows.start_at < ibis.literal(_midnight(reader.as_of + timedelta(days=1), reader)))


def _month_of(instant: ir.Value, touched: Sequence[Month], reader: Reader) -> ir.Value:
    edges = [_midnight(month.first_day, reader) for month in touched[1:]]
    return _among(instant, edges, [month.ordinal for month in touched])


def _quarter_of(instant: ir.Value, touched: Sequence[Month], reader: Reader) -> ir.Value:
    quarters = sorted({month.ordinal // MONTHS_A_QUARTER for month in touched})
    edges = [_midnight(Month(quarter * MONTHS_A_QUARTER).first_day, reader) for quarter in quarters[1:]]
    return _among(instant, edges, quarters)


def _among(instant: ir.Value, edges: Sequence[datetime], numbers: Sequence[int]) -> ir.Value:
    """Return the number of the range that an instant lies in, by a tree of comparisons.

    Comparing with edges needs no calendar of the engine's, so neither its zone nor its time zone data.
    """
    if not edges:
        return ibis.literal(numbers[0], "int64")
    middle = len(edges) // 2
    early = _among(instant, edges[:middle], numbers[: middle + 1])
    late = _among(instant, edges[middle + 1 :], numbers[middle + 1 :])
    return ibis.cases((instant < ibis.literal(edges[middle]), early), else_=late)


def _midnight(day: date, reader: Reader) -> datetime:
    return datetime.combine(day, time(), zone(reader)).astimezone(UTC)


def zone(reader: Reader) -> ZoneInfo:
    """Return the company's time zone."""
    return ZoneInfo(reader.policy.company.time_zone)
