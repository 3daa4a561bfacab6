"""The bridge from opening to closing MRR."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bookload.metrics.revenue.movements.bridges import MovementRow
from bookload.metrics.revenue.movements.quick_ratio import quick_ratio
from bookload.metrics.revenue.movements.sub_kinds import PARTS
from bookload.report.document import bridge_text
from bookload.report.figures import monthly, number
from bookload.report.terminal import NOT_AVAILABLE, Part, table

if TYPE_CHECKING:
    from bookload.base.result import Rows
    from bookload.metrics.revenue.movements.bridges import Movements
    from bookload.metrics.revenue.movements.sub_kinds import SubKindRow
    from bookload.report.document import Document, Json

KEY_NAMES = {"account": "account_id", "person": "person_id", "segment": "segment", "product": "product"}
BRIDGE = tuple(field.name for field in fields(MovementRow) if field.name not in ("month", "key"))
"""opening, each movement, closing: in the order in which a row adds up."""


def body(movements: Movements, by: str, parts: Rows[SubKindRow] | None = None) -> Document:
    """Return rows whose movements, as text at six places, add up from opening to closing.

    Those of the company have their quick ratio. With `parts` there are `details`: of each kind that is told
    apart its total and parts, which add up.
    """
    rows: list[Json] = [
        {**_place(row, by), **_amounts(row), **({} if by in KEY_NAMES else _ratio(row))}
        for row in movements.rows
    ]
    found: Document = {"grain": movements.grain, "rows": rows}
    if parts is not None:
        found["details"] = [{**_place(row, by), **_parts(row)} for row in parts.rows]
    return found


def _ratio(row: MovementRow) -> Document:
    ratio = quick_ratio(row)
    return {"quick_ratio": None if ratio is None else float(ratio)}


def _parts(row: SubKindRow) -> Document:
    told = [name for name in PARTS if getattr(row, name) is not None]
    amounts: Document = {"total": None, **dict.fromkeys(PARTS)}
    if row.total is not None:
        _, *texts, total = bridge_text(0, [getattr(row, name) for name in told], row.total)
        amounts |= {"total": total, **dict(zip(told, texts, strict=True))}
    return {"kind": row.kind, **amounts}


def _place(row: MovementRow | SubKindRow, by: str) -> Document:
    key: Document = {KEY_NAMES[by]: row.key} if by in KEY_NAMES else {}
    return {"month": str(row.month), **key}


def _amounts(row: MovementRow) -> Document:
    amounts: list[int | None] = [getattr(row, name) for name in BRIDGE]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return dict.fromkeys(BRIDGE)
    return dict(zip(BRIDGE, bridge_text(known[0], known[1:-1], known[-1]), strict=True))


def tables(movements: Movements, by: str, currency: str, parts: Rows[SubKindRow] | None = None) -> list[Part]:
    """Return the bridge as a table of whole currency units; columns that are zero everywhere are left out.

    Under the company's stands the quick ratio of each month. With `parts` follows what kinds are made of.
    """
    found = [bridge(movements, by, currency)]
    if by not in KEY_NAMES:
        found.append(_ratios(movements))
    return found if parts is None else [*found, _details(parts, by, currency)]


def bridge(movements: Movements, by: str, currency: str) -> Part:
    """Return the bridge alone; by month where it is said already whose it is."""
    shown = [
        name
        for name in BRIDGE
        if name in ("opening", "closing") or any(getattr(row, name) for row in movements.rows)
    ]
    keyed = by in KEY_NAMES
    rows = [
        [
            *_named(row, keyed=keyed),
            *(monthly(getattr(row, name), currency) for name in shown),
        ]
        for row in movements.rows
    ]
    columns = ["month", *([by] if keyed else []), *(name.replace("_", " ") for name in shown)]
    title = f"MRR movements by {by}, {currency} (expansion and contraction net at the {movements.grain})"
    return table(title, columns, rows, text_columns=1 + keyed)


def _ratios(movements: Movements) -> Part:
    """Return the quick ratios as a line: a column more and figures would not fit."""
    ratios = [(str(row.month), number(quick_ratio(row))) for row in movements.rows]
    known = [f"{month} {ratio}" for month, ratio in ratios if ratio is not None]
    without = len(ratios) - len(known)
    rest = f"{NOT_AVAILABLE} in {without} of {len(ratios)} months, where nothing was lost or it is not known"
    told = ", ".join([*known, *([rest] if without else [])])
    return f"Quick ratio, what was gained over what was lost: {told}\n"


def _details(parts: Rows[SubKindRow], by: str, currency: str) -> Part:
    told = [row for row in parts.rows if any(getattr(row, name) for name in ("total", *PARTS))]
    shown = [name for name in PARTS if any(getattr(row, name) for row in told)]
    keyed = by in KEY_NAMES
    rows = [
        [
            *_named(row, keyed=keyed),
            row.kind,
            monthly(row.total, currency),
            *("" if getattr(row, name) is None else monthly(getattr(row, name), currency) for name in shown),
        ]
        for row in told
    ]
    columns = [
        "month",
        *([by] if keyed else []),
        "kind",
        "total",
        *(name.replace("_", " ") for name in shown),
    ]
    return table(f"What they are made of, {currency}", columns, rows, text_columns=2 + keyed)


def _named(row: MovementRow | SubKindRow, *, keyed: bool) -> list[str]:
    return [str(row.month), *([row.key or "(none)"] if keyed else [])]
