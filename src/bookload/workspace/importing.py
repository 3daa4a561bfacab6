"""An import: read, map, check all, write one snapshot. Nothing is written unless everything can be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from bookload import __version__
from bookload.base import audit
from bookload.base.errors import Finding, SupersededError, capped, errors_in
from bookload.base.files import write_whole
from bookload.base.progress import Progress
from bookload.data import documents, ingest, snapshots
from bookload.data.documents.store import POLICY
from bookload.data.tables import checks
from bookload.workspace.built_in_rates import built_in_rates
from bookload.workspace.making import init
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from bookload.data.documents import Policy
    from bookload.data.ingest import Import
    from bookload.data.snapshots import Snapshot
    from bookload.data.tables.checks import BuiltInRate

_ASKED = "rate-wrong-way-round"
"""What an import asks about sheet by sheet; `check` tells it of rows that no import read."""


@dataclass(frozen=True)
class Request:
    """What to import, and how: files, what they were told to mean, when it happens and for whom."""

    paths: Sequence[Path]
    now: datetime
    who: str
    mapping: Path | None = None
    answers: Mapping[str, str] | None = None
    data_through: date | None = None
    known_from: date | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did, or with `dry_run` would do: `snapshot` is None if it wrote nothing.

    `changed` tells whether the data differs from what was there before.
    """

    plan: Import
    findings: tuple[Finding, ...]
    snapshot: Snapshot | None
    changed: bool

    @property
    def refused(self) -> bool:
        """Whether errors forbid writing."""
        return bool(errors_in(self.findings))


def import_into(root: Path, request: Request, progress: Progress | None = None) -> Imported:
    """Import into the workspace at `root`, making one there if there is none.

    A new workspace counts in the currency of its first files, where they are all of one.
    """
    folder = Folder(root)
    fresh = not (root / POLICY).exists()
    done = import_files(folder, replace(request, dry_run=request.dry_run or fresh), progress)
    if not fresh or request.dry_run or done.refused:
        return done
    init(root, currency=_only_currency(done.plan))
    return import_files(folder, request, progress)


def _only_currency(plan: Import) -> str | None:
    """Return the one currency that all amounts of revenue are in, None if there is none or several."""
    found = {
        currency
        for table in ("subscriptions", "mrr_history")
        for currency in plan.tables[table].column("currency").unique().to_pylist()
    }
    return found.pop() if len(found) == 1 else None


def import_files(folder: Folder, request: Request, progress: Progress | None = None) -> Imported:
    """Import files into a workspace; see `Imported` for what comes back.

    All rows of all files are checked before any is written. The snapshot before stays whole
    whatever happens; the same files twice change nothing. Where another import comes first, the
    files are read again on top of what it wrote: neither loses the other's rows.
    """
    tell = progress or Progress()
    while True:
        try:
            return _imported(folder, request, tell)
        except SupersededError:
            tell.step("reading again: another import came first", 0)


def _imported(folder: Folder, request: Request, tell: Progress) -> Imported:
    """Import on top of what is there now; raise `SupersededError` if something else is there at the end."""
    previous = snapshots.current(folder.state)
    policy = documents.read_policy(folder.root).content
    plan = _planned(folder, request, previous, policy, tell)
    tell.step("checking rows", 0)
    currency = _currency(folder, plan)
    checked = checks.run(
        plan.tables,
        where=plan.origins,
        currency=currency,
        rates=built_in_rates(currency),
        roles=policy.titles,
    )
    unasked = tuple(finding for finding in checked if finding.code != _ASKED)
    findings = capped((*plan.findings, *ingest.told(unasked, plan)))
    done = Imported(plan, findings, None, changed=False)
    if done.refused or request.dry_run:
        return done
    held = snapshots.write(
        folder.state,
        plan.tables,
        loaded_at=request.now,
        data_through=plan.data_through,
        known_from=request.known_from or plan.known_from,
        files=plan.files,
        program=__version__,
        progress=tell,
        follows=previous.id if previous else None,
    )
    _record(folder, request, done, held)
    return replace(done, snapshot=held, changed=previous is None or held.id != previous.id)


def _planned(
    folder: Folder, request: Request, previous: Snapshot | None, policy: Policy, tell: Progress
) -> Import:
    """Return what the import would write.

    Given rates are held against the built-in ones of the workspace's currency; a new workspace's is known
    once its files are read, so with rates among them they are read twice.
    """

    def planned(policy: Policy, rates: BuiltInRate | None) -> Import:
        return ingest.run(
            request.paths,
            previous=previous,
            policy=policy,
            today=request.now.date(),
            mapping=ingest.read_mapping(request.mapping),
            last=ingest.read_mapping(folder.mapping, override=False),
            answers=request.answers or {},
            data_through=request.data_through,
            rates=rates,
            progress=tell,
        )

    if (folder.root / POLICY).exists():
        return planned(policy, built_in_rates(policy.company.currency))
    plan = planned(policy, None)
    if not plan.tables["fx_rates"].num_rows:
        return plan
    currency = _currency(folder, plan)
    company = policy.company.model_copy(update={"currency": currency})
    return planned(policy.model_copy(update={"company": company}), built_in_rates(currency))


def _currency(folder: Folder, plan: Import) -> str:
    """Return the workspace's currency, or the one that it will have if this import makes it."""
    fresh = not (folder.root / POLICY).exists()
    known = _only_currency(plan) if fresh else None
    return known or documents.read_policy(folder.root).content.company.currency


def _record(folder: Folder, request: Request, done: Imported, held: Snapshot) -> None:
    """Keep what the import was told and found, and log it; none of it decides which snapshot holds."""
    findings = folder.findings(held.id)
    findings.parent.mkdir(parents=True, exist_ok=True)
    write_whole(findings, json.dumps([asdict(finding) for finding in done.findings], indent=1).encode())
    write_whole(folder.mapping, ingest.mapping_text(done.plan.mapping).encode())
    audit.append(
        folder.audit,
        at=request.now,
        who=request.who,
        what="import",
        detail={"snapshot": held.id, "files": dict(held.manifest.files), "findings": len(done.findings)},
    )
