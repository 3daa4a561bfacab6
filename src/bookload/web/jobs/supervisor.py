"""Starts jobs, a process each, and tells of those that died.

The server starts it and starts another if it dies. It keeps nothing in memory that counts: a job is taken
up by one change of its row, which two supervisors cannot both make, and what a dead one leaves behind is
told by its silence.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bookload.web.jobs.models import DEAD, SILENT, Job, State

if TYPE_CHECKING:
    from datetime import datetime
    from types import FrameType

COMMAND = (sys.executable, "-m", "bookload.web.jobs.run")
"""What does a job, told which."""

PAUSE = 0.3
AT_ONCE = 2
UNASKED = ("ready",)
"""Kinds that nobody waits for: after all others, and one at a time, so that a place is left for people."""
PATIENCE = timedelta(seconds=10)
"""How long a job that was told to stop may take to do so; then its process is ended."""

STOPPED = (
    "The server was stopped while this was going on. What was not finished changed nothing: begin again."
)
DIED = (
    "The process that did this ended ({how}). What was not finished changed nothing: it can be begun again."
)


@dataclass
class Supervisor:
    """The processes that it started, by the job of each."""

    started: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    at_once: int = AT_ONCE

    def turn(self, now: datetime) -> None:
        """Look once: tell what ended and who fell silent, end what does not stop, take up what waits."""
        self._reap(now)
        self._tell_silent(now)
        self._end_stubborn(now)
        while len(self.started) < self.at_once and (job := self._taken(now)) is not None:
            command = (*COMMAND, str(job))
            self.started[job] = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own

    def stop(self, now: datetime) -> None:
        """End what is going on, and say so."""
        for process in self.started.values():
            process.kill()
        for identity, process in self.started.items():
            process.wait()
            Job.objects.filter(pk=identity, state=State.RUNNING).update(
                state=State.FAILED, error=STOPPED, ended_at=now
            )
        self.started.clear()

    def _reap(self, now: datetime) -> None:
        for identity, process in list(self.started.items()):
            if (code := process.poll()) is None:
                continue
            del self.started[identity]
            going = Job.objects.filter(pk=identity, state=State.RUNNING)
            going.filter(cancel_at__isnull=False).update(state=State.CANCELLED, ended_at=now)
            how = f"signal {-code}" if code < 0 else f"exit code {code}; why is in the server's output"
            going.update(state=State.FAILED, error=DIED.format(how=how), ended_at=now)

    def _tell_silent(self, now: datetime) -> None:
        silent = Job.objects.filter(state=State.RUNNING, beat_at__lt=now - SILENT)
        silent.update(state=State.FAILED, error=DEAD, ended_at=now)

    def _end_stubborn(self, now: datetime) -> None:
        late = Job.objects.filter(pk__in=self.started, cancel_at__lt=now - PATIENCE)
        for identity in late.values_list("pk", flat=True):
            self.started[identity].kill()

    def _taken(self, now: datetime) -> int | None:
        """Take up the job that waits longest, of what people wait for first; None where none waits."""
        waiting = Job.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True)
        asked, unasked = waiting.exclude(kind__in=UNASKED), waiting.filter(kind__in=UNASKED)
        if Job.objects.filter(state=State.RUNNING, kind__in=UNASKED).exists():
            unasked = unasked.none()
        for identity in (*asked[:AT_ONCE], *unasked[:AT_ONCE]):
            found = Job.objects.filter(pk=identity, state=State.QUEUED)
            if found.update(state=State.RUNNING, begun_at=now, beat_at=now):
                return int(identity)
        return None


def watch() -> None:
    """Look again and again until told to stop, or until the server that started this is gone.

    Jobs of a server that is gone go on: they end by themselves, and the next one finds what came of them.
    """
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press ends the server, which then ends this
    server, supervisor = os.getppid(), Supervisor()
    while not told and os.getppid() == server:
        supervisor.turn(timezone.now())
        time.sleep(PAUSE)
    if told:
        supervisor.stop(timezone.now())
