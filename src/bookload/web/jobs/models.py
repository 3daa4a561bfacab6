"""A job: what is to be done, for whom, how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Mapping

SILENT = timedelta(seconds=45)
"""After so long without a sign of life a job counts as dead; its worker gives one every few seconds."""

DEAD = (
    "The process that did this is gone, or stands still. What it had not finished it has not changed: "
    "it can be begun again."
)


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


GOING = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """One piece of work of a kind; `page` is where its result is shown.

    `beat_at` is when its worker last said that it lives. A job that is not heard of is told as failed by
    whoever looks, whether or not anybody is there to write it down.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    arguments = models.JSONField()
    page = models.CharField(max_length=2_000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED, db_index=True)
    stage = models.CharField(max_length=200, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    cancel_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return what it is; not what it was told, which may name customers."""
        return f"{self.kind} {self.pk}, {self.state}"

    def told(self, now: datetime) -> Job:
        """Return it as it is to be told now: one that nobody heard of for long has failed."""
        if self.state == State.RUNNING and self.beat_at is not None and now - self.beat_at > SILENT:
            self.state, self.error = State.FAILED, DEAD
        return self

    @property
    def going(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in GOING

    @property
    def made(self) -> bool:
        """Whether it came to its end."""
        return self.state == State.DONE

    def end(self, state: State, now: datetime, **came: Mapping[str, Any] | str | None) -> None:
        """Write down how it ended."""
        Job.objects.filter(pk=self.pk).update(state=state, ended_at=now, **came)
