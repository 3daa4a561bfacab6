"""The sample company: about 600 accounts, 15 million dollars of ARR, fourteen people, three years.

Everything follows from a seed and the last day known, byte for byte, on every machine and Python version.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bookload.base.files import write_whole
from bookload.data.demo import team
from bookload.data.demo.absences import Absence, absence_rows, absences
from bookload.data.demo.account_events import Event, account_event_rows, account_events
from bookload.data.demo.accounts import accounts
from bookload.data.demo.activities import Log, activity_rows
from bookload.data.demo.documents import documents
from bookload.data.demo.interventions import intervention_rows, sprints
from bookload.data.demo.kinds import Truth
from bookload.data.demo.lives import lives_of_size
from bookload.data.demo.mess import Accident, mess_up
from bookload.data.demo.ownership import Books, books
from bookload.data.demo.rows import Row
from bookload.data.demo.story import Story, account_rows
from bookload.data.demo.subscriptions import (
    discount_rows,
    subscription_event_rows,
    subscription_rows,
    with_arrears,
)
from bookload.data.demo.timeline import Timeline

__all__ = [
    "IMPORTED_AT",
    "KNOWN_FROM",
    "SEED",
    "THROUGH",
    "Accident",
    "Company",
    "Truth",
    "generate",
    "logged",
    "write",
]

SEED = 2026
THROUGH = date(2026, 6, 30)
KNOWN_FROM = date(2023, 7, 1)
"""The first day that the company's files know all of: who left before it is in none of them."""

IMPORTED_AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
"""When the sample company's files are imported: fixed, so that it is the same everywhere."""


@dataclass(frozen=True)
class Company:
    """A company as its files say it: rows of text by table and column, and documents by path.

    `accidents` are the rows of the messy month that are wrong on purpose.
    """

    tables: Mapping[str, Sequence[Mapping[str, str]]]
    documents: Mapping[str, str]
    accidents: tuple[Accident, ...]


@dataclass(frozen=True)
class _Cast:
    """Who there is and what happens to them, before any of it is written down."""

    planned: Mapping[str, date]
    stories: Sequence[Story]
    carried: Books
    away: list[Absence]
    events: Sequence[Event]

    @classmethod
    def of(cls, seed: int, timeline: Timeline) -> _Cast:
        customers = accounts(seed, timeline)
        planned = sprints(customers, seed, timeline)
        stories = with_arrears(lives_of_size(customers, seed, planned, timeline), seed, timeline)
        away = absences(seed, timeline)
        return cls(
            planned, stories, books(stories, seed, timeline), away, account_events(stories, seed, timeline)
        )

    def activities(self, seed: int, timeline: Timeline, truths: Sequence[Truth]) -> list[Row]:
        log = Log(self.stories, self.carried, self.away, self.events, timeline, truths)
        return activity_rows(log, seed)


def generate(*, seed: int = SEED, through: date = THROUGH, truths: Sequence[Truth] = ()) -> Company:
    """Return the sample company of a seed: three years of history up to `through`, the last day known.

    `truths` change what kinds of activity take in some stages, and nothing else of the company.
    """
    timeline = Timeline(through)
    cast = _Cast.of(seed, timeline)
    stories = cast.stories
    tables: dict[str, list[Row]] = {
        "accounts": account_rows(stories),
        "account_events": account_event_rows(cast.events),
        "subscriptions": subscription_rows(stories, seed, timeline),
        "discounts": discount_rows(stories, seed),
        "subscription_events": subscription_event_rows(stories, timeline),
        "people": team.people_rows(timeline),
        "positions": team.position_rows(timeline),
        "pay": team.pay_rows(timeline),
        "ownership": cast.carried.rows(),
        "pools": team.pool_rows(timeline),
        "activities": cast.activities(seed, timeline, truths),
        "absences": absence_rows(cast.away),
        "costs": team.cost_rows(timeline),
        "interventions": intervention_rows(stories, cast.planned, seed, timeline),
    }
    accidents = mess_up(tables, timeline)
    return Company(tables, documents(timeline), accidents)


def logged(
    *, seed: int = SEED, through: date = THROUGH, truths: Sequence[Truth] = ()
) -> tuple[list[Row], list[Row]]:
    """Return the rows of `accounts` and `activities` alone, before anything goes wrong in them."""
    timeline = Timeline(through)
    cast = _Cast.of(seed, timeline)
    return account_rows(cast.stories), cast.activities(seed, timeline, truths)


def write(company: Company, folder: Path) -> tuple[Path, ...]:
    """Write `data/<table>.csv` and the documents into a folder, and return the files in order.

    Each file is replaced as a whole; a second run leaves the same bytes.
    """
    texts = {f"data/{table}.csv": csv_text(rows) for table, rows in company.tables.items()}
    written = []
    for name, text in {**texts, **company.documents}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
        written.append(path)
    return tuple(written)


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as a CSV file with a header; lines end in a line feed on every system."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
