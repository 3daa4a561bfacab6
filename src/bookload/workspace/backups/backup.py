"""A workspace into one archive, while people work in it."""

from __future__ import annotations

import fcntl
import hashlib
import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError, WorkspaceError
from bookload.base.progress import Progress
from bookload.data.snapshots.files import created, sync_folder
from bookload.workspace.backups import archive
from bookload.workspace.backups.contents import held_snapshots, items
from bookload.workspace.backups.database import copied, dump_command
from bookload.workspace.paths import existing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bookload.workspace.backups.manifest import Database, Manifest
    from bookload.workspace.paths import Folder

UNFINISHED = ".unfinished-backup-"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was backed up, and where; `dump` is the command for the app's database where it is elsewhere."""

    path: Path
    size: int
    manifest: Manifest
    dump: str | None


def backup(
    root: Path, to: Path, *, now: datetime, database_url: str | None = None, progress: Progress | None = None
) -> Backup:
    """Write a backup of a workspace to a file, or under a name of its own into a folder, and check it.

    Nobody has to stop: what never changes is copied as it is, documents and the log each whole, the app's
    database as of one moment. A file that is there is replaced once the new one was checked, and only if it
    is a backup itself. The server's secret is in none. `database_url` names the PostgreSQL that holds the
    app's people; of that the archive has nothing.

    Raises `UsageError` for a place that is none, `WorkspaceError` if it cannot be written or something is
    damaged, `CancelledError` if told to stop: then no backup was made, and one that was there is as it was.
    """
    tell, folder = progress or Progress(), existing(root)
    where = _demand_place(folder, to)
    try:
        with ExitStack() as stack:
            database = None if database_url else stack.enter_context(_database(folder, where))
            unfinished = stack.enter_context(_unfinished(where, ".zip"))
            manifest = _written(
                folder, unfinished, database, "elsewhere" if database_url else None, now, tell
            )
            path = where / _name(manifest) if to.is_dir() else to
            size = unfinished.stat().st_size
            unfinished.replace(path)
            sync_folder(where)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            f"cannot write the backup to {to}: {reason}; none was made, and one that was there is as it was"
        ) from error
    return Backup(path, size, manifest, dump_command(database_url) if database_url else None)


def _written(
    folder: Folder,
    unfinished: Path,
    database: Path | None,
    where: Database | None,
    now: datetime,
    tell: Progress,
) -> Manifest:
    """Write the archive, read it again from where it was written, and return what it holds."""
    held = held_snapshots(folder)
    total = sum(item.size for item in items(folder, held, database))
    kind: Database = where or ("here" if database else "none")
    with created(unfinished, 0o600) as file:
        archive.write(
            file,
            items(folder, held, database),
            about=(held[-1].id if held else None, kind, now.astimezone(UTC)),
            total=total,
            progress=tell,
        )
    with archive.opened(unfinished) as made:
        made.verify(tell)
        return made.manifest


def _demand_place(folder: Folder, to: Path) -> Path:
    """Return the folder that the archive is to lie in; raise `UsageError` where none may."""
    where = to if to.is_dir() else to.parent
    if not where.is_dir():
        raise UsageError(f"there is no folder {where}; make it, or name another")
    if where.resolve().is_relative_to(folder.state.resolve()):
        raise UsageError(f"{where} is what is backed up; name a place outside, better yet on another disk")
    if to.exists() and not to.is_dir():
        try:
            with archive.opened(to):
                pass
        except WorkspaceError as error:
            raise UsageError(
                f"{to} is there and is no backup that this program made; name another file"
            ) from error
    return where


def _name(manifest: Manifest) -> str:
    """Return a name that says when, and nothing of whose: the hash keeps two of one second apart."""
    digest = hashlib.sha256(manifest.to_json()).hexdigest()
    return f"bookload-{manifest.made_at:%Y%m%dT%H%M%S}-{digest[:8]}.zip"


@contextmanager
def _database(folder: Folder, where: Path) -> Iterator[Path | None]:
    """Give a copy of the app's database beside where the archive is made; None where there is none yet."""
    if not folder.app_database.exists():
        yield None
        return
    with _unfinished(where, ".sqlite3") as copy:
        copied(folder.app_database, copy)
        yield copy


@contextmanager
def _unfinished(where: Path, ending: str) -> Iterator[Path]:
    """Give a name for what is being made, and leave nothing there, nor what a killed backup left."""
    for leftover in where.glob(f"{UNFINISHED}*{ending}"):
        if not _in_use(leftover):
            leftover.unlink()
    path = where / f"{UNFINISHED}{secrets.token_hex(8)}{ending}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _in_use(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
