"""The pages of answers, and what is on them as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookload.base.errors import MissingDataError, UsageError, unknown
from bookload.base.progress import Progress
from bookload.data.documents import scenario_names
from bookload.data.tables import contract
from bookload.report.page.named import named
from bookload.report.page.sorting import sorted_parts
from bookload.web.answers.controls import account_controls, controls
from bookload.web.answers.exports import as_file
from bookload.web.answers.fragments import (
    accounts_to_choose,
    answer_document,
    answer_inside,
    choices_inside,
    choices_of_some_day,
    chosen_count,
    is_there,
    lacking,
    takes_long,
)
from bookload.web.asked import SORT, WAIT, Place, access_of, log_supposed, person_of, reader_at, said_with
from bookload.web.failures import status_of
from bookload.web.jobs.services import ask
from bookload.web.pages import PAGES, next_of, tabs_of
from bookload.web.people.duties import IMPORTS
from bookload.web.routes import asks_for
from bookload.web.state import served
from bookload.workspace.chosen import PREFIX, OfAllAccountsError
from bookload.workspace.questions import QUESTIONS
from bookload.workspace.questions.question import Several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from bookload.base.access import Access
    from bookload.data.tables import Column
    from bookload.web.jobs.models import Job
    from bookload.workspace.questions import Choice, Question


@asks_for()
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show the first question of a page that the reader may ask."""
    found = next((each for each in PAGES if each.name == name and each.questions), None)
    allowed = [
        question
        for question in (found.questions if found else ())
        if QUESTIONS[question].needs <= access_of(request).rights
    ]
    if found is None or not found.needs <= access_of(request).rights or not allowed:
        raise Http404
    return answer(request, name, allowed[0])


@asks_for()
@require_safe
def answer(request: HttpRequest, name: str, question: str) -> HttpResponse:
    """Show what a question answers, with the controls to ask it otherwise."""
    found = next((each for each in PAGES if each.name == name and question in each.questions), None)
    rights = access_of(request).rights
    if found is None or not (found.needs | QUESTIONS[question].needs) <= rights:
        raise Http404
    asked = QUESTIONS[question]
    said = said_with(request)
    place = Place.of(request.GET.dict())
    choices = choices_inside(asked.name, place, access_of(request))
    own = _ones_own(asked, said, choices, access_of(request))
    said |= own
    shown: dict[str, object] = {
        "page": found,
        "question": asked,
        "tabs": tabs_of(found, access_of(request)),
        "at": f"/{name}/{question}",
        "next": next_of(question, access_of(request)),
        "may_import": person_of(request).role in IMPORTS,
        "scenarios": scenario_names(served().root) if asked.supposes else None,
        "controls": controls(asked, said, choices),
        "query": "&".join(filter(None, (query_of(request), urlencode(own)))),
    }
    shown |= where(request, place)
    status = 200
    try:
        if not place.chosen:
            _demand_choices(asked, said, choices)
        shown |= _lacks(asked, place, request)
        if "lacks" not in shown or any(choices.values()):
            shown |= _matter(asked, said, place, request)
    except MissingDataError as error:
        shown["missing"], status = str(error), status_of(error)
    except UsageError as error:
        shown["cannot"], status = str(error), status_of(error)
    if WAIT in request.GET and getattr(request, "htmx", False):
        return render(request, "web/matter.html", shown)  # what follows is put in place where it is answered
    return render(request, "web/answer.html", shown, status=status)


def _ones_own(
    asked: Question[Any], said: Mapping[str, str], choices: Mapping[str, Sequence[Choice]], access: Access
) -> dict[str, str]:
    """Return whose answer it is where nobody was named and the reader has one of their own, as a book."""
    return {
        name: access.person_id
        for name, field in asked.asked.model_fields.items()
        if field.is_required() and name not in said and access.person_id
        if access.person_id in dict(choices.get(name, ()))
    }


