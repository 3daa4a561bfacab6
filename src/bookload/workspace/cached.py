"""Rows in files of the cache: written whole by the first who needs them, and there for whoever comes next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bookload.base.errors import WorkspaceError
from bookload.base.files import is_full, may_write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def cached(folder: Path | None, name: str, write: Callable[[Path], None]) -> Path | None:
    """Return the file that has rows by a name, written by `write` if it is not there.

    None where there is no folder, no room in it, or none for us: nothing is kept then.
    """
    if folder is None:
        return None
    path = folder / f"{name}.parquet"
    try:
        return path if path.exists() or _written(path, write) else None
    except (OSError, WorkspaceError) as error:
        if not is_full(error):
            raise
    return None


def _written(path: Path, write: Callable[[Path], None]) -> bool:
    """Write a file whole or not at all; return whether we may."""
    if not may_write(path.parent):
        return False
    temporary = path.with_suffix(f".{os.getpid()}.{id(write)}.tmp")
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True
