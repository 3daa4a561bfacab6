"""An address that is told what happened, and what is still to be told to it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.crypto import salted_hmac

from bookload.web.people.models import Person

SECRET = "whsec_"  # noqa: S105 - how a secret begins, not one


def salt() -> str:
    """Return what tells one webhook's secret from every other."""
    return secrets.token_urlsafe(32)


class Hook(models.Model):
    """An address, whose it is, and the events that it is told of.

    Its secret is made from the workspace's own and `salt`, so that the database alone signs nothing.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hooks")
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=43, default=salt)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    why_stopped = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Return its host; a path may hold a token."""
        return f"webhook {self.pk}"

    @property
    def secret(self) -> str:
        """What its messages are signed with; whoever receives them needs it."""
        return SECRET + salted_hmac("bookload.hooks", self.salt, algorithm="sha256").hexdigest()


class Delivery(models.Model):
    """One message to one address: how often it was tried, and when it is tried next (None: no more).

    `number` stays the same when it is tried again, so that a receiver can tell.
    """

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.UUIDField(unique=True)
    event = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)
    delivered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Return what it tells."""
        return f"{self.event} {self.number}"


class Noticed(models.Model):
    """Something that happened and was told of, once: a snapshot or a job, by its name."""

    what = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return what it was."""
        return self.what
