"""One job, done with the rights of who asked, while telling that its process lives and how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from bookload.base.errors import AccessDeniedError, BookloadError, CancelledError
from bookload.base.progress import Progress
from bookload.web.jobs.models import Job, State
from bookload.web.jobs.work import work_of

if TYPE_CHECKING:
    from types import TracebackType

PULSE = 0.5
"""Seconds between two looks at the row: how fast a cancellation is heard, how often progress is told."""

BEAT = timedelta(seconds=5)
"""A sign of life is written this often where nothing else is to be told."""


@dataclass
class Beating:
    """A thread that writes how far a job is, hears of its cancellation, and shows that the process lives."""

    job: Job
    progress: Progress = field(init=False)
    _told: tuple[str, int, int | None] = ("", 0, None)
    _over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Make the progress that the work reports to: reporting costs an assignment."""
        self.progress = Progress(self._report)
        self._thread = threading.Thread(target=self._beat, name="beat", daemon=True)

    def __enter__(self) -> Progress:
        """Begin to beat."""
        self._thread.start()
        return self.progress

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, once what is being written is written."""
        self._over.set()
        self._thread.join()

    def _report(self, stage: str, done: int, total: int | None) -> None:
        self._told = (stage, done, total)

    def _beat(self) -> None:
        row = Job.objects.filter(pk=self.job.pk)
        written, last = self._told, timezone.now()
        while not self._over.wait(PULSE):
            now, told = timezone.now(), self._told
            if told != written or now - last >= BEAT:
                stage, done, total = told
                row.update(stage=stage[:200], done=done, total=total, beat_at=now)
                written, last = told, now
            if row.filter(cancel_at__isnull=False).exists():
                self.progress.cancelled.set()
        connection.close()


def carry_out(identity: int) -> None:
    """Do a job that was taken up, and write down how it ended.

    What goes wrong on purpose is told in its words. An error that nobody meant ends the process; who
    watches it says so.
    """
    job = Job.objects.select_related("person").get(pk=identity)
    with Beating(job) as progress:
        state, came = _outcome(lambda: _done(job, progress))
    job.end(state, timezone.now(), **came)


def _done(job: Job, progress: Progress) -> Mapping[str, Any]:
    if not job.person.is_active:
        raise AccessDeniedError("whoever asked for this may not sign in any more")
    return work_of(job.kind)(job.person, job.arguments, progress)


def _outcome(work: Callable[[], Mapping[str, Any]]) -> tuple[State, dict[str, Any]]:
    try:
        return State.DONE, {"result": dict(work())}
    except CancelledError:
        return State.CANCELLED, {}
    except BookloadError as error:
        return State.FAILED, {"error": str(error)}