def where(request: HttpRequest, place: Place) -> dict[str, object]:
    """Return what a page says of where its reader stands: the place, its controls, and what is chosen."""
    access = access_of(request)
    there = (accounts_to_choose if WAIT in request.GET else choices_of_some_day)(place, access)
    kept = request.GET.copy()
    for name in [name for name in kept if name.startswith(PREFIX) or name == WAIT]:
        del kept[name]
    return {
        "place": place,
        "choosing": account_controls(dict(place.chosen), there),
        "chosen": [
            (name.replace("_", " "), dict(there.get(name, ())).get(value, value))
            for name, value in place.chosen
        ],
        "count": chosen_count(place, access) if place.chosen else None,
        "everything": f"{request.path}?{kept.urlencode()}",
    }


def query_of(request: HttpRequest) -> str:
    """Return what a URL asks, whether its reader waits or not."""
    said = request.GET.copy()
    said.pop(WAIT, None)
    return said.urlencode()


def _demand_choices(
    asked: Question[Any], said: Mapping[str, str], choices: Mapping[str, Sequence[Choice]]
) -> None:
    """Raise `UsageError` for what a slow question cannot find: told at once, and not when it has looked."""
    for name, options in choices.items():
        several = any(isinstance(each, Several) for each in asked.asked.model_fields[name].metadata)
        if asked.slow and not several and name in said and said[name] not in dict(options):
            raise unknown(name, said[name], dict(options))


def _lacks(asked: Question[Any], place: Place, request: HttpRequest) -> dict[str, str | Sequence[Column]]:
    """Return which table has to be imported for an answer, with its columns; nothing where it is there.

    Where something can be answered without it, it stands under that.
    """
    table = lacking(asked.name, place, access_of(request))
    return {} if table is None else {"lacks": table, "columns": contract(table).columns}


def _matter(
    asked: Question[Any], said: dict[str, str], place: Place, request: HttpRequest
) -> dict[str, str | Job]:
    """Return the answer's matter as `inside`; the `job` that makes it where that takes long.

    `later` is the address of what takes a while, for a page that shows it when it is there.

    Neither where something has to be chosen first, as a person of a book; `of_all` says why where it cannot
    be asked of some accounts alone.
    """
    required = {field.alias or key for key, field in asked.asked.model_fields.items() if field.is_required()}
    if not required <= set(said):
        return {}
    log_supposed(person_of(request), asked, place, timezone.now())
    if not place.chosen and takes_long(asked.name, said, place, access_of(request)):
        job = ask(person_of(request), asked, said, place, request.get_full_path())
        if not job.made:
            return {"job": job}
    try:
        # What took long is not asked once more to be shown in another order.
        sort = "" if asked.slow else request.GET.get(SORT, "")
        if WAIT not in request.GET and not is_there(asked.name, said, place, access_of(request), sort=sort):
            return {"later": f"{request.path}?{'&'.join(filter(None, (query_of(request), f'{WAIT}=1')))}"}
        return {"inside": answer_inside(asked.name, said, place, access_of(request), sort=sort)}
    except OfAllAccountsError as error:
        return {"of_all": str(error)}


@asks_for()
@require_safe
def export(request: HttpRequest, question: str, kind: str) -> HttpResponse:
    """Give what is on the screen as a file: the document, its tables, a PDF, a workbook with formulas."""
    if question not in QUESTIONS or not QUESTIONS[question].needs <= access_of(request).rights:
        raise Http404
    said = said_with(request)
    place, access = Place.of(request.GET.dict()), access_of(request)
    if kind == "json":
        return _file(answer_document(question, said, place, access).encode(), question, kind)
    log_supposed(person_of(request), QUESTIONS[question], place, timezone.now())
    reader, found = QUESTIONS[question].put(reader_at(place, access), said, Progress(), place.scenario)
    found = replace(found, parts=sorted_parts(named(found.parts, reader), request.GET.get(SORT, "")))
    content = as_file(kind, reader, QUESTIONS[question], found, place.scenario)
    if content is None:
        raise Http404
    return _file(content, question, kind)


KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="bookload-{name}.{kind}"'
    return response
