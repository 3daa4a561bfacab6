"""When digests are due: once a week, at an hour of the company's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from bookload.web.digest.models import Letter, Room, State, Subscription, Weekly

REMEMBERED = timedelta(days=120)
"""How long letters are remembered; for those of one week, a witness that they were sent."""


def slot(weekday: int, hour: int, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the last moment up to now that it is such an hour of such a day in a time zone.

    An hour that a change of clocks leaves out counts as the one after it; of one that comes twice, the first.
    """
    today = now.astimezone(zone).date()
    for back in range(9):
        day = today - timedelta(days=back)
        moment = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if day.weekday() == weekday and moment <= now:
            return moment
    raise ValueError("a week has seven days")  # pragma: no cover - nine days in a row hold every weekday


def write_due(zone: ZoneInfo, now: datetime) -> int:
    """Write down the letters that are due and were not before; return how many.

    Of weeks that went by while nothing ran, the last is caught up, once. Two that write at once write one.
    """
    Letter.objects.filter(due_at__lt=now - REMEMBERED).delete()
    return sum(_once(letter) for letter in _due(zone, now))


def _due(zone: ZoneInfo, now: datetime) -> Iterator[Letter]:
    for each in Subscription.objects.filter(person__is_active=True).select_related("person"):
        if found := _letter(each, f"person {each.person_id}", each.person.name, zone, now):
            found.subscription = each
            yield found
    for room in Room.objects.filter(person__is_active=True):
        if found := _letter(room, f"room {room.pk}", room.name, zone, now):
            found.room = room
            yield found


def _letter(of: Weekly, recipient: str, title: str, zone: ZoneInfo, now: datetime) -> Letter | None:
    due = slot(of.weekday, of.hour, zone, now)
    if due < of.since:
        return None
    year, week, _ = due.astimezone(zone).isocalendar()
    return Letter(
        recipient=recipient,
        week=f"{year}-W{week:02}",
        title=title[:254],
        state=State.DUE,
        due_at=due,
        next_at=now,
    )


def _once(letter: Letter) -> bool:
    if Letter.objects.filter(recipient=letter.recipient, week=letter.week).exists():
        return False
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError:  # another process was first
        return False
    return True
