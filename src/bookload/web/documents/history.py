"""Versions of a document: who wrote which, what each changed, and the way back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookload.base.errors import ChangedMeanwhileError
from bookload.data import documents
from bookload.web.administration.shown import person_of, shown
from bookload.web.documents.texts import AT, conflict, kind_of
from bookload.web.documents.versions import difference, text_of, versions, write
from bookload.web.people.duties import DOCUMENTS
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@asks_for(of=DOCUMENTS)
@require_safe
def history(request: HttpRequest, name: str) -> HttpResponse:
    """Show the versions that are known, the latest first."""
    kind = kind_of(request, name)
    _, hash_ = documents.written(kind.path(served().root))
    matter = {"kind": kind, "versions": versions(served().root, kind), "now": hash_}
    return shown(request, "web/document_history.html", matter, at=AT)


@asks_for(of=DOCUMENTS)
@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, name: str, hash_: str) -> HttpResponse:
    """Show what going back to a version would change; go back to it."""
    kind = kind_of(request, name)
    root = served().root
    text = text_of(root, kind, hash_)
    if text is None:
        raise Http404
    now, read_hash = documents.written(kind.path(root))
    if request.method != "POST":
        made = next(each for each in versions(root, kind) if each.hash == hash_)
        matter = {"kind": kind, "version": made, "read_hash": read_hash, "between": difference(now, text)}
        return shown(request, "web/document_version.html", matter, at=AT)
    try:
        write(root, kind, text, request.POST.get("read_hash", ""), person_of(request), timezone.now())
    except ChangedMeanwhileError:
        return conflict(request, kind, text, request.POST.get("read_hash", ""))
    request.session["done"] = f"{kind.title} is as it was; what it was until now is in its history."
    return redirect("document", kind.name)
