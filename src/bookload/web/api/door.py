"""The door of the API: who asks, by a key or a session, and whether they asked too much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from bookload.web.keys.limits import Limit, forget, spent
from bookload.web.keys.models import Holder
from bookload.web.keys.services import holder
from bookload.web.people import throttle
from bookload.web.people.models import Person
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from datetime import datetime

API = "/api/"
PER_KEY = 120
PER_PERSON = 240
"""Requests a minute of one key, and of somebody by all their keys and sessions together."""

SLOW = 10
"""What a slow question costs in requests."""

FREE_GUESSES = 20
"""Wrong keys that an address may try before each further one has to wait."""

UNKNOWN = (
    "This key is not known, or holds no more; make another on the page of settings, "
    "and send it as 'Authorization: Bearer bl_...'"
)
NOBODY = "Say who asks: a key as 'Authorization: Bearer bl_...', or the session of somebody who is signed in"


def door(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let into the API who has a key or a session, at the pace that is theirs; all else passes by."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return answer(request)
        method = request.method
        if method == "HEAD":
            request.method = "GET"  # it is answered alike, and the server keeps the body to itself
        response = _entered(request, timezone.now()) or answer(request)
        request.method = method
        if isinstance(response, HttpResponseNotAllowed):
            response = _only_read(response)
        # The answer is the asker's alone, who may keep it and ask whether it still holds.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response

    return answered


def _entered(request: HttpRequest, now: datetime) -> HttpResponse | None:
    """Return what keeps the asker out; None where nothing does, and `request.user` is who asks."""
    said = request.headers.get("Authorization")
    if said is not None:
        found = holder(said.removeprefix("Bearer ").strip(), now) if said.startswith("Bearer ") else None
        if found is None:
            return _wrong_key(request, now)
        request.user = found
    if not isinstance(request.user, Person):
        return _refused(NOBODY)
    wait = spent(_limits(request.user), _cost(request), now)
    return None if wait is None else _wait(wait, "That was too much at once")


def _limits(person: Person) -> tuple[Limit, ...]:
    everything = Limit(f"person {person.pk}", PER_PERSON)
    return (
        (Limit(f"key {person.key.pk}", PER_KEY), everything) if isinstance(person, Holder) else (everything,)
    )


def _cost(request: HttpRequest) -> int:
    name = request.path_info.rstrip("/").rpartition("/")[2]
    return SLOW if name in QUESTIONS and QUESTIONS[name].slow else 1


def _wrong_key(request: HttpRequest, now: datetime) -> HttpResponse:
    """Refuse a key, in the same words whatever is wrong with it; who tries many has to wait."""
    forget(now)
    tries = throttle.Tried("api key", throttle.address_of(request), FREE_GUESSES)
    waiting = throttle.tried((tries,), now)
    return _refused(UNKNOWN) if waiting is None else _wait(waiting.left, "Too many wrong keys from here")


def _refused(words: str) -> HttpResponse:
    return JsonResponse({"error": words}, status=401, headers={"WWW-Authenticate": "Bearer"})


def _only_read(refused: HttpResponseNotAllowed) -> HttpResponse:
    allow = f"{refused.headers['Allow']}, HEAD"
    return JsonResponse({"error": f"This is only read: {allow}"}, status=405, headers={"Allow": allow})


def _wait(left: timedelta, words: str) -> HttpResponse:
    seconds = max(1, -(-left // timedelta(seconds=1)))
    return JsonResponse(
        {"error": f"{words}; ask again in {seconds} seconds"},
        status=429,
        headers={"Retry-After": str(seconds)},
    )
