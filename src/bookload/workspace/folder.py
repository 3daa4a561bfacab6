"""Opening a workspace for a reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.access import Access
from bookload.base.errors import Finding, WorkspaceError
from bookload.data import documents, snapshots
from bookload.data.engine import connect
from bookload.workspace.paths import Folder, existing
from bookload.workspace.reading import Company, Workspace

if TYPE_CHECKING:
    from datetime import date

    from bookload.data.snapshots import Snapshot


def open_folder(
    root: Path | str = ".",
    *,
    as_of: date | None = None,
    access: Access | None = None,
    snapshot: str | None = None,
) -> Workspace:
    """Open a workspace for a reader, on a date, at a snapshot (the current one where none is named).

    Raises `WorkspaceError` where there is no workspace or nothing was imported yet, and
    `DocumentError` where a document does not say something possible.
    """
    folder = existing(Path(root))
    held = snapshots.load(folder.state, snapshot) if snapshot else snapshots.current(folder.state)
    if held is None:
        raise WorkspaceError(
            f"nothing was imported into {root} yet; run `bookload import FILE…` there, "
            "with one sheet of accounts, owners and amounts for a start"
        )
    company = company_of(folder, held)
    if as_of is not None and as_of > held.manifest.data_through:
        raise WorkspaceError(
            f"the data goes through {held.manifest.data_through}, so nothing is known as of {as_of}; "
            "import newer files, or ask for an earlier date"
        )
    return Workspace(company, connect(company.policy.engine.url), access or Access(), as_of)


def kept_findings(folder: Folder, snapshot: str) -> tuple[Finding, ...]:
    """Return what the import that made a snapshot found; nothing where that was not kept."""
    path = folder.findings(snapshot)
    return tuple(Finding(**row) for row in json.loads(path.read_text())) if path.exists() else ()


def company_of(folder: Folder, held: Snapshot) -> Company:
    """Return a company at a snapshot, under the documents as they are now."""
    policy, journey = documents.read_policy(folder.root), documents.read_journey(folder.root)
    return Company(
        name=policy.content.company.name,
        policy=policy.content,
        journey=journey.content,
        sources=held.sources(),
        snapshot=held.id,
        data_through=held.manifest.data_through,
        known_from=held.manifest.known_from,
        cache=folder.cache(held.id),
        findings=len(kept_findings(folder, held.id)),
        manifest=held.manifest,
        documents={document.path.name: document.hash for document in (policy, journey)},
    )
