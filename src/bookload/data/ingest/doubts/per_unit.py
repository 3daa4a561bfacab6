"""An amount beside a quantity: for the row, or for each unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.money import half_away
from bookload.data.ingest.doubts.doubt import answer_of, ask
from bookload.data.ingest.doubts.own_form import is_own_form
from bookload.data.ingest.filled import Filled
from bookload.data.tables.contract import PLACES

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.question import Question

CODE = "amount-quantity"
_ONE = 10 ** PLACES["number"]


def for_the_row(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet with amounts for whole rows, and the question whether they are, where that is open.

    A sheet in Bookload's own columns means `amount` as they do, for the row. Nothing is asked
    where no quantity is above one, or where the sheet has MRR or ARR.
    """
    columns = filled.guess.columns
    if "amount" not in columns or "quantity" not in columns or {"mrr", "arr", "unit_amount"} & columns.keys():
        return filled, ()
    quantity = pc.fill_null(filled.values["quantity"], _ONE)
    if not pc.any(pc.greater(quantity, _ONE)).as_py() or is_own_form(filled):
        return filled, ()
    said = answer_of(filled, CODE)
    header, beside = columns["amount"].header, columns["quantity"].header
    if said is None:
        text = f"'{header}' stands beside '{beside}': it may be for the whole row, or for each unit"
        return filled, (ask(filled, CODE, text, ("row", "unit"), column=header),)
    if said == "row":
        return filled, ()
    pairs = zip(filled.values["amount"].to_pylist(), quantity.to_pylist(), strict=True)
    amounts = [None if amount is None else half_away(amount * number, _ONE) for amount, number in pairs]
    return replace(filled, values={**filled.values, "amount": pa.array(amounts, pa.int64())}), ()
