"""Writing files whole: a crash or a full disk leaves the old one, or none, and never half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from bookload.base.errors import WorkspaceError

_FURTHEST = 10


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file such that it is there whole or not at all, with the rights of `mode`.

    Raises `WorkspaceError`, naming the file and what the system said, if it cannot be written.
    """
    try:
        _replace(path, content, mode)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(f"cannot write {path}: {reason}; what was there before is as it was") from error


def _replace(path: Path, content: bytes, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:  # whatever stopped it, a key press or a full disk, leaves nothing behind
        Path(temporary).unlink(missing_ok=True)
        raise


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID = ("disk is full", *(os.strerror(number) for number in _FULL))


def is_full(error: BaseException | None) -> bool:
    """Return whether a disk that takes no more is behind an error, however often it was passed on.

    So is what a database or an engine says in words, and a file that may not grow.
    """
    seen = 0
    while error is not None and seen < _FURTHEST:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if any(words in str(error) for words in _SAID):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def may_write(folder: Path) -> bool:
    """Make a folder for what can be computed again; return whether that may be kept there.

    Who may only read, or has a disk to be read only, keeps nothing. Raises `OSError` for what else is wrong.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise
        return False
    return os.access(folder, os.W_OK)
