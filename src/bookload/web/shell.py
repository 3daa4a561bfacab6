"""What stands around every page: the navigation that a reader may use, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from bookload import __version__
from bookload.data.documents.profiles import presets
from bookload.web.pages import PAGES
from bookload.web.people.models import Person
from bookload.web.sign_on.setting_up import button
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

    from bookload.base.access import Access
    from bookload.web.pages import Page


def _palette(pages: Sequence[Page], access: Access) -> Iterator[tuple[str, str, str]]:
    """Yield where a reader may go from anywhere: the path, what is there, and what it is about or on."""
    for page in pages:
        yield f"/{page.name}", page.title, page.purpose
        for question in (QUESTIONS[name] for name in page.questions):
            if question.needs <= access.rights:
                yield f"/{page.name}/{question.name}", question.title, page.title


def shell(request: HttpRequest) -> dict[str, object]:
    """Return what the frame of a page shows."""
    person = getattr(request, "user", None)
    access = person.access if isinstance(person, Person) else None
    pages = [page for page in PAGES if access is not None and page.is_open_to(access)]
    return {
        "navigation": pages,
        "palette": [] if access is None else list(_palette(pages, access)),
        "profiles": presets(),
        "program": __version__,
        "sign_on": SimpleLazyObject(button),
    }
