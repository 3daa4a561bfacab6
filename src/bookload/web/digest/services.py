"""Switching digests on and off, setting the mail server, making rooms: what pages do, each written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bookload.base.errors import UsageError
from bookload.web.digest.mailing import is_here
from bookload.web.digest.models import MONDAY, SEVEN, WEEKDAYS, Room, Security, Server, Style, Subscription
from bookload.web.digest.rights import demand_audience
from bookload.web.hooks.address import NOBODY, UnreachableError, resolved
from bookload.web.people.models import Person
from bookload.web.recorded import record
from bookload.web.sign_on.sealing import sealed

MOST_ROOMS = 20
LONGEST_NAME = 80
LONGEST_PASSWORD = 1_000
HOURS = range(24)
PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?|::1")


def subscribe(person: Person, said: Mapping[str, str], now: datetime) -> Subscription:
    """Switch somebody's own digest on, or set it otherwise; raise `UsageError` for what cannot be meant."""
    address = mail_address(said.get("address", ""))
    weekday, hour = _when(said)
    found, new = Subscription.objects.update_or_create(
        person=person,
        defaults={"address": address, "weekday": weekday, "hour": hour},
        create_defaults={"address": address, "weekday": weekday, "hour": hour, "since": now},
    )
    record(person, "digest switched on" if new else "digest set", {"address": address, "at": found.at}, now)
    return found


def unsubscribe(person: Person, now: datetime) -> None:
    """Switch somebody's own digest off."""
    deleted, _ = Subscription.objects.filter(person=person).delete()
    if deleted:
        record(person, "digest switched off", {}, now)


def set_server(person: Person, said: Mapping[str, str], now: datetime) -> Server:
    """Set the mail server, and return it; a password left empty stays, but for no other place or user.

    Else who may set the server, and never sees its password, could have it sent to a server of their own.
    """
    before = Server.objects.first()
    made = _server(said, now)
    password = said.get("password", "")
    if len(password) > LONGEST_PASSWORD or not password.isprintable():
        raise UsageError(f"a password is one line of at most {LONGEST_PASSWORD:,} characters")
    if not made.user:
        password = ""
    elif password:
        made.password = sealed(password)
    elif before is not None and before.password and _place(before) == _place(made):
        made.password = before.password
    else:
        raise UsageError(
            "enter the password: the one that is kept is for the server, port and user set before"
        )
    made.pk = None if before is None else before.pk
    made.save()
    detail = {"host": made.host, "port": made.port, "security": made.security, "user": made.user}
    record(person, "mail server set", {**detail, "sender": made.sender}, now)
    return made


def remove_server(person: Person, now: datetime) -> None:
    """Send no mail any more; the password is gone."""
    deleted, _ = Server.objects.all().delete()
    if deleted:
        record(person, "mail server removed", {}, now)


def make_room(
    person: Person, said: Mapping[str, str], now: datetime, *, allowed: AbstractSet[str] = NOBODY
) -> Room:
    """Return a new room; raise `UsageError` for an address not public, or an audience that sees more."""
    name = " ".join(said.get("name", "").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"give the room a name of at most {LONGEST_NAME} characters")
    if said.get("style") not in Style.values:
        raise UsageError(f"say which chat it is: {', '.join(Style.values)}")
    audience = said.get("audience", "")
    demand_audience(person, audience)
    if Room.objects.count() >= MOST_ROOMS:
        raise UsageError(f"there are at most {MOST_ROOMS} rooms; remove one that nobody reads")
    url = said.get("url", "").strip()
    try:
        resolved(url, allowed)
    except UnreachableError as error:
        raise UsageError(str(error)) from error
    weekday, hour = _when(said)
    made = Room.objects.create(
        person=person,
        name=name,
        url=url,
        style=said["style"],
        audience=audience,
        weekday=weekday,
        hour=hour,
        since=now,
    )
    record(
        person, "chat room made", {"room": made.pk, "name": name, "audience": audience, "at": made.at}, now
    )
    return made


def remove_room(person: Person, room: Room, now: datetime) -> None:
    """Tell a room nothing any more."""
    number, name = room.pk, room.name
    room.delete()
    record(person, "chat room removed", {"room": number, "name": name}, now)


def mail_address(text: str) -> str:
    """Return a mail address; raise `UsageError` for what is none, several of them included."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise UsageError("this is no mail address; write it as ada@example.com") from None
    if not address.isascii():
        raise UsageError("a mail address has plain letters here; of a name with others, give its ASCII form")
    return address


def _when(said: Mapping[str, str]) -> tuple[int, int]:
    weekday, hour = said.get("weekday", str(MONDAY)), said.get("hour", str(SEVEN))
    if weekday not in map(str, range(len(WEEKDAYS))) or hour not in map(str, HOURS):
        raise UsageError("choose a day of the week, and an hour from 0 to 23")
    return int(weekday), int(hour)


def _server(said: Mapping[str, str], now: datetime) -> Server:
    host, security, user = (
        said.get("host", "").strip(),
        said.get("security", ""),
        said.get("user", "").strip(),
    )
    if not _HOST.fullmatch(host):
        raise UsageError("give the mail server's host, as mail.example.com")
    if security not in Security.values:
        raise UsageError(f"say how the connection is kept from others: {', '.join(Security.values)}")
    if security == Security.NONE and not is_here(host):
        raise UsageError("without TLS mail goes to this machine alone (127.0.0.1); choose STARTTLS or TLS")
    port = said.get("port", "").strip() or str(PORTS[Security(security)])
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 2**16):  # noqa: PLR2004
        raise UsageError("a port is a number from 1 to 65535")
    if len(user) > 254 or not user.isprintable():  # noqa: PLR2004 - the longest that the database holds
        raise UsageError("a user is one line of at most 254 characters")
    return Server(
        host=host,
        port=int(port),
        security=security,
        user=user,
        sender=mail_address(said.get("sender", "")),
        set_at=now,
    )


def _place(server: Server) -> tuple[str, int, str, str]:
    """Return where a password goes to, and as whose."""
    return server.host, server.port, server.security, server.user
