"""The bridge from opening to closing MRR."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bookload.metrics.revenue.movements.bridges import MovementRow
from bookload.report.document import bridge_text
from bookload.report.figures import monthly
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.metrics.revenue.movements.bridges import Movements
    from bookload.report.document import Document

KEY_NAMES = {"account": "account_id", "person": "person_id", "segment": "segment", "product": "product"}
BRIDGE = tuple(field.name for field in fields(MovementRow) if field.name not in ("month", "key"))
"""opening, each movement, closing: in the order in which a row adds up."""


def body(movements: Movements, by: str) -> Document:
    """Return rows whose movements, as text at six places, add up from opening to closing."""
    return {
        "grain": movements.grain,
        "rows": [{**_place(row, by), **_amounts(row)} for row in movements.rows],
    }


def _place(row: MovementRow, by: str) -> Document:
    key: Document = {KEY_NAMES[by]: row.key} if by in KEY_NAMES else {}
    return {"month": str(row.month), **key}


def _amounts(row: MovementRow) -> Document:
    amounts: list[int | None] = [getattr(row, name) for name in BRIDGE]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return dict.fromkeys(BRIDGE)
    return dict(zip(BRIDGE, bridge_text(known[0], known[1:-1], known[-1]), strict=True))


def tables(movements: Movements, by: str, currency: str) -> list[Part]:
    """Return the bridge as a table of whole currency units; columns that are zero everywhere are left out."""
    shown = [
        name
        for name in BRIDGE
        if name in ("opening", "closing") or any(getattr(row, name) for row in movements.rows)
    ]
    keyed = by in KEY_NAMES
    rows = [
        [
            str(row.month),
            *([row.key or "(none)"] if keyed else []),
            *(monthly(getattr(row, name), currency) for name in shown),
        ]
        for row in movements.rows
    ]
    columns = ["month", *([by] if keyed else []), *(name.replace("_", " ") for name in shown)]
    title = f"MRR movements by {by}, {currency} (expansion and contraction net at the {movements.grain})"
    return [table(title, columns, rows, text_columns=1 + keyed)]
