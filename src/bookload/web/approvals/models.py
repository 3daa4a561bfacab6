"""An approval: what somebody asks others to approve, what it stands on, and what became of it."""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """Where an approval stands."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent back"
    WITHDRAWN = "withdrawn"
    VOID = "void"


OPEN = (State.ASKED, State.APPROVED)
"""States in which it can still be taken back, or made void by an edit."""


class Approval(models.Model):
    """One thing that is to be approved as it is, once, by somebody who did not make it.

    `kind` and `subject` say what it is, for whoever asks; `stands_on` are the hashes of what it says and of
    the documents that it was made from, by name: if one of them changes, it is void, for good. `makers` are
    those who made it or had a part in it.
    """

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    stands_on = models.JSONField()
    makers = models.JSONField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="approvals_asked")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED, db_index=True)
    ended_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="approvals_ended", null=True
    )
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    changed = models.JSONField(default=list)

    class Meta:
        """How approvals are found."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "subject"])]

    def __str__(self) -> str:
        """Return what it is of, and where it stands."""
        return f"{self.kind} {self.subject}, {self.state}"

    @property
    def mark(self) -> str:
        """What tells it from anything else: whoever decides says that it is this that they saw."""
        said = json.dumps([self.kind, self.subject, self.stands_on], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def open(self) -> bool:
        """Whether it is asked for, or approved and holds."""
        return self.state in OPEN

    @property
    def asked(self) -> bool:
        """Whether it waits for somebody's decision."""
        return self.state == State.ASKED

    @property
    def approved(self) -> bool:
        """Whether it was approved, and nothing that it stands on changed since."""
        return self.state == State.APPROVED

    @property
    def void(self) -> bool:
        """Whether what it stands on changed after it was asked for."""
        return self.state == State.VOID
