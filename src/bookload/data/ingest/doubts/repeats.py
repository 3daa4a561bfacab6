"""Rows of a list that say the same thing twice, and accounts that a list has several times."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bookload.base.money import exact_text, from_micros
from bookload.data.ingest.doubts.doubt import Doubt, answer_of, ask, header_of, numbered
from bookload.data.ingest.filled import Filled

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.question import Question

SAME, SEVERAL = "duplicate-rows", "repeated-accounts"
_ACCOUNT = ("account_id", "name", "account_name")
_BOUGHT = ("product", "plan", "line_id")
_TERM = ("start_date", "end_date")
_PRICES = ("mrr", "arr", "amount", "unit_amount", "quantity")
_WHO = ("owner", "currency", "status", "kind")
_Key = tuple[object, ...]


def repeats(filled: Filled) -> Doubt:
    """Return the rows that say again what another row says, where they are to be dropped.

    Looked at are lists whose rows have no identifier of their own. Rows with the same account,
    product, term, owner and amount are one row twice or two of the same thing: that is asked. So
    is whether the amounts of an account add up, where several rows of it differ in amount and
    nothing says what each is for.
    """
    table = filled.guess.mapping.table
    if table not in {"one_sheet", "subscriptions"} or "subscription_id" in filled or _dated_otherwise(filled):
        return Doubt()
    doubt = Doubt()
    same, several = _groups(filled)
    said = answer_of(filled, SAME)
    if said == "drop":
        doubt.out = {row for rows in same for row in rows[1:]}
        several = [[row for row in rows if row not in doubt.out] for rows in several]
    if same and said is None:
        doubt.questions.append(_same(filled, same))
    elif doubt.out:
        message = f"{numbered(filled, doubt.out)} say what other rows say, and are left out"
        doubt.findings.append(filled.finding(SAME, message, "Nothing needs to be done.", "note"))
    several = [rows for rows in several if len({_prices(filled, row) for row in rows}) > 1]
    if several and answer_of(filled, SEVERAL) is None:
        doubt.questions.append(_several(filled, several))
    return doubt


def _dated_otherwise(filled: Filled) -> bool:
    """Return whether a column of days that is no start may be why accounts come again; that has its error."""
    used = {id(column) for column in filled.guess.columns.values()}
    return "start_date" not in filled and any(
        id(column) not in used and max(column.dated, column.monthly) == 1 and len(column.cells.texts) > 1
        for column in filled.guess.view.columns
    )


def _groups(filled: Filled) -> tuple[list[list[int]], list[list[int]]]:
    """Return rows that are the same, and rows of one account of which nothing says what each is for."""
    account = next(name for name in _ACCOUNT if name in filled)
    again: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(filled.get(account).to_pylist()):
        if name is not None:
            again[name].append(row)
    same: list[list[int]] = []
    several: list[list[int]] = []
    for candidates in (rows for rows in again.values() if len(rows) > 1):
        equal: dict[_Key, list[int]] = defaultdict(list)
        unnamed: dict[_Key, list[int]] = defaultdict(list)
        for row in (row for row in candidates if any(_prices(filled, row))):
            bought, term = _cells(filled, row, _BOUGHT), _cells(filled, row, _TERM)
            equal[(*bought, *term, *_prices(filled, row), *_cells(filled, row, _WHO))].append(row)
            if not any(bought):
                unnamed[term].append(row)
        same += [each for each in equal.values() if len(each) > 1]
        several += [each for each in unnamed.values() if len(each) > 1]
    return same, several


def _cells(filled: Filled, row: int, names: tuple[str, ...]) -> _Key:
    return tuple(filled.values[name][row].as_py() for name in names if name in filled)


def _prices(filled: Filled, row: int) -> _Key:
    return _cells(filled, row, _PRICES)


def _same(filled: Filled, groups: list[list[int]]) -> Question:
    rows = groups[0]
    more = f", and {len(groups) - 1} more such" if len(groups) > 1 else ""
    text = (
        f"{numbered(filled, rows)} are the same ({_shown(filled, rows[0])}){more}: keep them, so that"
        " they add up, or drop all but the first of each"
    )
    return ask(filled, SAME, text, ("keep", "drop"), column=header_of(filled, *_ACCOUNT))


def _several(filled: Filled, groups: list[list[int]]) -> Question:
    rows = groups[0]
    more = f", and {len(groups) - 1} more such accounts" if len(groups) > 1 else ""
    text = (
        f"{numbered(filled, rows)} are of one account ({_shown(filled, rows[0])}, ...){more}, and no column "
        "says what each is for: add_up takes them as several prices of the account; else remove rows, or "
        "name a column of products"
    )
    return ask(filled, SEVERAL, text, ("add_up",), column=header_of(filled, *_ACCOUNT))


def _shown(filled: Filled, row: int) -> str:
    account = next(name for name in _ACCOUNT if name in filled)
    amounts = _cells(filled, row, _PRICES[:4])
    first = next((amount for amount in amounts if isinstance(amount, int)), None)
    shown = "" if first is None else f", {exact_text(from_micros(first))}"
    return f"{filled.values[account][row].as_py()!r}{shown}"
