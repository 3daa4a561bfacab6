"""One's own page: name, password, second factor, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookload.web.administration.shown import person_of, shown
from bookload.web.keys import services
from bookload.web.people import changes, codes, passkeys, throttle
from bookload.web.people.models import Person
from bookload.web.people.passkeys import Site
from bookload.web.people.sessions import BACKEND, is_fresh
from bookload.web.people.views import not_good
from bookload.web.recorded import record
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings"


@asks_for()
@require_safe
def yourself(request: HttpRequest) -> HttpResponse:
    """Show somebody what is theirs."""
    return yourself_page(request)


def yourself_page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    """Return the page of oneself, with what else there is to say on it."""
    person = person_of(request)
    matter = {
        "person": person,
        "has_password": person.has_usable_password(),
        "has_factor": codes.asked_for(person),
        "spare_left": codes.spare_left(person),
        "passkeys": passkeys.listed(person),
        "site": Site.of(request),
        "fresh": is_fresh(request, timezone.now()),
        "keys": services.listed(person),
        "key_roles": services.roles_within(person),
        "done": request.session.pop("done", ""),
        **more,
    }
    return shown(request, "web/settings.html", matter, at=AT, status=status)


@asks_for()
@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Sign in by another name from now on."""
    person, before = person_of(request), person_of(request).name
    person.name = request.POST.get("name", "").strip().casefold().replace("\0", "")
    try:
        person.full_clean()
    except ValidationError as error:
        person.name = before
        return yourself_page(request, 422, name_refused=error.messages)
    person.save(update_fields=["name"])
    record(person, "renamed", {"before": before, "after": person.name}, timezone.now())
    return said_done(request, "You sign in with the new name from now on.")


@asks_for()
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password; all other sessions end, for whoever knows the old one may be in one of them."""
    person, now = person_of(request), timezone.now()
    if person.has_usable_password():
        by_name = throttle.by_name(person.name)
        waiting = throttle.tried((by_name,), now)
        if waiting is not None:
            return _waits(request, waiting, "password_refused")
        if not person.check_password(request.POST.get("old", "")):
            return yourself_page(request, 422, password_refused=("Your password now is another.",))
        throttle.right(by_name)
    if refused := not_good(request.POST.get("password", ""), request.POST.get("again", ""), person):
        return yourself_page(request, 422, password_refused=refused)
    person.set_password(request.POST["password"])
    person.save(update_fields=["password"])
    update_session_auth_hash(request, person)
    record(person, "password set", {"by": "themselves"}, now)
    return said_done(request, "The password is set; your other sessions have ended.")


@asks_for()
@require_POST
def sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    person = changes.sign_out_everywhere(person_of(request), person_of(request), timezone.now())
    login(request, person, backend=BACKEND)
    return said_done(request, "You are signed out everywhere else.")


@asks_for()
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Begin a second factor: show the secret, and count it once a code of it was given."""
    person = person_of(request)
    if codes.asked_for(person):
        return redirect("settings")
    begun = codes.begun(person)
    matter = {
        "secret": _grouped(begun.secret),
        "address": codes.address(begun),
        "picture": codes.picture(begun),
    }
    if request.method != "POST":
        return shown(request, "web/settings_factor.html", matter, at=AT)
    now = timezone.now()
    spare = codes.confirmed(person, request.POST.get("code", ""), now)
    if spare is None:
        refused = "That code is not the one that the device should show now. Is its clock right?"
        return shown(request, "web/settings_factor.html", {**matter, "refused": refused}, at=AT, status=422)
    record(person, "second factor begun", {}, now)
    return shown(request, "web/settings_codes.html", {"codes": spare}, at=AT)


@asks_for()
@require_POST
def spare_codes(request: HttpRequest) -> HttpResponse:
    """Make ten new codes for the day that the device is lost."""
    person, now = person_of(request), timezone.now()
    by_passkey = is_fresh(request, now) and not codes.asked_for(person) and passkeys.held(person)
    if not by_passkey and (refused := _not_by_code(request, person)):
        return refused
    record(person, "recovery codes made", {}, now)
    return shown(request, "web/settings_codes.html", {"codes": codes.spare_codes(person)}, at=AT)


@asks_for()
@require_POST
def factor_off(request: HttpRequest) -> HttpResponse:
    """Do without the second factor; it takes a code of it."""
    person = person_of(request)
    if refused := _not_by_code(request, person):
        return refused
    codes.removed(person)
    record(person, "second factor removed", {"person": person.name}, timezone.now())
    return said_done(request, "You are asked for no second factor any more.")


def _not_by_code(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Return why a change of the second factor is refused: an open session is not enough."""
    by_code, now = throttle.by_code(person.pk), timezone.now()
    waiting = throttle.tried((by_code,), now)
    if waiting is not None:
        return _waits(request, waiting, "factor_refused")
    if not codes.taken(person, request.POST.get("code", ""), now):
        return yourself_page(request, 422, factor_refused=("That code is not right, or was used before.",))
    throttle.right(by_code)
    return None


def _waits(request: HttpRequest, waiting: throttle.Waiting, where: str) -> HttpResponse:
    words = f"Too many tries. Wait {waiting.seconds} seconds, then try again."
    response = yourself_page(request, 429, **{where: (words,)})
    response.headers["Retry-After"] = str(waiting.seconds)
    return response


def said_done(request: HttpRequest, words: str) -> HttpResponse:
    """Go to the page of oneself, which says what was done."""
    request.session["done"] = words
    return redirect("settings")


def _grouped(secret: str) -> str:
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
