"""Mail and chat rooms in Settings: the server, a try of it, the rooms, and what did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookload.base.errors import BookloadError, UsageError
from bookload.web.administration.shown import person_of, shown
from bookload.web.digest import services
from bookload.web.digest.delivery import trial
from bookload.web.digest.models import (
    MONDAY,
    NOT_ARRIVED,
    SEVEN,
    WEEKDAYS,
    Letter,
    Room,
    Security,
    Server,
    Style,
)
from bookload.web.digest.rights import AUDIENCES, may_address
from bookload.web.digest.writing import zone
from bookload.web.people.duties import PEOPLE
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/mail"
SHOWN = 20


@asks_for(of=PEOPLE)
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mail server, the rooms, and what was sent lately."""
    return _page(request)


@asks_for(of=PEOPLE)
@require_POST
def server(request: HttpRequest) -> HttpResponse:
    """Set the mail server; its password is kept sealed and shown to nobody."""
    said = request.POST.dict()
    try:
        services.set_server(person_of(request), said, timezone.now())
    except UsageError as error:
        return _page(request, 422, refused=str(error), said={**said, "password": ""})
    return _done(request, "The mail server is set. Try it, so that you know it takes mail.")


@asks_for(of=PEOPLE)
@require_POST
def server_removed(request: HttpRequest) -> HttpResponse:
    """Send no mail any more."""
    services.remove_server(person_of(request), timezone.now())
    return _done(request, "No mail is sent any more, and the password is gone.")


@asks_for(of=PEOPLE)
@require_POST
def tried(request: HttpRequest) -> HttpResponse:
    """Send a mail that says that mail arrives, and say what came of it."""
    found = Server.objects.first()
    if found is None:
        raise Http404
    try:
        address = services.mail_address(request.POST.get("to", ""))
        trial(found, address, timezone.now())
    except BookloadError as error:
        return _page(request, 422, refused=f"Not sent: {error}.", to=request.POST.get("to", ""))
    return _done(request, f"The server took a mail to {address}.")


@asks_for(of=PEOPLE)
@require_POST
def room(request: HttpRequest) -> HttpResponse:
    """Make a chat room."""
    said = request.POST.dict()
    try:
        made = services.make_room(person_of(request), said, timezone.now())
    except UsageError as error:
        return _page(request, 422, refused=str(error), room_said={**said, "url": ""})
    return _done(request, f"{made.name} is told every {made.at}. Its address is not shown again.")


@asks_for(of=PEOPLE)
@require_POST
def room_removed(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a room nothing any more."""
    found = Room.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    services.remove_room(person_of(request), found, timezone.now())
    return _done(request, f"{found.name} is told nothing any more.")


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    person, found = person_of(request), Server.objects.first()
    stands = (
        {
            "host": found.host,
            "port": str(found.port),
            "security": found.security,
            "user": found.user,
            "sender": found.sender,
        }
        if found
        else {"security": Security.STARTTLS.value}
    )
    matter = {
        "server": found,
        "has_password": bool(found and found.password),
        "said": stands,
        "securities": Security.choices,
        "to": person.name if "@" in person.name else "",
        "rooms": [
            (each, may_address(each.person, each.audience)) for each in Room.objects.order_by("name", "pk")
        ],
        "room_said": {"weekday": str(MONDAY), "hour": str(SEVEN)},
        "styles": Style.choices,
        "audiences": [(name, words) for name, words in AUDIENCES.items() if may_address(person, name)],
        "weekdays": [(str(number), name) for number, name in enumerate(WEEKDAYS)],
        "hours": [(str(hour), f"{hour:02}:00") for hour in services.HOURS],
        "zone": zone().key,
        "lost": Letter.objects.filter(state__in=NOT_ARRIVED).order_by("-due_at")[:SHOWN],
        "letters": Letter.objects.order_by("-due_at", "-pk")[:SHOWN],
        "done": request.session.pop("done", ""),
        **more,
    }
    return shown(request, "web/settings_mail.html", matter, at=AT, status=status)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    request.session["done"] = words
    return redirect("mail")
