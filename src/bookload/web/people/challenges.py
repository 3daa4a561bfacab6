"""What a browser is asked and answers once: it is bound to its session, and gone with the first answer."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bookload.web.people.models import Challenge

if TYPE_CHECKING:
    from django.http import HttpRequest

ONCE = "once"
"""What makes one question another than every other."""


def asked(
    request: HttpRequest, what: str, said: Mapping[str, str | None], until: datetime, now: datetime
) -> None:
    """Remember in the session what its browser was asked; what it was asked before of that is forgotten."""
    once = secrets.token_urlsafe(32)
    Challenge.objects.filter(until__lt=now).delete()
    Challenge.objects.create(hash=_hash(once), until=until)
    request.session[_key(what)] = {**said, ONCE: once}


def answered(request: HttpRequest, what: str, now: datetime) -> dict[str, str | None] | None:
    """Return what the browser of this session was asked, the first time and in time; then None.

    Of many answers at once one alone takes the row away, so that one alone is looked at.
    """
    said: dict[str, str | None] | None = request.session.pop(_key(what), None)
    if said is None:
        return None
    taken, _ = Challenge.objects.filter(hash=_hash(str(said[ONCE])), until__gt=now).delete()
    return said if taken else None


def in_time(now: datetime, minutes: int) -> datetime:
    """Return until when an answer is waited for."""
    return now + timedelta(minutes=minutes)


def _key(what: str) -> str:
    return f"asked: {what}"


def _hash(once: str) -> str:
    return hashlib.sha256(once.encode()).hexdigest()
