"""Webhooks as a part of Settings: named, seen how they do, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookload.base.errors import UsageError
from bookload.web.administration.shown import person_of, shown
from bookload.web.hooks import services
from bookload.web.hooks.models import Delivery, Hook
from bookload.web.people.duties import PEOPLE
from bookload.web.recorded import record
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/webhooks"
SHOWN = 20


@asks_for(of=PEOPLE)
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show the webhooks and what was told lately; make one, and show its secret this once."""
    if request.method != "POST":
        return _page(request)
    person, now = person_of(request), timezone.now()
    url, events = request.POST.get("url", ""), request.POST.getlist("event")
    try:
        hook = services.made(person, url, events, now)
    except UsageError as error:
        return _page(request, 422, refused=str(error), url=url)
    record(person, "webhook made", {"webhook": hook.pk, "events": hook.events}, now)
    return _page(request, 201, secret=hook.secret)


@asks_for(of=PEOPLE)
@require_POST
def removed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a webhook away, with what was still to be told to it."""
    hook = Hook.objects.filter(pk=pk).first()
    if hook is None:
        raise Http404
    services.removed(hook)
    record(person_of(request), "webhook removed", {"webhook": pk}, timezone.now())
    return redirect("webhooks")


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    matter = {
        "hooks": services.listed(),
        "events": services.EVENTS,
        "told": Delivery.objects.select_related("hook").order_by("-made_at", "-pk")[:SHOWN],
        **more,
    }
    return shown(request, "web/settings_webhooks.html", matter, at=AT, status=status)
