"""The courier: beside the supervisor of jobs, it looks for what happened and delivers what is due."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from bookload.base.errors import BookloadError
from bookload.web.hooks.models import Hook
from bookload.web.hooks.noticing import notice
from bookload.web.hooks.services import deliver
from bookload.web.state import served

PAUSE = 5.0
"""Seconds between two looks."""

log = logging.getLogger("django.bookload.hooks")


def begin() -> threading.Event:
    """Deliver from now on, in a thread that ends with the process; set what is returned to end it before."""
    ended = threading.Event()
    threading.Thread(target=_rounds, args=(ended,), name="courier", daemon=True).start()
    return ended


def _rounds(ended: threading.Event) -> None:
    while not ended.wait(PAUSE):
        try:
            if Hook.objects.filter(stopped_at=None).exists():
                notice(served().root, timezone.now())
                deliver(timezone.now())
        except (BookloadError, DatabaseError, OSError) as error:
            # What was not written down is found again at the next look.
            log.warning("webhooks wait: %s", type(error).__name__)
        finally:
            close_old_connections()
