"""Mappings as files."""

from __future__ import annotations

from pathlib import Path

from bookload.base.errors import UsageError
from bookload.data.ingest.mapping.mapping import Mapping, from_text


def read_mapping(path: Path | None, *, override: bool = True) -> Mapping | None:
    """Return the mapping that a file states, None if there is no file.

    Raises:
        UsageError: `override` is set, so that somebody named the file, and it is not there.
        DocumentError: The file does not say something possible.
    """
    if path is None or (not override and not path.exists()):
        return None
    if not path.is_file():
        raise UsageError(f"there is no mapping {path}; `bookload import --dry-run` shows what was guessed")
    return from_text(path.read_text(encoding="utf-8"), path.name)
