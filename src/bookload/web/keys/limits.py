"""How much may be asked in which time: an even pace with a reserve, kept where all processes see it.

A request costs one, a slow question more. What is spent comes back evenly (the generic cell rate algorithm:
one moment is kept for each, until which all that was asked is paid for).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bookload.web.keys.models import Spent

FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a minute, and no more than that at once."""

    of: str
    a_minute: int

    @property
    def pace(self) -> timedelta:
        """How long one takes to come back."""
        return timedelta(minutes=1) / self.a_minute


def spent(limits: tuple[Limit, ...], cost: int, now: datetime) -> timedelta | None:
    """Spend from all of these and return None, or spend nothing and return how long to wait."""
    with transaction.atomic():
        paid = {limit: _paid(limit, now) + limit.pace * cost for limit in limits}
        waits = [until - now - timedelta(minutes=1) for until in paid.values()]
        if (longest := max(waits)) > timedelta(0):
            return longest
        for limit, until in paid.items():
            Spent.objects.update_or_create(of=limit.of, defaults={"paid_at": until})
        return None


def forget(now: datetime) -> None:
    """Forget who has long had all of theirs back."""
    Spent.objects.filter(paid_at__lt=now - FORGOTTEN_AFTER).delete()


def _paid(limit: Limit, now: datetime) -> datetime:
    row = Spent.objects.select_for_update().filter(of=limit.of).first()
    return now if row is None else max(row.paid_at, now)
