"""The pages of scenarios: which there are, and one of them in a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookload.base.access import Right
from bookload.base.errors import BookloadError, ChangedMeanwhileError, DocumentError, UsageError
from bookload.data import documents
from bookload.web.answers.fragments import kept_document
from bookload.web.asked import Place, access_of, person_of, reader_at, said_with
from bookload.web.documents.kinds import Kind, scenario, scenario_pay
from bookload.web.documents.texts import conflict
from bookload.web.documents.versions import remove, text_of, write
from bookload.web.pages import page_of, tabs_of
from bookload.web.people.duties import POLICY
from bookload.web.routes import asks_for
from bookload.web.scenarios import fields, making
from bookload.web.state import served
from bookload.workspace.what_ifs import segments_of, supposed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.base.access import Access

PAGE = page_of("compare")
AT = "/capacity/scenarios"
LONGEST_TITLE = 100


@asks_for(Right.ALL_ROWS)
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the scenarios; make a new one from a template, or as a copy of another."""
    if request.method == "POST":
        return _made(request)
    return _list(request)


@asks_for(Right.ALL_ROWS, of=POLICY)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show a scenario in a form; save what somebody made of it."""
    kind = _kind(name)
    text, hash_ = documents.written(kind.path(served().root))
    if request.method != "POST":
        return _form(request, kind, text, hash_)
    read_hash = request.POST.get("read_hash", "")
    base = text if hash_ == read_hash else text_of(served().root, kind, read_hash) or text
    said = {key: str(value) for key, value in request.POST.items()}
    mine, problems = fields.changed(base, _fields(base, access_of(request)), said)
    if problems:
        return _form(request, kind, base, read_hash, said, problems)
    try:
        write(served().root, kind, mine, read_hash, person_of(request), timezone.now())
    except ChangedMeanwhileError:
        return conflict(request, kind, mine, read_hash)
    except DocumentError as error:
        return _form(request, kind, base, read_hash, said, [str(error)])
    request.session["done"] = f"{name} is saved."
    return redirect("scenario", name)


@asks_for(Right.ALL_ROWS, of=POLICY)
@require_POST
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Take a scenario away; it can be brought back."""
    kind = _kind(name)
    try:
        remove(served().root, kind, request.POST.get("read_hash", ""), person_of(request), timezone.now())
    except ChangedMeanwhileError as error:
        return _list(request, refused=str(error), status=409)
    request.session["done"] = f"{name} is taken away; below it can be brought back."
    return redirect("scenarios")


@asks_for(Right.ALL_ROWS, of=POLICY)
@require_POST
def back(request: HttpRequest, name: str) -> HttpResponse:
    """Bring a scenario back that was taken away."""
    try:
        making.bring_back(served().root, name, person_of(request), timezone.now())
    except BookloadError as error:
        return _list(request, refused=str(error), status=409)
    request.session["done"] = f"{name} is back as it was."
    return redirect("scenario", name)


@asks_for(Right.ALL_ROWS, of=POLICY)
@require_POST
def of_levers(request: HttpRequest) -> HttpResponse:
    """Make a scenario of the levers that stand on the page of levers."""
    place, root = Place.of(request.GET.dict()), served().root
    document = kept_document("levers", said_with(request), place, access_of(request))
    if document is None:
        return redirect(f"/capacity/levers?{request.GET.urlencode()}")
    title = f"Levers {document['as_of']}" + (f" on {place.scenario}" if place.scenario else "")
    text = making.begun("blank", title, date.fromisoformat(document["as_of"]))
    if place.scenario:
        text = documents.written(_kind(place.scenario).path(root))[0]
    text = making.of_levers(text, title, document)
    try:
        made = making.make(root, text, _free(title), person_of(request), timezone.now())
    except BookloadError as error:
        return _list(request, refused=str(error), status=409)
    return redirect(f"/capacity/compare?scenarios={_name(made)}")


