"""The bytes that were imported, kept by their sha256, and the few steps that put bytes on disk for good."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bookload.base.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".unfinished-"
"""How names begin of what an import is still writing; the next import removes what was left."""

_CHUNK = 1 << 20
_PRIVATE = 0o600


@dataclass(frozen=True)
class Redacted:
    """What is kept of a file that holds what may not be kept, such as private titles of a calendar."""

    name: str
    content: bytes


def keep_file(state: Path, file: Path | Redacted) -> str:
    """Keep a copy of a file under `files/<sha256>`, readable by the owner alone, and return the sha256.

    Imported files may hold pay, hence the mode. A file that is kept already is not written again.
    Raises `WorkspaceError` if the copy cannot be written.
    """
    folder = state / "files"
    with writing("the imported files"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = sha256(file) if isinstance(file, Path) else hashlib.sha256(file.content).hexdigest()
        if (folder / digest).exists():
            return digest
        return _copy(folder, file)


def _copy(folder: Path, file: Path | Redacted) -> str:
    """Copy and hash in one pass, so that the name is that of the bytes kept if the file changes meanwhile."""
    unfinished = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
    hasher = hashlib.sha256()
    try:
        with _opened(file) as source, created(unfinished, _PRIVATE) as copy:
            while chunk := source.read(_CHUNK):
                hasher.update(chunk)
                copy.write(chunk)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(folder / hasher.hexdigest())
    sync_folder(folder)
    return hasher.hexdigest()


def _opened(file: Path | Redacted) -> IO[bytes]:
    return file.open("rb") if isinstance(file, Path) else io.BytesIO(file.content)


def kept_file(state: Path, digest: str) -> Path:
    """Return where the bytes of an imported file are; raise `WorkspaceError` if they are gone."""
    folder = state / "files"
    path = folder / digest
    if not path.is_file():
        message = f"the imported file {digest[:12]}… is gone from {folder.name}; restore it from a backup"
        raise WorkspaceError(message)
    return path


def sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def created(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """Open a new file for writing, and have it on disk when the block ends; a file there before is replaced.

    It is locked while it is written, so that `remove_unfinished` can tell it from what was left.
    """
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have a folder's list of names on disk: a rename before it survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_unfinished(*folders: Path) -> None:
    """Remove what killed imports left in these folders; only for the holder of the lock."""
    for folder in folders:
        for leftover in folder.glob(f"{UNFINISHED}*"):
            if leftover.is_dir():
                shutil.rmtree(leftover)
            elif not _being_written(leftover):
                leftover.unlink()


def _being_written(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Turn a disk that is full, read-only or not ours into a `WorkspaceError` that says so."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write {what}: {reason}; nothing was changed, the data imported before is as it was"
        raise WorkspaceError(message) from error
