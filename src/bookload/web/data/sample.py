"""The sample company, into an empty workspace and out of it again; what is somebody's own stays as it is."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bookload.base import audit
from bookload.base.errors import UsageError, WorkspaceError
from bookload.base.files import write_whole
from bookload.data import demo, documents, snapshots
from bookload.data.documents.store import JOURNEY, POLICY
from bookload.data.snapshots.lock import write_lock
from bookload.data.snapshots.snapshot import CURRENT
from bookload.web.state import State
from bookload.workspace import Request, import_into, init
from bookload.workspace.paths import Folder, is_live

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bookload.base.progress import Progress

OWN_FILES = (
    "Your own files were imported into this folder too, so the sample company stays; serve another folder."
)


def is_empty(root: Path) -> bool:
    """Return whether nothing was imported yet."""
    return snapshots.current_id(Folder(root).state) is None and not is_live(root)


def is_here(root: Path) -> bool:
    """Return whether the sample company is there, and nothing else was imported."""
    return _marker(root).exists() and _is_alone(root)


def bring(root: Path, who: str, progress: Progress) -> None:
    """Write the sample company's files and documents into an empty workspace, and import them.

    Raises `WorkspaceError` where something was imported, or where a file of its own would be lost. One that
    was killed on the way is brought in whole by another.
    """
    if not is_empty(root) and not is_here(root):
        raise WorkspaceError("something was imported here already; the sample company needs an empty folder")
    progress.step("making the sample company", 0)
    with TemporaryDirectory(dir=State(root).folder) as made:
        company = demo.generate()
        hashes = {str(path.relative_to(made)): _hash(path) for path in demo.write(company, Path(made))}
    _demand_room(root, hashes)
    write_whole(_marker(root), json.dumps(hashes, indent=1).encode())
    init(root)
    written = demo.write(company, root)
    progress.step("importing the sample company", 0)
    request = Request(
        [path for path in written if path.parent == Folder(root).data],
        now=demo.IMPORTED_AT,
        who=who,
        data_through=demo.THROUGH,
        known_from=demo.KNOWN_FROM,
    )
    if import_into(root, request, progress).refused:
        raise WorkspaceError("the sample company's files were changed while they were imported; try again")


def remove(root: Path, who: str, now: datetime, progress: Progress) -> None:
    """Remove the sample company: its snapshots first, then its files and documents.

    Documents that were edited since are kept aside, in the app's own folder. One that was killed on the way
    is finished by another. Raises `UsageError` where it is not there, `WorkspaceError` where it is not alone.
    """
    folder = Folder(root)
    if not _marker(root).exists():
        raise UsageError("the sample company is not here")
    hashes = _hashes(root)
    with write_lock(folder.state, "removal of the sample company", progress):
        if not _is_alone(root):
            raise WorkspaceError(OWN_FILES)
        (folder.state / CURRENT).unlink(missing_ok=True)
        for name in ("snapshots", "findings", "files", "cache"):
            shutil.rmtree(folder.state / name, ignore_errors=True)
        folder.mapping.unlink(missing_ok=True)
        _put_aside(root, hashes)
        audit.append(folder.audit, at=now, who=who, what="sample company removed", detail={})
        _marker(root).unlink()


def _is_alone(root: Path) -> bool:
    hashes = set(_hashes(root).values())
    return all(set(manifest.files) <= hashes for manifest in snapshots.listing(Folder(root).state))


def _put_aside(root: Path, hashes: Mapping[str, str]) -> None:
    """Remove the files as they were written; keep those that were edited since."""
    for name, written in hashes.items():
        path = root / name
        if not path.exists():
            continue
        if _hash(path) == written:
            path.unlink()
        else:
            aside = State(root).folder / "sample-edited" / name
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.replace(aside)


def _demand_room(root: Path, hashes: Mapping[str, str]) -> None:
    """Raise `WorkspaceError` for a file that is there and is not what the sample company would write."""
    for name, wanted in hashes.items():
        path = root / name
        if not path.exists() or _hash(path) == wanted:
            continue
        if name in (POLICY, JOURNEY) and path.read_text(encoding="utf-8") == documents.template(name):
            continue
        raise WorkspaceError(
            f"{name} is there already and would be lost; the sample company needs an empty folder"
        )


def _marker(root: Path) -> Path:
    """Return the file that says which files are the sample company's, by their hashes."""
    return State(root).folder / "sample.json"


def _hashes(root: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(_marker(root).read_text(encoding="utf-8"))
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
