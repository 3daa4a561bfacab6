"""What goes wrong on purpose, as a page or a document: what it is, and the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from bookload.base.errors import (
    AccessDeniedError,
    BookloadError,
    DataError,
    DocumentError,
    MissingDataError,
    NothingImportedError,
    UsageError,
)
from bookload.base.files import is_full
from bookload.web.people.duties import IMPORTS
from bookload.web.people.models import Person
from bookload.web.refused import refused

if TYPE_CHECKING:
    from django.http import HttpRequest

STATUS: tuple[tuple[type[BookloadError], int], ...] = (
    (UsageError, 400),
    (DocumentError, 422),
    (DataError, 422),
    (MissingDataError, 422),
    (BookloadError, 409),
)
"""The status of each kind of error; the first that fits."""


FULL = 507
NOTHING_YET = "Nothing was imported yet; somebody in operations, an admin or the owner brings the files."
NO_ROOM = (
    "The disk of this server is full, so nothing could be written; what was there before is as it was. "
    "Whoever looks after the server makes room, then it can be done again."
)
UNFORESEEN = "Something went wrong that nobody foresaw; what it was is in the server's output."


class Failures:
    """Turn errors that are raised on purpose into answers; others stay what they are."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the views."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_exception` speaks for what a view raises."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer for an error of ours; what a reader has no right to is not there."""
        if isinstance(error, AccessDeniedError):
            refused(request, timezone.now())
            return failed(request, "There is no such page, or not for you.", 404)
        if isinstance(error, NothingImportedError):
            return nothing_yet(request)
        if isinstance(error, BookloadError):
            return failed(request, str(error), status_of(error))
        return failed(request, NO_ROOM, FULL) if is_full(error) else None


def status_of(error: BookloadError) -> int:
    """Return the status that an error is answered with."""
    return FULL if is_full(error) else next(code for kind, code in STATUS if isinstance(error, kind))


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """Answer where nothing was imported yet: for whoever may import, with the way to it."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": NOTHING_YET}, status=409)
    may_import = isinstance(request.user, Person) and request.user.role in IMPORTS
    return render(request, "web/empty.html", {"may_import": may_import}, status=409)


def failed(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """Return what is wrong as the asker reads it: a document for programs, a page for people."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": words}, status=status)
    return render(request, "web/failure.html", {"words": words, "status": status}, status=status)


def unforeseen(request: HttpRequest) -> HttpResponse:
    """Answer for an error that nobody meant, wherever it came up; a disk that is full is told as that.

    Nothing is asked of the database, which may be what is broken.
    """
    status, words = (FULL, NO_ROOM) if is_full(sys.exception()) else (500, UNFORESEEN)
    if request.path.startswith("/api/"):
        return JsonResponse({"error": words}, status=status)
    page = render_to_string("web/failure.html", {"words": words, "status": status})
    return HttpResponse(page, status=status)


def nothing_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer for a route that is not there, or not for this reader."""
    return failed(request, "There is no such page, or not for you.", 404)
