"""The import wizard: files in, what they are taken for, what nobody else can tell, then the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookload.base.access import Right
from bookload.base.errors import UsageError
from bookload.data import ingest, snapshots
from bookload.data.ingest import SheetMapping
from bookload.web.asked import person_of
from bookload.web.data.findings import once_imported, together
from bookload.web.data.models import Draft
from bookload.web.data.next_steps import next_steps
from bookload.web.data.uploads import brought, dropped
from bookload.web.jobs.models import Job
from bookload.web.jobs.services import begin, cancel
from bookload.web.pages import PAGES
from bookload.web.people.duties import IMPORTS
from bookload.web.routes import asks_for
from bookload.web.state import served
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

    from bookload.web.people.models import Person

PAGE = next(page for page in PAGES if page.name == "data")
BELOW = "Open it under “What each file is”"
HERE = {
    "not-recognised": f"{BELOW} if it holds something that Bookload reads, and say what.",
    "column-missing": f"{BELOW} and say which column it is.",
    "amount-not-taken": f"{BELOW} and say what the column is, or leave the file out.",
}
"""What to do here where the remedy speaks of the command line, by code."""

SAYS = "the mapping under “Say more”"
"""What stands on the page in place of the file that the command line takes."""

MEANINGS = {
    ".": "the point: 1,234.50",
    ",": "the comma: 1.234,50",
    "dmy": "the day first: 31/12/2025",
    "mdy": "the month first: 12/31/2025",
    "all": "the whole list: accounts that it lacks have ended",
    "part": "a part of it: the others stay",
    "first_day_out": "the first day out: an end of 31 March no longer counts that day",
    "last_day_in": "the last day in: an end of 31 March still counts that day",
}
"""Answers in words, where they are none."""

CALLED = {"one_sheet": "accounts, owners and amounts in one sheet", "mrr_wide": "MRR, a column a month"}
"""What files are taken for, in words, where the table's own name says it less well."""

ANSWER, TABLE, COLUMN = "answer:", "table:", "column:"
"""How the fields of the form begin; what follows is a question's id, or a sheet's number and a column's."""


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Take files, and begin to look at what they are."""
    files = request.FILES.getlist("files")
    before = request.POST.get("draft")
    held = _own(request, before) if before else None
    return redirect(begun(person_of(request), files, timezone.now(), held).page)


def begun(
    person: Person, files: Sequence[UploadedFile[bytes]], now: datetime, draft: Draft | None = None
) -> Draft:
    """Return an import with files, which are being looked at; raises as `brought` does."""
    found = brought(person, files, now, draft)
    _look(found)
    return found


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_safe
def show(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show how far an import is: what it would do, or what it did."""
    found = _own(request, draft)
    done, preview = _latest(found, "import"), _latest(found, "preview")
    if done is not None and (preview is None or done.pk > preview.pk):
        context: dict[str, Any] = {"job": done} | (_done(done.result) if done.result else {})
    else:
        context = {"job": preview} | (_beside(preview.result) if preview and preview.result else {})
    shown = {"page": PAGE, "draft": found, "files": found.files.all(), **context}
    return render(request, "web/data_import.html", shown)


