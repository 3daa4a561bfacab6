"""Rows that sum up others: left out where the sum fits, asked about where it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.data.ingest.doubts.doubt import Doubt, answer_of, ask, header_of, numbered
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.values.fold import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.ingest.mapping.view import ColumnView

CODE = "total-rows"
_HINT = (
    r"(?i)total|summe|gesamt|\bsums?\b|somme|\bsuma\b|overall|all accounts|totaal"
    r"|average|durchschnitt|median|moyenne"
)
_ALONE = """
total totals totale totaal totaux summe sum somme suma gesamt gesamtsumme
insgesamt subtotal overall zwischensumme average
durchschnitt median moyenne
"""
_WORDS = frozenset(_ALONE.split())
TOTALS = _WORDS | {"grand total", "sub total", "total general", "all accounts", "gesamt summe", "sous total"}
"""What a row that sums up others is called, folded."""
_FIRST = frozenset("summe subtotal zwischensumme gesamtsumme insgesamt grand sub sous totals".split())  # noqa: SIM905
_OF = frozenset(
    [
        "of",
        "for",
        "all",
        "der",
        "aller",
        "kunden",
        "accounts",
        "customers",
        "clients",
        "mrr",
        "arr",
        "revenue",
        "umsatz",
        "usd",
        "eur",
    ]
)
_UNIT, _CENT = 10**6, 10**4
_LEAST_OTHERS = 2
_NAMES = ("name", "account_id", "account_name", "person_id", "subscription_id", "owner", "owner_id")
_WORDY = frozenset({"id", "text", "role", "list", "enum"})
_GROUPING = frozenset({"month", "date", "currency"})


@dataclass
class _Sheet:
    """What the search for totals needs: amounts by column, columns of words, and the rows in question."""

    filled: Filled
    amounts: dict[str, NDArray[np.int64]]
    given: dict[str, NDArray[np.bool_]]
    words: list[ColumnView]
    grouping: list[ColumnView]
    called: dict[int, str]
    nameless: set[int]
    base: NDArray[np.bool_]


def totals(filled: Filled) -> Doubt:
    """Return the rows that sum up others.

    A row is one if it is called so, or has no name at all, and has nothing beside but amounts
    that are the sums of the other rows, of those above it up to the total before, or of those
    that have its label or its month. Rounding to a whole unit is allowed for. A row that is
    plainly called a total and is not the sum of anything is asked about.
    """
    sheet = _sheet(filled)
    doubt, unfit = Doubt(), []
    if not sheet.given:
        return doubt
    said = answer_of(filled, CODE)
    for row in sorted({*sheet.called, *sheet.nameless}):
        label = sheet.called.get(row)
        bare = row in sheet.nameless or _bare(sheet, row)
        if not bare and not (label and fold(label) in TOTALS):
            continue
        if _fits(sheet, row) or (bare and label and _plainly(sheet, label) and said == "leave_out"):
            doubt.out.add(row)
            doubt.findings.append(_left_out(filled, row, label))
        elif label and bare and _plainly(sheet, label) and said is None:
            unfit.append(row)
        elif label:
            doubt.findings.append(_an_account(filled, row, label))
    if unfit:
        doubt.questions.append(_question(filled, unfit, sheet.called))
    return doubt


def _sheet(filled: Filled) -> _Sheet:
    guess = filled.guess
    assert guess.shape is not None  # noqa: S101 - only sheets that are taken are filled
    amounts, given = {}, {}
    arrays = {
        name: array
        for name, array in filled.values.items()
        if name in guess.columns and guess.shape.by_name[name].type == "money"
    }
    arrays |= {str(month): array for month, array in filled.months.items()}
    for name, array in arrays.items():
        amounts[name] = pc.fill_null(array, 0).to_numpy(zero_copy_only=False)
        given[name] = pc.is_valid(array).to_numpy(zero_copy_only=False)
    kinds = {id(column): guess.shape.by_name[name].type for name, column in guess.columns.items()}
    words = [
        column
        for column in guess.view.columns
        if column.header not in guess.months
        and kinds.get(id(column), "text") in _WORDY
        and (id(column) in kinds or (column.numeric < 1 and column.dated < 1))
    ]
    grouping = [column for column in guess.view.columns if kinds.get(id(column)) in _GROUPING]
    called = _called(words)
    nameless = _nameless(words, given)
    base = np.ones(filled.rows, dtype=bool)
    sheet = _Sheet(filled, amounts, given, words, grouping, called, nameless, base)
    base[[row for row in called if _bare(sheet, row)] + list(nameless)] = False
    return sheet


def _called(words: list[ColumnView]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in words:
        hints = pc.fill_null(pc.match_substring_regex(column.column.text, _HINT), fill_value=False)
        for row in pc.indices_nonzero(hints).to_pylist():
            text = column.column.text[row].as_py()
            if _label(text):
                found.setdefault(row, text)
    return found


def _label(text: str) -> bool:
    parts = fold(text).split()
    return bool(parts) and (fold(text) in TOTALS or parts[0] in _WORDS | _FIRST or parts[-1] in _WORDS)


def _plainly(sheet: _Sheet, label: str) -> bool:
    """Return whether a label can mean nothing but a total; `Total Energies` may be a company."""
    parts = fold(label).split()
    if fold(label) in TOTALS or parts[-1] in _WORDS or parts[0] in _FIRST:
        return True
    rest = parts[1:]
    return rest[0].isdigit() or rest[0] in _OF or _of_value(sheet, label) is not None


def _of_value(sheet: _Sheet, label: str) -> NDArray[np.bool_] | None:
    """Return the rows that have what a label names beside the word for total: `Ana Total` is of Ana."""
    rest = re.sub(r"[^\w]+$", "", re.sub(_HINT, " ", label)).strip(" :-()")
    if not rest:
        return None
    for column in (*sheet.words, *sheet.grouping):
        hits = [place for place, text in enumerate(column.cells.texts) if fold(text.text) == fold(rest)]
        if hits:
            return np.isin(column.cells.index, hits)
    return None


def _nameless(words: list[ColumnView], given: dict[str, NDArray[np.bool_]]) -> set[int]:
    """Return the rows that have amounts and no word at all."""
    if not words or not given:
        return set()
    worded = np.any([column.cells.index >= 0 for column in words], axis=0)
    paid = np.any(list(given.values()), axis=0)
    return set(np.flatnonzero(~worded & paid).tolist())


def _bare(sheet: _Sheet, row: int) -> bool:
    """Return whether a row has no words but such as call it a total."""
    for column in sheet.words:
        place = int(column.cells.index[row])
        if place >= 0 and not _label(column.cells.texts[place].text):
            return False
    return True


def _fits(sheet: _Sheet, row: int) -> bool:
    """Return whether all amounts of a row are the sums of one group of other rows."""
    there = [name for name, given in sheet.given.items() if given[row]]
    others = sheet.base.copy()
    others[row] = False
    if not there:
        return row in sheet.called and _plainly(sheet, sheet.called[row])
    return any(
        group.any()
        and (row in sheet.called or group.sum() >= _LEAST_OTHERS)
        and all(
            _close(int(sheet.amounts[name][row]), int(sheet.amounts[name][group].sum())) for name in there
        )
        for group in _groups(sheet, row, others)
    )


def _groups(sheet: _Sheet, row: int, others: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Return what a total may sum up: all rows, those above it, those up to the next total, its own kind."""
    places = np.arange(len(others))
    totals_at = [each for each in np.flatnonzero(~sheet.base).tolist() if each != row]
    above = max((each for each in totals_at if each < row), default=-1)
    below = min((each for each in totals_at if each > row), default=len(others))
    groups = [others, others & (places < row), others & (places > above) & (places < row)]
    groups.append(others & (places > row) & (places < below))
    same = others.copy()
    for column in sheet.grouping:
        if column.cells.index[row] >= 0:
            same &= column.cells.index == column.cells.index[row]
    groups.append(same)
    named = _of_value(sheet, sheet.called[row]) if row in sheet.called else None
    if named is not None:
        groups += [others & named, same & named]
    return groups


