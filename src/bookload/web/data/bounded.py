"""How much a request may bring: decided by what it says of itself, before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.http import UnreadablePostError

from bookload.base.files import is_full
from bookload.web.data.uploads import MOST_BYTES
from bookload.web.failures import FULL, NO_ROOM, failed
from bookload.web.people.duties import IMPORTS
from bookload.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UPLOADS = "/data/files"
MOST_ELSEWHERE = 5 * 2**20
FORM = 2**20
"""What a form has beside its files."""

LONGEST = 8_000
"""Signs of an address, with all that it says."""

TOO_MUCH = (
    "That is more than {most} at once. Bring the files one by one, or import them on the command line: "
    "`bookload import FILE…` takes any size."
)


def bounded(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a request that brings more than its route takes, or more than a form from who may not import."""

    def answered(request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST:
            return failed(request, f"An address has at most {LONGEST:,} signs.", 414)
        try:
            brings = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            brings = 0
        may = isinstance(request.user, Person) and request.user.role in IMPORTS
        most = MOST_BYTES if may and request.path == UPLOADS else MOST_ELSEWHERE
        if brings > most + FORM:
            return failed(request, TOO_MUCH.format(most=f"{most // 2**20:,} MB"), 413)
        if may and request.path == UPLOADS and request.method == "POST":
            return _unread(request) or answer(request)
        return answer(request)

    return answered


def _unread(request: HttpRequest) -> HttpResponse | None:
    """Read what is brought now; return what went wrong with that, None where nothing did.

    Whoever asks for a form's token reads it, and there is nobody yet to answer for a disk that is full.
    """
    try:
        _ = request.FILES
    except UnreadablePostError:
        return failed(request, "The files did not come whole; bring them again.", 400)
    except OSError as error:
        for handler in request.upload_handlers:
            with suppress(OSError):  # what it still holds does not fit either
                handler.upload_interrupted()
        if not is_full(error):
            raise
        return failed(request, NO_ROOM, FULL)
    return None
