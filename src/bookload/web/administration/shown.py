"""A page of Settings, inside its frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.shortcuts import render

from bookload.base.errors import AccessDeniedError
from bookload.web.administration.tabs import tabs_of
from bookload.web.pages import PAGES
from bookload.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = next(page for page in PAGES if page.name == "settings")


def person_of(request: HttpRequest) -> Person:
    """Return who asks; raise `AccessDeniedError` for nobody."""
    if not isinstance(request.user, Person):
        raise AccessDeniedError("nobody is signed in")
    return request.user


def shown(
    request: HttpRequest, template: str, matter: Mapping[str, object], *, at: str, status: int = 200
) -> HttpResponse:
    """Return a page of Settings: its parts above, `at` the one that is open, and its matter."""
    frame = {"page": PAGE, "tabs": tabs_of(person_of(request).role), "at": at}
    return render(request, template, {**frame, **matter}, status=status)
