"""What is asked of the team: its ratios and books, its hours and costs, and what published ratios imply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from bookload.base.access import Right
from bookload.metrics.books.orphans import held_today
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools
from bookload.report.page.charted.book import charts as book_charts
from bookload.report.page.charted.capacity import charts as capacity_charts
from bookload.report.page.charted.costs import charts as costs_charts
from bookload.report.page.charted.ratios import charts as ratios_charts
from bookload.report.page.charted.sizing import charts as sizing_charts
from bookload.report.page.load_map import load_map
from bookload.report.topics import book, capacity, costs, loads, monday, ratios, sizing
from bookload.report.workbook.sheets import capacity as capacity_sheet
from bookload.report.workbook.sheets import costs as costs_sheet
from bookload.report.workbook.sheets import sizing as sizing_sheet
from bookload.workspace.questions.question import (
    AMonth,
    Answered,
    Asked,
    Choice,
    Question,
    Span,
    months_asked,
)
from bookload.workspace.questions.revenue import ALL_ROWS, EVERYBODY, Group

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.workspace.reading import Workspace


class Ratios(Span):
    """What the ratios are split by."""

    by: Literal["company", "team"] | Group = "company"


def _ratios(reader: Workspace, asked: Ratios, _progress: Progress) -> Answered:
    start, end = months_asked(reader, asked)
    rows = [row for row in reader.ratios(asked.by) if start <= row.month <= end]
    currency = reader.policy.company.currency
    judged = assess(reader) if rows and asked.by == "company" and not reader.access.chosen else None
    return Answered(
        ratios.body(rows, asked.by, reader.access),
        ratios.tables(rows, asked.by, reader.access, currency),
        ratios_charts(rows, judged, currency),
        about=(start, end),
    )


class Book(Asked):
    """Whose book, at the end of which month; the latest by default."""

    person: Annotated[str, Field(min_length=1)]
    month: AMonth = None


def _owners(reader: Workspace) -> Mapping[str, Sequence[Choice]]:
    """Return whose books there are, by name: people, pools, and what is nobody's."""
    names = {**pools(reader).names, **{each: of.name for each, of in staff(reader).people.items()}}
    owners = {each.owner_id for each in held_today(reader) if each.owner_id}
    found = sorted((str(names.get(owner) or owner), owner) for owner in owners)
    return {"person": tuple((owner, name if name == owner else f"{name} ({owner})") for name, owner in found)}


def _book(reader: Workspace, asked: Book, _progress: Progress) -> Answered:
    found = reader.person(asked.person, asked.month)
    return Answered(
        book.person_body(found, reader),
        book.person_tables(found, reader),
        book_charts(found, reader.policy.company.currency),
        about=(found.book.month - 11, found.book.month),
    )


class Loads(Asked):
    """How far it looks ahead, and back."""

    months_ahead: Annotated[int, Field(ge=0, le=24)] = 5
    first: AMonth = Field(default=None, alias="from")


def _loads(reader: Workspace, asked: Loads, _progress: Progress) -> Answered:
    found = reader.loads(asked.months_ahead, asked.first) or ()
    names = {person: of.name for person, of in staff(reader).people.items() if of.name}
    target = Fraction(reader.policy.working_time.target_utilisation)
    maps = (load_map(found, names, target),) if found else ()
    return Answered(loads.body(found, names), loads.tables(found, names), maps=maps)


class Capacity(Asked):
    """How far it looks ahead, and back."""

    months_ahead: Annotated[int, Field(ge=0, le=24)] = 3
    first: AMonth = Field(default=None, alias="from")


def _capacity(reader: Workspace, asked: Capacity, _progress: Progress) -> Answered:
    found = reader.capacity(asked.months_ahead, asked.first)
    return Answered(
        capacity.body(found, reader.access),
        capacity.tables(found, reader.access, reader.policy.company.currency),
        capacity_charts(found),
        fill=lambda sheet: capacity_sheet.alone(sheet, found, reader.policy),
    )


class Costs(Span):
    """Which groups of accounts, how many single ones."""

    by: Group = "segment"
    accounts: Annotated[int, Field(ge=0, le=100_000)] = 10


def _costs(reader: Workspace, asked: Costs, _progress: Progress) -> Answered:
    found, currency = reader.costs(asked.by, asked.first, asked.last), reader.policy.company.currency
    return Answered(
        costs.body(found, reader.access, currency),
        costs.tables(found, reader.access, currency, asked.accounts),
        costs_charts(found, currency),
        about=(found.months[0], found.months[-1]),
        fill=lambda sheet: costs_sheet.fill(sheet, found, currency),
    )


class Sizing(Asked):
    """Which published figures, and against which of them the work is held."""

    aggregators: bool = False
    against: str | None = None


def _sizing(reader: Workspace, asked: Sizing, _progress: Progress) -> Answered:
    found, currency = reader.sizing(aggregators=asked.aggregators), reader.policy.company.currency
    chosen = found.against(asked.against)
    return Answered(
        sizing.body(found, reader.access),
        sizing.tables(found, currency, chosen),
        sizing_charts(chosen),
        fill=lambda sheet: sizing_sheet.fill(sheet, found, currency),
    )


class Monday(Asked):
    """How many rows of each list."""

    rows: Annotated[int, Field(ge=1, le=100_000)] = 12


def _monday(reader: Workspace, asked: Monday, _progress: Progress) -> Answered:
    found = reader.monday()
    return Answered(monday.body(found), monday.tables(found, reader.policy.company.currency, asked.rows))


TEAM = (
    Question("monday", "Worth a look", EVERYBODY, Monday, _monday),
    Question("ratios", "Ratios", ALL_ROWS, Ratios, _ratios),
    Question(
        "loads",
        "Load by person",
        frozenset({Right.PERSON_NAMES, Right.TIME_PERSON}),
        Loads,
        _loads,
    ),
    Question("book", "One book", frozenset({Right.PERSON_NAMES}), Book, _book, choices=_owners),
    Question("capacity", "Hours and heads", ALL_ROWS, Capacity, _capacity, supposes=True),
    Question("costs", "What it costs to serve", ALL_ROWS, Costs, _costs),
    Question("sizing", "Top-down and bottom-up", ALL_ROWS, Sizing, _sizing, supposes=True),
)
