"""What each sheet is, and how to read it: the best shape for it, its columns, signs, orders and ends."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookload.base.errors import Finding, did_you_mean
from bookload.data.ingest.mapping.assign import Assignment, Known, assign
from bookload.data.ingest.mapping.decide import decide
from bookload.data.ingest.mapping.mapping import LEFT_OUT, Mapping, SheetMapping
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.mapping.shape import Shape
from bookload.data.ingest.mapping.view import ColumnView, SheetView
from bookload.data.ingest.values.months import read as read_month

LEAST_SCORE = 0.78
"""A sheet that fits no shape better than this is left out, and that is said."""


@dataclass(frozen=True)
class SheetGuess:
    """One sheet with its mapping; `shape` is None for a sheet that is left out."""

    view: SheetView
    shape: Shape | None
    mapping: SheetMapping
    columns: Pairs[str, ColumnView] = field(default_factory=dict)
    months: Pairs[str, int] = field(default_factory=dict)
    """Headers of a wide sheet that are months, and which."""

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


def guess(views: Sequence[SheetView], shapes: Sequence[Shape], said: Mapping, known: Known) -> Guess:
    """Return what each sheet is taken for; what `said` states about a sheet holds, the rest is guessed.

    Sheets of accounts and people are told first, so that others are recognised by the identifiers
    that they share with them.
    """
    first = [_best(view, shapes, said.about(view.sheet.file, view.sheet.name), known) for view in views]
    known = _learnt(first, known)
    chosen = [_best(view, shapes, said.about(view.sheet.file, view.sheet.name), known) for view in views]
    sheets, questions, findings = [], [], []
    for view, best in zip(views, chosen, strict=True):
        stated = said.about(view.sheet.file, view.sheet.name)
        if best is None or not best.complete:
            findings.append(_left_out(view, best, stated, shapes, alone=len(views) == 1))
            left = SheetMapping(
                file=view.sheet.file, sheet=view.sheet.name, table=LEFT_OUT, headers=_headers(view)
            )
            sheets.append(SheetGuess(view, None, left))
            continue
        findings += _stated_but_absent(view, best.shape, stated)
        taken, asked = _taken(best, view, stated)
        sheets.append(taken)
        questions += asked
    return Guess(tuple(sheets), tuple(questions), tuple(findings))


def _best(view: SheetView, shapes: Sequence[Shape], said: SheetMapping, known: Known) -> Assignment | None:
    """Return the assignment that fits best, an incomplete one only if nothing complete does; None for no fit."""
    if said.table == LEFT_OUT:
        return None
    allowed = [shape for shape in shapes if said.table in {None, shape.name}]
    tried = [assign(view, shape, said, known) for shape in allowed]
    if said.table is not None:
        return tried[0] if tried else None
    complete = [assignment for assignment in tried if assignment.complete and assignment.score >= LEAST_SCORE]
    if complete:
        return max(complete, key=lambda assignment: assignment.score)
    named = [assignment for assignment in tried if assignment.named and assignment.columns]
    return max(named, key=lambda assignment: assignment.score, default=None)


def _learnt(chosen: Sequence[Assignment | None], known: Known) -> Known:
    accounts, people = set(known.accounts), set(known.people)
    for best in chosen:
        if best is None or not best.complete:
            continue
        for field_name, shapes, pool in (
            ("account_id", {"accounts", "one_sheet"}, accounts),
            ("name", {"accounts", "one_sheet"}, accounts),
            ("person_id", {"people"}, people),
            ("name", {"people"}, people),
            ("email", {"people"}, people),
        ):
            if best.shape.name in shapes and (column := best.columns.get(field_name)):
                pool.update(text.text.strip().casefold() for text in column.cells.texts)
    return Known(frozenset(accounts), frozenset(people))


def _taken(best: Assignment, view: SheetView, said: SheetMapping) -> tuple[SheetGuess, list[Question]]:
    shape = best.shape
    months = {}
    if shape.months:
        used = {id(column) for column in best.columns.values()}
        months = {
            column.header: month.ordinal
            for column in view.columns
            if id(column) not in used and (month := read_month(column.header))
        }
    pairs = [(column, shape.by_name[name].type) for name, column in best.columns.items()]
    pairs += [(column, "money") for column in view.columns if column.header in months]
    decided = decide(view, pairs, said)
    reasons = {name: f"'{best.columns[name].header}': {reason}" for name, reason in best.reasons.items()}
    mapping = SheetMapping(
        file=view.sheet.file,
        sheet=view.sheet.name,
        table=shape.name,
        headers=_headers(view),
        columns={name: column.header for name, column in best.columns.items()},
        decimal=decided.decimal,
        date_order=decided.date_order,
        reasons={**reasons, **decided.reasons},
        constants=said.constants,
        values=said.values,
        ends=said.ends,
    )
    return SheetGuess(view, shape, mapping, best.columns, months), decided.questions


def _headers(view: SheetView) -> tuple[str, ...]:
    return tuple(column.header for column in view.columns)


def _stated_but_absent(view: SheetView, shape: Shape, said: SheetMapping) -> list[Finding]:
    found = []
    for name, header in said.columns.items():
        if name not in shape.by_name:
            message, remedy = (
                f"the mapping names '{name}', which is no field of {shape.name}{did_you_mean(name, shape.by_name)}",
                "Correct it.",
            )
        elif header and view.column(header) is None:
            message = f"the mapping takes {name} from '{header}', which the sheet does not have{did_you_mean(header, _headers(view))}"
            remedy = f"Its columns are: {', '.join(_headers(view))}."
        else:
            continue
        found.append(
            Finding(
                "mapping-absent",
                message,
                remedy,
                file=view.sheet.file,
                sheet=view.sheet.name,
                column=header or None,
            )
        )
    return found


def _left_out(
    view: SheetView, best: Assignment | None, said: SheetMapping, shapes: Sequence[Shape], *, alone: bool
) -> Finding:
    place = {"file": view.sheet.file, "sheet": view.sheet.name}
    if said.table == LEFT_OUT:
        return Finding(
            "left-out", "left out, as the mapping says", "Nothing needs to be done.", "note", **place
        )  # type: ignore[arg-type]
    headers = ", ".join(_headers(view))
    if said.table is not None and best is None:
        names = [shape.name for shape in shapes]
        message = (
            f"the mapping takes it for '{said.table}', which is no table{did_you_mean(said.table, names)}"
        )
        return Finding(
            "mapping-absent", message, f"Use one of: {', '.join(sorted(names))}, {LEFT_OUT}.", **place
        )  # type: ignore[arg-type]
    if best is not None:
        lacking = " and ".join(" or ".join(" with ".join(names) for names in group) for group in best.missing)
        nearest = "".join(
            _near(name, view) for group in best.missing for names in group for name in names[:1]
        )
        return Finding(
            "column-missing",
            f"taken for {best.shape.name}, but there is no column for {lacking}; the headers found are: {headers}{nearest}",
            f'Rename the column, or say in --map which it is: [[sheet]] file = "{view.sheet.file}", [sheet.columns] {best.missing[0][0][0]} = "its header"; '
            f'or table = "{LEFT_OUT}" to leave the sheet out.',
            **place,  # type: ignore[arg-type]
        )
    return Finding(
        "not-recognised",
        f"not taken: its columns ({headers}) are those of no table",
        f'If it is one, say which in --map: [[sheet]] file = "{view.sheet.file}", table = "...".',
        "error" if alone else "warning",
        **place,  # type: ignore[arg-type]
    )


def _near(name: str, view: SheetView) -> str:
    hint = did_you_mean(name, _headers(view))
    return f"; for {name}{hint.replace('did you mean', 'nearest is')}" if hint else ""
