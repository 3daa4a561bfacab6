"""Writing what was learnt from the log into a workspace's journey: shown first, then whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base import audit
from bookload.base.errors import DocumentError
from bookload.data import documents
from bookload.data.documents import Journey
from bookload.data.documents.learnt import LearntMinutes, difference, with_minutes
from bookload.data.documents.store import JOURNEY
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bookload.planning.journey.calibration import Calibration
    from bookload.workspace.reading import Workspace


@dataclass(frozen=True)
class JourneyChange:
    """What writing would change: the text, the hash of the one that it changes, and the difference."""

    path: Path
    text: str
    read_hash: str
    difference: tuple[str, ...]


def journey_change(root: Path, reader: Workspace, found: Calibration) -> JourneyChange:
    """Return the journey's text with the learnt minutes of every activity that is not held back.

    Raises `DocumentError` where the journey is no longer the one that the calibration read.
    """
    document = documents.read_journey(root)
    if document.hash != reader.documents.get(JOURNEY):
        raise DocumentError(f"{JOURNEY} was changed while minutes were learnt; calibrate again")
    learnt = {
        row.number: LearntMinutes(*row.base, row.per_unit or {})
        for row in found.activities
        if row.base is not None and row.held_back is None
    }
    text = with_minutes(document.text, learnt)
    return JourneyChange(document.path, text, document.hash, difference(document.text, text, JOURNEY))


def write_journey(root: Path, change: JourneyChange, *, now: datetime, who: str) -> str:
    """Write a changed journey, log it, and return its new hash; see `documents.save` for what it raises."""
    written = documents.save(change.path, change.text, read_hash=change.read_hash, model=Journey)
    detail = {"document": JOURNEY, "before": change.read_hash, "after": written}
    audit.append(Folder(root).audit, at=now, who=who, what="calibrate", detail=detail)
    return written
