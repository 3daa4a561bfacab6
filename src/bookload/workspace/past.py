"""What was imported when, and what is wrong with what is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from bookload.base import audit
from bookload.base.errors import Finding, NothingImportedError, capped
from bookload.data import documents, snapshots
from bookload.data.engine import connect
from bookload.data.tables import checks
from bookload.workspace.folder import kept_findings
from bookload.workspace.live import live_findings, live_sources, told_live
from bookload.workspace.paths import Folder, existing, is_live

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bookload.data.snapshots import Manifest, RowChanges, Snapshot


def history(root: Path) -> tuple[Sequence[Manifest], str | None]:
    """Return the manifests of all snapshots, oldest first, and the id of the current one."""
    state = existing(root).state
    held = snapshots.current(state)
    return snapshots.listing(state), held.id if held else None


def checked(root: Path) -> tuple[Finding, ...]:
    """Return all findings: of the current snapshot's import, of its rows now, and of the audit log.

    Rows that are not those that were written are said to be so, and looked at no further. What the import
    found by the policy of its day is left out where the present one answers it.
    """
    folder = existing(root)
    held = snapshots.current(folder.state)
    if is_live(root):
        return _checked_there(folder, held)
    if held is None:
        raise NothingImportedError(f"nothing was imported into {root} yet; run `bookload import FILE…` there")
    if damaged := snapshots.verify(held):
        return (*damaged, *audit.verify(folder.audit))
    rows = {name: pq.read_table(path, partitioning=None) for name, path in held.sources().items()}
    found = checks.run(rows, roles=documents.read_policy(folder.root).content.titles)
    still = {(finding.code, finding.value) for finding in found}
    imported = tuple(
        finding
        for finding in kept_findings(folder, held.id)
        if finding.code not in checks.BY_POLICY or (finding.code, finding.value) in still
    )
    known = {(finding.code, finding.table, finding.value) for finding in imported}  # columns are the files'
    now = [finding for finding in found if (finding.code, finding.table, finding.value) not in known]
    return capped((*imported, *now, *audit.verify(folder.audit)))


def _checked_there(folder: Folder, held: Snapshot | None) -> tuple[Finding, ...]:
    """Return what is wrong with live rows, as queries find it, and with the snapshot beside them."""
    policy = documents.read_policy(folder.root).content
    kept = (*snapshots.verify(held), *kept_findings(folder, held.id)) if held else ()
    engine = connect(policy.engine.url)
    found = live_findings(policy, engine, live_sources(policy, held))
    return capped((told_live(policy), *found, *kept, *audit.verify(folder.audit)))


def changes_between(root: Path, before: str, after: str) -> RowChanges:
    """Return which rows differ between two snapshots of a workspace."""
    state = existing(root).state
    return snapshots.compare(snapshots.load(state, before), snapshots.load(state, after))
