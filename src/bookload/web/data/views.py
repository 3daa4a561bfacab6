"""The data page: what there is, what was imported when and by whom, what was found, and what differs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookload.base import audit
from bookload.base.access import Right
from bookload.base.errors import UsageError, WorkspaceError, errors_in
from bookload.data import ingest, snapshots
from bookload.web.asked import access_of, person_of
from bookload.web.data import sample
from bookload.web.data.findings import once_imported, together
from bookload.web.data.told import meant_by, shown
from bookload.web.data.uploads import waiting
from bookload.web.data.work import difference_inside, difference_key
from bookload.web.jobs.services import begin, jobs_of
from bookload.web.pages import PAGES
from bookload.web.people.duties import DATA, IMPORTS
from bookload.web.routes import asks_for
from bookload.web.state import served
from bookload.workspace import checked
from bookload.workspace.kept import is_kept
from bookload.workspace.paths import Folder, is_live

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.base.access import Access
    from bookload.base.errors import Finding

PAGE = next(page for page in PAGES if page.name == "data")


@asks_for(Right.ALL_ROWS, of=DATA)
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what was imported when, and the ways to bring in more."""
    root, person = served().root, person_of(request)
    folder = Folder(root)
    manifests = list(reversed(snapshots.listing(folder.state)))
    current = snapshots.current_id(folder.state)
    who = _importers(folder)
    may_import = person.role in IMPORTS
    shown_rows = [
        {"manifest": each, "who": who.get(each.id, ""), "rows": f"{sum(each.tables.values()):,}"}
        for each in manifests
    ]
    return render(
        request,
        "web/data.html",
        {
            "page": PAGE,
            "rows": shown_rows,
            "current": next((each for each in manifests if each.id == current), None),
            "empty": sample.is_empty(root),
            "sample": sample.is_here(root),
            "live": is_live(root),
            "may_import": may_import,
            "drafts": waiting(person) if may_import else (),
            "going": jobs_of(person, "sample", "sample-out"),
        },
    )


def _importers(folder: Folder) -> dict[str, str]:
    """Return who imported each snapshot first, as the audit log says; where it cannot be read, nobody."""
    try:
        entries = [each for each in audit.read(folder.audit) if each.what == "import"]
    except WorkspaceError:
        return {}
    return {str(each.detail.get("snapshot")): each.who for each in reversed(entries)}


@asks_for(Right.ALL_ROWS, of=DATA)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show what is wrong, or worth knowing, about the data that there is."""
    found = _found(access_of(request))
    return render(
        request,
        "web/data_findings.html",
        {"page": PAGE, "findings": together(once_imported(map(asdict, found))), "errors": errors_in(found)},
    )


def _found(access: Access) -> tuple[Finding, ...]:
    root = served().root
    if sample.is_empty(root):
        return ()
    mapping = ingest.read_mapping(Folder(root).mapping, override=False)
    return shown(checked(root), meant_by(mapping.sheet if mapping else ()), access)


@asks_for(Right.ALL_ROWS, of=DATA)
@require_safe
def differ(request: HttpRequest) -> HttpResponse:
    """Show which figures changed between two snapshots, and by which rows."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    there = {each.id: each for each in snapshots.listing(Folder(served().root).state)}
    if before not in there or after not in there:
        raise Http404
    if before == after:
        raise UsageError("choose two different snapshots to compare")
    before, after = sorted((before, after))
    context: dict[str, Any] = {"page": PAGE, "before": there[before], "after": there[after]}
    key = difference_key(before, after)
    if is_kept(served().root, key, access_of(request), after) is False:
        path = request.get_full_path()
        arguments = {"before": before, "after": after}
        context["job"] = begin(person_of(request), "difference", "What differs", arguments, path)
    else:
        context["inside"] = difference_inside(before, after, access_of(request))
    return render(request, "web/data_differ.html", context)


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def sample_in(request: HttpRequest) -> HttpResponse:
    """Bring the sample company into an empty workspace."""
    return redirect("job", begin(person_of(request), "sample", "The sample company", {}, "/").pk)


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def sample_out(request: HttpRequest) -> HttpResponse:
    """Remove the sample company again."""
    found = begin(person_of(request), "sample-out", "Removing the sample company", {}, "/data")
    return redirect("job", found.pk)
