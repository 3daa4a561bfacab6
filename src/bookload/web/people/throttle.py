"""Guessing is slowed: tries are counted by name and by address, in the database, before they are looked at.

Somebody who mistypes a few times notices nothing; after that each further try has to wait, twice as long each
time. A try is counted before its password is checked and taken back when it was right, so that many at once
gain nothing. A name that nobody has is counted like any other.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from bookload.web.people.models import Tries

if TYPE_CHECKING:
    from django.http import HttpRequest

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
SAME_NEIGHBOUR = 64
"""Whoever has one IPv6 address has all of its /64."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What tries are counted by, and how many are free of waiting."""

    kind: str
    whose: str
    free: int

    @property
    def key(self) -> str:
        """What it is kept under: names that people tried are kept nowhere."""
        return hashlib.sha256(f"{self.kind}:{self.whose}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A try that was not looked at, and how long to wait before the next."""

    left: timedelta

    @property
    def seconds(self) -> int:
        """Whole seconds, rounded up."""
        return -(-self.left // timedelta(seconds=1))


def by_name(name: str) -> Tried:
    """Return how tries of a name are counted."""
    return Tried("name", name.strip().casefold(), 5)


def by_code(person: int) -> Tried:
    """Return how tries of somebody's second factor are counted."""
    return Tried("code", str(person), 5)


def by_address(request: HttpRequest) -> Tried:
    """Return how tries from where a request comes from are counted; an office shares one address."""
    return Tried("address", address_of(request), 20)


def by_question(request: HttpRequest) -> Tried:
    """Return how questions to browsers are counted, each of which is kept until it is answered."""
    return Tried("question", address_of(request), 200)


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: as our proxy says where there is one, else the connection."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    # Whoever asks may write the header's beginning; its end is what our own proxy saw.
    found = said.rsplit(",", maxsplit=1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    if address.version == 6:  # noqa: PLR2004 - the version of the protocol
        return str(ipaddress.ip_network((address, SAME_NEIGHBOUR), strict=False))
    return str(address)


def tried(all_of: Iterable[Tried], now: datetime) -> Waiting | None:
    """Count one try by each of these; return how long to wait where there were too many, and count none."""
    with transaction.atomic():
        Tries.objects.filter(last__lt=now - FORGOTTEN_AFTER).delete()
        found = {each: Tries.objects.select_for_update().filter(key=each.key).first() for each in all_of}
        left = max((_left(each, row, now) for each, row in found.items()), default=timedelta(0))
        if left > timedelta(0):
            return Waiting(left)
        for each, row in found.items():
            Tries.objects.update_or_create(
                key=each.key, defaults={"count": (row.count if row else 0) + 1, "last": now}
            )
    return None


def _left(each: Tried, row: Tries | None, now: datetime) -> timedelta:
    if row is None or row.count < each.free:
        return timedelta(0)
    doublings = min(row.count - each.free, 10)
    wait: timedelta = row.last + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT) - now
    return wait


def so_far(each: Tried) -> int:
    """Return how many tries are counted."""
    row = Tries.objects.filter(key=each.key).first()
    return row.count if row else 0


def right(name: Tried, *others: Tried) -> None:
    """Take back a try that was right: those of the name are forgotten, of the others the one."""
    Tries.objects.filter(key=name.key).delete()
    for each in others:
        with transaction.atomic():
            row = Tries.objects.select_for_update().filter(key=each.key, count__gt=0).first()
            if row is not None:
                row.count -= 1
                row.save(update_fields=["count"])
