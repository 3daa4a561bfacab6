"""Naming addresses, telling them what happened, and trying again as long as it makes sense."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from bookload import __version__
from bookload.base.errors import UsageError, unknown
from bookload.web.hooks.address import NOBODY, UnreachableError, resolved
from bookload.web.hooks.models import Delivery, Hook
from bookload.web.hooks.posting import Posted, post
from bookload.web.hooks.signature import HEADER, signed
from bookload.web.people.models import Person

EVENTS: Mapping[str, str] = {
    "import.finished": "An import ended with a new snapshot",
    "job.failed": "Work in the background failed",
}
"""What can be told, and when; messages hold ids, dates and counts, and no row of anybody's."""

AGAIN = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""After how long a message that did not arrive is tried again; after the last it is given up."""

TAKEN = timedelta(minutes=5)
"""How long whoever delivers a message has it, longer than any takes; if it dies, the next has it."""

MOST_HOOKS = 20
REMEMBERED = timedelta(days=30)
AT_ONCE = 50
GONE = 410

Told = str | int | None


@dataclass(frozen=True)
class Event:
    """What happened: one of `EVENTS`, when, and a few facts about it, of no person and no account."""

    name: str
    at: datetime
    facts: Mapping[str, Told] = field(default_factory=dict)


def made(
    person: Person, url: str, events: Sequence[str], now: datetime, *, allowed: AbstractSet[str] = NOBODY
) -> Hook:
    """Return a new webhook; its `secret` is what the receiver needs.

    Raises `UsageError` for an address that is not public, an event that there is none of, and one too many.
    """
    for name in events:
        if name not in EVENTS:
            raise unknown("event", name, EVENTS)
    if not events:
        raise UsageError(f"say which events to tell: {', '.join(EVENTS)}")
    if Hook.objects.count() >= MOST_HOOKS:
        raise UsageError(f"there are at most {MOST_HOOKS} webhooks; remove one that nobody reads")
    try:
        resolved(url, allowed)
    except UnreachableError as error:
        raise UsageError(str(error)) from error
    return Hook.objects.create(person=person, url=url.strip(), events=sorted(set(events)), made_at=now)


def removed(hook: Hook) -> None:
    """Take a webhook away, with what was still to be told to it."""
    hook.delete()


def listed() -> list[Hook]:
    """Return all webhooks, the latest first."""
    return [*Hook.objects.select_related("person").order_by("-made_at", "-pk")]


def send(event: Event) -> int:
    """Write down a message for each webhook of an event, to be delivered from now on; return how many.

    It posts nothing itself, so that what happened does not wait for anybody; `deliver` does. A webhook is not
    told what happened before it was made.
    """
    if event.name not in EVENTS:
        raise unknown("event", event.name, EVENTS)
    hooks = Hook.objects.filter(stopped_at=None, person__is_active=True, made_at__lte=event.at)
    told = [_delivery(hook, event) for hook in hooks if event.name in hook.events]
    Delivery.objects.bulk_create(told)
    return len(told)


def _delivery(hook: Hook, event: Event) -> Delivery:
    number = uuid.uuid4()
    body = {"id": str(number), "event": event.name, "at": event.at.isoformat(), **event.facts}
    return Delivery(
        hook=hook, number=number, event=event.name, body=json.dumps(body), made_at=event.at, next_at=event.at
    )


def deliver(now: datetime, *, allowed: AbstractSet[str] = NOBODY) -> int:
    """Deliver what is due, and return how many arrived; each message is taken by one process alone.

    One that a process took and did not finish is due again after a while: a message arrives at least once,
    with the same id each time. Posting to hosts that are `allowed` is not refused, wherever they are.
    """
    Delivery.objects.filter(next_at=None, made_at__lt=now - REMEMBERED).delete()
    due = Delivery.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    arrived = 0
    for delivery in due.select_related("hook", "hook__person")[:AT_ONCE]:
        if _taken(delivery, now):
            arrived += _tried(delivery, now, allowed)
    return arrived


def _taken(delivery: Delivery, now: datetime) -> bool:
    """Return whether it is this process that delivers it."""
    mine = Delivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    return mine.update(next_at=now + TAKEN) == 1


def _tried(delivery: Delivery, now: datetime, allowed: AbstractSet[str]) -> bool:
    hook = delivery.hook
    if hook.stopped_at is not None or not hook.person.is_active:
        Delivery.objects.filter(pk=delivery.pk).update(next_at=None, answer="the webhook was stopped")
        return False
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Bookload/{__version__}",
        "Bookload-Event": delivery.event,
        "Bookload-Delivery": str(delivery.number),
        HEADER: signed(hook.secret, body, now),
    }
    posted = post(hook.url, body, headers, allowed)
    _told(delivery, posted, now)
    return posted.arrived


def _told(delivery: Delivery, posted: Posted, now: datetime) -> None:
    """Write down what came of a try, and when the next is; a receiver that is gone is told no more."""
    again = not posted.arrived and delivery.tries < len(AGAIN) and posted.status != GONE
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            tries=delivery.tries + 1,
            answer=posted.words[:200],
            next_at=now + AGAIN[delivery.tries] if again else None,
            delivered_at=now if posted.arrived else None,
        )
        if posted.status == GONE:
            Hook.objects.filter(pk=delivery.hook_id).update(stopped_at=now, why_stopped=posted.words[:200])
