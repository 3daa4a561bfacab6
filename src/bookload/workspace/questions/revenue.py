"""What is asked of revenue: its movements, what lasts, what is committed, who is largest, what turned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from bookload.base.access import Right
from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.metrics.revenue.concentration import TOPS
from bookload.metrics.revenue.known import last_over
from bookload.report.page.charted.committed import charts as committed_charts
from bookload.report.page.charted.concentration import charts as concentration_charts
from bookload.report.page.charted.renewals import charts as renewals_charts
from bookload.report.page.charted.revenue import heatmap, rates, waterfall
from bookload.report.page.charted.signs import charts as signs_charts
from bookload.report.topics import (
    changed,
    cohorts,
    committed,
    concentration,
    movements,
    renewals,
    retention,
    signs,
)
from bookload.workspace.questions.question import FIRST_YEAR, Answered, Asked, Question, Span, months_asked

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.workspace.reading import Workspace

Group = Literal["segment", "tier", "touch_model", "region"]
Rows = Annotated[int, Field(ge=0, le=100_000)]


class Movements(Span):
    """Which bridge."""

    by: Literal["month", "account", "person", "segment", "product"] = "month"
    detail: bool = False


def _movements(reader: Workspace, asked: Movements, _progress: Progress) -> Answered:
    months = months_asked(reader, asked)
    found = reader.movements(asked.by, *months)
    parts = reader.sub_kinds(asked.by, *months) if asked.detail else None
    currency = reader.policy.company.currency
    return Answered(
        movements.body(found, asked.by, parts),
        movements.tables(found, asked.by, currency, parts),
        waterfall(found, currency),
        about=months,
    )


class Retention(Asked):
    """Which rates."""

    period: Literal["year", "quarter", "month", "fiscal_year", "fiscal_quarter"] = "year"
    by: Group | Literal["product", "person"] | None = None


def _retention(reader: Workspace, asked: Retention, _progress: Progress) -> Answered:
    about = (reader.months[0], reader.months[-1])
    if asked.by == "person":
        books = reader.book_retention(asked.period).rows
        return Answered(
            retention.body_of_books(books, asked.period),
            retention.tables_of_books(books, asked.period),
            about=about,
        )
    rows = reader.retention(asked.period, asked.by).rows
    return Answered(
        retention.body(rows, asked.period, asked.by),
        retention.tables(rows, asked.period, asked.by),
        () if asked.by else rates(rows, asked.period),
        about=about,
    )


class Cohorts(Asked):
    """Which cohorts, and what of them is followed."""

    grain: Literal["month", "quarter", "year"] = "quarter"
    measure: Literal["revenue", "logo"] = "revenue"


def _cohorts(reader: Workspace, asked: Cohorts, _progress: Progress) -> Answered:
    found = reader.cohorts(asked.grain)
    return Answered(
        cohorts.body(found, asked.measure),
        cohorts.tables(found, asked.measure),
        heatmap(found, asked.measure),
        about=(reader.months[0], reader.months[-1]),
    )


class Committed(Asked):
    """What it is split by, how far it looks ahead."""

    by: Literal["account"] | Group | None = None
    ahead: Annotated[int, Field(ge=0, le=120)] = 12
    rows: Rows = 12


def _committed(reader: Workspace, asked: Committed, _progress: Progress) -> Answered:
    found, changes = reader.committed(asked.by, asked.ahead), reader.committed_changes().rows
    currency = reader.policy.company.currency
    return Answered(
        committed.body(found, changes, asked.by),
        committed.tables(found, changes, asked.by, currency, asked.rows),
        committed_charts(found, currency),
        about=(reader.months[-1], reader.months[-1]),
    )


class Renewals(Asked):
    """How far it looks ahead."""

    ahead: Annotated[int, Field(ge=1, le=120)] = 12
    rows: Rows = 12


def _renewals(reader: Workspace, asked: Renewals, _progress: Progress) -> Answered:
    found, owners = reader.renewals(asked.ahead)
    currency = reader.policy.company.currency
    return Answered(
        renewals.body(found, owners),
        renewals.tables(found, owners, currency, asked.rows),
        renewals_charts(found, currency),
        about=(reader.months[-1], reader.months[-1]),
    )


class Concentration(Span):
    """What is counted as one."""

    of: Literal["family", "account"] = "family"


def _concentration(reader: Workspace, asked: Concentration, _progress: Progress) -> Answered:
    found = reader.concentration(asked.first, asked.last, TOPS, asked.of)
    return Answered(
        concentration.body(found),
        concentration.tables(found, reader.policy.company.currency),
        concentration_charts(found),
        about=(reader.months[0], reader.months[-1]),
    )


Snapshot = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]


class Changed(Asked):
    """Since which day, a month ago by default; at which snapshot of then, the same by default."""

    since: date | None = None
    before: Snapshot | None = None
    rows: Rows = 12


def _changed(reader: Workspace, asked: Changed, _progress: Progress) -> Answered:
    day = asked.since or _usual_day(reader)
    if day.year < FIRST_YEAR or day > reader.as_of:
        raise UsageError(f"what changed since {day} is asked on a later day; this is {reader.as_of}")
    found = reader.since(day, asked.before)
    return Answered(
        changed.body(found),
        changed.tables(found, reader.policy.company.currency, asked.rows),
        about=(Month.of(day), Month.of(reader.as_of)),
    )


def _usual_day(reader: Workspace) -> date:
    """Return the day that is compared with: a month before, or the first that the data knows."""
    usual = a_month_before(reader.as_of)
    return usual if reader.known_from is None else min(max(usual, reader.known_from), reader.as_of)


def a_month_before(day: date) -> date:
    """Return the same day of the month before, or its last; of the last of a month that of the one before."""
    before = Month.of(day) - 1
    if day == Month.of(day).last_day or day.day > before.last_day.day:
        return before.last_day
    return before.first_day.replace(day=day.day)


class Signs(Span):
    """Where signs are looked for."""

    by: Literal["company", "person"] | Group = "company"


def _signs(reader: Workspace, asked: Signs, _progress: Progress) -> Answered:
    latest = asked.model_copy(update={"last": asked.last or last_over(reader)})
    found = reader.signs(asked.by, *months_asked(reader, latest, 12 if asked.by == "company" else 1))
    currency = reader.policy.company.currency
    return Answered(
        signs.body(found, reader.access, currency), signs.tables(found, currency), signs_charts(found)
    )


EVERYBODY: frozenset[Right] = frozenset()
ALL_ROWS = frozenset({Right.ALL_ROWS})

REVENUE = (
    Question("movements", "MRR movements", EVERYBODY, Movements, _movements),
    Question("retention", "What lasts", EVERYBODY, Retention, _retention),
    Question("cohorts", "Cohorts", EVERYBODY, Cohorts, _cohorts),
    Question("committed", "Committed ARR", EVERYBODY, Committed, _committed),
    Question("renewals", "Renewals due", EVERYBODY, Renewals, _renewals),
    Question("concentration", "Largest accounts", EVERYBODY, Concentration, _concentration),
    Question("changed", "What changed", EVERYBODY, Changed, _changed),
    Question("signs", "What turned", ALL_ROWS, Signs, _signs),
)
