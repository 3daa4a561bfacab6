"""The Monday page: the ratios with their verdicts, what changed, and what is worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookload.base.access import Right
from bookload.web.answers.fragments import (
    accounts_to_choose,
    few_inside,
    figures_are_there,
    is_there,
    lists_inside,
    renewals_inside,
    report_inside,
    why_inside,
)
from bookload.web.answers.views import where
from bookload.web.asked import WAIT, Place, access_of, person_of
from bookload.web.home.changes import since, told
from bookload.web.home.visits import last_seen, look, saw, visited
from bookload.web.pages import PAGES
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.base.access import Access

WEEK = "week"
"""The part of the first page that is worth a look: what follows when the rest is there."""

FIRST = "5"
"""Rows of each list on the first page; a page of its own has more."""


@asks_for()
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what changed and what is worth a look, beside the report, or figures of the accounts one sees."""
    place, access = Place.of(request.GET.dict()), access_of(request)
    part = request.GET.get(WAIT) if getattr(request, "htmx", False) else None
    if part == WEEK:
        accounts_to_choose(place, access)
        return render(request, "web/block.html", {"block": _lists(place, access)})
    if not part and WAIT not in request.GET and not figures_are_there(place, access):
        shown = {"page": PAGES[0], "inside": _following(place, "1"), **where(request, place)}
        return render(request, "web/overview.html", shown)
    waits = part is None and WAIT in request.GET
    blocks = _since(request, place, access, wait=False) + _week(place, access, wait=waits)
    inside = _figures(place, access, blocks)
    if part:
        return render(request, "web/block.html", {"block": inside})
    shown = {"page": PAGES[0], "inside": inside, "data": told(place, access), **where(request, place)}
    return render(request, "web/overview.html", shown)


def _week(place: Place, access: Access, *, wait: bool) -> str:
    """Return what is worth a look; where nobody is to wait for what takes a while, what takes it in later."""
    if wait or is_there("monday", {"rows": FIRST}, place, access, form="lists"):
        return _lists(place, access)
    return _following(place, WEEK)


def _following(place: Place, part: str) -> str:
    return render_to_string(
        "web/following.html", {"later": f"/overview?{urlencode({**place.said, WAIT: part})}"}
    )


def prepare(place: Place, access: Access) -> None:
    """Make what the first page shows a reader, so that it is there for whoever looks next."""
    told(place, access)
    accounts_to_choose(place, access)
    _lists(place, access)
    _figures(place, access, "")


@asks_for()
@require_safe
def since_last_visit(request: HttpRequest) -> HttpResponse:
    """Show what changed since the last visit: for the first page to take in, or as a page of its own."""
    place, access = Place.of(request.GET.dict()), access_of(request)
    block = _since(request, place, access, wait=True)
    if getattr(request, "htmx", False):
        return render(request, "web/block.html", {"block": block})
    shown = {"page": PAGES[0], "inside": block, **where(request, place)}
    return render(request, "web/overview.html", shown)


@asks_for()
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Show why a figure is what it is: for the figure to take in, or as a page of its own."""
    place, access = Place.of(request.GET.dict()), access_of(request)
    block = why_inside(request.GET.get("metric", ""), place, access)
    if getattr(request, "htmx", False):
        return render(request, "web/block.html", {"block": block})
    shown = {"page": PAGES[0], "inside": block, **where(request, place)}
    return render(request, "web/overview.html", shown)


def _since(request: HttpRequest, place: Place, access: Access, *, wait: bool) -> str:
    now = timezone.now()
    visit = visited(person_of(request), now)
    before = last_seen(visit, access)
    here = look(now, told(place, access)["look"], access)
    if place == Place():
        saw(visit, here)
    nothing = before is not None and before.sees_the_same(here)
    found = {"before": before} if nothing else since(place, access, before, wait=wait)
    return render_to_string("web/since.html", {"place": place, "nothing": nothing, **found})


def _figures(place: Place, access: Access, blocks: str) -> str:
    """Return the report for readers of all rows, a few figures for others; `blocks` stand among them."""
    if access.sees_all_rows and not place.chosen:
        return report_inside(place, access, blocks)
    return few_inside(place, access, blocks)


def _lists(place: Place, access: Access) -> str:
    """Return what is worth a look; of one's own books the renewals and the load, too."""
    shown = {"place": place, "lists": lists_inside("monday", {"rows": FIRST}, place, access)}
    if not access.sees_all_rows:
        shown["renewals"] = renewals_inside(place, access)
        if access.allows(Right.TIME_PERSON) and not place.chosen:
            shown["loads"] = lists_inside("loads", {}, place, access)
    return render_to_string("web/week.html", shown)
