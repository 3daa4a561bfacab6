"""Versions of documents, kept in the audit log: who wrote which text when, and the difference of two."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bookload.base import audit
from bookload.data import documents
from bookload.web.approvals.services import edited
from bookload.web.recorded import record
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from bookload.web.documents.kinds import Kind
    from bookload.web.people.models import Person

CHANGED = "document changed"
REMOVED = "document removed"
FOUND = "document found"
"""The entry for a text that was written outside the app, kept before the app writes over it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a document had: from when, by whom; `text` is None where the audit keeps its hash alone."""

    hash: str
    at: str
    who: str
    what: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: come, gone, the same, or where it is."""

    kind: Literal["come", "gone", "same", "place"]
    text: str


def versions(root: Path, kind: Kind) -> tuple[Version, ...]:
    """Return the versions of a document that the audit log knows, the latest first."""
    known = []
    for _, entry in audit.legible(Folder(root).audit):
        if entry is None or entry.detail.get("document") != kind.file or "after" not in entry.detail:
            continue
        text = entry.detail.get("text")
        held = text if isinstance(text, str) and not kind.holds_pay else None
        known.append(Version(str(entry.detail["after"]), entry.at, entry.who, entry.what, held))
    return tuple(reversed(known))


def text_of(root: Path, kind: Kind, hash_: str) -> str | None:
    """Return the text that a document had by its hash; None where nobody kept it."""
    held = (version.text for version in versions(root, kind) if version.hash == hash_)
    return next((text for text in held if text is not None), None)


def write(root: Path, kind: Kind, text: str, read_hash: str, by: Person, now: datetime) -> str:
    """Write a document, keep it and what it was before as versions, and return its new hash.

    Raises as `documents.save` does: what somebody else wrote since stays.
    """
    kind.demand_sense(root, text)
    before, on_disk = documents.written(kind.path(root))
    after = documents.save(kind.path(root), text, read_hash=read_hash, model=kind.model)
    if after == read_hash:
        return after
    if on_disk == read_hash:
        _keep_found(root, kind, before, by, now)
    kept = {"text": text} if kind.keeps(text) else {}
    record(by, CHANGED, {"document": kind.file, "before": read_hash, "after": after, **kept}, now)
    edited(kind.file, after, by, now)
    return after


def remove(root: Path, kind: Kind, read_hash: str, by: Person, now: datetime) -> None:
    """Take a document away, and keep what it was as a version; raises as `documents.remove` does."""
    before, on_disk = documents.written(kind.path(root))
    if on_disk == read_hash:
        _keep_found(root, kind, before, by, now)
    documents.remove(kind.path(root), read_hash=read_hash)
    record(by, REMOVED, {"document": kind.file, "before": read_hash}, now)
    edited(kind.file, documents.text_hash(""), by, now)


def removed(root: Path) -> dict[str, audit.Entry]:
    """Return, by file, how documents went that were taken away here and did not come back."""
    found = {}
    for _, entry in audit.legible(Folder(root).audit):
        if entry is not None and entry.what == REMOVED:
            found[str(entry.detail["document"])] = entry
    return {file: entry for file, entry in found.items() if not (root / file).exists()}


def _keep_found(root: Path, kind: Kind, before: str, by: Person, now: datetime) -> None:
    """Keep a text that was written by hand or by a command: without it there would be no way back to it."""
    hash_ = documents.text_hash(before)
    if before and kind.keeps(before) and text_of(root, kind, hash_) is None:
        record(by, FOUND, {"document": kind.file, "after": hash_, "text": before}, now)


def difference(before: str, after: str) -> tuple[Line, ...]:
    """Return what changes from one text to another, line by line; nothing where they are equal."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=3, lineterm="")
    return tuple(_line(line) for line in list(lines)[2:])


def _line(line: str) -> Line:
    if line.startswith("@@"):
        return Line("place", line)
    kind: Literal["come", "gone", "same"] = (
        "come" if line.startswith("+") else "gone" if line.startswith("-") else "same"
    )
    return Line(kind, line)
