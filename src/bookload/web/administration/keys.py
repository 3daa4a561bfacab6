"""A person's API keys: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookload.base.errors import UsageError
from bookload.web.administration.shown import person_of
from bookload.web.administration.yourself import said_done, yourself_page
from bookload.web.keys import services
from bookload.web.recorded import record
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@asks_for()
@require_POST
def made(request: HttpRequest) -> HttpResponse:
    """Make a key and show it this once."""
    person, now = person_of(request), timezone.now()
    name, role = request.POST.get("name", "").strip(), request.POST.get("role", "")
    try:
        token = services.made(person, name, now, role=role)
    except UsageError as error:
        return yourself_page(request, 422, key_refused=str(error))
    record(person, "key made", {"key": name, **({"role": role} if role else {})}, now)
    return yourself_page(request, 201, token=token)


@asks_for()
@require_POST
def revoked(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key away; the next request with it is refused. Keys of others are nowhere."""
    person = person_of(request)
    key = next((each for each in services.listed(person) if each.pk == pk), None)
    if key is None:
        raise Http404
    name = key.name
    services.revoked(key)
    record(person, "key revoked", {"key": name}, timezone.now())
    return said_done(request, f"The key {name} is revoked.")
