"""What each sheet is, and how to read it: the best shape for it, its columns, signs and orders."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookload.base.errors import Finding
from bookload.data.ingest.mapping.assign import Assignment, Known, assign
from bookload.data.ingest.mapping.changes import changed_columns
from bookload.data.ingest.mapping.decide import decide, which_order
from bookload.data.ingest.mapping.mapping import LEFT_OUT, Mapping, Order, SheetMapping
from bookload.data.ingest.mapping.months import MonthHeaders, month_headers
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.mapping.refusal import amounts_left, left_out, month_findings, stated_but_absent
from bookload.data.ingest.mapping.shape import Shape
from bookload.data.ingest.mapping.view import ColumnView, SheetView

_NOTHING, _NOTHING_SAID = SheetMapping(), Mapping()
LEAST_SCORE = 0.78
"""A sheet that fits no shape better than this is left out, and that is said."""

INCOMPLETE = 0.05
"""What an assignment that lacks a column loses against one that does not."""

_TEACHERS = (
    ("account_id", "accounts"),
    ("name", "accounts"),
    ("account_id", "one_sheet"),
    ("name", "one_sheet"),
    ("person_id", "people"),
    ("name", "people"),
    ("email", "people"),
)
"""Fields of shapes whose values tell which columns of other sheets name accounts and people."""


@dataclass(frozen=True)
class SheetGuess:
    """One sheet with its mapping; `shape` is None for a sheet that is left out.

    `months` are the headers of a wide sheet that are months, and which.
    """

    view: SheetView
    shape: Shape | None
    mapping: SheetMapping
    columns: Pairs[str, ColumnView] = field(default_factory=dict)
    months: Pairs[str, int] = field(default_factory=dict)
    last: SheetMapping = _NOTHING

    @property
    def unused(self) -> tuple[ColumnView, ...]:
        """The columns that are no field, by position."""
        used = {id(column) for column in self.columns.values()}
        return tuple(
            column
            for column in self.view.columns
            if id(column) not in used and column.header not in self.months
        )


@dataclass(frozen=True)
class Guess:
    """All sheets of an import as they were taken, what is asked, and what is wrong."""

    sheets: tuple[SheetGuess, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Stated:
    """What is stated about sheets: by the caller, which holds, and by the mapping of the last import.

    The last import's table and columns hold for a source whose columns are the same; its decimal
    signs, orders and ends only where the new file does not tell.
    """

    said: Mapping = _NOTHING_SAID
    last: Mapping = _NOTHING_SAID

    def about(self, view: SheetView) -> tuple[SheetMapping, SheetMapping]:
        """Return what holds about a sheet, and what the last import made of it."""
        said = self.said.about(view.sheet.file, view.sheet.name)
        last = self.last.saved(view.sheet.file, view.sheet.name, view.headers)
        if said.meaning.get("annual_revenue") == "turnover":
            said = said.model_copy(update={"table": "accounts"})
        if last is None or said.table not in {None, last.table}:
            return said, SheetMapping()
        names = set(view.headers)
        kept = {name: header for name, header in last.columns.items() if header in names}
        base = SheetMapping(
            file=said.file,
            sheet=said.sheet,
            table=None if last.table == LEFT_OUT else last.table,
            columns=kept,
            months=last.months,
            scope=last.scope,
            meaning=last.meaning,
            constants=last.constants,
            values=last.values,
        )
        return said.over(base), last


def guess(views: Sequence[SheetView], shapes: Sequence[Shape], stated: Stated, known: Known) -> Guess:
    """Return what each sheet is taken for; what is stated about a sheet holds, the rest is guessed.

    Sheets of accounts and people are told first, so that others are recognised by the
    identifiers that they share with them.
    """
    about = [stated.about(view) for view in views]
    first = [_best(view, shapes, said, known) for view, (said, _) in zip(views, about, strict=True)]
    learnt = _learnt(first, known)
    sheets: list[SheetGuess] = []
    questions: list[Question] = []
    findings: list[Finding] = []
    for view, (said, last), best in zip(views, about, first, strict=True):
        if learnt != known:
            best = _best(view, shapes, said, learnt)  # noqa: PLW2901 - the same sheet, better known
        questions += changed_columns(view, said, last)
        if best is None or not best.complete:
            nearest = _nearest(view, shapes, said, learnt) if best is None else None
            findings.append(left_out(view, best or nearest, said, shapes, alone=len(views) == 1))
            sheets.append(_none(view))
            continue
        findings += stated_but_absent(view, best.shape, said)
        findings += amounts_left(view, best, said)
        findings += month_findings(view, best.shape, said)
        taken, asked = _taken(best, view, said, last)
        sheets.append(taken)
        questions += asked
    return Guess(tuple(sheets), tuple(questions), tuple(findings))


def _best(view: SheetView, shapes: Sequence[Shape], said: SheetMapping, known: Known) -> Assignment | None:
    """Return the assignment that fits best.

    That may be one that lacks a column, if the file's name says that it is that table: better to
    ask for the column than to take the sheet for something that happens to be complete.
    """
    if said.table == LEFT_OUT:
        return None
    tried = [assign(view, shape, said, known) for shape in shapes if said.table in {None, shape.name}]
    if said.table is not None:
        return tried[0] if tried else None
    possible = [
        (each.score, each) for each in tried if each.complete and (each.score >= LEAST_SCORE or each.sure)
    ]
    named = (each for each in tried if each.named and each.columns and not each.complete)
    possible += [(each.score - INCOMPLETE, each) for each in named]
    return max(possible, key=lambda pair: pair[0], default=(0.0, None))[1]


def _nearest(view: SheetView, shapes: Sequence[Shape], said: SheetMapping, known: Known) -> Assignment | None:
    """Return the assignment, incomplete as it is, that explains most columns; None if that is not half."""
    if said.table is not None or not shapes:
        return None
    tried = [assign(view, shape, said, known) for shape in shapes]
    best = max(tried, key=lambda each: (len(each.columns), each.score))
    return best if best.missing and 2 * len(best.columns) >= max(len(view.columns), 4) else None


def _learnt(chosen: Sequence[Assignment | None], known: Known) -> Known:
    accounts, people = set(known.accounts), set(known.people)
    for best in chosen:
        if best is None or not best.complete:
            continue
        for name, shape in _TEACHERS:
            if best.shape.name == shape and (column := best.columns.get(name)):
                pool = people if shape == "people" else accounts
                pool.update(text.text.strip().casefold() for text in column.cells.texts)
    return Known(frozenset(accounts), frozenset(people))


def _none(view: SheetView) -> SheetGuess:
    mapping = SheetMapping(file=view.sheet.file, sheet=view.sheet.name, table=LEFT_OUT, headers=view.headers)
    return SheetGuess(view, None, mapping)


def _taken(
    best: Assignment, view: SheetView, said: SheetMapping, last: SheetMapping
) -> tuple[SheetGuess, list[Question]]:
    shape = best.shape
    told = _months(best, view, said) if shape.months else MonthHeaders()
    months = told.months
    pairs = [(column, shape.by_name[name].type) for name, column in best.columns.items()]
    pairs += [(column, "money") for column in view.columns if column.header in months]
    decided = decide(view, pairs, said, last)
    reasons = {name: f"'{best.columns[name].header}': {reason}" for name, reason in best.reasons.items()}
    mapping = SheetMapping(
        file=view.sheet.file,
        sheet=view.sheet.name,
        table=shape.name,
        headers=view.headers,
        columns={name: column.header for name, column in best.columns.items()},
        months=said.months,
        decimal=decided.decimal,
        date_order={**_orders(view, said), **decided.date_order},
        reasons={**reasons, **decided.reasons},
        scope=said.scope,
        meaning=said.meaning,
        constants={**_measured(best, told), **said.constants},
        values=said.values,
        ends=said.ends,
    )
    asked = [which_order(view, told.either, told.either)] if told.either else []
    return SheetGuess(view, shape, mapping, best.columns, months, last), [*decided.questions, *asked]


def _months(best: Assignment, view: SheetView, said: SheetMapping) -> MonthHeaders:
    used = {id(column) for column in best.columns.values()}
    return month_headers((column.header for column in view.columns if id(column) not in used), said)


def _orders(view: SheetView, said: SheetMapping) -> dict[str, Order]:
    """Return the orders of day and month that were stated of headers."""
    return {header: order for header, order in said.date_order.items() if view.column(header)}


def _measured(best: Assignment, told: MonthHeaders) -> dict[str, str]:
    """Return whether amounts are for a month or a year, where the headers of months say MRR or ARR."""
    if told.yearly is None or "interval" in best.columns:
        return {}
    return {"interval": "year" if told.yearly else "month"}
