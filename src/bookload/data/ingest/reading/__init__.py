"""Files into sheets of cells: what is written where, with nothing about what columns mean.

`read_file` decides the format by content, looks at all rows before it returns, and
lists what is wrong as findings. Names are resolved when first asked for (PEP 562),
because the child process that opens workbooks lives in this package and starts lean.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.data.ingest.reading.file import read_file
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.sheet import Column, Reading, Sheet

__all__ = ["Column", "Limits", "Reading", "Sheet", "read_file"]

_HOMES = {"read_file": "file", "Limits": "limits", "Column": "sheet", "Reading": "sheet", "Sheet": "sheet"}


def __getattr__(name: str) -> object:
    """Return a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
