"""A person's passkeys: added, named and taken away, soon after they proved who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookload.base.errors import UsageError
from bookload.web.administration.shown import person_of, shown
from bookload.web.administration.yourself import AT, said_done, yourself_page
from bookload.web.people import challenges, factors, passkeys
from bookload.web.people.passkeys import PasskeyRefusedError, Site
from bookload.web.people.sessions import is_fresh
from bookload.web.recorded import record
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.web.people.models import Passkey

ADDING = "passkey to add"
MINUTES = 10
STALE = "You signed in a while ago. Sign in again, then add or remove passkeys within a quarter of an hour."


@asks_for()
@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """Say what a device has to sign to become a passkey."""
    person, now, site = person_of(request), timezone.now(), Site.of(request)
    if not is_fresh(request, now) or not site.can:
        return JsonResponse({"error": STALE}, status=403)
    options, said = passkeys.adding(person, site)
    challenges.asked(request, ADDING, said, challenges.in_time(now, MINUTES), now)
    return JsonResponse(options)


@asks_for()
@require_POST
def added(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that a device made; with somebody's first second factor come recovery codes."""
    person, now = person_of(request), timezone.now()
    said = challenges.answered(request, ADDING, now)
    name, answer = request.POST.get("name", "").strip(), request.POST.get("answer", "")
    if said is None or not is_fresh(request, now):
        return yourself_page(request, 403, passkey_refused=STALE)
    try:
        made = passkeys.added(person, Site.of(request), said, answer, name, now)
    except (PasskeyRefusedError, UsageError) as error:
        return yourself_page(request, 422, passkey_refused=f"The passkey was not added: {error}.")
    record(person, "passkey added", {"passkey": made.name}, now)
    if spare := factors.spare_codes_begun(person):
        return shown(request, "web/settings_codes.html", {"codes": spare}, at=AT)
    return said_done(request, f"The passkey {made.name} is added.")


@asks_for()
@require_POST
def named(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a passkey by another name."""
    person, found = person_of(request), _theirs(request, pk)
    before, found.name = found.name, request.POST.get("name", "").strip()
    if not found.name or len(found.name) > passkeys.LONGEST_NAME:
        return yourself_page(request, 422, passkey_refused="A name has 1 to 100 characters.")
    found.save(update_fields=["name"])
    record(person, "passkey renamed", {"before": before, "after": found.name}, timezone.now())
    return said_done(request, f"The passkey is {found.name} from now on.")


@asks_for()
@require_POST
def removed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a passkey away: it signs nobody in any more."""
    person, found, now = person_of(request), _theirs(request, pk), timezone.now()
    if not is_fresh(request, now):
        return yourself_page(request, 403, passkey_refused=STALE)
    found.delete()
    factors.without_passkey(person)
    record(person, "passkey removed", {"passkey": found.name}, now)
    return said_done(request, f"The passkey {found.name} is removed.")


def _theirs(request: HttpRequest, pk: int) -> Passkey:
    """Return one of the asker's own passkeys; those of others are nowhere."""
    found = person_of(request).passkeys.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
