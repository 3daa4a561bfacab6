"""Looks, beside the supervisor of jobs, whether figures stand on something new; then first pages are made."""

from __future__ import annotations

import hashlib
import logging
import threading

from django.db import DatabaseError, close_old_connections

from bookload.base.errors import BookloadError
from bookload.data import snapshots
from bookload.web.jobs.models import Job
from bookload.web.jobs.services import begin as begin_job
from bookload.web.people.ways_in import owner
from bookload.web.ready.work import readers
from bookload.web.state import served
from bookload.workspace.paths import Folder

PAUSE = 2.0
"""Seconds between two looks."""

log = logging.getLogger("django.bookload.ready")


def begin() -> threading.Event:
    """Look from now on, in a thread that ends with the process; set what is returned to end it before."""
    ended = threading.Event()
    threading.Thread(target=_rounds, args=(ended,), name="ready", daemon=True).start()
    return ended


def look() -> Job | None:
    """Return the job that makes first pages, begun where rows, documents or readers have changed."""
    folder = Folder(served().root)
    held = snapshots.current_id(folder.state)
    if held is None:
        return None
    arguments = {"of": folder.cache(held).name, "for": _rights()}
    if Job.objects.filter(kind="ready", arguments=arguments).exists():
        return None
    return begin_job(owner(), "ready", "First pages", arguments, "/overview")


def _rights() -> str:
    """Return a digest of all readers' rights: the same in every process, though a set's order is not."""
    told = [(each.role, sorted(each.rights), each.person_id) for each in readers()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _rounds(ended: threading.Event) -> None:
    while not ended.wait(PAUSE):
        try:
            look()
        except (BookloadError, DatabaseError, OSError) as error:
            # It is looked for again soon; who opens a page meanwhile waits for it.
            log.warning("first pages wait: %s", type(error).__name__)
        finally:
            close_old_connections()
