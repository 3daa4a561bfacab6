"""Opening a workspace for a reader."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.access import Access
from bookload.base.errors import (
    DataError,
    Finding,
    NothingImportedError,
    UsageError,
    WorkspaceError,
    did_you_mean,
)
from bookload.data import documents, snapshots
from bookload.data.engine import connect
from bookload.data.tables import unbound
from bookload.workspace.company import Company
from bookload.workspace.live import (
    NOT_REPRODUCIBLE,
    live_findings,
    live_sources,
    live_through,
)
from bookload.workspace.paths import Folder, existing, is_live
from bookload.workspace.reading import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bookload.data.snapshots import Snapshot

SHOWN_PEOPLE = 10
"""How many people an error about a person names."""


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
    document does not say something possible, `DataError` where live rows are not what they must be, and
    `UsageError` where the person whose book `access` is limited to is nobody in the data.
    """
    folder = existing(Path(root))
    held = snapshots.load(folder.state, snapshot) if snapshot else snapshots.current(folder.state)
    live = is_live(folder.root)
    if held is None and not live:
        raise NothingImportedError(
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
    reader = Workspace(company, engine, access or Access(), as_of)
    _demand_known_person(reader)
    return reader


def _demand_known_person(reader: Workspace) -> None:
    """Raise `UsageError` where the person whose book the reader may see is nobody that the data names.

    Somebody who is there and owns nothing has an empty book; a name that is misspelled has none.
    """
    wanted = reader.access.person_id
    if wanted is None:
        return
    everything = reader.seen_by(Access())
    named: dict[str, str] = {}
    for table, column in (("ownership", "owner_id"), ("pools", "person_id"), ("people", "person_id")):
        if everything.has(table):
            ids = unbound(table).select(column).distinct()
            named |= {str(row[column]): "" for row in everything.collect(ids).rows()}
    if wanted in named:
        return
    if everything.has("people"):
        people = unbound("people").select("person_id", "name")
        named |= {str(row["person_id"]): str(row["name"] or "") for row in everything.collect(people).rows()}
    raise UsageError(_nobody(reader.access.role, wanted, named))


def _nobody(role: str, wanted: str, named: Mapping[str, str]) -> str:
    """Return the message about a person whom nothing names: the nearest by id or name, and who there is."""
    by_name = {name.casefold(): person for person, name in named.items() if name}
    meant = by_name.get(wanted.casefold())
    hint = f" (did you mean '{meant}'?)" if meant else did_you_mean(wanted, named)
    if not hint and (near := difflib.get_close_matches(wanted.casefold(), by_name, n=1)):
        hint = f" (did you mean '{by_name[near[0]]}'?)"
    people = sorted(named)
    more = f" and {len(people) - SHOWN_PEOPLE} more" if len(people) > SHOWN_PEOPLE else ""
    listed = (
        f"{', '.join(people[:SHOWN_PEOPLE])}{more}" if people else "nobody: import a list of people or owners"
    )
    return f"unknown person '{wanted}'{hint}; {role}:PERSON_ID takes the id of one of: {listed}"


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
        earlier=lambda name: company_of(folder, snapshots.load(folder.state, name)),
        root=folder.root,
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
        root=folder.root,
    )