def _close(total: int, sum_of_others: int) -> bool:
    apart = abs(total - sum_of_others)
    return apart <= _CENT or (total % _UNIT == 0 and apart <= _UNIT // 2)


def _left_out(filled: Filled, row: int, label: str | None) -> Finding:
    if label is None:
        message = "this row has amounts and no name, and they are the sums of others: left out as a total"
    else:
        message = "this row is the sum of others, and is left out"
    remedy = "Nothing needs to be done."
    return filled.finding("total-row", message, remedy, "note", _place(filled, row, label))


def _an_account(filled: Filled, row: int, label: str) -> Finding:
    message = "this row is called a total, but is not the sum of the others; it is taken as an account"
    remedy = "Remove the row, if it is no account."
    return filled.finding("total-row", message, remedy, "warning", _place(filled, row, label))


def _place(filled: Filled, row: int, label: str | None) -> Place:
    return Place(row, next((name for name in _NAMES if name in filled.guess.columns), None), label)


def _question(filled: Filled, rows: list[int], called: dict[int, str]) -> Question:
    names = ", ".join(repr(called[row]) for row in rows[:3])
    text = (
        f"{numbered(filled, rows)} ({names}) {'is' if len(rows) == 1 else 'are'} called a total, "
        "but the amounts are the sum of no other rows: leave out, or keep as accounts"
    )
    return ask(filled, CODE, text, ("leave_out", "keep"), column=header_of(filled, *_NAMES))
