"""One snapshot, and finding those that there are."""

from __future__ import annotations

import fcntl
import os
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bookload.base.errors import Finding, WorkspaceError, unknown
from bookload.data.snapshots.content import digest
from bookload.data.snapshots.manifest import Manifest
from bookload.data.tables import contract, table_names

MANIFEST = "manifest.json"
CURRENT = "CURRENT"
PAY_FOLDER = "pay"

_TRIES = 10


class Hold:
    """A shared lock on a snapshot, kept as long as the object lives: `prune` spares what is held."""

    def __init__(self, folder: Path) -> None:
        """Take the lock; raise `FileNotFoundError` if the snapshot is gone."""
        descriptor = os.open(folder / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.fstat(descriptor).st_ino != (folder / MANIFEST).stat().st_ino:
            raise FileNotFoundError(folder)


class Sources(dict[str, Path]):
    """Where each table of a snapshot is; as long as this is in hand, the snapshot is not pruned."""

    def __init__(self, paths: Mapping[str, Path], hold: Hold) -> None:
        """Keep the hold beside the paths."""
        super().__init__(paths)
        self._hold: Hold | None = hold

    def let_go(self) -> None:
        """Let the snapshot be pruned, while nobody reads."""
        self._hold = None

    def hold(self, snapshot: Snapshot) -> None:
        """Keep the snapshot that these are the tables of from being pruned again."""
        self._hold = snapshot._hold  # noqa: SLF001 - a lock of this module's


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in hand; as long as it is, it is not pruned."""

    id: str
    folder: Path
    manifest: Manifest
    _hold: Hold = field(repr=False, compare=False)

    def sources(self) -> Sources:
        """Return where the Parquet file of each contract table is; tables without rows have one too."""
        return Sources({name: table_path(self.folder, name) for name in table_names()}, self._hold)


def table_path(folder: Path, table: str) -> Path:
    """Return a table's file in a snapshot's folder; pay lies in a folder that only its owner opens."""
    return folder / PAY_FOLDER / f"{table}.parquet" if holds_pay(table) else folder / f"{table}.parquet"


def holds_pay(table: str) -> bool:
    """Return whether any column of a table is pay."""
    return any(column.sensitivity == "pay" for column in contract(table).columns)


def current_id(state: Path) -> str | None:
    """Return the id that `CURRENT` points at, None before the first import."""
    try:
        return (state / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def current(state: Path) -> Snapshot | None:
    """Return the snapshot that figures come from, None before the first import.

    Raises `WorkspaceError` if it is damaged, gone, or written by a newer program.
    """
    for _ in range(_TRIES):
        name = current_id(state)
        if name is None:
            return None
        try:
            return _open(state, name)
        except FileNotFoundError:  # pruned between the two steps, after a newer import: look again
            continue
    message = f"snapshot {name} is gone from {state.name}/snapshots; restore it from a backup"
    raise WorkspaceError(message)


def load(state: Path, snapshot_id: str) -> Snapshot:
    """Return a snapshot by its id; raise `UsageError` with the nearest id if there is none such."""
    known = names(state)
    if snapshot_id not in known:
        raise unknown("snapshot", snapshot_id, known)
    try:
        return _open(state, snapshot_id)
    except FileNotFoundError:
        raise unknown("snapshot", snapshot_id, names(state)) from None


def listing(state: Path) -> tuple[Manifest, ...]:
    """Return the manifests of all snapshots, oldest first; the last is the current one."""
    manifests = []
    for name in names(state):
        try:
            manifests.append(_manifest(state / "snapshots" / name))
        except FileNotFoundError:  # pruned meanwhile
            continue
    return tuple(manifests)


def names(state: Path) -> list[str]:
    """Return the ids of all snapshots, oldest first.

    One that is newer than `CURRENT` belongs to an import that never finished, and is not listed.
    """
    newest = current_id(state)
    if newest is None:
        return []
    found = (path.parent.name for path in (state / "snapshots").glob(f"*/{MANIFEST}"))
    return sorted(name for name in found if not name.startswith(".") and name <= newest)


def verify(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return a finding if the rows on disk are not those that the snapshot's manifest was written for."""
    try:
        content = digest({name: read(path) for name, path in snapshot.sources().items()})
    except (OSError, pa.ArrowException) as error:
        return (_damaged(f"snapshot {snapshot.id} cannot be read: {str(error).rstrip('.')}"),)
    if content != snapshot.manifest.content:
        return (_damaged(f"the rows of snapshot {snapshot.id} are not those that were written"),)
    return ()


def read(path: Path) -> pa.Table:
    """Return a table's rows; a folder named like `year=2026` above it adds no column."""
    return pq.read_table(path, partitioning=None)


def _damaged(message: str) -> Finding:
    remedy = "Restore .bookload from a backup, or import the files again."
    return Finding(code="snapshot-damaged", message=message, remedy=remedy)


def _open(state: Path, name: str) -> Snapshot:
    folder = state / "snapshots" / name
    hold = Hold(folder)
    snapshot = Snapshot(name, folder, _manifest(folder), hold)
    open_to_all = (path for table, path in snapshot.sources().items() if not holds_pay(table))
    missing = [path.name for path in open_to_all if not path.is_file()]
    if missing:
        message = f"snapshot {name} lacks {', '.join(missing)}; restore it from a backup"
        raise WorkspaceError(message)
    return snapshot


def _manifest(folder: Path) -> Manifest:
    return Manifest.from_json((folder / MANIFEST).read_text(encoding="utf-8"), folder.name)
