"""Plans that were kept: keeping one, asking for its approval, giving it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookload.base.access import Right
from bookload.base.errors import ChangedMeanwhileError, UsageError
from bookload.web.answers.fragments import kept_document
from bookload.web.approvals import services as approvals
from bookload.web.approvals.asked import decision
from bookload.web.asked import Place, access_of, person_of, said_with
from bookload.web.pages import page_of, tabs_of
from bookload.web.people import duties
from bookload.web.people.models import Person
from bookload.web.plans import services
from bookload.web.plans.models import Plan, Version
from bookload.web.plans.shown import inside
from bookload.web.routes import asks_for
from bookload.web.state import served

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from bookload.web.approvals.models import Approval

PAGE = page_of("plan")
AT = "/capacity/plans"


@asks_for(Right.ALL_ROWS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the plans that were kept, and where each stands."""
    now, root = timezone.now(), served().root
    rows = []
    for plan in Plan.objects.order_by("-made_at"):
        version = services.last(plan)
        rows.append({"plan": plan, "version": version, "approval": services.approval_of(root, version, now)})
    return _shown(request, "web/plans.html", {"rows": rows, "done": request.session.pop("done", "")})


@asks_for(Right.ALL_ROWS, of=duties.PLANS)
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Show what is to be kept, and keep it: as a new plan, or as the next version of one."""
    found = _found(request)
    if found is None:
        return _shown(request, "web/plan_keep.html", {"query": request.GET.urlencode()}, 409)
    mark, said = services.mark_of(found), {key: str(value) for key, value in request.POST.items()}
    if request.method != "POST":
        return _keeping(request, found, mark, said)
    if said.get("mark") != mark:
        words = "What stands here changed since you looked: look again, then keep it."
        return _keeping(request, found, mark, said, words, 409)
    by, now, note = person_of(request), timezone.now(), said.get("note", "")
    try:
        version = (
            services.keep_next(by, int(said["plan"]), found, note, now)
            if said.get("plan", "").isdecimal()
            else services.keep_new(by, said.get("name", ""), found, note, now)
        )
    except UsageError as error:
        return _keeping(request, found, mark, said, str(error), 422)
    except Plan.DoesNotExist:
        raise Http404 from None
    request.session["done"] = f"{version} is kept."
    return redirect("plan", version.plan_id)


@asks_for(Right.ALL_ROWS)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan as it was kept, where its approval stands, and what came of it."""
    return _page(request, _version(pk, request.GET.get("version", "")))


@asks_for(Right.ALL_ROWS, of=duties.PLANS)
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Ask for the approval of a plan's last version, give it, send it back, or take it back."""
    version = _version(pk, "")
    if what not in ACTS:
        raise Http404
    try:
        request.session["done"] = ACTS[what](request, version, timezone.now())
    except (UsageError, approvals.OwnError, approvals.OverError, ChangedMeanwhileError) as error:
        return _page(request, version, str(error), 409)
    return redirect("plan", pk)


def _submit(request: HttpRequest, version: Version, now: datetime) -> str:
    services.submit(person_of(request), version, served().root, now)
    return f"{version} waits for the approval of somebody else."


def _approve(request: HttpRequest, version: Version, now: datetime) -> str:
    approvals.approve(_decision(request, version, now), services.duty(served().root, version))
    return f"{version} is approved."


def _send_back(request: HttpRequest, version: Version, now: datetime) -> str:
    duty, reason = services.duty(served().root, version), request.POST.get("reason", "")
    approvals.send_back(_decision(request, version, now), duty, reason)
    return f"{version} is sent back."


def _withdraw(request: HttpRequest, version: Version, now: datetime) -> str:
    approvals.withdraw(_decision(request, version, now).approval, person_of(request), now)
    return f"{version} is withdrawn."


ACTS: Mapping[str, Callable[[HttpRequest, Version, datetime], str]] = {
    "submit": _submit,
    "approve": _approve,
    "send-back": _send_back,
    "withdraw": _withdraw,
}


def _decision(request: HttpRequest, version: Version, now: datetime) -> approvals.Decision:
    return decision(request, services.KIND, str(version.plan_id), now)


def _version(pk: int, number: str) -> Version:
    """Return a version of a plan by its number, the last where none is named."""
    found = Version.objects.filter(plan=pk).select_related("plan", "author").order_by("-number")
    version = found.filter(number=int(number)).first() if number.isdecimal() else found.first()
    if version is None:
        raise Http404
    return version


def _found(request: HttpRequest) -> services.Found | None:
    """Return the answer that stands on the page of the plan at this place; None where none was given."""
    place, said = Place.of(request.GET.dict()), said_with(request)
    document = kept_document("plan", said, place, access_of(request))
    if document is None:
        return None
    pinned = replace(place, snapshot=document["snapshot"])
    return services.Found(pinned, said, document, services.stands_on(served().root, place.scenario))


def _keeping(
    request: HttpRequest,
    found: services.Found,
    mark: str,
    said: Mapping[str, str],
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    matter = {
        "place": found.place,
        "found": found,
        "heads": sum(each["heads"] for each in found.document["searches"]),
        "mark": mark,
        "said": said,
        "plans": Plan.objects.order_by("name"),
        "refused": refused,
        "query": request.GET.urlencode(),
    }
    return _shown(request, "web/plan_keep.html", matter, status)


def _page(request: HttpRequest, version: Version, refused: str = "", status: int = 200) -> HttpResponse:
    now, root, person = timezone.now(), served().root, person_of(request)
    approval = services.approval_of(root, version, now)
    place = Place.of(version.place)
    newest = services.last(version.plan)
    matter = {
        "plan": version.plan,
        "version": version,
        "newest": newest,
        "versions": version.plan.versions.select_related("author").order_by("-number"),
        "where": place,
        "changed": services.changes(version, root),
        "approval": approval,
        "may_see_money": person.access.allows(Right.PAY_GROUP),
        "steps": approvals.history(services.KIND, str(version.plan_id)),
        "may": _may(person, version, newest, approval),
        "approvers": _approvers(version, approval),
        "refused": refused,
        "done": request.session.pop("done", ""),
        **inside(version, access_of(request)),
    }
    return _shown(request, "web/plan.html", matter, status)


def _may(person: Person, version: Version, newest: Version, approval: Approval | None) -> Mapping[str, bool]:
    """Return what somebody may do with a version now."""
    last, open_ = version.pk == newest.pk, approval is not None and approval.open
    made = approval is not None and person.pk in approval.makers
    return {
        "submit": last and not open_ and person.role in duties.PLANS,
        "decide": approval is not None and approval.asked and not made and person.role in duties.APPROVALS,
        "withdraw": open_ and made,
    }


def _approvers(version: Version, approval: Approval | None) -> list[str]:
    """Return who could approve it: those whose duty it is, and who had no part in it."""
    makers = set(approval.makers) if approval else set(version.plan.versions.values_list("author", flat=True))
    able = Person.objects.filter(role__in=duties.APPROVALS, is_active=True).exclude(pk__in=makers)
    return list(able.order_by("name").values_list("name", flat=True))


def _shown(request: HttpRequest, template: str, matter: Mapping[str, Any], status: int = 200) -> HttpResponse:
    access = access_of(request)
    names = {"names": access.allows(Right.PERSON_NAMES)}
    frame = {"page": PAGE, "tabs": tabs_of(PAGE, access), "at": AT, **names} if PAGE else {}
    return render(request, template, {**frame, **matter}, status=status)
