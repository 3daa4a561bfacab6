"""Board reports that were given out: which there are, and one more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookload.base.errors import UsageError
from bookload.web.asked import Place, access_of, person_of, reader_at
from bookload.web.pages import ALL_ROWS, PAGES, tabs_of
from bookload.web.people.duties import GIVES_OUT
from bookload.web.recorded import record
from bookload.web.routes import asks_for
from bookload.web.state import served
from bookload.workspace.given_out import LONGEST_NOTE, give_out, given_out
from bookload.workspace.questions.board import board_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.report.board import Given

AT = "/board/given"
PAGE = next(page for page in PAGES if page.name == "board")


@asks_for(*ALL_ROWS)
@require_safe
def given(request: HttpRequest) -> HttpResponse:
    """Show which reports were given out, and to those who do so how to give one out."""
    return _page(request, Place.of(request.GET.dict()))


@asks_for(*ALL_ROWS, of=GIVES_OUT)
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Give out the report of a place, as whoever does so sees it."""
    place = Place.of(request.POST.dict())
    try:
        made = _given(request, place)
    except UsageError as error:
        return _page(request, place, 422, refused=str(error), note=request.POST.get("note", ""))
    request.session["done"] = f"Board report {made.number} is given out, as of {made.as_of}."
    return redirect("board_given")


def _given(request: HttpRequest, place: Place) -> Given:
    now, by = timezone.now(), person_of(request)
    reader = reader_at(place, by.access)
    note = request.POST.get("note", "").strip()
    made = give_out(reader, board_of(reader), by=by.name, note=note, at=now, profile=place.profile)
    detail = {
        "number": made.number,
        "as_of": str(made.as_of),
        "snapshot": made.snapshot,
        "profile": made.profile,
    }
    record(by, "board report given out", detail, now)
    return made


def _page(request: HttpRequest, place: Place, status: int = 200, **more: object) -> HttpResponse:
    access = access_of(request)
    rows = [(each, urlencode(_place_of(each).said)) for each in reversed(given_out(served().root))]
    matter = {
        "page": PAGE,
        "tabs": tabs_of(PAGE, access),
        "at": AT,
        "rows": rows,
        "place": place,
        "gives": access.role in GIVES_OUT,
        "longest": LONGEST_NOTE,
        "done": request.session.pop("done", ""),
        **more,
    }
    return render(request, "web/board_given.html", matter, status=status)


def _place_of(given: Given) -> Place:
    """Return where a report that was given out stands, as far as its snapshot is one of the workspace's."""
    snapshot = given.snapshot if given.snapshot and " " not in given.snapshot else None
    return Place(given.as_of, given.profile, snapshot)
