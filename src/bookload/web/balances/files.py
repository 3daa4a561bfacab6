"""Files of what was approved: the moves for a CRM, the ownership that follows, and the way into an import."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookload.base.errors import UsageError
from bookload.planning.balance import Accepted, owners_after
from bookload.report.moves_file import moves_csv, ownership_csv
from bookload.web.asked import Place, access_of, person_of, reader_at
from bookload.web.balances import services
from bookload.web.balances.models import Proposal
from bookload.web.data.importing import begun
from bookload.web.pages import EVERY_BOOK
from bookload.web.people.duties import BALANCES, IMPORTS
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from django.http import HttpRequest

    from bookload.base.access import Access


@asks_for(*EVERY_BOOK)
@require_safe
def moves(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the approved moves in their order, for a CRM."""
    found = approved(pk)
    return _csv(f"balance-{pk}-moves.csv", moves_csv(found, _starts(request, found)))


@asks_for(*EVERY_BOOK)
@require_safe
def ownership(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the whole table of ownership as it follows, to be imported."""
    found = approved(pk)
    rows = _rows(pk, found, _starts(request, found), access_of(request))
    return _csv(f"balance-{pk}-ownership.csv", rows)


@asks_for(*EVERY_BOOK)
@require_safe
def document(_request: HttpRequest, pk: int) -> HttpResponse:
    """Give the proposal as `bookload balance --json` prints it, with what was said to its moves."""
    found = of(pk)
    if not found.made:
        raise Http404
    groups = [
        {
            "accounts": [found.found["moves"][place]["account_id"] for place in group["moves"]],
            "said": found.said.get(str(n)),
        }
        for n, group in enumerate(found.found["groups"])
    ]
    return JsonResponse({**found.told, "choices": groups})


@asks_for(*EVERY_BOOK, of=IMPORTS & BALANCES)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the ownership that follows into an import, which shows what it would do before it does it."""
    found = approved(pk)
    text = _rows(pk, found, _starts(request, found), access_of(request))
    by, now = person_of(request), timezone.now()
    services.take_over(by, pk, served().root, now)
    file = SimpleUploadedFile(f"balance-{pk}-ownership.csv", text.encode(), "text/csv")
    return redirect(begun(by, [file], now).page)


def of(pk: int) -> Proposal:
    """Return a proposal; one that is not there is nowhere."""
    found = Proposal.objects.select_related("person", "taken_over_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def approved(pk: int) -> Accepted:
    """Return what was accepted and approved of a proposal; anything else has no files."""
    found = of(pk)
    held = services.approval_of(served().root, found, timezone.now())
    if held is None or not held.approved:
        raise UsageError("there are files once somebody else has approved what is accepted")
    return services.so_far(found)


def _rows(pk: int, found: Accepted, starts: date, access: Access) -> str:
    """Return the table of ownership; raise `UsageError` where the books are others by now."""
    if changed := services.changes(of(pk), served().root):
        raise UsageError(services.STALE.format(changed=", ".join(changed)))
    return ownership_csv(owners_after(reader_at(Place(), access), found, starts))


def _starts(request: HttpRequest, found: Accepted) -> date:
    """Return the day on which owners change: the one that is said, else the day after the books' date."""
    text = (request.POST if request.method == "POST" else request.GET).get("starts", "").strip()
    try:
        starts = date.fromisoformat(text) if text else found.as_of + timedelta(days=1)
    except ValueError:
        raise UsageError(f"'{text[:40]}' is not a date; write it as YYYY-MM-DD") from None
    if starts <= found.as_of:
        raise UsageError(f"owners change after {found.as_of}, the date of the books, not on {starts}")
    return starts


def _csv(name: str, text: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
