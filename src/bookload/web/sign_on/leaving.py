"""Going out: of the session here at once, and of the provider's where it was the way in and knows how.

OpenID Connect RP-Initiated Logout 1.0: the browser goes to the provider's `end_session_endpoint` with the
token that it signed in with, and comes back with the word that it was sent with.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookload.base.errors import WorkspaceError
from bookload.web.people import challenges
from bookload.web.people.sessions import BROUGHT
from bookload.web.routes import asks_for, open_to_all
from bookload.web.sign_on.sealing import opened, sealed
from bookload.web.sign_on.setting_up import provider_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from bookload.web.sign_on.asking import Claims
    from bookload.web.sign_on.models import Provider

WHAT = "signed out there"
MINUTES = 10


def brought(claims: Claims, provider: Provider) -> dict[str, str]:
    """Return what a session keeps of the provider's until somebody goes out; nothing where it ends none."""
    if not claims.end:
        return {}
    return {
        "issuer": provider.issuer,
        "client": provider.client,
        "end": claims.end,
        "token": sealed(claims.token),
    }


@asks_for()
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Go out; the session is gone, whatever the provider does. Who came in by it goes on to go out there.

    A page goes on rather than a redirect: a form of ours is sent to nobody else (`form-action 'self'`).
    """
    kept = request.session.get(BROUGHT)
    logout(request)
    provider = provider_here()
    if not kept or provider is None or (kept["issuer"], kept["client"]) != (provider.issuer, provider.client):
        return redirect("sign_in")
    now, state = timezone.now(), secrets.token_urlsafe(32)
    challenges.asked(request, WHAT, {"state": state}, challenges.in_time(now, MINUTES), now)
    return render(
        request, "web/leaving.html", {"there": provider.name, "to": _to(kept, back_of(request), state)}
    )


@open_to_all
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Come back from the provider: say that the session there has ended, to the browser that asked for it."""
    said = challenges.answered(request, WHAT, timezone.now())
    state = request.GET.get("state", "").encode("utf-8", "replace")
    provider = provider_here()
    if said is None or provider is None or not hmac.compare_digest(str(said["state"]).encode(), state):
        return redirect("sign_in")
    return render(request, "web/left.html", {"there": provider.name})


def back_of(request: HttpRequest) -> str:
    """Return the address that the provider sends people back to who went out."""
    return request.build_absolute_uri(reverse("signed_out"))


def _to(kept: Mapping[str, str], back: str, state: str) -> str:
    query = {"client_id": kept["client"], "post_logout_redirect_uri": back, "state": state}
    with suppress(WorkspaceError):  # without it the provider asks them whether they want to go out
        query["id_token_hint"] = opened(kept["token"])
    joint = "&" if urlsplit(kept["end"]).query else "?"
    return f"{kept['end']}{joint}{urlencode(query)}"
