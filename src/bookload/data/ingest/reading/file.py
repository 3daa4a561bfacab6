"""One file as sheets of cells, whatever format it came in."""

from __future__ import annotations

import errno
import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from bookload.base.errors import Finding, UsageError
from bookload.base.progress import Progress
from bookload.data.ingest.reading.delimited import read_delimited
from bookload.data.ingest.reading.header import no_rows
from bookload.data.ingest.reading.kind import Kind, kind_of, note_name, refused
from bookload.data.ingest.reading.limited import over_bytes
from bookload.data.ingest.reading.limits import HEAD_BYTES, Limits
from bookload.data.ingest.reading.listing import Listing
from bookload.data.ingest.reading.mapped import mapped
from bookload.data.ingest.reading.sheet import Reading
from bookload.data.ingest.reading.spool import KEPT
from bookload.data.ingest.reading.worker import Asked, no_room, read_in_child

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from datetime import date

    from bookload.data.ingest.reading.spool import Spooled

_HASH_STEP = 1 << 24
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def read_file(
    path: Path,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    through: date | None = None,
) -> Reading:
    """Return the sheets of one file, and all that is wrong with it.

    The format is decided by content: delimited text, an Excel workbook (.xlsx, .xlsm),
    Parquet, a calendar (.ics) or an event log (.xes); anything else is a finding that
    says what the file is. All rows are looked at first. Columns lie on disk and are
    mapped, so memory stays flat.

    Args:
        path: A regular file; its name is only shown, and compared with the content.
        limits: What the file may take; `Limits()` unless given.
        progress: Where to report to and how to be cancelled.
        through: The last day that meetings of a calendar are taken of; that of its last change if not given.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        DataError: The temporary folder has no room for what the file holds.
        CancelledError: `progress` said to stop.
    """
    limits = limits or Limits()
    progress = progress or Progress()
    listing = Listing(path.name)
    try:
        with TemporaryDirectory(prefix="bookload-") as folder:
            return _read(path, _Task(Path(folder), limits, listing, progress, through))
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(path.name, gettempdir()) from error
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True)
class _Task:
    """Where a file's cells go, within which limits, and up to which day."""

    folder: Path
    limits: Limits
    listing: Listing
    progress: Progress
    through: date | None


def _read(path: Path, task: _Task) -> Reading:
    folder, limits, listing, progress = task.folder, task.limits, task.listing, task.progress
    before = path.stat()
    if not stat.S_ISREG(before.st_mode):
        raise UsageError(f"{path} is not a file; name the files inside a folder one by one")
    if before.st_size > limits.bytes:
        listing.add(over_bytes(before.st_size, limits))
        return Reading((), listing.findings())
    sha256 = _sha256(path, before.st_size, progress)
    spooled = _spooled(path, task)
    if _changed(before, path.stat()):
        listing.add(
            Finding("file_changed", "the file changed while it was read", "Import it once it is complete")
        )
    kept = (folder / KEPT).read_bytes() if (folder / KEPT).exists() else None
    if kept is not None:
        sha256 = hashlib.sha256(kept).hexdigest()
    sheets = tuple(mapped(folder, sheet, path.name, sha256) for sheet in spooled)
    return Reading(sheets, listing.findings(), kept)


def _spooled(path: Path, task: _Task) -> Sequence[Spooled]:
    folder, limits, listing, progress = task.folder, task.limits, task.listing, task.progress
    with path.open("rb") as file:
        guess = kind_of(path, file.read(HEAD_BYTES))
    if note := note_name(path, guess):
        listing.add(note)
    match guess.kind:
        case Kind.EMPTY:
            listing.add(no_rows(None))
            return ()
        case Kind.OTHER:
            listing.add(refused(guess))
            return ()
        case Kind.TEXT:
            sheet = read_delimited(path, folder, limits, listing, progress)
            return () if sheet is None else (sheet,)
        case Kind.WORKBOOK | Kind.PARQUET | Kind.CALENDAR | Kind.EVENT_LOG:
            asked = Asked(path, guess.kind, folder, task.through)
            return read_in_child(asked, limits, listing, progress)


def _sha256(path: Path, size: int, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_STEP):
            digest.update(block)
            progress.step("hashing", file.tell(), size)
    return digest.hexdigest()


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
