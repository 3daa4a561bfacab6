"""The matter of a page as HTML, kept: made once for each question, place and set of rights."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.metrics.revenue.periods.held import price_rows
from bookload.metrics.revenue.rates.conversion import rate_notes
from bookload.report.document import document
from bookload.report.explain import OF_ONE, metrics_of
from bookload.report.page import content, render_few, render_inside, render_lists, render_opened, topic
from bookload.report.page.few import few
from bookload.report.page.figure import opened
from bookload.report.page.links import Links
from bookload.report.topics import book
from bookload.web.asked import SORT, reader_at
from bookload.web.people.duties import DATA
from bookload.web.state import served
from bookload.workspace.beside import beside
from bookload.workspace.chosen import account_count, account_names, choices
from bookload.workspace.kept import is_kept, kept
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.report.document import Json
    from bookload.web.asked import Place
    from bookload.workspace import Workspace
    from bookload.workspace.chosen import Choices
    from bookload.workspace.questions import Answered, Choice

Said = Mapping[str, str]

ALSO = "<!-- also -->"
"""Where a report that was kept takes in what is another's each time; text from data is escaped."""


MONTHS_AHEAD = 4
FOLLOWS = 20_000
"""Rows of prices from which a page does not wait for its matter: it is shown at once, and that follows."""

NOTHING_DUE = "Nothing is due for renewal in the months ahead."


def report_inside(place: Place, access: Access, also: str) -> str:
    """Return the matter of the report, for readers of all rows; `also` stands among it."""

    def made() -> bytes:
        page = content(reader_at(place, access), opened=False)
        return render_inside(page, ALSO, links(place, access)).encode()

    if place.scenario is not None:
        raise UsageError("the report is not asked of a scenario: compare scenarios, or leave 'scenario' out")
    report = kept(served().root, ("report page", place), access, made, place.snapshot).decode()
    return report.replace(ALSO, also)


def figures_are_there(place: Place, access: Access) -> bool:
    """Return whether the first page's figures were found out before, or are soon."""
    name = "report page" if access.sees_all_rows and not place.chosen else "few"
    return _is_there((name, place), place, access)


def is_there(
    name: str, said: Said, place: Place, access: Access, *, form: str = "page", sort: str = ""
) -> bool:
    """Return whether an answer's matter, or its `lists`, was found out before, or is soon."""
    return _is_there((*_asked(form, name, said, place, access), *([sort] if sort else [])), place, access)


def _is_there(asked: tuple[Hashable, ...], place: Place, access: Access) -> bool:
    kept_before = is_kept(served().root, asked, access, place.snapshot)
    return kept_before is True or price_rows(reader_at(place.of_all, access)) < FOLLOWS


def few_inside(place: Place, access: Access, also: str) -> str:
    """Return the figures of the accounts that a reader sees and asks about; `also` stands under them."""

    def made() -> bytes:
        return render_few(few(reader_at(place, access)), ALSO, links(place, access)).encode()

    return kept(served().root, ("few", place), access, made, place.snapshot).decode().replace(ALSO, also)


def why_inside(metric: str, place: Place, access: Access) -> str:
    """Return why a figure of the first page is what it is: its rule, and the first rows behind it.

    Raises as the question `explain` does.
    """

    def made() -> bytes:
        reader = reader_at(place, access)
        found = opened(reader.explain(metric), reader.access)
        return render_opened(found, links(place, access)).encode()

    asked = _asked("why", "explain", {"metric": metric}, place, access)
    access.demand(QUESTIONS["explain"].needs, "why this number")
    if place.scenario is not None:
        raise UsageError(f"'{metric}' of the first page is not asked of a scenario; leave 'scenario' out")
    return kept(served().root, asked, access, made, place.snapshot).decode()


def links(place: Place, access: Access, said: Said | None = None, sort: str = "") -> Links:
    """Return where a page leads to from a place; what is `said` with a question stays, sorted otherwise."""
    before = f"{place.query}&" if place.query else ""
    asked = None if said is None else urlencode({**said, **place.said, SORT: ""})
    return Links(
        why=f"/overview/explain?{before}metric=",
        opens=f"/overview/why?{before}metric=",
        person=f"/books/book?{before}person=",
        opened=frozenset(metrics_of(access.choosing(place.chosen))) - OF_ONE,
        sort="" if asked is None else f"?{asked}",
        sorted_by=sort,
        findings="/data/findings" if access.sees_all_rows and access.role in DATA else "",
    )


def answer_inside(
    name: str, said: Said, place: Place, access: Access, progress: Progress | None = None, sort: str = ""
) -> str:
    """Return the matter of an answer: its charts, tables and lines; the tables sorted by a column."""

    def made() -> bytes:
        reader, found = _answered(name, said, place, access, progress or Progress())
        if QUESTIONS[name].slow:
            # What took long is not computed once more for its file, or to be kept as a plan.
            asked = _asked("document", name, said, place, access)
            kept(served().root, asked, access, lambda: _document(reader, found), place.snapshot)
        if found.inside is not None:
            return found.inside().encode()
        page = topic(reader, QUESTIONS[name].title, found.charts, found.parts, found.maps, sort=sort)
        leads = _onward(
            links(place, access, None if QUESTIONS[name].slow else said, sort), found, said, place
        )
        return render_inside(page, links=leads).encode()

    asked = (*_asked("page", name, said, place, access), *([sort] if sort else []))
    return kept(served().root, asked, access, made, place.snapshot).decode()


def _onward(leads: Links, found: Answered, said: Said, place: Place) -> Links:
    """Return where a page leads to, with what its answer says of its rows and of whom its figures are."""
    asked = urlencode({**said, **place.said, found.opens: ""}) if found.opens else ""
    row = (found.opens, f"?{asked}") if found.opens else ("", "")
    return replace(leads, of=found.of, opened=leads.opened | found.of.keys(), row=row)


