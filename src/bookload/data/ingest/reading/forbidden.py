"""Characters that no table means to hold: controls, a second byte order mark, U+FFFD."""

from __future__ import annotations

import re

from bookload.base.errors import Finding

_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]")
_NAMES = {
    "\ufffd": "U+FFFD, which stands for a character lost before",
    "\ufeff": "a byte order mark amid the text",
}


def forbidden_in(cell: str) -> str | None:
    """Return the first character of a cell that is refused, or None."""
    found = _IN_TEXT.search(cell)
    return found[0] if found else None


def refused_character(
    char: str, row: int, column: str | None, value: str, sheet: str | None = None
) -> Finding:
    """Return the finding for a refused character at its place; the value is shown with escapes."""
    what = _NAMES.get(char) or f"the control character U+{ord(char):04X}"
    if char == "\0":
        what = "a NUL character (U+0000)"
    return Finding(
        "control_character",
        f"the cell holds {what}",
        "Remove the character at its source, or export the file again",
        sheet=sheet,
        row=row,
        column=column,
        value=ascii(value)[1:-1][:80],
    )
