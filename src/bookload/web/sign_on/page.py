"""Single sign-on as a part of Settings: the identity provider that people come in by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookload.base.access import ROLES
from bookload.base.errors import UsageError
from bookload.web.administration.shown import person_of, shown
from bookload.web.people.duties import PEOPLE, may_give
from bookload.web.routes import asks_for
from bookload.web.sign_on import leaving, setting_up
from bookload.web.sign_on.arrivals import OPENED
from bookload.web.sign_on.fetching import ProviderError
from bookload.web.sign_on.views import back_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/sign-on"


@asks_for(of=PEOPLE)
@require_http_methods(["GET", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """Show the provider; set it up once it answered as it has to. Its secret is shown never again."""
    if request.method != "POST":
        return _page(request)
    said = {name: request.POST.get(name, "") for name in setting_up.SAID}
    try:
        setting_up.set_up(person_of(request), said, timezone.now())
    except (UsageError, ProviderError) as error:
        return _page(request, 422, refused=f"Nothing was saved: {error}.", said={**said, "secret": ""})
    request.session["done"] = "Saved. The provider answered as it has to; people see it when they sign in."
    return redirect("sign_on_settings")


@asks_for(of=PEOPLE)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Do without single sign-on."""
    setting_up.ended(person_of(request), timezone.now())
    request.session["done"] = "Nobody comes in by single sign-on any more; passwords and passkeys stay."
    return redirect("sign_on_settings")


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    provider = setting_up.provider_here()
    matter = {
        "provider": provider,
        "said": {name: getattr(provider, name, "") for name in setting_up.SAID if name != "secret"},
        "closed": [role for role in ROLES if provider and not may_give(provider.given_by, role)],
        "back": back_of(request),
        "left": leaving.back_of(request),
        "roles": OPENED,
        "done": request.session.pop("done", ""),
        **more,
    }
    return shown(request, "web/settings_sign_on.html", matter, at=AT, status=status)
