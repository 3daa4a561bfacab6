"""A plan that was kept, in versions: the answer as it was given, and what it was made from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Plan(models.Model):
    """A hiring plan by its name; what it says is its last version."""

    name = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return what it is called."""
        return self.name


class Version(models.Model):
    """A plan as it was kept: where it stands, what was said with the question, and the answer without money.

    `place` has the snapshot by name, whether or not it was the current one. `stands_on` are the hashes of the
    documents, by file. Costs follow from pay: they are kept nowhere, and asked for by who may see them.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    kept_at = models.DateTimeField()
    note = models.TextField(blank=True)
    place = models.JSONField()
    said = models.JSONField()
    stands_on = models.JSONField()
    document = models.JSONField()

    class Meta:
        """A number is given once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        """Return which it is."""
        return f"{self.plan}, version {self.number}"
