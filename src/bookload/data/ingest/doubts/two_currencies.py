"""The same amount in two columns, a currency each: one of them counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.data.ingest.filled import Filled, Place, fill
from bookload.data.ingest.mapping.assign import AS_STATED
from bookload.data.ingest.mapping.decide import decide
from bookload.data.ingest.mapping.similarity import plain_header
from bookload.data.ingest.values.currencies import in_header

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.ingest.mapping.view import ColumnView

CODE = "two-currencies"


def in_home_currency(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet with the column in the workspace's currency, of `ARR (USD)` and `ARR (EUR)`.

    Where neither is in it, the first stays. Either way it is said that there were two.
    """
    assert filled.guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    questions: tuple[Question, ...] = ()
    for name, column in filled.guess.columns.items():
        mark = in_header(column.header, filled.home)
        if filled.guess.shape.by_name[name].type != "money" or mark is None:
            continue
        others = [other for other in filled.guess.unused if _is_twin(other, column, filled.home)]
        if not others or AS_STATED in filled.guess.mapping.reasons.get(name, ""):
            continue
        at_home = next(
            (other for other in others if in_header(other.header, filled.home) == filled.home), None
        )
        taken = column if at_home is None or mark == filled.home else at_home
        if taken is not column:
            filled, asked = _with(filled, name, taken)
            questions += asked
        filled = _said(filled, name, taken, [each for each in (column, *others) if each is not taken])
    return filled, questions


def _is_twin(other: ColumnView, column: ColumnView, home: str) -> bool:
    same = plain_header(other.header) == plain_header(column.header)
    return same and in_header(other.header, home) not in {None, in_header(column.header, home)}


def _with(filled: Filled, name: str, column: ColumnView) -> tuple[Filled, tuple[Question, ...]]:
    guess = filled.guess
    decided = decide(guess.view, [(column, "money")], guess.mapping, guess.last)
    mapping = guess.mapping.model_copy(
        update={
            "columns": {**guess.mapping.columns, name: column.header},
            "decimal": {**guess.mapping.decimal, **decided.decimal},
        }
    )
    taken = replace(guess, columns={**guess.columns, name: column}, mapping=mapping)
    return fill(taken, filled.policy), tuple(decided.questions)


def _said(filled: Filled, name: str, taken: ColumnView, others: list[ColumnView]) -> Filled:
    left = ", ".join(f"'{other.header}'" for other in others)
    is_home = in_header(taken.header, filled.home) == filled.home
    why = "it is in the workspace's currency" if is_home else "none is in the workspace's currency"
    message = f"'{taken.header}' is taken and not {left}: {why}"
    remedy = f'If the other is meant, say so in --map: [sheet.columns] {name} = "{others[0].header}".'
    note = filled.finding(CODE, message, remedy, "note" if is_home else "warning", Place(field=name))
    return replace(filled, findings=(*filled.findings, note))
