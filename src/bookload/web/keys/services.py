"""Making, finding and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Q

from bookload.base.access import ROLES
from bookload.base.errors import UsageError, unknown
from bookload.web.keys.models import Holder, Key

if TYPE_CHECKING:
    from bookload.web.people.models import Person

BEGINNING = "bl_"
"""How every key begins, so that who finds one in a file knows what it opens."""

SHOWN = 11
MOST_KEYS = 50
DAYS = 365
LONGEST_NAME = 100
TOLD_EVERY = timedelta(minutes=1)
"""How exact `used_at` is: a key that is used all the time is not written down all the time."""


def made(person: Person, name: str, now: datetime, *, role: str = "", until: datetime | None = None) -> str:
    """Return a new key of somebody's, in full: it is shown this once, and only its hash is kept.

    It holds for a year, or `until` a day before that. `role` narrows it to what that role may see. Raises
    `UsageError` for a key without a name, a role that may see more than its owner, a day that is over or
    too far off, and one key too many.
    """
    named = name.strip()
    if not 0 < len(named) <= LONGEST_NAME:
        raise UsageError(f"a key needs a name of 1 to {LONGEST_NAME} characters, so that you know it again")
    if Key.objects.filter(person=person).count() >= MOST_KEYS:
        raise UsageError(f"somebody has at most {MOST_KEYS} keys; revoke one that is not used")
    if role:
        _demand_within(person, role)
    last = now + timedelta(days=DAYS)
    if until is not None and not now < until <= last:
        raise UsageError(f"a key holds until a day from now to {last.date()}, not {until.date()}")
    token = BEGINNING + secrets.token_urlsafe(32)
    Key.objects.create(
        person=person,
        name=named,
        prefix=token[:SHOWN],
        hash=_hash(token),
        role=role,
        made_at=now,
        until=until or last,
    )
    return token


def revoked(key: Key) -> None:
    """Take a key away; the next request with it is refused."""
    key.delete()


def listed(person: Person) -> list[Key]:
    """Return somebody's keys, the latest first."""
    return [*Key.objects.filter(person=person).order_by("-made_at", "-pk")]


def holder(token: str, now: datetime) -> Holder | None:
    """Return who asks by a key, with what it may see; None for one unknown, over, or of nobody active."""
    key = Key.objects.filter(hash=_hash(token), person__is_active=True).first()
    if key is None or (key.until is not None and key.until <= now):
        return None
    if not key.access.sees_all_rows and key.access.person_id is None:
        return None
    found = cast("Holder", Holder.objects.get(pk=key.person_id))
    found.key = key
    long_ago = Q(used_at=None) | Q(used_at__lte=now - TOLD_EVERY)
    Key.objects.filter(long_ago, pk=key.pk).update(used_at=now)
    return found


def roles_within(person: Person) -> list[str]:
    """Return the roles that a key of somebody's may be narrowed to: those that see no more than they do."""
    owner = person.access
    return sorted(
        role
        for role, rights in ROLES.items()
        if rights <= owner.rights and (owner.person_id is not None or "all_rows" in rights)
    )


def _demand_within(person: Person, role: str) -> None:
    """Raise `UsageError` for a role that may see what its owner may not, or a book that is nobody's."""
    if role not in ROLES:
        raise unknown("role", role, ROLES)
    allowed = roles_within(person)
    if role not in allowed:
        raise UsageError(
            f"a key of role '{role}' would see more than its owner; allowed: {', '.join(allowed)}"
        )


def _hash(token: str) -> str:
    # As random as a hash is long, so that a slow one would slow nobody but whoever asks rightly.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
