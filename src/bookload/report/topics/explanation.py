"""A figure opened down to its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.access import Access
    from bookload.report.document import Document
    from bookload.report.explain import Explanation

_NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?%?")


def body(explanation: Explanation, access: Access) -> Document:
    """Return the figure, its definition and its steps with all their rows."""
    return {
        "metric": explanation.metric,
        "for": explanation.subject,
        "value": explanation.value,
        "definition": explanation.definition,
        "formula": explanation.formula,
        "steps": [
            {
                "text": step.text,
                "source": step.source,
                "total": step.total,
                "rows": [dict(row) for row in step.to_dicts()] if step.needs <= access.rights else [],
            }
            for step in explanation.steps
        ],
    }


def tables(explanation: Explanation, access: Access, most: int) -> list[Part]:
    """Return the steps; of each the first `most` rows, with how many there are (0 shows all)."""
    about = f" of {explanation.subject}" if explanation.subject else ""
    parts: list[Part] = [
        f"{explanation.metric}{about} = {explanation.value or 'n/a'}",
        f"  {explanation.definition}",
        f"  {explanation.formula}",
        "",
    ]
    for number, step in enumerate(explanation.steps, start=1):
        parts.append(f"{number}. {step.text}")
        shown = step.rows[:most] if most else step.rows
        if shown and step.needs <= access.rights:
            cells = [[None if cell is None else str(cell) for cell in row] for row in shown]
            parts.append(table("", step.columns, cells, text_columns=_text_columns(step.columns, cells)))
        if len(shown) < len(step.rows):
            parts.append(f"   … and {len(step.rows) - len(shown):,} more rows; --rows 0 shows all")
        if step.total is not None:
            parts.append(f"   comes to {step.total}" + (f" (from {step.source})" if step.source else ""))
        parts.append("")
    return parts


def _text_columns(columns: tuple[str, ...], rows: Sequence[Sequence[str | None]]) -> int:
    """Return how many columns from the left are words: those before the first that holds nothing but numbers.

    The first always is, and so are identifiers, whatever they look like.
    """
    for place in range(1, len(columns)):
        known = [cell for row in rows if (cell := row[place]) is not None]
        if not columns[place].endswith("_id") and known and all(_NUMBER.fullmatch(cell) for cell in known):
            return place
    return len(columns)
