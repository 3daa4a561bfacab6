"""A source whose columns are not those of its last import: the import stops and shows the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.months import month_headers
from bookload.data.ingest.mapping.question import Question

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.data.ingest.mapping.view import SheetView


def changed_columns(view: SheetView, said: SheetMapping, last: SheetMapping) -> list[Question]:
    """Return the question whether other columns are accepted; another order or new months are no change."""
    if not last.headers or said.accept_columns:
        return []
    before, now = _told(last.headers), _told(view.headers)
    if before == now:
        return []
    parts = []
    if gone := sorted(before - now):
        parts.append(f"gone are {', '.join(gone)}")
    if new := sorted(now - before):
        parts.append(f"new are {', '.join(new)}")
    text = f"the columns are not those of the last import: {'; '.join(parts)}"
    sheet = view.sheet
    return [Question("columns-changed", sheet.file, sheet.name, None, text, ("true",), "accept_columns", "")]


def _told(headers: tuple[str, ...]) -> set[str]:
    return set(headers) - month_headers(headers).months.keys()
