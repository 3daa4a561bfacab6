"""Documents as text, with a checked save; what two people wrote at once is shown side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookload.base.errors import ChangedMeanwhileError, DocumentError, UsageError
from bookload.data import documents
from bookload.web.administration.shown import person_of, shown
from bookload.web.documents.kinds import Kind, editable, found
from bookload.web.documents.versions import difference, text_of, write
from bookload.web.people.duties import DOCUMENTS, POLICY
from bookload.web.refused import refused
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT = "/settings/documents"
LONGEST = 500_000


@asks_for(of=DOCUMENTS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the documents that somebody edits."""
    root = served().root
    rows = [{"kind": kind, "there": kind.path(root).exists()} for kind in editable(root, person_of(request))]
    return shown(request, "web/documents.html", {"rows": rows, "done": _told(request)}, at=AT)


@asks_for(of=POLICY)
@require_safe
def policy(_request: HttpRequest) -> HttpResponse:
    """Go to the policy."""
    return redirect("document", "policy")


@asks_for(of=DOCUMENTS)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, name: str) -> HttpResponse:
    """Show a document's text; save what somebody made of it, if it says something possible."""
    kind = kind_of(request, name)
    on_disk, hash_ = documents.written(kind.path(served().root))
    if request.method != "POST":
        return _page(request, kind, on_disk, hash_, problems=_problems(kind, on_disk))
    mine, read_hash = text_in(request), request.POST.get("read_hash", "")
    try:
        write(served().root, kind, mine, read_hash, person_of(request), timezone.now())
    except ChangedMeanwhileError:
        return conflict(request, kind, mine, read_hash)
    except DocumentError as error:
        return _page(request, kind, mine, read_hash, problems=str(error).splitlines(), status=422)
    request.session["done"] = f"{kind.title} is saved."
    return redirect("document", kind.name)


def kind_of(request: HttpRequest, name: str) -> Kind:
    """Return a document by its name; one that somebody does not edit is nowhere for them."""
    kind = found(served().root, person_of(request), name)
    if kind is None:
        refused(request, timezone.now())
        raise Http404
    return kind


def text_in(request: HttpRequest) -> str:
    """Return the text that somebody sent, with the line ends that files here have."""
    sent = request.POST.get("text", "").replace("\r\n", "\n")
    if len(sent) > LONGEST:
        raise UsageError(f"a document has at most {LONGEST:,} characters; this one has {len(sent):,}")
    return sent


def conflict(request: HttpRequest, kind: Kind, mine: str, read_hash: str) -> HttpResponse:
    """Show what is there now beside what somebody wanted to save, and let them save on top of it."""
    theirs, hash_ = documents.written(kind.path(served().root))
    base = text_of(served().root, kind, read_hash)
    matter = {
        "kind": kind,
        "mine": mine,
        "read_hash": hash_,
        "since": None if base is None else difference(base, theirs),
        "own": None if base is None else difference(base, mine),
        "between": difference(theirs, mine),
    }
    return shown(request, "web/document_conflict.html", matter, at=AT, status=409)


def _page(
    request: HttpRequest, kind: Kind, content: str, read_hash: str, *, problems: list[str], status: int = 200
) -> HttpResponse:
    matter = {
        "kind": kind,
        "text": content,
        "rows": min(max(content.count("\n") + 4, 12), 45),
        "read_hash": read_hash,
        "problems": problems,
        "done": _told(request),
    }
    return shown(request, "web/document.html", matter, at=AT, status=status)


def _problems(kind: Kind, content: str) -> list[str]:
    """Return what keeps a document from being read, line by line."""
    try:
        documents.parse(content, kind.model, kind.file)
    except DocumentError as error:
        return str(error).splitlines()
    return []


def _told(request: HttpRequest) -> str:
    return str(request.session.pop("done", ""))
