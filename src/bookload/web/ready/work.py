"""The job that makes first pages: each with the rights of those whom it is for, and kept under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bookload.base.errors import BookloadError
from bookload.web.answers.fragments import answer_inside, choices_inside
from bookload.web.asked import Place
from bookload.web.home import overview
from bookload.web.pages import PAGES
from bookload.web.people.models import Person
from bookload.workspace.opened import one_reading
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.base.progress import Progress

STAGE = "Making the first pages ready"


def readers() -> tuple[Access, ...]:
    """Return the rights that people have who may sign in, those of most people first."""
    count: dict[Access, int] = {}
    for person in Person.objects.filter(is_active=True).order_by("pk"):
        count[person.access] = count.get(person.access, 0) + 1
    return tuple(sorted(count, key=lambda access: (not access.sees_all_rows, -count[access])))


def made_ready(_person: Person, _arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make what each reader opens first; nobody gets what somebody else may see."""
    found = readers()
    for number, access in enumerate(found):
        progress.step(STAGE, number, len(found))
        with one_reading():
            _overview(access)
            for question in _first_questions(access):
                _answer(question, access)
    return {"readers": len(found)}


def _first_questions(access: Access) -> Iterable[str]:
    """Return the question that each page opens with, where it is quick and nothing is to be chosen first."""
    for page in PAGES[1:]:
        allowed = (name for name in page.questions if QUESTIONS[name].needs <= access.rights)
        first = next(allowed, None) if page.is_open_to(access) else None
        if first is None or QUESTIONS[first].slow:
            continue
        if not any(field.is_required() for field in QUESTIONS[first].asked.model_fields.values()):
            yield first


def _overview(access: Access) -> None:
    try:
        overview.prepare(Place(), access)
    except BookloadError:
        return  # what is missing is told by the page itself, when it is looked at


def _answer(question: str, access: Access) -> None:
    try:
        choices_inside(question, Place(), access)
        answer_inside(question, {}, Place(), access)
    except BookloadError:
        return  # as for the first page
