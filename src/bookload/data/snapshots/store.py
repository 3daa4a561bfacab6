"""Writing a snapshot so that a crash leaves the old one or the new one, and pruning old ones."""

from __future__ import annotations

import fcntl
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bookload.base.errors import DataError, SupersededError, UsageError
from bookload.base.progress import Progress
from bookload.data.snapshots.content import canonical, digest
from bookload.data.snapshots.files import (
    UNFINISHED,
    Redacted,
    created,
    keep_file,
    remove_unfinished,
    sync_folder,
    writing,
)
from bookload.data.snapshots.lock import write_lock
from bookload.data.snapshots.manifest import Manifest
from bookload.data.snapshots.snapshot import (
    CURRENT,
    MANIFEST,
    PAY_FOLDER,
    Snapshot,
    current,
    current_id,
    holds_pay,
    load,
    names,
    table_path,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ANY = "any"
"""In place of the snapshot that rows follow: they were made of nothing that was there."""

_STAMP = "%Y%m%dT%H%M%S"
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600


@dataclass(frozen=True)
class _New:
    """What a snapshot is to be written from: rows in canonical form, and what its manifest will say."""

    tables: Mapping[str, pa.Table]
    content: str
    loaded_at: datetime
    data_through: date
    known_from: date | None
    program: str

    def same_as(self, manifest: Manifest) -> bool:
        """Whether a figure could differ between the two."""
        return (self.content, self.data_through, self.known_from) == (
            manifest.content,
            manifest.data_through,
            manifest.known_from,
        )


def write(  # noqa: PLR0913 - what a manifest says, each by its name
    state: Path,
    tables: Mapping[str, pa.Table],
    *,
    loaded_at: datetime,
    data_through: date,
    known_from: date | None,
    files: Mapping[str, Path | Redacted],
    program: str,
    progress: Progress,
    follows: str | None = ANY,
) -> Snapshot:
    """Write a snapshot, point at it, and return it; the same rows as the current one write nothing.

    The rows go into a folder that no reader looks at; it is on disk before one rename makes it a
    snapshot and another makes it the current one. `files` maps the sha256 of each imported file to
    where it is, or to what is kept of it. Snapshots are the same if no figure could differ: rows,
    `data_through`, `known_from`.
    Waits while another import writes, and says for whom. `follows` is the snapshot that the rows were made on
    top of, None for none, `ANY` where they hold by themselves.

    Raises `SupersededError` if another one is current by then, `WorkspaceError` if the disk does not take it,
    `DataError` if a file changed since it was read, `CancelledError` if told to stop; in each case the
    current snapshot is as it was.
    """
    if loaded_at.utcoffset() is None:
        raise UsageError("loaded_at needs a time zone, for example datetime(…, tzinfo=UTC)")
    rows = canonical(tables)
    new = _New(rows, digest(rows), loaded_at, data_through, known_from, program)
    with write_lock(state, f"import begun {loaded_at:%Y-%m-%d %H:%M}", progress):
        before = current(state)
        if before and new.same_as(before.manifest):
            return before
        if follows not in (ANY, before.id if before else None):
            raise SupersededError("another import came first, and these rows do not know of it; import again")
        _remove_leftovers(state)
        _keep(state, files, progress)
        manifest = _manifest(new, before, {digest_: path.name for digest_, path in files.items()})
        with writing("the snapshot"):
            _write_folder(state, new, manifest, progress)
            _point(state, manifest.id)
        return load(state, manifest.id)


def prune(state: Path, keep: int, progress: Progress | None = None) -> tuple[str, ...]:
    """Remove all but the newest `keep` snapshots and return the ids of those removed.

    The current one stays, and so does one that a reader holds. Imported files stay.
    """
    if keep < 1:
        raise UsageError(f"keep at least 1 snapshot, not {keep}")
    with write_lock(state, "removal of old snapshots", progress or Progress()):
        _remove_leftovers(state)
        return tuple(name for name in names(state)[:-keep] if _removed(state, name))


def _remove_leftovers(state: Path) -> None:
    """Remove what killed imports left: unfinished files, and snapshots that nothing ever pointed at."""
    folder = state / "snapshots"
    with writing("over what an earlier import left"):
        remove_unfinished(state, state / "files", folder)
        newest = current_id(state) or ""
        for path in sorted(folder.glob(f"*/{MANIFEST}")):
            if path.parent.name > newest:
                shutil.rmtree(path.parent)


def _keep(state: Path, files: Mapping[str, Path | Redacted], progress: Progress) -> None:
    for number, (expected, path) in enumerate(files.items()):
        progress.step("keeping the imported files", number, len(files))
        if keep_file(state, path) != expected:
            message = f"{path.name} changed while it was imported; import it again"
            raise DataError(message)


def _manifest(new: _New, before: Snapshot | None, files: Mapping[str, str]) -> Manifest:
    return Manifest(
        id=_id(new, before),
        loaded_at=new.loaded_at,
        data_through=new.data_through,
        known_from=new.known_from,
        tables={name: rows.num_rows for name, rows in new.tables.items()},
        files=files,
        previous=before.id if before else None,
        content=new.content,
        program=new.program,
    )


def _id(new: _New, before: Snapshot | None) -> str:
    """Return the time and the content's hash; a clock that stood still or went back is moved on a second.

    So ids sort in the order in which the snapshots were written.
    """
    moment = new.loaded_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    if before:
        last = datetime.strptime(before.id.partition("-")[0], _STAMP)  # noqa: DTZ007 - ids are in UTC
        moment = max(moment, last + timedelta(seconds=1))
    return f"{moment.strftime(_STAMP)}-{new.content[:8]}"


def _write_folder(state: Path, new: _New, manifest: Manifest, progress: Progress) -> None:
    folder = state / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{UNFINISHED}{manifest.id}"
    unfinished.mkdir()
    try:
        pay = unfinished / PAY_FOLDER
        pay.mkdir(mode=_PRIVATE_FOLDER)
        for number, (name, rows) in enumerate(new.tables.items()):
            progress.step("writing tables", number, len(new.tables))
            _write_table(table_path(unfinished, name), rows, private=holds_pay(name))
        with created(unfinished / MANIFEST) as file:
            file.write(manifest.to_json().encode())
        sync_folder(pay)
        sync_folder(unfinished)
        unfinished.rename(folder / manifest.id)
        sync_folder(folder)
    except BaseException:  # whatever stopped it, a key press or a full disk, leaves nothing behind
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _write_table(path: Path, rows: pa.Table, *, private: bool) -> None:
    with created(path, _PRIVATE_FILE if private else 0o666) as file:
        pq.write_table(rows, file, compression="zstd", version="2.6", row_group_size=122_880)


def _point(state: Path, snapshot_id: str) -> None:
    """Make a snapshot the current one: the step that counts."""
    unfinished = state / f"{UNFINISHED}{CURRENT}"
    with created(unfinished) as file:
        file.write(f"{snapshot_id}\n".encode())
    unfinished.replace(state / CURRENT)
    sync_folder(state)


def _removed(state: Path, name: str) -> bool:
    """Remove a snapshot unless a reader holds it; it vanishes at once, by a rename, then its files go."""
    folder = state / "snapshots" / name
    with (folder / MANIFEST).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        doomed = folder.with_name(f"{UNFINISHED}{name}")
        os.rename(folder, doomed)  # noqa: PTH104 - not across file systems, ever
        shutil.rmtree(doomed)
    return True
