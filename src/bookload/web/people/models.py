"""Those who sign in, and what is kept of their ways in: links, passkeys, second factors, refused tries."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from bookload.base.access import ROLES, Access, Right

LIMITED = frozenset(role for role, rights in ROLES.items() if Right.ALL_ROWS not in rights)
"""Roles that see one book, so that somebody in one has to be somebody of the data."""


def mark() -> str:
    """Return what sessions are bound to; with a new one all of them end."""
    return secrets.token_hex(16)


class People(BaseUserManager["Person"]):
    """Those who may sign in."""

    def invite(self, name: str, role: str, person_id: str = "") -> Person:
        """Return a new person without a password, who comes in by a link; a name has no capitals."""
        person = self.model(name=name.strip().casefold(), role=role, person_id=person_id)
        person.set_unusable_password()
        person.full_clean()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who may sign in; `role` decides what they see, and a limited one whose book."""

    name = models.CharField(max_length=254, unique=True)
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    person_id = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(max_length=32, default=mark)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]
    objects = People()

    def __str__(self) -> str:
        """Return the name that they sign in with."""
        return self.name

    @property
    def access(self) -> Access:
        """What they may see now: a right that is taken away is gone with the next request."""
        return Access.of(self.role, self.person_id or None)

    def clean(self) -> None:
        """Refuse a limited role without somebody whose book it is."""
        super().clean()
        Access.of(self.role, self.person_id or None)

    def get_session_auth_hash(self) -> str:
        """Return what every session of theirs holds: a new password or a new `mark` ends them all."""
        return salted_hmac("bookload.sessions", self.password + self.mark, algorithm="sha256").hexdigest()


class WayIn(models.Model):
    """A link that signs somebody in once: its token's hash, and until when it holds.

    One made `at_console` asks for no second factor: who starts the server owns its files.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    at_console = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return whose it is; never the token, which nobody keeps."""
        return f"way in of {self.person}"


class Factor(models.Model):
    """A second factor: the secret that somebody's device makes codes from; it counts once confirmed.

    `last_step` is the time step of the last code taken, so that none is taken twice.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    secret = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return whose it is; never the secret."""
        return f"second factor of {self.person}"


class RecoveryCode(models.Model):
    """A code that stands in for the device once; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose it is; never the code, which nobody keeps."""
        return f"recovery code of {self.person}"


class Passkey(models.Model):
    """A key that somebody's device holds for one host: what tells it, its public half, how often it signed.

    `handle` is what the device knows its owner by, the same for all of one person's, and nobody's name.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=100)
    host = models.CharField(max_length=253)
    handle = models.CharField(max_length=86)
    credential = models.CharField(max_length=1400, unique=True)
    matter = models.BinaryField()
    transports = models.JSONField(default=list)
    signed = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose it is."""
        return f"passkey of {self.person}"


class Challenge(models.Model):
    """What a browser was asked and has yet to answer, as a hash; who takes the row away has the answer."""

    hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return nothing of what was asked."""
        return f"challenge {self.pk}"


class Tries(models.Model):
    """How often something was tried in vain by a name or from an address, and when last."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    def __str__(self) -> str:
        """Return how many."""
        return f"{self.count} tries"
