"""What looking into one doubt about a sheet gives: rows to leave out, what is said, what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.question import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.base.errors import Finding
    from bookload.data.ingest.filled import Filled

SHOWN_ROWS = 5


@dataclass
class Doubt:
    """The indices of rows that are left out, with findings and questions."""

    out: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def ask(
    filled: Filled,
    code: str,
    text: str,
    allowed: tuple[str, ...],
    *,
    column: str | None = None,
    default: str | None = None,
) -> Question:
    """Return a question whose answer stands under `meaning` in the sheet's mapping."""
    sheet = filled.guess.view.sheet
    key = code.replace("-", "_")
    return Question(code, sheet.file, sheet.name, column, text, allowed, "meaning", key, default)


def answer_of(filled: Filled, code: str) -> str | None:
    """Return what the mapping says about a doubt, or None."""
    key = code.replace("-", "_")
    return next((answer for name, answer in filled.guess.mapping.meaning.items() if name == key), None)


def numbered(filled: Filled, rows: Iterable[int]) -> str:
    """Return rows by their numbers in the file: `rows 2, 3 and 7`; many are counted."""
    numbers = [str(filled.guess.view.sheet.row_numbers[row].as_py()) for row in sorted(rows)]
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > SHOWN_ROWS:
        return f"rows {', '.join(numbers[:SHOWN_ROWS])} and {len(numbers) - SHOWN_ROWS} more"
    return f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def header_of(filled: Filled, *names: str) -> str | None:
    """Return the header of the first of these fields that a column gives, or None."""
    found: Sequence[str] = [
        filled.guess.columns[name].header for name in names if name in filled.guess.columns
    ]
    return found[0] if found else None
