"""Another tool's monthly MRR from a file, read as imports are and written nowhere.

The file has a row a month (month, amount), a row an account and month, or a row an account and a column a
month. Encodings, decimal signs, currencies and totals under the rows are settled as in an import.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import DataError, errors_in
from bookload.base.period import Month
from bookload.data.ingest.doubts.settle import settle
from bookload.data.ingest.example import without_examples
from bookload.data.ingest.filled import fill
from bookload.data.ingest.mapping.assign import Known
from bookload.data.ingest.mapping.guess import Stated, guess
from bookload.data.ingest.mapping.mapping import Mapping, SheetMapping
from bookload.data.ingest.mapping.shape import Shape, contract_fields
from bookload.data.ingest.mapping.view import SheetView
from bookload.data.ingest.reading import read_file
from bookload.data.ingest.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Pairs
    from pathlib import Path

    from bookload.base.errors import Finding
    from bookload.data.documents import Policy
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.mapping.question import Question

_OF_MONTHS = tuple(
    field for field in contract_fields("mrr_history") if field.name in ("month", "mrr", "currency")
)
TOTALS = Shape("monthly_totals", _OF_MONTHS, ((("month",),), (("mrr",),)))
"""A sheet with a row a month and no accounts."""

ASKED = "Name its columns month and mrr, and account_id where there is a row an account; see `--map`."


@dataclass(frozen=True)
class Amount:
    """What the file says of a month: of an account, or of the company (`account` None).

    `micros` of `currency`, as MRR; `row` is where it stands, as a person counts.
    """

    month: Month
    account: str | None
    micros: int
    currency: str
    row: int


@dataclass(frozen=True)
class Monthly:
    """All amounts of a file, and what was found and assumed when it was read."""

    amounts: tuple[Amount, ...]
    findings: tuple[Finding, ...]


def read_monthly(
    path: Path, policy: Policy, said: Mapping | None = None, answers: Pairs[str, str] | None = None
) -> Monthly:
    """Return the amounts of a file; `said` states what is not to be guessed, `answers` what was asked.

    Raises `UsageError` where there is no such file and `DataError`, with findings that say what to do, where
    no sheet has usable columns, a value does not read, or nobody can tell how one is meant.
    """
    reading = read_file(path)
    _stop(path, reading.findings)
    views = [SheetView.of(without_examples(sheet)) for sheet in reading.sheets]
    for view in views:
        for shape in (sources()["mrr_wide"].shape, sources()["mrr_history"].shape, TOTALS):
            found = _taken(view, shape, policy, said or Mapping(), answers or {})
            if found is not None:
                _stop(path, found.findings)
                return Monthly(found.amounts, (*reading.findings, *found.findings))
    headers = "; ".join(", ".join(view.headers) for view in views) or "none"
    raise DataError(f"{path.name} has no usable columns (found are: {headers}). {ASKED}")


def _taken(
    view: SheetView, shape: Shape, policy: Policy, said: Mapping, answers: Pairs[str, str]
) -> Monthly | None:
    """Return a sheet read as a shape, None if it is none: what the answers leave open are findings."""
    place = SheetMapping(file=view.sheet.file, sheet=view.sheet.name, table=shape.name)
    stated = Mapping(sheet=(*said.sheet, place))
    while True:
        guessed = guess([view], [shape], Stated(stated), Known())
        (sheet,) = guessed.sheets
        if sheet.shape is None:
            return None
        filled, doubts = settle(fill(sheet, policy))
        amounts, findings, asked = _amounts(filled, shape)
        questions = (*guessed.questions, *doubts, *asked)
        given = [(question, question.answer_in(answers)) for question in questions]
        told = tuple(question.answered(answer) for question, answer in given if answer is not None)
        # An answer that is taken is asked no more; one that still is would be asked for ever.
        if not told or stated.sheet[-len(told) :] == told:
            left = (question.finding() for question, answer in given if answer is None)
            return Monthly(amounts, (*guessed.findings, *findings, *left))
        stated = Mapping(sheet=(*stated.sheet, *told))


def _amounts(
    filled: Filled, shape: Shape
) -> tuple[tuple[Amount, ...], tuple[Finding, ...], tuple[Question, ...]]:
    if shape is TOTALS:
        numbers = filled.guess.view.sheet.row_numbers.to_pylist()
        columns = (filled.get("month"), filled.get("mrr"), filled.currency("mrr"))
        rows = zip(*(column.to_pylist() for column in columns), numbers, strict=True)
        kept = _kept([(None, *row) for row in rows])
        return kept, (*filled.findings, *_twice(filled, kept)), ()
    built = sources()[shape.name].build(filled)
    table = built.tables["mrr_history"]
    names = ("account_id", "month", "mrr", "currency", "__row")
    read = list(zip(*(table[name].to_pylist() for name in names), strict=True))
    placed = zip(*(table[name].to_pylist() for name in ("account_id", "month", "product")), strict=True)
    return _kept(read), (*built.findings, *_repeated(filled, list(placed))), built.questions


def _kept(rows: Iterable[tuple[str | None, int | None, int | None, str, int]]) -> tuple[Amount, ...]:
    """Return the rows that say a month and an amount."""
    return tuple(
        Amount(Month(month), account, micros, currency, row)
        for account, month, micros, currency, row in rows
        if month is not None and micros is not None
    )


def _twice(filled: Filled, amounts: tuple[Amount, ...]) -> list[Finding]:
    """Return what is wrong with a month that stands there twice: a column of accounts was not recognised."""
    months = [amount.month for amount in amounts]
    twice = [amount for place, amount in enumerate(amounts) if amount.month in months[:place]]
    if not twice:
        return []
    message = f"{twice[0].month} has several rows, and no column is recognised as that of accounts"
    headers = ", ".join(filled.guess.view.headers)
    remedy = f'Say which it is in --map: [sheet.columns] account_id = "its header" (one of {headers}).'
    return [filled.finding("months-twice", message, remedy)]


def _repeated(filled: Filled, places: list[tuple[str | None, int | None, str | None]]) -> list[Finding]:
    """Return a warning if an account has several rows of a month and product, as an import refuses."""
    twice = [place for place, count in Counter(places).items() if count > 1]
    if not twice:
        return []
    account, month, _ = twice[0]
    where = f"{account} in {Month(month)}" if month is not None else f"{account}"
    message = f"several rows of one account, month and product, the first of {where}; they are added up"
    remedy = "Leave out those that stand there twice; nothing to do if they are parts."
    return [filled.finding("rows-twice", message, remedy, "warning")]


def _stop(path: Path, findings: Iterable[Finding]) -> None:
    wrong = errors_in(findings)
    if wrong:
        raise DataError(f"{path.name} cannot be compared: {wrong[0]}", wrong)