def lists_inside(name: str, said: Said, place: Place, access: Access) -> str:
    """Return an answer's tables and lines alone, to stand on a page that says where its figures come from."""

    def made() -> bytes:
        reader, found = _answered(name, said, place, access, Progress())
        page = topic(reader, QUESTIONS[name].title, (), found.parts, found.maps)
        return render_lists(page, links(place, access)).encode()

    asked = _asked("lists", name, said, place, access)
    return kept(served().root, asked, access, made, place.snapshot).decode()


def renewals_inside(place: Place, access: Access) -> str:
    """Return what is due for renewal in the months ahead, account by account, to stand on another page."""

    def made() -> bytes:
        reader = reader_at(place, access)
        due, _ = reader.renewals(MONTHS_AHEAD)
        table = book.renewals_table(due.rows, account_names(reader), reader.policy.company.currency)
        parts = [table] if due.rows else [NOTHING_DUE]
        return render_lists(topic(reader, "Renewals", (), parts), links(place, access)).encode()

    return kept(served().root, ("renewals ahead", place), access, made, place.snapshot).decode()


def choices_inside(name: str, place: Place, access: Access) -> Mapping[str, Sequence[Choice]]:
    """Return what may be chosen of a question's parameters, as the data tells this reader."""

    def made() -> bytes:
        return json.dumps(QUESTIONS[name].choices(reader_at(place, access))).encode()

    asked = ("choices", name, place.as_it_is, beside(served().root, QUESTIONS[name], None, access))
    found = kept(served().root, asked, access, made, place.snapshot)
    return {each: [(value, words) for value, words in rows] for each, rows in json.loads(found).items()}


def lacking(name: str, place: Place, access: Access) -> str | None:
    """Return the table that has to be imported before a question can be answered; None where it is there."""

    def made() -> bytes:
        return (QUESTIONS[name].lacks(reader_at(place.of_all, access)) or "").encode()

    access.demand(QUESTIONS[name].needs, QUESTIONS[name].title.lower())
    asked = ("lacks", name, place.of_all)
    return kept(served().root, asked, access, made, place.snapshot).decode() or None


def accounts_to_choose(place: Place, access: Access) -> Choices:
    """Return by what accounts can be chosen, and the values that there are among those that a reader sees."""

    def made() -> bytes:
        return json.dumps(choices(reader_at(place.of_all, access))).encode()

    asked = ("accounts to choose", place.of_all)
    return {
        name: [(value, words) for value, words in rows]
        for name, rows in json.loads(kept(served().root, asked, access, made, place.snapshot)).items()
    }


def choices_of_some_day(place: Place, access: Access) -> Choices:
    """Return `accounts_to_choose` where it is there or soon found; else what there is on the last day.

    A page that waits for nothing offers that: any other value may be said.
    """
    asked = ("accounts to choose", place.of_all)
    there = _is_there(asked, place, access)
    return accounts_to_choose(place if there else replace(place, as_of=None), access)


def chosen_count(place: Place, access: Access) -> Mapping[str, int]:
    """Return how many accounts are chosen, and of how many."""

    def made() -> bytes:
        sizes = {"chosen": reader_at(place, access), "of": reader_at(place.of_all, access)}
        return json.dumps({name: account_count(reader) for name, reader in sizes.items()}).encode()

    found: dict[str, int] = json.loads(
        kept(served().root, ("accounts chosen", place), access, made, place.snapshot)
    )
    return found


def takes_long(name: str, said: Said, place: Place, access: Access) -> bool:
    """Return whether to ask in the background: a slow question, not answered before, that can be kept."""
    asked = _asked("page", name, said, place, access)
    return QUESTIONS[name].slow and is_kept(served().root, asked, access, place.snapshot) is False


def answer_document(name: str, said: Said, place: Place, access: Access) -> str:
    """Return the answer as the command line prints it with --json."""

    def made() -> bytes:
        return _document(*_answered(name, said, place, access, Progress()))

    asked = _asked("document", name, said, place, access)
    return kept(served().root, asked, access, made, place.snapshot).decode()


def kept_document(name: str, said: Said, place: Place, access: Access) -> dict[str, Any] | None:
    """Return the document of an answer that was given before; None where none was, or none is kept."""
    asked = _asked("document", name, said, place, access)
    if not is_kept(served().root, asked, access, place.snapshot):
        return None
    found: dict[str, Any] = json.loads(answer_document(name, said, place, access))
    return found


def _document(reader: Workspace, found: Answered) -> bytes:
    notes = list(rate_notes(reader, *found.about)) if found.about else None
    body: dict[str, Json] = {**found.body, **({} if notes is None else {"notes": [*notes]})}
    return json.dumps(document(reader.head, body), ensure_ascii=False).encode()


def _answered(
    name: str, said: Said, place: Place, access: Access, progress: Progress
) -> tuple[Workspace, Answered]:
    access.demand(QUESTIONS[name].needs, QUESTIONS[name].title.lower())
    return QUESTIONS[name].put(reader_at(place, access), said, progress, place.scenario)


def _asked(form: str, name: str, said: Said, place: Place, access: Access) -> tuple[Hashable, ...]:
    """Return what tells an answer in a form from every other: what is asked, where, and what it reads."""
    if place.scenario is not None:
        QUESTIONS[name].may_suppose()
    stands_on = beside(served().root, QUESTIONS[name], place.scenario, access)
    return form, name, _told(name, said), place, stands_on


def _told(name: str, said: Said) -> str:
    """Return what is said as one text, the same for what means the same."""
    return str(QUESTIONS[name].read(said).model_dump_json(by_alias=True))
