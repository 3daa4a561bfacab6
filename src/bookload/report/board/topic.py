"""The board report as a document and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.board.shown import shown
from bookload.report.document import Document, Json, amount_text, arr_text, plain
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from fractions import Fraction

    from bookload.metrics.ratios.since import AccountCause, Since
    from bookload.report.board.board import Board, Figure
    from bookload.report.page.grid import Grid

NAMED = 20
"""Accounts of each list that the document holds; the sum of all others is beside them."""


def body(board: Board) -> Document:
    """Return the report; what changed adds up in each list from what was stated to what is."""
    return {
        "figures": [_figure(figure) for figure in board.figures],
        "basis": board.assessment.basis,
        "verdict": board.assessment.verdict.code,
        "trend": [
            {
                "month": str(row.month),
                "arr": arr_text(row.arr),
                "csms": float(row.csms),
                "arr_per_csm": amount_text(row.arr_per_csm, 2),
            }
            for row in board.trend
        ],
        "plan": None if board.plan is None else plain(board.plan, None),
        "since": None if board.given is None else _since(board),
    }


def _figure(figure: Figure) -> Json:
    return {
        "name": figure.name,
        "value": _exact(figure, figure.value),
        "was": _exact(figure, figure.was),
        "unit": figure.unit,
        "note": figure.note,
    }


def _exact(figure: Figure, value: Fraction | None) -> Json:
    if figure.unit == "money":
        return amount_text(value, 2)
    return None if value is None else float(value)


def _since(board: Board) -> Document:
    given, found = board.given, board.since
    assert given is not None  # noqa: S101 - asked for where there is one
    told: Document = {
        "number": given.number,
        "as_of": given.as_of.isoformat(),
        "given_at": given.at.isoformat(),
        "note": given.note,
        "snapshot": given.snapshot,
        "profile": given.profile,
        "program": given.program,
        "documents": [*board.rules],
    }
    return told | ({} if found is None else _causes(board, found))


def _causes(board: Board, found: Since) -> Document:
    people: Json = (
        []
        if board.people is None
        else [
            {"person_id": each.person_id, "cause": each.name, "csms": float(each.csms)}
            for each in found.people
        ]
    )
    return {
        "arr": {
            "before": arr_text(found.before.arr),
            "causes": [{"cause": each.name, "arr": arr_text(each.arr)} for each in found.arr],
            "after": arr_text(found.after.arr),
        },
        "csms": {
            "before": str(found.before.csms),
            "causes": [
                {"cause": each.name, "csms": str(each.csms), "people": each.people} for each in found.heads
            ],
            "after": str(found.after.csms),
        },
        "arr_per_csm": None
        if found.ratio is None
        else {
            "before": amount_text(found.before.ratio(found.basis), 2),
            "causes": [{"cause": each.name, "amount": amount_text(each.amount, 2)} for each in found.ratio],
            "after": amount_text(found.after.ratio(found.basis), 2),
        },
        "accounts": [_account(each) for each in found.moved[:NAMED]],
        "other_accounts": _others(found.moved),
        "restated_accounts": [_account(each) for each in found.restated[:NAMED]],
        "other_restated_accounts": _others(found.restated),
        "restated_months": [{"month": str(month), "arr": arr_text(arr)} for month, arr in found.months],
        **({} if board.people is None else {"people": people}),
    }


def _account(each: AccountCause) -> Json:
    return {"account_id": each.account_id, "cause": each.name, "arr": arr_text(each.arr)}


def _others(found: tuple[AccountCause, ...]) -> Json:
    rest = found[NAMED:]
    return {"accounts": len(rest), "arr": arr_text(sum(each.arr for each in rest))}


def tables(board: Board, currency: str) -> list[Part]:
    """Return figures, what changed and why, a year of ARR, and the plan."""
    said = shown(board, currency)
    compared = board.given is not None
    rows = [
        [cell.label, cell.value, *([cell.was if cell.compared else ""] if compared else []), cell.note]
        for cell in said.cells
    ]
    columns = ["figure", "now", *(["was"] if compared else []), "note"]
    parts: list[Part] = [f"{said.mark} {said.verdict}", table(f"Figures, {currency}", columns, rows)]
    change = said.change
    parts.append(change.lead)
    for title, grid in (
        ("What changed ARR", change.arr),
        ("What changed ARR per CSM", change.ratio),
        ("What changed the CSM count", change.heads),
        ("Accounts that moved most", change.accounts),
    ):
        if grid is not None:
            parts.append(_table(title, grid))
    parts += [
        *change.notes,
        _table(f"ARR by month, {currency}", said.trend),
        _table("CSMs by month", said.carried),
        said.plan_lead,
    ]
    if said.plan is not None:
        parts.append(_table("Heads to hire", said.plan))
    return parts


def _table(title: str, grid: Grid) -> Part:
    return table(title, grid.columns, grid.rows, text_columns=grid.words)
