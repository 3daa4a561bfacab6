"""What somebody tried without the right to it, written down: the route by its pattern, and who it was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bookload.web.people import throttle
from bookload.web.people.models import Person
from bookload.web.recorded import counts, record

if TYPE_CHECKING:
    from django.http import HttpRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NEVER_WAITS = 2**31


def refused(request: HttpRequest, now: datetime) -> None:
    """Write down that somebody tried to change what is not theirs; pages that they may not see are none.

    The 1st, 2nd, 4th, 8th time for each person and route, so that trying again and again fills no disk.
    """
    if request.method in SAFE or not isinstance(request.user, Person) or request.resolver_match is None:
        return
    route = request.resolver_match.route
    tries = throttle.Tried("refused", f"{request.user.pk} {route}", NEVER_WAITS)
    throttle.tried((tries,), now)
    if counts(throttle.so_far(tries)):
        record(request.user, "refused", {"route": route, "tries": throttle.so_far(tries)}, now)
