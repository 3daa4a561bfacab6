"""Coming in and going out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookload.web.people import challenges, codes, passkeys, throttle
from bookload.web.people.models import Person, WayIn
from bookload.web.people.passkeys import PasskeyRefusedError, Site
from bookload.web.people.sessions import completed, half, on, signed_in, wanted_of
from bookload.web.people.ways_in import holding, used
from bookload.web.recorded import counts, record
from bookload.web.routes import open_to_all

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REFUSED = "That name and password do not go together."
REFUSED_CODE = "That code is not right, or was used before."
SPENT = "This link was used before, or is too old. Whoever runs the server can make another."
LATE = "That took too long; begin again."
STALE = "That was asked too long ago, or answered before. Try again."
PASSKEY = "passkey"
MINUTES = 5


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; who fails is not told which of them was wrong, nor who there is."""
    if request.method != "POST":
        return _door(request, request.GET.get("next", ""))
    now = timezone.now()
    name, password = request.POST.get("name", "").strip().casefold(), request.POST.get("password", "")
    by_name, by_address = throttle.by_name(name), throttle.by_address(request)
    waiting = throttle.tried((by_name, by_address), now)
    if waiting is not None:
        return _asked_to_wait(request, waiting)
    person = authenticate(request, name=name.replace("\0", ""), password=password)
    if not isinstance(person, Person):
        _refused(name, max(throttle.so_far(by_name), throttle.so_far(by_address)), now)
        return _door(request, request.POST.get("next", ""), refused=REFUSED, name=name, status=403)
    throttle.right(by_name, by_address)
    return on(request, person, "password", now, wanted=_wanted(request))


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask who gave their password for their second factor: a code, or a passkey."""
    now = timezone.now()
    person = half(request, now)
    if person is None:
        return _door(request, refused=LATE, status=403)
    if request.method != "POST":
        return _code_page(request, person)
    by_code, by_address = throttle.by_code(person.pk), throttle.by_address(request)
    waiting = throttle.tried((by_code, by_address), now)
    if waiting is not None:
        return _asked_to_wait(request, waiting, person)
    if not codes.taken(person, request.POST.get("code", ""), now):
        if counts(throttle.so_far(by_code)):
            record(person, "sign-in refused", {"wrong": "code", "tries": throttle.so_far(by_code)}, now)
        return _code_page(request, person, refused=REFUSED_CODE, status=403)
    throttle.right(by_code, by_address)
    return completed(request, person, "code", now)


@open_to_all
@never_cache
@require_POST
def passkey_asked(request: HttpRequest) -> HttpResponse:
    """Say what a passkey has to sign: of whoever gave their password, else of anybody."""
    now, site = timezone.now(), Site.of(request)
    waiting = throttle.tried((throttle.by_question(request),), now)
    if waiting is not None:
        return JsonResponse({"error": _wait(waiting)}, status=429)
    if not site.can:
        return JsonResponse({"error": "Browsers make no passkeys for this address."}, status=403)
    options, said = passkeys.asking(site, half(request, now))
    challenges.asked(request, PASSKEY, said, challenges.in_time(now, MINUTES), now)
    return JsonResponse(options)


@open_to_all
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone, or by it after a password."""
    now, person = timezone.now(), half(request, timezone.now())
    by_address = throttle.by_address(request)
    waiting = throttle.tried((by_address,), now)
    if waiting is not None:
        return _asked_to_wait(request, waiting, person)
    said = challenges.answered(request, PASSKEY, now)
    if said is None:
        return _again(request, STALE, person)
    try:
        found = passkeys.proved(Site.of(request), said, request.POST.get("answer", ""), person, now)
    except PasskeyRefusedError as error:
        _passkey_refused(error, throttle.so_far(by_address), now)
        return _again(request, f"That passkey was not taken: {error}.", person)
    throttle.right(by_address, throttle.by_question(request))
    if person is not None:
        return completed(request, person, "passkey", now)
    return signed_in(request, found.person, "passkey", now, wanted=_wanted(request))


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link, once: that of the console at once, one that was handed on with a password to choose.

    Programs look at links that are handed on before people do; looking does not use one up.
    """
    now = timezone.now()
    found = holding(token, now)
    if found is None:
        return _door(request, refused=SPENT, status=403)
    if not found.at_console:
        return _welcomed(request, found, token, now)
    person = used(token, now)
    if person is None:
        return _door(request, refused=SPENT, status=403)
    return signed_in(request, person, "the server's link", now)


def _welcomed(request: HttpRequest, found: WayIn, token: str, now: datetime) -> HttpResponse:
    shown = {"person": found.person, "token": token}
    if request.method != "POST":
        return render(request, "web/welcome.html", shown)
    password = request.POST.get("password", "")
    if refused := not_good(password, request.POST.get("again", ""), found.person):
        return render(request, "web/welcome.html", {**shown, "refused": refused}, status=422)
    person = used(token, now)
    if person is None:
        return _door(request, refused=SPENT, status=403)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(person, "password set", {"by": "a link"}, now)
    return on(request, person, "password", now, wanted="/")


def not_good(password: str, again: str, person: Person) -> tuple[str, ...]:
    """Return why a password that somebody chooses is not taken; nothing where it is."""
    if password != again:
        return ("The two passwords are not the same.",)
    try:
        validate_password(password, person)
    except ValidationError as error:
        return tuple(error.messages)
    return ()


def _refused(name: str, tries: int, now: datetime) -> None:
    """Write a refusal down; what is no name of ours may be a password in the wrong field, and is not."""
    known = Person.objects.filter(name=name.replace("\0", "")).first()
    if counts(tries):
        detail = {"name": known.name if known else "a name that nobody has", "tries": tries}
        record(None, "sign-in refused", detail, now)


def _passkey_refused(error: PasskeyRefusedError, tries: int, now: datetime) -> None:
    """Write down that a passkey was refused, each time where it is one of ours: there may be a copy of it."""
    if error.passkey is not None:
        detail = {"wrong": "passkey", "passkey": error.passkey.name, "why": str(error)}
        record(error.passkey.person, "sign-in refused", detail, now)
    elif counts(tries):
        record(None, "sign-in refused", {"wrong": "passkey", "why": str(error), "tries": tries}, now)


def _asked_to_wait(
    request: HttpRequest, waiting: throttle.Waiting, person: Person | None = None
) -> HttpResponse:
    response = _again(request, _wait(waiting), person, status=429)
    response.headers["Retry-After"] = str(waiting.seconds)
    return response


def _again(request: HttpRequest, refused: str, person: Person | None, *, status: int = 403) -> HttpResponse:
    """Return to the page that was answered: the second one for who gave their password."""
    if person is not None:
        return _code_page(request, person, refused=refused, status=status)
    return _door(request, request.POST.get("next", ""), refused=refused, status=status)


def _door(
    request: HttpRequest, wanted: str = "", *, refused: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    shown = {"next": wanted, "refused": refused, "name": name, "passkeys": Site.of(request).can}
    return render(request, "web/sign_in.html", shown, status=status)


def _code_page(request: HttpRequest, person: Person, *, refused: str = "", status: int = 200) -> HttpResponse:
    shown = {
        "refused": refused,
        "device": codes.asked_for(person),
        "passkeys": person.passkeys.filter(host=Site.of(request).host).exists(),
    }
    return render(request, "web/sign_in_code.html", shown, status=status)


def _wait(waiting: throttle.Waiting) -> str:
    return f"Too many tries. Wait {waiting.seconds} seconds, then try again."


def _wanted(request: HttpRequest) -> str:
    return wanted_of(request, request.POST.get("next", ""))
