"""The way to the first page, and whether all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookload.data import snapshots
from bookload.web.asked import access_of, person_of
from bookload.web.pages import PAGES
from bookload.web.people.duties import IMPORTS
from bookload.web.routes import asks_for, open_to_all
from bookload.web.state import served
from bookload.workspace.paths import Folder, is_live

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@asks_for()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the first page that the reader may see; where nothing was imported yet, say how to begin."""
    root = served().root
    if snapshots.current_id(Folder(root).state) is None and not is_live(root):
        person = person_of(request)
        return redirect("data") if person.role in IMPORTS else render(request, "web/empty.html")
    first = next(page for page in PAGES if page.is_open_to(access_of(request)))
    return redirect("overview") if first.name == "overview" else redirect("page", first.name)


@open_to_all
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer whether the server can read its database; for whatever watches it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
