"""What a letter says: how old the data is, sums of each list, and the lists, as their reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.figures import annual
from bookload.report.page.front import in_words
from bookload.report.terminal import Laid, laid
from bookload.report.topics import monday

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bookload.metrics.books.orphans import Orphan
    from bookload.metrics.effort.contact import Quiet
    from bookload.report.monday import Monday

OLD_DAYS = 10
"""Data that goes through a day so long ago is said to be old; a week's import is not."""

ROWS = 8
NOTHING = "Nothing is waiting: no load above the target, no silence, nobody's account."


@dataclass(frozen=True)
class Letter:
    """A letter: `lines` come first; `tables` are the lists, none for who sees sums alone."""

    company: str
    day: str
    subject: str
    lines: tuple[str, ...]
    tables: tuple[Laid, ...] = ()


def letter(found: Monday, company: str, currency: str, today: date, *, lists: bool = True) -> Letter:
    """Return the letter of a Monday page; without `lists`, sums alone."""
    parts = [laid(part) for part in monday.tables(found, currency, ROWS)] if lists else []
    said = tuple(part for part in parts if isinstance(part, str) and part != NOTHING)
    return Letter(
        company=company,
        day=in_words(found.as_of),
        subject=f"{company}: worth a look this week",
        lines=(*_age(found.data_through, today), *_sums(found, currency), *said),
        tables=tuple(part for part in parts if isinstance(part, Laid)),
    )


def nothing_yet(company: str, today: date) -> Letter:
    """Return the letter of a workspace without data."""
    words = "Nothing was imported yet, so there is nothing to look at. Bring the files on the page Data."
    return Letter(company, in_words(today), f"{company}: no data yet", (words,))


def _age(through: date, today: date) -> Iterator[str]:
    days = (today - through).days
    if days > OLD_DAYS:
        yield (
            f"The data is old: it goes through {in_words(through)}, {days} days ago. What is below may have "
            "changed since; import newer files."
        )
    else:
        yield f"Data through {in_words(through)}."


def _sums(found: Monday, currency: str) -> Iterator[str]:
    """Yield how many there are of each list, and what ARR hangs on them."""
    lists = (
        ("renewal", "without recent contact", found.renewals),
        ("account", "not contacted for long", found.quiet),
        ("account", "that nobody looks after", found.orphans),
    )
    any_of_them = bool(found.loads)
    for noun, words, rows in lists:
        if rows:
            any_of_them = True
            yield f"{_counted(len(rows), noun)} {words}: {_arr(rows, currency)} {currency} of ARR."
    if found.loads:
        people = len({each.person_id for each in found.loads})
        yield f"{_counted(people, 'person', 'people')} above the target load in the months ahead."
    if not any_of_them:
        yield NOTHING


def _counted(count: int, noun: str, many: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def _arr(rows: tuple[Quiet, ...] | tuple[Orphan, ...], currency: str) -> str:
    return annual(sum(each.arr for each in rows), currency) or ""
