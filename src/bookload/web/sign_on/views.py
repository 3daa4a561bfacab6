"""Going to the identity provider, and coming back from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookload.base.errors import WorkspaceError
from bookload.web.people import challenges, sessions, throttle
from bookload.web.people.passkeys import Site
from bookload.web.recorded import counts, record
from bookload.web.routes import open_to_all
from bookload.web.sign_on import asking
from bookload.web.sign_on.arrivals import arrived
from bookload.web.sign_on.fetching import ProviderError
from bookload.web.sign_on.leaving import brought
from bookload.web.sign_on.refusals import SignOnRefusedError
from bookload.web.sign_on.setting_up import provider_here

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.web.sign_on.models import Provider

WHAT = "single sign-on"
MINUTES = 10
MOST_WORDS = 200


@open_to_all
@never_cache
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Go to the provider, remembering where from."""
    provider, now = _provider(), timezone.now()
    waiting = throttle.tried((throttle.by_question(request),), now)
    if waiting is not None:
        return _refused(request, f"Too many tries. Wait {waiting.seconds} seconds.", 429)
    try:
        address, said = asking.begun(provider, back_of(request))
    except ProviderError as error:
        return _unanswered(request, error, throttle.so_far(throttle.by_question(request)), now)
    wanted = sessions.wanted_of(request, request.GET.get("next", ""))
    challenges.asked(request, WHAT, {**said, "next": wanted}, challenges.in_time(now, MINUTES), now)
    return HttpResponseRedirect(address)


@open_to_all
@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Come back from the provider: signed in, or told what was wrong and what to do."""
    provider, now = _provider(), timezone.now()
    by_address = throttle.by_address(request)
    waiting = throttle.tried((by_address,), now)
    if waiting is not None:
        return _refused(request, f"Too many tries. Wait {waiting.seconds} seconds, then begin again.", 429)
    said = challenges.answered(request, WHAT, now)
    try:
        claims = asking.proved(provider, said, request.GET.dict(), back_of(request), now)
        person = arrived(claims, provider, now)
    except SignOnRefusedError as error:
        if counts(tries := throttle.so_far(by_address)):
            record(None, "sign-in refused", {"by": WHAT, "wrong": error.wrong, "tries": tries}, now)
        return _refused(request, str(error), 403)
    except (ProviderError, WorkspaceError) as error:
        return _unanswered(request, error, throttle.so_far(by_address), now)
    throttle.right(by_address, throttle.by_question(request))
    wanted = str((said or {})["next"])
    return sessions.on(request, person, WHAT, now, wanted=wanted, brought=brought(claims, provider))


def back_of(request: HttpRequest) -> str:
    """Return the address that the provider sends people back to, by the name that they came by."""
    return request.build_absolute_uri(reverse("sign_on_back"))


def _provider() -> Provider:
    found = provider_here()
    if found is None:
        raise Http404
    return found


def _unanswered(
    request: HttpRequest, error: ProviderError | WorkspaceError, tries: int, now: datetime
) -> HttpResponse:
    """Say that the provider cannot be used now; what exactly is wrong stands in the audit log, for admins."""
    if counts(tries):
        record(None, "sign-in refused", {"by": WHAT, "wrong": str(error)[:MOST_WORDS], "tries": tries}, now)
    words = (
        "The identity provider cannot be used now. Try again in a while, or sign in another way; an admin "
        "finds in the audit log what is wrong."
    )
    return _refused(request, words, 502)


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    shown = {"refused": words, "passkeys": Site.of(request).can}
    return render(request, "web/sign_in.html", shown, status=status)
