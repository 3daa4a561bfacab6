"""What to write in a mapping, as one line of TOML that works as it is printed."""

from __future__ import annotations

import json
from collections.abc import Mapping as Pairs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.view import SheetView


def line(view: SheetView, **parts: str | Pairs[str, str]) -> str:
    """Return the whole content of a `--map` file that says these parts of a sheet's mapping."""
    sheet = view.sheet
    place: dict[str, str | Pairs[str, str]] = {"file": sheet.file}
    if sheet.name is not None:
        place["sheet"] = sheet.name
    return f"sheet = [{_table({**place, **parts})}]"


def _table(pairs: Pairs[str, str | Pairs[str, str]]) -> str:
    return "{" + ", ".join(f"{_key(key)} = {_value(value)}" for key, value in pairs.items()) + "}"


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _quoted(name)


def _value(value: str | Pairs[str, str]) -> str:
    return _quoted(value) if isinstance(value, str) else _table(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
