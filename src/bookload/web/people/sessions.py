"""How somebody comes to be signed in: at once, or with a second factor still to be given."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from bookload.web.people import factors
from bookload.web.people.models import Person
from bookload.web.recorded import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF = "half"
"""Where a session keeps who proved one thing and has yet to prove another."""

HALF_HOLDS = timedelta(minutes=5)
CAME = "came"
"""Where a session keeps when its person signed in."""

BROUGHT = "brought"
"""Where a session keeps what came with its person from an identity provider."""

FRESH = timedelta(minutes=15)
"""How long after signing in somebody may change by what they sign in, without proving again who they are."""


def on(
    request: HttpRequest,
    person: Person,
    by: str,
    now: datetime,
    *,
    wanted: str,
    brought: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Sign somebody in who proved one thing, or go on to the second factor where they have one.

    `brought` is what the session keeps of an identity provider's; see `sign_on.leaving`.
    """
    if not factors.asked_for(person):
        return signed_in(request, person, by, now, wanted=wanted, brought=brought)
    request.session.flush()
    request.session[HALF] = {
        "person": person.pk,
        "mark": person.get_session_auth_hash(),
        "until": (now + HALF_HOLDS).isoformat(),
        "by": by,
        "next": wanted,
        BROUGHT: dict(brought or {}),
    }
    return redirect("sign_in_code")


def half(request: HttpRequest, now: datetime) -> Person | None:
    """Return who proved one thing a moment ago, if nothing of theirs changed since."""
    kept = request.session.get(HALF)
    if kept is None or datetime.fromisoformat(kept["until"]) < now:
        return None
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    return person if person is not None and person.get_session_auth_hash() == kept["mark"] else None


def signed_in(
    request: HttpRequest,
    person: Person,
    by: str,
    now: datetime,
    *,
    wanted: str = "/",
    brought: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Sign somebody in, in a session of a new id, and write down by what; go where they wanted to."""
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.session[CAME] = now.isoformat()
    if brought:
        request.session[BROUGHT] = dict(brought)
    record(person, "sign-in", {"by": by}, now)
    return redirect(wanted)


def completed(request: HttpRequest, person: Person, by: str, now: datetime) -> HttpResponse:
    """Sign somebody in who proved the second thing too."""
    kept = request.session[HALF]
    how = f"{kept['by']} and {by}"
    return signed_in(request, person, how, now, wanted=kept["next"], brought=kept.get(BROUGHT))


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Return whether whoever asks signed in a moment ago."""
    came = request.session.get(CAME)
    return came is not None and now - datetime.fromisoformat(came) < FRESH


def wanted_of(request: HttpRequest, said: str) -> str:
    """Return where somebody wanted to go, if it is here; else the first page."""
    here = url_has_allowed_host_and_scheme(
        said, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return said if said and here else "/"
