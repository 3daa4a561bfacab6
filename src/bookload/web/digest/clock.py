"""The clock beside the supervisor of jobs: it writes down what is due, and has it sent by a job."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from bookload.base.errors import BookloadError
from bookload.web.digest.models import Letter, Room, State, Subscription
from bookload.web.digest.schedule import write_due
from bookload.web.digest.writing import zone
from bookload.web.jobs.models import Job
from bookload.web.jobs.services import begin as begin_job
from bookload.web.people.ways_in import owner

PAUSE = 15.0
"""Seconds between two looks."""

log = logging.getLogger("django.bookload.digest")


def begin() -> threading.Event:
    """Look from now on, in a thread that ends with the process; set what is returned to end it before."""
    ended = threading.Event()
    threading.Thread(target=_rounds, args=(ended,), name="digests", daemon=True).start()
    return ended


def look(now: datetime) -> Job | None:
    """Write down what is due, and return the job that sends it; None where nothing is to be sent."""
    if Subscription.objects.exists() or Room.objects.exists():
        write_due(zone(), now)
    waiting = Letter.objects.filter(state__in=(State.DUE, State.HANDING_OVER), next_at__lte=now)
    return begin_job(owner(), "digest", "Monday digests", {}, "/settings/mail") if waiting.exists() else None


def _rounds(ended: threading.Event) -> None:
    while not ended.wait(PAUSE):
        try:
            look(timezone.now())
        except (BookloadError, DatabaseError, OSError) as error:
            # What was not written down is due at the next look.
            log.warning("digests wait: %s", type(error).__name__)
        finally:
            close_old_connections()
