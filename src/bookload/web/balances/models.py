"""A proposal of moves that was asked for: the question, what came of it, and what people say to each move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from bookload.base.errors import UsageError


class Proposal(models.Model):
    """Moves that somebody asked for; without a `document` until its job is done.

    `stands_on` are the hashes of the documents and the name of the snapshot that it was made from. `kept` is
    what its parts are computed from (`kept.written`). `said` is what people said to each choice, by its
    number; `revision` counts how often, so that of two who say something at once one looks again. `makers`
    had a part in it.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    asked = models.JSONField()
    stands_on = models.JSONField(default=dict)
    document = models.JSONField(null=True)
    kept = models.JSONField(null=True)
    said = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    makers = models.JSONField(default=list)
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        """Return which it is."""
        return f"Balance {self.pk}"

    @property
    def page(self) -> str:
        """Where it is shown."""
        return f"/balance/{self.pk}"

    @property
    def found(self) -> Mapping[str, Any]:
        """What its parts are computed from; raise `UsageError` before its job is done."""
        if self.kept is None:
            raise UsageError("this balance has no moves yet")
        kept: Mapping[str, Any] = self.kept
        return kept

    @property
    def told(self) -> Mapping[str, Any]:
        """What it says, as a document; raise `UsageError` before its job is done."""
        if self.document is None:
            raise UsageError("this balance has no answer yet")
        document: Mapping[str, Any] = self.document
        return document

    @property
    def made(self) -> bool:
        """Whether its job came to an end with an answer."""
        return self.document is not None
