"""What somebody saw when: the table of visits."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Visit(models.Model):
    """When somebody last looked, what they see in this visit, and what they saw at the end of the one before.

    `seen` and `before` are a `Look` as JSON; None where there was none.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    last_at = models.DateTimeField()
    seen = models.JSONField(null=True)
    before = models.JSONField(null=True)

    def __str__(self) -> str:
        """Return whose it is."""
        return f"visit of {self.person}"
