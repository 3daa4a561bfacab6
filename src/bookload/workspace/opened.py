"""Workspaces that were opened before: shared by the parts of a page, and kept for whoever asks next.

Where rows are few, most of an answer's time goes into writing out what to ask of them, and a reader
remembers that. It is found again by all that its answers depend on (snapshot, documents, program, date,
rights and what is chosen), is read by one request at a time, and holds no snapshot that somebody removes.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.data import snapshots
from bookload.data.documents.store import LEVERS
from bookload.data.snapshots import Sources
from bookload.workspace.folder import open_folder
from bookload.workspace.paths import Folder, is_live

if TYPE_CHECKING:
    from datetime import date

    from bookload.base.access import Access
    from bookload.workspace.reading import Workspace

FEW = 50_000
"""Rows up to which a company's readers are kept: what they remember is small, and asking would be quick."""

MOST = 8
"""How many readers a process keeps while nobody asks."""

Seen = tuple[Hashable, ...]
"""All that a reader's answers depend on."""

_OPENED: ContextVar[dict[Seen, Workspace] | None] = ContextVar("opened", default=None)
_IDLE: OrderedDict[Seen, Workspace] = OrderedDict()


@contextmanager
def one_reading() -> Iterator[None]:
    """Let `reader_of` open a workspace once while the block runs; those of few rows are kept after it.

    A block within a block shares what the outer one opened.
    """
    outer = _OPENED.get()
    opened: dict[Seen, Workspace] = {} if outer is None else outer
    before = _OPENED.set(opened)
    try:
        yield
    finally:
        _OPENED.reset(before)
        if outer is None:
            _keep(opened)


def reader_of(
    root: Path,
    access: Access,
    *,
    as_of: date | None = None,
    profile: str | None = None,
    snapshot: str | None = None,
) -> Workspace:
    """Return a workspace for a reader, opened before or now.

    Raises as `open_folder` and `Policy.under` do.
    """
    opened, folder = _OPENED.get(), Folder(root)
    held = None if is_live(root) else snapshot or snapshots.current_id(folder.state)
    if opened is None or held is None:
        return _open(root, access, as_of, profile, snapshot)
    seen = (access, as_of, profile, *_stands_on(folder, held))
    if seen not in opened:
        opened[seen] = _idle(seen, folder, held) or _open(root, access, as_of, profile, snapshot)
    return opened[seen]


def _open(
    root: Path, access: Access, as_of: date | None, profile: str | None, snapshot: str | None
) -> Workspace:
    reader = open_folder(root, as_of=as_of, access=access, snapshot=snapshot)
    return reader if profile is None else reader.under(reader.policy.under(profile))


def _stands_on(folder: Folder, held: str) -> Seen:
    """Return what a company is read from: folder, snapshot, documents and findings, by this process."""
    levers, findings = folder.root / LEVERS, folder.findings(held)
    text = levers.read_bytes() if levers.exists() else b""
    found = findings.stat().st_mtime_ns if findings.exists() else 0
    return os.getpid(), str(folder.cache(held).absolute()), hashlib.sha256(text).hexdigest(), found


def _idle(seen: Seen, folder: Folder, held: str) -> Workspace | None:
    """Return a reader that was kept, holding its snapshot again; None where there is none that still stands.

    Raises `WorkspaceError` for a snapshot that was damaged since.
    """
    reader = _IDLE.pop(seen, None)
    if reader is None or not isinstance(reader.company.sources, Sources):
        return None
    try:
        there = snapshots.load(folder.state, held)
    except UsageError:
        return None  # it was removed: opening tells what there is
    if there.manifest != reader.company.manifest or not reader.facts.is_there():
        return None
    reader.company.sources.hold(there)
    return reader


def _keep(opened: dict[Seen, Workspace]) -> None:
    """Keep readers of few rows, those asked last; nothing of tables that live elsewhere is kept."""
    for seen, reader in opened.items():
        company = reader.company
        if not isinstance(company.sources, Sources) or company.manifest is None or company.snapshot is None:
            continue
        few = sum(company.manifest.tables.values()) <= FEW
        try:
            # A document that was changed while the workspace was opened: nobody knows which one was read.
            same = company.root and seen[3:] == _stands_on(Folder(company.root), company.snapshot)
        except OSError:
            continue  # a file went meanwhile: who asks next opens what there is
        if few and same and company.policy.engine.url.startswith("duckdb"):
            company.sources.let_go()
            _IDLE[seen] = reader
            while len(_IDLE) > MOST:
                _IDLE.popitem(last=False)
