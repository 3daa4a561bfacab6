"""Whether a workspace is as it was written: nothing is changed, and each finding says what to do."""

from __future__ import annotations

import fcntl
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base import audit
from bookload.base.errors import DocumentError, Finding, UsageError, WorkspaceError
from bookload.base.progress import Progress
from bookload.data import documents, snapshots
from bookload.data.snapshots.files import UNFINISHED, sha256
from bookload.workspace.paths import Folder, existing, is_live

if TYPE_CHECKING:
    from bookload.data.snapshots import Snapshot

LEAST_FREE = 2**30
"""With less room than this the next large import may not fit."""

LEFT = timedelta(hours=1)
"""What is being written is done after so long; what is older was left by something that was killed."""

PRIVATE = (
    "files/*",
    "snapshots/*/pay",
    "snapshots/*/pay/*",
    "cache/*/answers/*",
    "web",
    "web/secret",
    "web/app.sqlite3",
)
"""What of the state nobody but the owner of the files may open: it holds pay, or the way in."""

TEMPORARY = (
    f"{UNFINISHED}*",
    f"*/{UNFINISHED}*",
    ".*.????????",
    "findings/.*.????????",
    "web/*.upload.*",
    "web/tmp*",
    "web/uploads/*/read-*",
    "web/app.unfinished.sqlite3",
)
"""How files and folders are called while they are written."""


def checkup(root: Path, now: datetime, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a workspace, or worth knowing; it is read, and nothing in it is changed.

    Raises `WorkspaceError` where there is no workspace.
    """
    tell, folder = progress or Progress(), existing(root)
    found: list[Finding] = []
    for title, look in LOOKS.items():
        tell.step(title, 0)
        found += look(folder, now, tell)
    return tuple(found)


def _documents(folder: Folder, _now: datetime, _tell: Progress) -> Iterator[Finding]:
    """Look whether each document can be read and says something possible."""
    root = folder.root
    reads: list[Callable[[], object]] = [
        lambda: documents.read_policy(root),
        lambda: documents.read_journey(root),
        lambda: documents.read_levers(root),
    ]
    for name in documents.scenario_names(root):
        reads += [
            lambda name=name: documents.read_scenario(root, name),  # type: ignore[misc]
            lambda name=name: documents.read_scenario_pay(root, name),  # type: ignore[misc]
        ]
    for read in reads:
        try:
            read()
        except DocumentError as error:
            yield Finding("document", str(error), "Mend it in an editor, or take an earlier version back.")


def _held(folder: Folder) -> Iterator[Snapshot | Finding]:
    """Yield each snapshot, or what keeps it from being opened."""
    try:
        if snapshots.current(folder.state) is None:
            return
        manifests = snapshots.listing(folder.state)
    except WorkspaceError as error:
        yield Finding("snapshot", str(error), "Restore a backup into another folder, and compare.")
        return
    for manifest in manifests:
        try:
            yield snapshots.load(folder.state, manifest.id)
        except UsageError:  # pruned since it was listed
            continue
        except WorkspaceError as error:
            yield Finding("snapshot", str(error), "Restore a backup into another folder, and compare.")


def _snapshots(folder: Folder, _now: datetime, tell: Progress) -> Iterator[Finding]:
    """Look whether all snapshots have the rows that they were written with."""
    held = list(_held(folder))
    for number, each in enumerate(held):
        tell.step("snapshots", number, len(held))
        yield from (each,) if isinstance(each, Finding) else snapshots.verify(each)
    if not held and not is_live(folder.root):
        yield Finding("empty", "nothing was imported yet", "Run `bookload import FILE…` there.", "note")
    if is_live(folder.root):
        yield Finding(
            "live",
            "tables stay in a database and were not looked at",
            "`bookload check` looks at them.",
            "note",
        )


def _files(folder: Folder, _now: datetime, tell: Progress) -> Iterator[Finding]:
    """Look whether the imported bytes are there, and are those that were imported."""
    wanted = {
        digest: name
        for each in _held(folder)
        if not isinstance(each, Finding)
        for digest, name in each.manifest.files.items()
    }
    for number, (digest, name) in enumerate(sorted(wanted.items())):
        tell.step("imported files", number, len(wanted))
        path = folder.state / "files" / digest
        if not path.is_file():
            message = f"the imported file {name} is gone"
        elif sha256(path) != digest:
            message = f"the imported file {name} is not what was imported"
        else:
            continue
        remedy = "Put it back from a backup; figures come from the snapshots and are as they were."
        yield Finding("file", message, remedy, file=f"files/{digest[:12]}…")


def _log(folder: Folder, _now: datetime, _tell: Progress) -> Iterator[Finding]:
    """Look whether the audit log is as it was written."""
    yield from audit.verify(folder.audit)


def _modes(folder: Folder, _now: datetime, _tell: Progress) -> Iterator[Finding]:
    """Look whether others may open what is the owner's alone, one finding a place."""
    for place in PRIVATE:
        found = [path for path in folder.state.glob(place) if _open_to_others(path)]
        if found:
            more = f" and {len(found) - 1} more like it" if len(found) > 1 else ""
            path = found[0].relative_to(folder.root)
            yield Finding(
                "open",
                f"others may open {path}{more}, which holds pay or a way in",
                f"Run `chmod go-rwx` on it: {found[0].parent.relative_to(folder.root) if more else path}.",
                count=len(found),
            )


def _open_to_others(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except FileNotFoundError:  # gone meanwhile, as a kept answer may be
        return False


def _leftovers(folder: Folder, now: datetime, _tell: Progress) -> Iterator[Finding]:
    """Look for what something that was killed left; what is being written now is not that."""
    if _is_importing(folder):
        return
    old = (now - LEFT).timestamp()
    left = sorted({path for pattern in TEMPORARY for path in folder.state.glob(pattern)})
    left += sorted(path for path in folder.root.glob(".*.toml.????????"))
    for path in left:
        if path.exists() and path.lstat().st_mtime < old:
            yield Finding(
                "left",
                f"{path.relative_to(folder.root)} was left by something that was stopped",
                "The next import removes what imports left; other such files can be deleted.",
                "warning",
            )


def _is_importing(folder: Folder) -> bool:
    lock = folder.state / "lock"
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _room(folder: Folder, _now: datetime, _tell: Progress) -> Iterator[Finding]:
    """Look whether the disk has room for what is to come."""
    free = shutil.disk_usage(folder.root).free
    if free < LEAST_FREE:
        yield Finding(
            "room",
            f"the disk has {free // 2**20:,} MB left",
            "Make room before the next import: `.bookload/cache` can be removed, it is computed again.",
            "warning",
        )


LOOKS: dict[str, Callable[[Folder, datetime, Progress], Iterator[Finding]]] = {
    "documents": _documents,
    "snapshots": _snapshots,
    "imported files": _files,
    "audit log": _log,
    "who may open what": _modes,
    "what was left": _leftovers,
    "room on the disk": _room,
}
"""What is looked at, in the order in which it is told."""
