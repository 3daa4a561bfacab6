"""A key that a program asks with, and how much was asked with it lately."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bookload.base.access import ROLES, Access
from bookload.web.people.models import Person


class Key(models.Model):
    """A key of somebody's: what it begins with, its hash, and until when it holds.

    `role` narrows it to what that role may see; without one it may see what its owner may, at each moment.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16)
    hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, blank=True, choices=[(role, role) for role in ROLES])
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return its name and beginning; never the key, which nobody keeps."""
        return f"{self.name} ({self.prefix}…)"

    @property
    def access(self) -> Access:
        """What may be seen with it now: never more than its owner may."""
        owner = self.person.access
        if not self.role:
            return owner
        rights = owner.rights & ROLES[self.role]
        # A role that the owner has outgrown downwards gives no duties of its own either.
        role = self.role if ROLES[self.role] <= owner.rights else owner.role
        return Access(role, rights, owner.person_id)


class Holder(Person):
    """Somebody who asks by a key: the same person, with what the key may see."""

    key: Key

    class Meta:
        """The same table."""

        proxy = True

    @property
    def access(self) -> Access:
        """What they may see by this key."""
        return self.key.access


class Spent(models.Model):
    """How much of what may be asked is spent: until when, at the even pace, all of it is paid for."""

    of = models.CharField(max_length=64, unique=True)
    paid_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Spent]]

    def __str__(self) -> str:
        """Return whose."""
        return f"spent by {self.of}"
