"""Balances: asking for one, accepting its moves one by one, and having them approved by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookload.base.errors import ChangedMeanwhileError, UsageError
from bookload.web.approvals import services as approvals
from bookload.web.approvals.asked import decision
from bookload.web.asked import access_of, person_of
from bookload.web.balances import asking, services
from bookload.web.balances.files import of
from bookload.web.balances.models import Proposal
from bookload.web.balances.shown import answer, drawn, matter
from bookload.web.jobs.models import Job
from bookload.web.pages import EVERY_BOOK, PAGES
from bookload.web.people import duties
from bookload.web.people.models import Person
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from bookload.web.approvals.models import Approval

PAGE = next(page for page in PAGES if page.name == "balance")
CHOICE = "choice:"
"""How the fields of the form begin; what follows is a choice's number."""

MOST_LISTED = 50


@asks_for(*EVERY_BOOK)
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the balances that were asked for and where each stands; ask for one."""
    if request.method != "POST":
        return _list(request)
    person, known = person_of(request), asking.people(access_of(request))
    if person.role not in duties.BALANCES:
        raise Http404
    try:
        made = services.begun(person, asking.asked(request.POST, known), timezone.now())
    except UsageError as error:
        return _list(request, str(error), 422)
    return redirect("balance", made.pk)


@asks_for(*EVERY_BOOK)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a balance is, or its moves beside both books, and where its approval stands."""
    return _page(request, of(pk))


@asks_for(*EVERY_BOOK, of=duties.BALANCES)
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what somebody says to moves: to one, to those on the page, or to all of them."""
    found, said = of(pk), request.POST
    if not found.made:
        raise Http404
    revision = said.get("revision", "")
    every = {"accept": services.ACCEPTED, "decline": "declined", "open": ""}.get(said.get("all", ""))
    words = (
        {
            int(name.removeprefix(CHOICE)): str(word)
            for name, word in said.items()
            if name.startswith(CHOICE) and name.removeprefix(CHOICE).isdecimal()
        }
        if every is None
        else dict.fromkeys(range(len(found.found["groups"])), every)
    )
    try:
        now_said = services.say(
            person_of(request), pk, words, int(revision) if revision.isdecimal() else -1, timezone.now()
        )
    except (UsageError, ChangedMeanwhileError) as error:
        # What htmx asked for is only shown where it is an answer like any other.
        asked_by_htmx = request.headers.get("HX-Request") == "true"
        return _page(request, of(pk), str(error), 200 if asked_by_htmx else 409)
    return _page(request, now_said)


@asks_for(*EVERY_BOOK, of=duties.BALANCES)
@require_POST
def again(_request: HttpRequest, pk: int) -> HttpResponse:
    """Search once more where a search came to nothing."""
    found = of(pk)
    if found.made:
        raise Http404
    services.again(found)
    return redirect("balance", pk)


@asks_for(*EVERY_BOOK, of=duties.BALANCES)
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Ask for the approval of what is accepted, give it, send it back, or take it back."""
    found = of(pk)
    if what not in ACTS or not found.made:
        raise Http404
    try:
        request.session["done"] = ACTS[what](request, found, timezone.now())
    except (UsageError, approvals.OwnError, approvals.OverError, ChangedMeanwhileError) as error:
        return _page(request, found, str(error), 409)
    return redirect("balance", pk)


def _submit(request: HttpRequest, found: Proposal, now: datetime) -> str:
    services.submit(person_of(request), found.pk, served().root, now)
    return f"{services.title(found)}: it waits for the approval of somebody else."


def _approve(request: HttpRequest, found: Proposal, now: datetime) -> str:
    approvals.approve(_decision(request, found, now), services.duty(served().root, found))
    return f"{services.title(found)}: approved."


def _send_back(request: HttpRequest, found: Proposal, now: datetime) -> str:
    duty, reason = services.duty(served().root, found), request.POST.get("reason", "")
    approvals.send_back(_decision(request, found, now), duty, reason)
    return f"{services.title(found)}: sent back."


def _withdraw(request: HttpRequest, found: Proposal, now: datetime) -> str:
    approvals.withdraw(_decision(request, found, now).approval, person_of(request), now)
    return f"{services.title(found)}: withdrawn."


