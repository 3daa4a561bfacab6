"""A workspace out of an archive, into an empty folder, once all of it was checked."""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError, WorkspaceError
from bookload.base.progress import Progress
from bookload.data import snapshots
from bookload.data.snapshots.files import created, sync_folder
from bookload.workspace.backups import archive
from bookload.workspace.backups.contents import permitted
from bookload.workspace.paths import POLICY, Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bookload.workspace.backups.archive import Archive
    from bookload.workspace.backups.manifest import Manifest

UNFINISHED = ".unfinished-restore-"
PRIVATE = (".bookload/files", ".bookload/web")
"""Folders that nobody but the owner of the files opens, beside those of pay."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where."""

    root: Path
    manifest: Manifest


def restore(path: Path, to: Path, progress: Progress | None = None) -> Restored:
    """Restore an archive into a folder that is empty, or not there yet.

    All hashes and paths are checked before anything is written. What is written stands in a folder aside
    until it is whole; the state comes last, so that what was killed on the way has no figures to show.

    Raises `UsageError` for a folder in which there is something, `WorkspaceError` for an archive that is
    damaged or newer than this program, or a disk that does not take it; then nothing is left there.
    """
    tell, target = progress or Progress(), to.resolve()
    _demand_empty(target, to)
    with archive.opened(path) as held:
        held.verify(tell)
        try:
            _demand_room(target, held.manifest)
            with _aside(target) as aside:
                _write(held, aside, tell)
                _demand_readable(aside, held.manifest, path.name)
                for each in sorted(aside.iterdir(), key=lambda path: path.name.startswith(".")):
                    each.rename(target / each.name)
                sync_folder(target)
        except OSError as error:
            reason = error.strerror or str(error)
            raise WorkspaceError(f"cannot restore into {to}: {reason}; nothing was left there") from error
        return Restored(to, held.manifest)


def _demand_empty(target: Path, to: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(f"{to} is a file; name a folder that is empty, or not there yet")
    if not target.exists() or not any(target.iterdir()):
        return
    if (target / ".bookload").exists() or (target / POLICY).exists():
        raise UsageError(
            f"{to} is a workspace, and a restore overwrites none; restore into another folder, look at it "
            "with `bookload doctor`, then move it to where it is to be"
        )
    if any(target.glob(f"{UNFINISHED}*")):
        raise UsageError(f"a restore into {to} was stopped on its way; empty the folder, or name another")
    raise UsageError(f"{to} is not empty; name a folder that is, or that is not there yet")


def _demand_room(target: Path, manifest: Manifest) -> None:
    there = next(each for each in (target, *target.parents) if each.exists())
    free = shutil.disk_usage(there).free
    if free < manifest.size:
        raise WorkspaceError(
            f"the backup has {manifest.size:,} bytes, and there is room for {free:,} at {there}; make room, "
            "or name a folder elsewhere; nothing was written"
        )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Give a folder inside the one to restore into, on the same disk, and leave nothing if it goes wrong."""
    fresh = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    aside = target / f"{UNFINISHED}{secrets.token_hex(8)}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
        aside.rmdir()
    except BaseException:  # whatever stopped it, a key press or a full disk, leaves nothing behind
        shutil.rmtree(aside, ignore_errors=True)
        if fresh and not any(target.iterdir()):
            target.rmdir()
        raise


def _write(held: Archive, aside: Path, tell: Progress) -> None:
    done = 0
    for name, entry in held.manifest.files.items():
        tell.step("restoring", done, held.manifest.size)
        path = aside / name
        _made(path.parent, aside)
        with created(path, permitted(name, entry.mode)) as file:
            for chunk in held.read(name):
                file.write(chunk)
        path.chmod(permitted(name, entry.mode))
        done += entry.size
    for folder in sorted({path.parent for path in aside.rglob("*")}):
        sync_folder(folder)


def _made(folder: Path, aside: Path) -> None:
    """Make a folder and those above it, private where what lies in it is."""
    for each in (*reversed(folder.parents), folder):
        if each.is_relative_to(aside) and not each.exists():
            name = each.relative_to(aside).as_posix()
            each.mkdir(mode=0o700 if name in PRIVATE or name.endswith("/pay") else 0o755)


def _demand_readable(aside: Path, manifest: Manifest, name: str) -> None:
    """Raise `WorkspaceError` where this program cannot open what was restored, as if it is newer."""
    found = snapshots.current(Folder(aside).state)
    if (found.id if found else None) != manifest.snapshot:
        raise WorkspaceError(
            f"{name} does not hold the snapshot that it names; nothing was left, take another"
        )
    snapshots.listing(Folder(aside).state)
