"""The Journey page: stages and what the team does in each, edited in forms that keep the file's comments."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookload.base.access import Right
from bookload.base.errors import ChangedMeanwhileError, DocumentError
from bookload.data import documents
from bookload.data.documents import Journey, Stage
from bookload.web.administration.shown import person_of
from bookload.web.documents.fields import FIELDS, MODELS, read, said_of
from bookload.web.documents.kinds import JOURNEY_KIND
from bookload.web.documents.texts import conflict
from bookload.web.documents.versions import text_of, write
from bookload.web.pages import PAGES
from bookload.web.people.duties import JOURNEY
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = next(page for page in PAGES if page.name == "journey")
WORDS = {"stages": "stage", "activities": "activity"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change of one entry that somebody wants: of which, from which text on, to which values."""

    name: str
    place: int | None
    act: str
    read_hash: str
    was: str
    values: Mapping[str, object]


@asks_for(Right.ALL_ROWS)
@require_safe
def journey(request: HttpRequest) -> HttpResponse:
    """Show the stages in their order, and what the team does in each."""
    text, hash_ = _now()
    problems: list[str] = []
    content = Journey()
    try:
        content = documents.parse(text, Journey, JOURNEY_KIND.file)
    except DocumentError as error:
        problems = str(error).splitlines()
    matter = {
        "stages": [(place, stage, rules(stage)) for place, stage in enumerate(content.stages)],
        "activities": list(enumerate(content.activities)),
        "problems": problems,
        "read_hash": hash_,
        "may_edit": person_of(request).role in JOURNEY,
        "done": request.session.pop("done", ""),
    }
    return _shown(request, "web/journey.html", matter)


@asks_for(Right.ALL_ROWS, of=JOURNEY)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, name: str, place: int) -> HttpResponse:
    """Show one stage or activity as a form; save it, take it out, or move it before the one above."""
    if name not in FIELDS:
        raise Http404
    if request.method == "POST":
        return _changed(request, name, place)
    text, hash_ = _now()
    entries = getattr(documents.parse(text, Journey, JOURNEY_KIND.file), name)
    if place >= len(entries):
        raise Http404
    return _form(request, name, place, said_of(entries[place], FIELDS[name]), hash_)


@asks_for(Right.ALL_ROWS, of=JOURNEY)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, name: str) -> HttpResponse:
    """Show an empty form; add the stage or activity that it says."""
    if name not in FIELDS:
        raise Http404
    if request.method == "POST":
        return _changed(request, name, None)
    usual = {"times": "1", "per": "month", "mode": "personal", "share": "1", "points": "1", "group_size": "1"}
    said = {**(usual if name == "activities" else {}), "stage": request.GET.get("stage", "")}
    return _form(request, name, None, said, _now()[1])


def rules(stage: Stage) -> str:
    """Return when an account is in a stage, in words."""
    said = []
    if stage.days_since_start is not None:
        since = f"the event {stage.from_event}" if stage.from_event else "the start"
        said.append(
            f"from day {stage.days_since_start[0]} to before day {stage.days_since_start[1]} since {since}"
        )
    elif stage.from_event:
        said.append(f"from the event {stage.from_event} on")
    if stage.until_event:
        said.append(f"until the event {stage.until_event}")
    if stage.days_to_renewal is not None:
        said.append(
            f"{stage.days_to_renewal[0]} to fewer than {stage.days_to_renewal[1]} days before the renewal"
        )
    if stage.event:
        said.append(f"while the stage event says {stage.event}")
    if stage.health:
        said.append(f"while health is {' or '.join(stage.health)}")
    return ", ".join(said) or "all accounts that are in no stage above"


def _now() -> tuple[str, str]:
    return documents.written(JOURNEY_KIND.path(served().root))


def _changed(request: HttpRequest, name: str, place: int | None) -> HttpResponse:
    said = {key: str(value) for key, value in request.POST.items()}
    base = _base(said.get("read_hash", ""))
    there = _written_in(base, name, place)
    act = said.get("act", "save")
    values, problems = read(said, FIELDS[name], there, MODELS[name]) if act == "save" else ({}, [])
    wanted = Wanted(name, place, act, said.get("read_hash", ""), said.get("was", ""), values)
    if problems:
        return _form(request, name, place, said, wanted.read_hash, problems)
    mine = applied(base, wanted)
    try:
        write(served().root, JOURNEY_KIND, mine, wanted.read_hash, person_of(request), timezone.now())
    except ChangedMeanwhileError:
        return conflict(request, JOURNEY_KIND, mine, wanted.read_hash)
    except DocumentError as error:
        return _form(request, name, place, said, wanted.read_hash, str(error).splitlines())
    request.session["done"] = "The journey is saved."
    return redirect("journey")


def _base(read_hash: str) -> str:
    """Return the text that somebody's form was made from; today's, if nobody kept that one."""
    text, hash_ = _now()
    return text if hash_ == read_hash else text_of(served().root, JOURNEY_KIND, read_hash) or text


def _written_in(text: str, name: str, place: int | None) -> Mapping[str, object]:
    entries = tomllib.loads(text).get(name, []) if place is not None else []
    found = entries[place] if place is not None and place < len(entries) else {}
    return found if isinstance(found, Mapping) else {}


def applied(text: str, wanted: Wanted) -> str:
    """Return a journey's text with a change in it.

    A stage that gets another name gets it in its activities too. What is no longer where it was, since
    somebody else changed the list, is added below and not written over another.
    """
    there = _written_in(text, wanted.name, wanted.place)
    if wanted.place is None or there.get("name") != wanted.was:
        return text if wanted.act != "save" else documents.with_entry(text, wanted.name, wanted.values)
    if wanted.act == "remove":
        return documents.without_entry(text, wanted.name, wanted.place)
    if wanted.act == "earlier":
        return documents.with_entry_earlier(text, wanted.name, wanted.place)
    changed = documents.with_values(text, wanted.name, wanted.place, wanted.values)
    if wanted.name == "stages" and wanted.values["name"] != wanted.was:
        for place, activity in enumerate(tomllib.loads(text).get("activities", [])):
            if activity.get("stage") == wanted.was:
                named = {"stage": wanted.values["name"]}
                changed = documents.with_values(changed, "activities", place, named)
    return changed


def _form(
    request: HttpRequest,
    name: str,
    place: int | None,
    said: Mapping[str, str],
    read_hash: str,
    problems: list[str] | None = None,
) -> HttpResponse:
    content = tomllib.loads(_base(read_hash))
    stages = tuple(str(stage.get("name", "")) for stage in content.get("stages", []))
    fields = [
        {
            "field": field,
            "options": stages if field.key == "stage" else field.options,
            "inputs": [(input_, part, said.get(input_, "")) for input_, part in field.inputs],
        }
        for field in FIELDS[name]
    ]
    matter = {
        "what": WORDS[name],
        "name": name,
        "place": place,
        "fields": fields,
        "was": said.get("was") or _written_in(_base(read_hash), name, place).get("name", ""),
        "read_hash": read_hash,
        "problems": problems or [],
        "stages": stages,
    }
    return _shown(request, "web/journey_entry.html", matter, 422 if problems else 200)


def _shown(
    request: HttpRequest, template: str, matter: Mapping[str, object], status: int = 200
) -> HttpResponse:
    return render(request, template, {"page": PAGE, **matter}, status=status)
