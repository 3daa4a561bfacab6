"""What of a workspace belongs into a backup: a list, so that an archive can bring nothing else."""

from __future__ import annotations

import fcntl
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.data import snapshots
from bookload.data.documents.store import LEVERS, SCENARIOS
from bookload.data.snapshots.snapshot import CURRENT
from bookload.workspace.paths import JOURNEY, POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bookload.data.snapshots import Snapshot
    from bookload.workspace.paths import Folder

DATABASE = ".bookload/web/app.sqlite3"
AUDIT = ".bookload/audit.jsonl"
FILES = ".bookload/files/"

_ID = r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}"
_NAME = r"[^/\\\x00-\x1f\x7f.][^/\\\x00-\x1f\x7f]{0,199}"
_BELONGS = re.compile(
    rf"{re.escape(POLICY)}|{re.escape(JOURNEY)}|{re.escape(LEVERS)}|{SCENARIOS}/{_NAME}\.toml"
    rf"|\.bookload/(CURRENT|audit\.jsonl|mapping\.toml|findings/{_ID}\.json|files/[0-9a-f]{{64}}"
    rf"|snapshots/{_ID}/(manifest\.json|(pay/)?[a-z_]{{1,60}}\.parquet)|web/app\.sqlite3|web/sample\.json|board/([0-9]{{4,9}}|plan)\.json)"
)
_PRIVATE = re.compile(rf"\.bookload/(files|web|board)/.*|\.bookload/snapshots/{_ID}/pay/.*")

_ANYBODYS, _OWNERS = 0o644, 0o600


@dataclass(frozen=True, slots=True)
class Item:
    """One file for an archive: its path in the workspace, its bytes or where they are, and its mode."""

    path: str
    source: Path | bytes
    mode: int

    @property
    def size(self) -> int:
        """How many bytes it has now."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size


def belongs(path: str) -> bool:
    """Return whether a path is one that a backup takes, and so one that a restore may write."""
    return _BELONGS.fullmatch(path) is not None


def permitted(path: str, mode: int) -> int:
    """Return the mode to restore a file with: pay, imported bytes and the app's own are its owner's alone."""
    return mode & (_OWNERS if _PRIVATE.fullmatch(path) else _ANYBODYS)


def held_snapshots(folder: Folder) -> tuple[Snapshot, ...]:
    """Return all snapshots up to the current one, oldest first; as long as they are in hand none is pruned.

    Raises as `snapshots.current` does.
    """
    newest = snapshots.current(folder.state)
    if newest is None:
        return ()
    older = []
    for manifest in snapshots.listing(folder.state):
        if manifest.id >= newest.id:
            continue
        try:
            older.append(snapshots.load(folder.state, manifest.id))
        except UsageError:  # pruned since it was listed
            continue
    return (*older, newest)


def items(folder: Folder, held: tuple[Snapshot, ...], database: Path | None) -> Iterator[Item]:
    """Yield what belongs into a backup; `database` is a copy of the app's, if it has one here.

    Snapshots and imported bytes never change. Documents and the log are read when their turn comes: each as
    it is then, whole; the log last, so that it knows of all that is there.
    """
    root = folder.root
    for snapshot in held:
        yield from _files(folder, snapshot.folder)
    yield from _files(folder, folder.state / "files")
    if held:
        yield Item(f".bookload/{CURRENT}", f"{held[-1].id}\n".encode(), _ANYBODYS)
    for path in (root / POLICY, root / JOURNEY, root / LEVERS, *sorted((root / SCENARIOS).glob("*.toml"))):
        yield from _whole(folder, path)
    yield from _whole(folder, folder.mapping)
    for snapshot in held:
        yield from _whole(folder, folder.findings(snapshot.id))
    yield from _whole(folder, folder.app / "sample.json")
    yield from _files(folder, folder.state / "board")
    if database is not None:
        yield Item(DATABASE, database, _OWNERS)
    yield from _log(folder)


def _files(folder: Folder, below: Path) -> Iterator[Item]:
    """Yield the files below a folder that belong, by name; they are read in pieces."""
    for path in sorted(below.rglob("*")):
        name = path.relative_to(folder.root).as_posix()
        if belongs(name) and path.is_file() and not path.is_symlink():
            yield Item(name, path, path.stat().st_mode & 0o777)


def _whole(folder: Folder, path: Path) -> Iterator[Item]:
    """Yield a small file as it is now, if it is there: whoever replaces it does so whole."""
    name = path.relative_to(folder.root).as_posix()
    if belongs(name) and path.is_file():
        yield Item(name, path.read_bytes(), path.stat().st_mode & 0o777)


def _log(folder: Folder) -> Iterator[Item]:
    if folder.audit.exists():
        with folder.audit.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # not in the middle of a line
            yield Item(AUDIT, file.read(), folder.audit.stat().st_mode & 0o777)
