"""People and rights: who signs in, in which role, and whose book a csm sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookload.base.access import ROLES
from bookload.base.errors import UsageError
from bookload.web.administration.named import named
from bookload.web.administration.shown import person_of, shown
from bookload.web.people import changes
from bookload.web.people.duties import PEOPLE, may_give
from bookload.web.people.models import Factor, Passkey, Person
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/people"
ACTS: dict[str, tuple[Callable[[Person, Person, datetime], object], str]] = {
    "end": (changes.end, "The account of {} has ended, and all its sessions with it."),
    "begin": (changes.begin_again, "{} may come in again."),
    "sessions": (changes.sign_out_everywhere, "{} is signed out everywhere."),
    "factor": (changes.without_factor, "{} is asked for no second factor any more, and has no passkeys."),
    "sign-on": (changes.forget_sign_on, "Who comes next by the verified address {} is they."),
}


@asks_for(of=PEOPLE)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show who signs in; invite somebody by a link that is shown once."""
    if request.method != "POST":
        return _page(request)
    said = {name: request.POST.get(name, "") for name in ("name", "role", "person_id")}
    _named_by_the_data(request, said["person_id"])
    try:
        person, token = changes.invite(person_of(request), **said, now=timezone.now())
    except UsageError as error:
        return _page(request, 422, refused=str(error), said=said)
    return _page(request, 201, link=_address(request, token), link_of=person.name)


@asks_for(of=PEOPLE)
@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role, or a csm another book."""
    whose = get_object_or_404(Person, pk=pk)
    given, person_id = request.POST.get("role", ""), request.POST.get("person_id", "")
    _named_by_the_data(request, person_id)
    try:
        changes.give_role(person_of(request), whose, given, person_id, timezone.now())
    except UsageError as error:
        return _page(request, 422, refused=str(error))
    return _done(request, f"{whose.name} is {given} from now on.")


@asks_for(of=PEOPLE)
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one thing to somebody's account: `ACTS`, or a new link."""
    whose, by, now = get_object_or_404(Person, pk=pk), person_of(request), timezone.now()
    try:
        if act == "link":
            return _page(
                request, 201, link=_address(request, changes.link(by, whose, now)), link_of=whose.name
            )
        if act not in ACTS:
            raise Http404
        change, words = ACTS[act]
        change(by, whose, now)
    except UsageError as error:
        return _page(request, 422, refused=str(error))
    return _done(request, words.format(whose.name))


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    by = person_of(request)
    books = named(by.access)
    codes = {*Factor.objects.filter(confirmed_at__isnull=False).values_list("person_id", flat=True)}
    passkeys = Counter(Passkey.objects.values_list("person_id", flat=True))
    linked = {*Person.objects.filter(identities__isnull=False).values_list("pk", flat=True)}
    rows = [
        {
            "person": person,
            "book": books.get(person.person_id, person.person_id),
            "codes": person.pk in codes,
            "passkeys": passkeys[person.pk],
            "linked": person.pk in linked,
            "mine": person.pk == by.pk,
            "open": person.pk != by.pk and may_give(by.role, person.role),
        }
        for person in Person.objects.order_by("-is_active", "name")
    ]
    matter = {
        "rows": rows,
        "books": sorted(books.items(), key=lambda each: each[1].casefold()),
        # The first is what is chosen: never the one with all rights.
        "roles": [role for role in reversed(tuple(ROLES)) if may_give(by.role, role)],
        "done": request.session.pop("done", ""),
        **more,
    }
    return shown(request, "web/settings_people.html", matter, at=AT, status=status)


def _named_by_the_data(request: HttpRequest, person_id: str) -> None:
    """Refuse the book of somebody whom the data does not name: they would see nothing."""
    if person_id and person_id not in named(person_of(request).access):
        raise UsageError(f"the data names nobody '{person_id}'; choose one of the list")


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(f"/in/{token}")


def _done(request: HttpRequest, words: str) -> HttpResponse:
    request.session["done"] = words
    return redirect("people")
