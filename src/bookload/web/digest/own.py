"""Somebody's own digest in Settings: on, off, when and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookload.base.errors import UsageError
from bookload.web.administration.shown import person_of, shown
from bookload.web.digest import services
from bookload.web.digest.models import MONDAY, SEVEN, WEEKDAYS, Letter, Server, Subscription
from bookload.web.digest.writing import zone
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/digest"


@asks_for()
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Show whether somebody gets a digest; switch it on, or set it otherwise."""
    if request.method != "POST":
        return _page(request)
    said = request.POST.dict()
    try:
        made = services.subscribe(person_of(request), said, timezone.now())
    except UsageError as error:
        return _page(request, 422, refused=str(error), said=said)
    request.session["done"] = f"Your digest comes every {made.at}."
    return redirect("own_digest")


@asks_for()
@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Switch it off."""
    services.unsubscribe(person_of(request), timezone.now())
    request.session["done"] = "You get no digest any more."
    return redirect("own_digest")


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    person = person_of(request)
    found = Subscription.objects.filter(person=person).first()
    usual = {"weekday": str(MONDAY), "hour": str(SEVEN), "address": person.name if "@" in person.name else ""}
    stands = (
        {"weekday": str(found.weekday), "hour": str(found.hour), "address": found.address} if found else usual
    )
    matter = {
        "subscription": found,
        "said": stands,
        "weekdays": [(str(number), name) for number, name in enumerate(WEEKDAYS)],
        "hours": [(str(hour), f"{hour:02}:00") for hour in services.HOURS],
        "zone": zone().key,
        "server": Server.objects.exists(),
        "last": Letter.objects.filter(recipient=f"person {person.pk}").order_by("-due_at").first(),
        "done": request.session.pop("done", ""),
        **more,
    }
    return shown(request, "web/settings_digest.html", matter, at=AT, status=status)
