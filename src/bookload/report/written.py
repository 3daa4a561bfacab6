"""Files that a report is handed over in: whole, or not there at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bookload.base.errors import WorkspaceError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file such that a crash or a full disk leaves the old one, or none, and never half of one.

    Raises `WorkspaceError`, naming the file and what the system said, if it cannot be written.
    """
    try:
        _replace(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(f"cannot write {path}: {reason}; what was there before is as it was") from error


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
