"""Answers that were given before: kept by all that they depend on, so that the same question costs nothing.

An answer is a JSON document. It depends on the snapshot, the documents, the program, the date and the
reader's rights, and is found by all of them; nobody ever gets another reader's.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from bookload.base.files import may_write, write_whole
from bookload.data import snapshots
from bookload.workspace.paths import existing, is_live

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from bookload.base.access import Access
    from bookload.report.document import Document


def report_document(
    root: Path,
    *,
    as_of: date | None,
    access: Access,
    snapshot: str | None = None,
    profile: str | None = None,
) -> Document:
    """Return the report's document for a reader, computed only if it was not before.

    `profile` counts under its switches instead of the policy's. Raises as `open_folder` and
    `Policy.under` do.
    """
    folder = existing(root)
    held = None if is_live(root) else snapshot or snapshots.current_id(folder.state)
    if held is not None:
        path = folder.cache(held) / "answers" / f"{_key('report', as_of, access, profile)}.json"
        if path.exists():
            known: Document = json.loads(path.read_text(encoding="utf-8"))
            return known
    found = _computed(root, as_of, access, snapshot, profile)
    if held is not None:
        _keep(path, found)
    return found


def _computed(
    root: Path, as_of: date | None, access: Access, snapshot: str | None, profile: str | None
) -> Document:
    # What computes an answer takes longer to load than a kept one takes to show.
    from bookload.report.document import document  # noqa: PLC0415
    from bookload.report.topics import answer  # noqa: PLC0415
    from bookload.workspace.folder import open_folder  # noqa: PLC0415

    reader = open_folder(root, as_of=as_of, access=access, snapshot=snapshot)
    reader = reader if profile is None else reader.under(reader.policy.under(profile))
    return document(reader.head, answer.body(reader.report(), reader.access, reader.policy.company.currency))


def _key(question: str, as_of: date | None, access: Access, profile: str | None) -> str:
    depends = (question, str(as_of), access.role, sorted(access.rights), access.person_id, profile)
    return hashlib.sha256(repr(depends).encode()).hexdigest()[:32]


def _keep(path: Path, found: Document) -> None:
    """Write an answer that only the owner of the files may open: it may hold what comes from pay."""
    if may_write(path.parent):
        write_whole(path, json.dumps(found).encode(), mode=0o600)