def _beside(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an import would do, beside what there is now, and what there is to say about it.

    What is asked is not told as a finding too.
    """
    held = snapshots.current(Folder(served().root).state)
    before = held.manifest.tables if held else {}
    now = held.manifest.content if held else None
    asked = {(each["code"], each["file"], each["column"]) for each in plan["questions"]}
    findings = [
        {**each, "remedy": _here(each)}
        for each in plan["findings"]
        if (each["code"], each["file"], each["column"]) not in asked
    ]
    return {
        "plan": plan,
        "kinds": [(kind, _called(kind)) for kind in plan["kinds"]],
        "sheets": [{**each, "called": _called(each["table"])} for each in plan["sheets"]],
        "changes": plan["content"] != now,
        "counts": [
            (_words(name), f"{before.get(name, 0):,}", f"{rows:,}") for name, rows in plan["tables"].items()
        ],
        "errors": together(each for each in findings if each["severity"] == "error"),
        "others": together(each for each in findings if each["severity"] != "error"),
        "asked": [_question(each) for each in plan["questions"] if each["default"] is None],
        "assumed": [_question(each) for each in plan["questions"] if each["default"] is not None],
    }


def _here(finding: Mapping[str, Any]) -> str:
    """Return what to do about a finding on this page, as a sentence."""
    remedy = HERE.get(finding["code"], str(finding["remedy"]).replace("--map", SAYS))
    return remedy if remedy.endswith((".", "”")) else f"{remedy}."


def _question(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question with its answers in words."""
    return {**asked, "answers": [(each, MEANINGS.get(each, each)) for each in asked["allowed"]]}


def _done(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an import did, and where to go from there."""
    rows = ", ".join(f"{_words(name)} {count:,}" for name, count in result["tables"].items())
    findings = together(once_imported(result["findings"]))
    return {"done": result, "rows": rows, "findings": findings, "next": next_steps(result)}


def _words(table: str) -> str:
    return table.replace("_", " ")


def _called(kind: str | None) -> str:
    return CALLED.get(kind or "", _words(kind or ""))


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def say(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Take answers and what columns mean, and look again."""
    found = _own(request, draft)
    said = request.POST.dict()
    answers = {name.removeprefix(ANSWER): value for name, value in said.items() if name.startswith(ANSWER)}
    found.answers |= {name: value for name, value in answers.items() if value}
    found.data_through = _day(said.get("data_through", ""))
    preview = _latest(found, "preview")
    if preview is not None and preview.result:
        found.said = _corrected(found.said, preview.result["sheets"], said)
    found.mapping = said.get("mapping", "")
    _mapping(found)  # what it does not say rightly is told now, beside the form
    found.save()
    _look(found)
    return redirect(found.page)


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def go(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Import what was shown."""
    found = _own(request, draft)
    preview = _latest(found, "preview")
    plan = preview.result if preview else None
    if preview is None or plan is None or plan["refused"]:
        raise UsageError("this import cannot be done as it is; its page says why")
    shown = {"stood": plan["stood"], "content": plan["content"], "data_through": plan["data_through"]}
    begin(person_of(request), "import", "The import", {**preview.arguments, **shown}, found.page)
    return redirect(found.page)


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def look(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Look once more at what the files would do now."""
    found = _own(request, draft)
    _look(found)
    return redirect(found.page)


@asks_for(Right.ALL_ROWS, of=IMPORTS)
@require_POST
def drop(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Put an import away, and its files."""
    found = _own(request, draft)
    for job in Job.objects.filter(page=found.page):
        cancel(job)
    dropped(found)
    return redirect("data")


def _look(draft: Draft) -> None:
    """Begin a preview of what was said so far."""
    arguments = {
        "draft": str(draft.pk),
        "files": list(draft.files.values_list("number", flat=True)),
        "answers": draft.answers,
        "mapping": _mapping(draft),
        "data_through": draft.data_through.isoformat() if draft.data_through else None,
    }
    begin(draft.person, "preview", "What your files are", arguments, draft.page)


def _mapping(draft: Draft) -> str:
    """Return all that was said about sheets, as `--map` takes it; raise `DocumentError` for what is none."""
    written = ingest.mapping_of(draft.mapping, "the mapping").sheet if draft.mapping.strip() else ()
    chosen = tuple(SheetMapping.model_validate(each) for each in draft.said)
    return ingest.mapping_text(ingest.Mapping(sheet=(*chosen, *written))) if chosen or written else ""


def _corrected(
    before: list[dict[str, Any]], sheets: list[dict[str, Any]], said: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what was said of sheets with what the form says otherwise than they were taken."""
    found = {(each["file"], each.get("sheet")): each for each in before}
    for number, sheet in enumerate(sheets):
        place = (sheet["file"], sheet["sheet"])
        entry = found.get(place, {"file": sheet["file"], "sheet": sheet["sheet"]})
        table = said.get(f"{TABLE}{number}", "")
        if table and table != (sheet["table"] or "none"):
            found[place] = {"file": sheet["file"], "sheet": sheet["sheet"], "table": table}
            continue
        columns = dict(entry.get("columns", {}))
        for index, column in enumerate(sheet["columns"]):
            field = said.get(f"{COLUMN}{number}:{index}")
            if field is None or field == column["field"]:
                continue
            if column["field"]:
                columns.setdefault(column["field"], "")
            if field:
                columns[field] = column["header"]
        if columns:
            found[place] = {**entry, "table": sheet["table"], "columns": columns}
    return list(found.values())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"'{text}' is not a date; write it as YYYY-MM-DD") from None


def _own(request: HttpRequest, draft: UUID | str) -> Draft:
    """Return an import of whoever asks; others' are nowhere."""
    try:
        return Draft.objects.get(pk=draft, person=person_of(request))
    except (Draft.DoesNotExist, ValueError):
        raise Http404 from None


def _latest(draft: Draft, kind: str) -> Job | None:
    found = Job.objects.filter(person=draft.person, kind=kind, page=draft.page).order_by("-pk").first()
    return found.told(timezone.now()) if found else None
