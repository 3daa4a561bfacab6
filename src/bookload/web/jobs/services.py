"""Beginning, finding and stopping jobs: all that pages do with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from bookload.data import snapshots
from bookload.web.jobs.models import GOING, Job, State
from bookload.web.state import served
from bookload.workspace.beside import beside
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.web.asked import Place
    from bookload.web.people.models import Person
    from bookload.workspace.questions import Question


REMEMBERED = timedelta(minutes=10)
"""How long a question that went wrong is told so before it is asked anew."""


def begin(person: Person, kind: str, title: str, arguments: Mapping[str, Any], page: str) -> Job:
    """Queue a job and return it; one of the same person that is to do the same and is not over is it already.

    `page` is a path of this app that shows what comes of it.
    """
    now = timezone.now()
    with transaction.atomic():
        same = _latest(person, kind, arguments)
        if same is not None and same.cancel_at is None and same.told(now).going:
            return same
        return Job.objects.create(
            person=person, kind=kind, title=title[:200], arguments=dict(arguments), page=page, asked_at=now
        )


def ask(person: Person, question: Question[Any], said: Mapping[str, str], place: Place, page: str) -> Job:
    """Have a question answered in the background, and return the job; `page` asks it again once it is.

    Its answer is kept as the page would keep it, for whoever has the same rights. One that went wrong or was
    stopped a short while ago is not begun anew by looking at the page once more; `again` does so.
    """
    arguments = {
        "question": question.name,
        "said": dict(said),
        "place": place.said,
        "of": _of(question, place, person),
    }
    same = _latest(person, "answer", arguments)
    now = timezone.now()
    if same is not None and (now - same.asked_at < REMEMBERED or same.told(now).going):
        return same.told(now)
    return begin(person, "answer", question.title, arguments, page)


def _of(question: Question[Any], place: Place, person: Person) -> str | None:
    """Return what an answer depends on now: the snapshot, the documents and the program; None without one."""
    folder = Folder(served().root)
    held = snapshots.current_id(folder.state)
    beside_it = beside(served().root, question, place.scenario, person.access)
    return None if held is None else f"{folder.cache(held).name} {beside_it}".strip()


def _latest(person: Person, kind: str, arguments: Mapping[str, Any]) -> Job | None:
    return Job.objects.filter(person=person, kind=kind, arguments=dict(arguments)).order_by("-pk").first()


def again(job: Job) -> Job:
    """Queue the same work once more, as whoever asked may see now."""
    return begin(job.person, job.kind, job.title, job.arguments, job.page)


def cancel(job: Job) -> None:
    """Stop a job: at once where nobody began it, else as soon as its worker hears of it."""
    now = timezone.now()
    queued = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    if not queued.update(state=State.CANCELLED, cancel_at=now, ended_at=now):
        Job.objects.filter(pk=job.pk, state=State.RUNNING, cancel_at=None).update(cancel_at=now)


def jobs_of(person: Person, *kinds: str) -> list[Job]:
    """Return somebody's jobs of some kinds that are going on, the latest first."""
    now = timezone.now()
    found = Job.objects.filter(person=person, kind__in=kinds, state__in=GOING).order_by("-pk")
    return [job for job in found if job.told(now).going]
