"""Noticing what happened: imports and failed jobs are looked for where they are written down.

Whoever imports, on a page or on the command line, tells nobody; so nothing is missed where a process dies
between what it did and telling of it, and nothing is told twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from bookload.data import snapshots
from bookload.web.hooks.models import Noticed
from bookload.web.hooks.services import Event, Told, send
from bookload.web.jobs.models import Job, State
from bookload.workspace.folder import kept_findings
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOKED_BACK = timedelta(hours=24)
"""How long after it happened something is still told; what is noticed is remembered for twice as long."""


def notice(root: Path, now: datetime) -> int:
    """Write down messages for what happened since it was last looked, and return for how many things."""
    Noticed.objects.filter(at__lt=now - 2 * LOOKED_BACK).delete()
    return sum(_once(what, event) for what, event in (*_imports(root, now), *_failures(now)))


def _once(what: str, event: Event) -> bool:
    """Tell of something unless it was told; both are written down, or neither."""
    if Noticed.objects.filter(what=what).exists():
        return False
    try:
        with transaction.atomic():
            Noticed.objects.create(what=what, at=event.at)
            send(event)
    except IntegrityError:  # another process was first
        return False
    return True


def _imports(root: Path, now: datetime) -> Iterator[tuple[str, Event]]:
    folder = Folder(root)
    for manifest in snapshots.listing(folder.state):
        if manifest.loaded_at > now - LOOKED_BACK:
            facts: dict[str, Told] = {
                "snapshot": manifest.id,
                "data_through": manifest.data_through.isoformat(),
                "rows": sum(manifest.tables.values()),
                "findings": len(kept_findings(folder, manifest.id)),
            }
            yield f"snapshot {manifest.id}", Event("import.finished", manifest.loaded_at, facts)


def _failures(now: datetime) -> Iterator[tuple[str, Event]]:
    for job in Job.objects.filter(state=State.FAILED, ended_at__gt=now - LOOKED_BACK):
        yield f"job {job.pk}", Event("job.failed", job.ended_at or now, {"job": job.pk, "kind": job.kind})
