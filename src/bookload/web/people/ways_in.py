"""Links that sign somebody in once: for whoever starts the server, and for those invited."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from bookload.web.people.duties import OWNER
from bookload.web.people.models import Person, WayIn

HOURS = 24
INVITED_DAYS = 7


def owner() -> Person:
    """Return whom the server's own link signs in, made at the first start: an owner, with all rights.

    It is whoever bears the name `owner`, else the owner who was here first.
    """
    owners = Person.objects.filter(role=OWNER, is_active=True).order_by("pk")
    return owners.filter(name=OWNER).first() or owners.first() or Person.objects.invite(OWNER, OWNER)


def made(person: Person, now: datetime) -> str:
    """Return the token of a new link for the console, which holds for a day; only its hash is kept."""
    return _kept(person, now + timedelta(hours=HOURS), at_console=True)


def invited(person: Person, now: datetime) -> str:
    """Return the token of a new link to hand on, which holds for a week; those before hold no more."""
    WayIn.objects.filter(person=person, used_at=None, at_console=False).delete()
    return _kept(person, now + timedelta(days=INVITED_DAYS), at_console=False)


def _kept(person: Person, until: datetime, *, at_console: bool) -> str:
    token = secrets.token_urlsafe(32)
    WayIn.objects.create(person=person, hash=_hash(token), until=until, at_console=at_console)
    return token


def holding(token: str, now: datetime) -> WayIn | None:
    """Return the link, which stays as it is; None for one that is used, too old, or none at all."""
    open_ones = WayIn.objects.filter(used_at=None, until__gt=now, person__is_active=True)
    return open_ones.select_related("person").filter(hash=_hash(token)).first()


def used(token: str, now: datetime) -> Person | None:
    """Return whose link it is and use it up; None for one that is used, too old, or none at all."""
    with transaction.atomic():
        found = holding(token, now)
        if found is None or not WayIn.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
            return None
        return found.person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