ACTS: Mapping[str, Callable[[HttpRequest, Proposal, datetime], str]] = {
    "submit": _submit,
    "approve": _approve,
    "send-back": _send_back,
    "withdraw": _withdraw,
}


def _decision(request: HttpRequest, found: Proposal, now: datetime) -> approvals.Decision:
    return decision(request, services.KIND, str(found.pk), now)


def _list(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    now, root, person = timezone.now(), served().root, person_of(request)
    known = asking.people(access_of(request))
    names = dict(known)
    rows = [
        {
            "proposal": each,
            "asked": asking.in_words(each.asked, names),
            "answer": answer(each) if each.made else "",
            "approval": services.approval_of(root, each, now) if each.made else None,
        }
        for each in Proposal.objects.select_related("person").order_by("-pk")[:MOST_LISTED]
    ]
    shown = {
        "rows": rows,
        "people": known,
        "scenarios": asking.scenarios(),
        "said": request.POST,
        "leavers": request.POST.getlist("leaver"),
        "may_ask": person.role in duties.BALANCES,
    }
    return _shown(request, "web/balances.html", shown, refused, status)


def _page(request: HttpRequest, found: Proposal, refused: str = "", status: int = 200) -> HttpResponse:
    names = dict(asking.people(access_of(request)))
    shown = {"proposal": found, "asked": asking.in_words(found.asked, names)}
    if not found.made:
        job = Job.objects.filter(kind=services.KIND, page=found.page).order_by("-pk").first()
        own = job is not None and job.person_id == person_of(request).pk
        shown |= {"job": job.told(timezone.now()) if job else None, "own": own}
        return _shown(request, "web/balance_made.html", shown, refused, status)
    page = request.POST.get("page", "") or request.GET.get("page", "")
    access = access_of(request)
    shown |= matter(found, int(page) if page.isdecimal() else 1)
    shown |= _standing(person_of(request), found)
    if request.headers.get("HX-Request") == "true":
        return _shown(request, "web/balance_moves.html", shown, refused, status)
    shown |= {"inside": drawn(found, access)}
    return _shown(request, "web/balance.html", shown, refused, status)


def _standing(person: Person, found: Proposal) -> dict[str, Any]:
    """Return where a proposal's approval stands, and what somebody may do now."""
    now, root = timezone.now(), served().root
    approval = services.approval_of(root, found, now)
    return {
        "approval": approval,
        "changed": services.changes(found, root) if found.taken_over_at is None else [],
        "hindered": services.hindered(found, root),
        "steps": approvals.history(services.KIND, str(found.pk)),
        "approvers": _approvers(found, approval),
        "may": _may(person, found, approval),
    }


def _may(person: Person, found: Proposal, approval: Approval | None) -> dict[str, bool]:
    """Return what somebody may do with a proposal now."""
    open_ = approval is not None and approval.open
    made = approval is not None and person.pk in approval.makers
    approved = approval is not None and approval.approved
    over = found.taken_over_at is not None
    return {
        "say": not open_ and not over and person.role in duties.BALANCES,
        "submit": not open_ and not over and person.role in duties.BALANCES,
        "decide": approval is not None
        and approval.asked
        and not made
        and person.role in duties.BALANCES_APPROVED,
        "withdraw": open_ and made and not over,
        "files": approved,
        "take_over": approved and not over and person.role in duties.IMPORTS & duties.BALANCES,
    }


def _approvers(found: Proposal, approval: Approval | None) -> list[str]:
    """Return who could approve it: those whose duty it is, and who had no part in it."""
    makers = set(approval.makers if approval and approval.open else found.makers)
    able = Person.objects.filter(role__in=duties.BALANCES_APPROVED, is_active=True).exclude(pk__in=makers)
    return list(able.order_by("name").values_list("name", flat=True))


def _shown(
    request: HttpRequest, template: str, shown: Mapping[str, Any], refused: str, status: int
) -> HttpResponse:
    frame = {"page": PAGE, "names": True, "refused": refused, "done": request.session.pop("done", "")}
    return render(request, template, {**frame, **shown}, status=status)