def _made(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if person.role not in POLICY:
        raise Http404
    said = {key: str(value) for key, value in request.POST.items()}
    root, title, now = served().root, said.get("name", "").strip(), timezone.now()
    try:
        if len(title) > LONGEST_TITLE:
            raise UsageError(f"a name has at most {LONGEST_TITLE} characters")
        of = said.get("of", "")
        text = (
            documents.written(_kind(of).path(root))[0]
            if of
            else making.begun(said.get("template", ""), title, _today(access_of(request)))
        )
        made = making.make(root, making.named(text, title), title, person, now)
    except BookloadError as error:
        return _list(request, refused=str(error), said=said, status=422)
    request.session["done"] = f"{title} is made; change what it says below."
    return redirect("scenario", _name(made))


def _kind(name: str) -> Kind:
    """Return a scenario by the name of its file; one that is not there is nowhere."""
    if name not in documents.scenario_names(served().root):
        raise Http404
    return scenario(name)


def _name(kind: Kind) -> str:
    return kind.path(served().root).stem


def _free(title: str) -> str:
    """Return a title whose file is not there yet."""
    there = {*documents.scenario_names(served().root)}
    tried = [title, *(f"{title} {number}" for number in range(2, len(there) + 3))]
    return next(each for each in tried if making.file_name(each) not in there)


def _list(
    request: HttpRequest,
    refused: str = "",
    said: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    root, person = served().root, person_of(request)
    rows = []
    for name in documents.scenario_names(root):
        try:
            content = documents.read_scenario(root, name).content
        except DocumentError as error:
            content = None
            broken = str(error).splitlines()
        rows.append(
            {
                "name": name,
                "title": content.name if content else name,
                "sentence": content.sentence if content else "",
                "problems": [] if content or person.role not in POLICY else broken,
                "broken": content is None,
                "editable": bool(making.NAME.fullmatch(name)),
            }
        )
    matter = {
        "rows": rows,
        "may_edit": person.role in POLICY,
        "may_edit_pay": person.role in scenario_pay("x").editors,
        "templates": making.TEMPLATES.items(),
        "gone": sorted(making.gone(root).items()),
        "said": said or {},
        "refused": refused,
        "done": request.session.pop("done", ""),
    }
    return _shown(request, "web/scenarios.html", matter, status)


def _form(
    request: HttpRequest,
    kind: Kind,
    text: str,
    read_hash: str,
    said: Mapping[str, str] | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    name = _name(kind)
    try:
        documents.parse(text, documents.Scenario, kind.file)
    except DocumentError as error:
        matter = {"name": name, "kind": kind, "problems": [str(error)]}
        return _shown(request, "web/scenario.html", matter)
    matter = {
        "name": name,
        "kind": kind,
        "form": _fields(text, access_of(request)).filled(said or {}),
        "read_hash": read_hash,
        "problems": problems or [],
        "cannot": [] if problems else _cannot(name, access_of(request)),
        "done": request.session.pop("done", ""),
    }
    return _shown(request, "web/scenario.html", matter, 422 if problems else 200)


def _fields(text: str, access: Access) -> fields.Form:
    root = served().root
    policy, journey = documents.read_policy(root).content, documents.read_journey(root).content
    try:
        segments = segments_of(reader_at(Place(), access))
    except BookloadError:
        segments = ()  # nothing was imported yet
    return fields.form_of(text, policy, journey, segments)


def _cannot(name: str, access: Access) -> list[str]:
    """Return why a scenario cannot be meant of the data there is."""
    try:
        supposed(reader_at(Place(), access), name)
    except BookloadError as error:
        return [str(error)]
    return []


def _today(access: Access) -> date:
    """Return the day that the data knows, or today's where there is none yet."""
    try:
        return reader_at(Place(), access).as_of
    except BookloadError:
        return timezone.now().date()


def _shown(request: HttpRequest, template: str, matter: Mapping[str, Any], status: int = 200) -> HttpResponse:
    frame = {"page": PAGE, "tabs": tabs_of(PAGE, access_of(request)), "at": AT} if PAGE else {}
    return render(request, template, {**frame, **matter}, status=status)
