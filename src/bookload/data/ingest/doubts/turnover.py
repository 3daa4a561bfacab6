"""`Annual Revenue` in a list of accounts: what they pay, or what they turn over themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.data.ingest.doubts.doubt import answer_of, ask
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.assign import AS_STATED
from bookload.data.ingest.mapping.similarity import plain_header

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.ingest.mapping.question import Question

CODE = "annual-revenue"
_EITHER = frozenset({"annualrevenue", "yearlyrevenue", "jahresumsatz", "jaehrlicherumsatz", "revenueperyear"})


def turnover(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return a question where ARR of a list of accounts is called as CRMs call the customer's own turnover.

    Beside MRR it is taken for that and left an attribute of the account, with a note.
    """
    guess = filled.guess
    column = guess.columns.get("arr")
    if guess.mapping.table != "one_sheet" or column is None or plain_header(column.header) not in _EITHER:
        return filled, ()
    if answer_of(filled, CODE) == "arr" or AS_STATED in guess.mapping.reasons.get("arr", ""):
        return filled, ()
    if "mrr" in guess.columns:
        message = f"'{column.header}' is taken as the customers' own turnover, since there is a column of MRR"
        remedy = f'If it is ARR, say so in --map: [sheet.columns] arr = "{column.header}".'
        note = filled.finding(CODE, message, remedy, "note", Place(field="arr"))
        return _without_arr(filled, note), ()
    text = (
        f"'{column.header}' may be ARR, or the customers' own turnover, as in Salesforce and HubSpot: "
        "nothing in the sheet says which"
    )
    return filled, (ask(filled, CODE, text, ("arr", "turnover"), column=column.header),)


def _without_arr(filled: Filled, note: Finding) -> Filled:
    guess = filled.guess
    columns = {name: column for name, column in guess.columns.items() if name != "arr"}
    headers = {name: header for name, header in guess.mapping.columns.items() if name != "arr"}
    mapping = guess.mapping.model_copy(update={"columns": headers})
    values = {name: array for name, array in filled.values.items() if name != "arr"}
    guess = replace(guess, columns=columns, mapping=mapping)
    return replace(filled, guess=guess, values=values, findings=(*filled.findings, note))
