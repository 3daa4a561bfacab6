"""Amounts in cents, as billing systems' interfaces give them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.money import minor_units
from bookload.data.ingest.doubts.doubt import answer_of, ask
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.values.words import is_nothing

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.ingest.mapping.view import ColumnView

CODE = "amount-unit"
_AMOUNTS = ("amount", "unit_amount", "mrr", "arr")
_IDENTIFIER = re.compile(r"(?:sub|cus|price|plan|prod|si|in|il|sub_sched)_\w+")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_WHOLE = re.compile(r"-?\d+")


def in_major_units(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet with its amounts in whole units of their currency, told or as the mapping says.

    Amounts that are whole numbers throughout, beside currencies in small letters, are in minor
    units (cents) where the sheet has Stripe's identifiers and its times in seconds as well: that is
    stated. With one of the two alone it is asked. How many minor units make one is as in ISO 4217:
    100 cents a dollar, one yen a yen.
    """
    said = answer_of(filled, CODE)
    names = [name for name in _AMOUNTS if name in filled.guess.columns]
    if said == "major" or not names:
        return filled, ()
    signs = _signs(filled, names)
    if said is None and not signs:
        return filled, ()
    header = filled.guess.columns[names[0]].header
    if said is None and signs == 1:
        text = f"'{header}' has whole numbers alone beside currencies in small letters: cents, or whole units"
        return filled, (ask(filled, CODE, text, ("minor", "major"), column=header),)
    values = {**filled.values, **{name: _divided(filled, name) for name in names}}
    message = f"'{header}' looks like minor units (cents), as Stripe's interface has them: 4900 usd is 49.00"
    remedy = f"If they are whole units, say so: --answer {CODE}=major."
    if said is None:
        question = ask(filled, CODE, message, ("minor", "major"), column=header, default="minor")
        return replace(filled, values=values), (question,)
    note = filled.finding(CODE, message, remedy, "note", Place(field=names[0]))
    return replace(filled, values=values, findings=(*filled.findings, note)), ()


def _signs(filled: Filled, names: list[str]) -> int:
    """Return how many of Stripe's signs a sheet has, 0 where its amounts cannot be minor units."""
    columns = filled.guess.columns
    currency = columns.get("currency")
    if currency is None or not all(_all(columns[name], _WHOLE) for name in names):
        return 0
    if not currency.sample or not all(text.text.strip().islower() for text in currency.sample):
        return 0
    identified = any(_all(column, _IDENTIFIER) for column in filled.guess.view.columns)
    timed = any(
        _all(column, _SECONDS)
        for name, column in columns.items()
        if name.endswith(("_date", "_at")) and column.sample
    )
    return identified + timed


def _all(column: ColumnView, shape: re.Pattern[str]) -> bool:
    texts = [text.text.strip() for text in column.sample if not is_nothing(text.text)]
    return bool(texts) and all(shape.fullmatch(text) for text in texts)


def _divided(filled: Filled, name: str) -> pa.Array:
    codes = filled.currency(name).to_pylist()
    amounts = filled.values[name].to_pylist()
    # Whole numbers are stored as millions: a thousandth of one is exact.
    return pa.array(
        [
            None if amount is None else amount // 10 ** minor_units(code)
            for amount, code in zip(amounts, codes, strict=True)
        ],
        pa.int64(),
    )
