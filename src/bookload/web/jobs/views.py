"""How far a job is, and stopping it or doing it again; each person has their own jobs and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookload.web.asked import person_of
from bookload.web.jobs import services
from bookload.web.jobs.models import Job
from bookload.web.routes import asks_for

if TYPE_CHECKING:
    from django.http import HttpRequest


@asks_for()
@require_safe
def show(request: HttpRequest, job: int) -> HttpResponse:
    """Show how far a job is; once it is done, go to where its result is."""
    found = _own(request, job)
    return redirect(found.page) if found.made else render(request, "web/jobs.html", {"job": found})


@asks_for()
@require_safe
def progress(request: HttpRequest, job: int) -> HttpResponse:
    """Give the part of a page that tells how far a job is; once it is done, send the browser to its page."""
    found = _own(request, job)
    response = render(request, "web/jobs_progress.html", {"job": found})
    if found.made:
        response.headers["HX-Redirect"] = found.page
    return response


@asks_for()
@require_POST
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """Stop a job."""
    found = _own(request, job)
    services.cancel(found)
    return redirect("job", found.pk)


@asks_for()
@require_POST
def again(request: HttpRequest, job: int) -> HttpResponse:
    """Do the same once more."""
    return redirect("job", services.again(_own(request, job)).pk)


def _own(request: HttpRequest, job: int) -> Job:
    """Return a job of whoever asks; others' are nowhere."""
    found = Job.objects.filter(pk=job, person=person_of(request)).first()
    if found is None:
        raise Http404
    return found.told(timezone.now())
