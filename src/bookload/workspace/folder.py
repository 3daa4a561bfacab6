"""Opening a workspace for a reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.access import Access
from bookload.base.errors import DataError, Finding, WorkspaceError
from bookload.data import documents, snapshots
from bookload.data.engine import connect
from bookload.workspace.live import (
    NOT_REPRODUCIBLE,
    live_findings,
    live_sources,
    live_through,
)
from bookload.workspace.paths import Folder, existing, is_live
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

    Tables that the policy's `[tables]` names are read where they are, and checked there first.

    Raises `WorkspaceError` where there is no workspace or nothing was imported yet, `DocumentError` where a
    document does not say something possible, and `DataError` where live rows are not what they must be.
    """
    folder = existing(Path(root))
    held = snapshots.load(folder.state, snapshot) if snapshot else snapshots.current(folder.state)
    live = is_live(folder.root)
    if held is None and not live:
        raise WorkspaceError(
            f"nothing was imported into {root} yet; run `bookload import FILE…` there, "
            "with one sheet of accounts, owners and amounts for a start"
        )
    company = live_company(folder, held, as_of) if live or held is None else company_of(folder, held)
    if as_of is not None and as_of > company.data_through:
        raise WorkspaceError(
            f"the data goes through {company.data_through}, so nothing is known as of {as_of}; "
            f"{'state a later [company] data_through' if live else 'import newer files'}, "
            "or ask for an earlier date"
        )
    engine = connect(company.policy.engine.url)
    if live and (found := live_findings(company.policy, engine, company.sources)):
        raise DataError("live rows are not what they must be; `bookload check` lists what is wrong", found)
    return Workspace(company, engine, access or Access(), as_of)


def kept_findings(folder: Folder, snapshot: str) -> tuple[Finding, ...]:
    """Return what the import that made a snapshot found; nothing where that was not kept."""
    path = folder.findings(snapshot)
    return tuple(Finding(**row) for row in json.loads(path.read_text())) if path.exists() else ()


def company_of(folder: Folder, held: Snapshot) -> Company:
    """Return a company at a snapshot, under the documents as they are now."""
    policy, journey = documents.read_policy(folder.root), documents.read_journey(folder.root)
    levers = documents.read_levers(folder.root)
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
        levers=levers.content if levers else None,
        documents={each.path.name: each.hash for each in (policy, journey, levers) if each is not None},
    )


def live_company(folder: Folder, held: Snapshot | None, as_of: date | None) -> Company:
    """Return a company some or all of whose tables are live; nothing that is computed from them is kept."""
    policy, journey = documents.read_policy(folder.root), documents.read_journey(folder.root)
    levers = documents.read_levers(folder.root)
    kept = company_of(folder, held) if held else None
    return Company(
        name=policy.content.company.name,
        policy=policy.content,
        journey=journey.content,
        sources=live_sources(policy.content, held),
        snapshot=NOT_REPRODUCIBLE if held is None else f"{held.id} and {NOT_REPRODUCIBLE}",
        data_through=live_through(policy.content, as_of),
        known_from=held.manifest.known_from if held else None,
        cache=None,
        findings=kept.findings if kept else 0,
        levers=levers.content if levers else None,
        documents={each.path.name: each.hash for each in (policy, journey, levers) if each is not None},
    )
