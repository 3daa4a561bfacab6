"""An import that is being prepared: the files that somebody brought, and what they said about them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models

from bookload.web.state import served

if TYPE_CHECKING:
    from pathlib import Path


class Draft(models.Model):
    """Files on their way into an import; its id is made by chance and names their folder.

    `answers` are by the id of each question; `said` is what the form says of sheets and columns otherwise
    than they were taken, `mapping` what `--map` takes. Its jobs are those whose page is its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    begun_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    mapping = models.TextField(blank=True)
    data_through = models.DateField(null=True)

    def __str__(self) -> str:
        """Return which it is."""
        return f"import {self.id}"

    @property
    def folder(self) -> Path:
        """Where its files are, under generated names."""
        return served().uploads / self.id.hex

    @property
    def page(self) -> str:
        """Where it is shown."""
        return f"/data/import/{self.id}"


class Upload(models.Model):
    """One file of a draft: the number that is its name here, and the name that it came with."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    came_as = models.CharField(max_length=200)
    size = models.BigIntegerField()

    class Meta:
        """In the order in which they came."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_file_a_number"),)

    def __str__(self) -> str:
        """Return its name as it came."""
        return self.came_as

    @property
    def path(self) -> Path:
        """Where its bytes are."""
        return self.draft.folder / str(self.number)
