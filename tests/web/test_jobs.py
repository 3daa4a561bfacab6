"""Jobs: done by a process each, told, stopped, and never anybody else's."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from serving import wait_until

if TYPE_CHECKING:
    from django.test import Client

    from bookload.web.jobs.models import Job
    from bookload.web.people.models import Person

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
FOR_LONG = "import time\ntime.sleep(600)"


@pytest.fixture
def person(served: Path) -> Person:
    from bookload.web.people.models import Person

    return Person.objects.invite("owner", "owner")


@pytest.fixture
def plan(as_role: Callable[[str], Client]) -> Callable[[str], Job]:
    """A slow question that was asked on its page."""

    def asked(months: str) -> Job:
        from bookload.web.jobs.models import Job

        said = {"months_ahead": months}
        assert as_role("owner").get("/capacity/plan", said).status_code == 200
        return Job.objects.latest("pk")

    return asked


def begun(person: Person, **told: object) -> Job:
    from bookload.web.jobs.models import Job

    usual = {"kind": "sample", "title": "x", "arguments": {}, "page": "/data", "asked_at": NOW}
    return Job.objects.create(person=person, **{**usual, **told})


def test_what_is_begun_twice_is_one_job_until_it_is_over(person):
    from bookload.web.jobs.models import State
    from bookload.web.jobs.services import begin

    first = begin(person, "sample", "x", {}, "/data")
    assert begin(person, "sample", "x", {}, "/data") == first
    assert begin(person, "sample", "x", {"other": 1}, "/data") != first
    first.end(State.DONE, NOW, result={})
    assert begin(person, "sample", "x", {}, "/data") != first


def test_a_slow_question_is_answered_in_the_background_and_then_there(as_role, plan):
    from bookload.web.jobs.worker import carry_out

    job = plan("3")
    page = as_role("owner").get("/capacity/plan", {"months_ahead": "3"}).content.decode()
    assert f'hx-get="/jobs/{job.pk}/progress"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    carry_out(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    told = as_role("owner").get(f"/jobs/{job.pk}/progress")
    assert told.headers["HX-Redirect"] == "/capacity/plan?months_ahead=3"
    assert "hx-get" not in as_role("owner").get("/capacity/plan", {"months_ahead": "3"}).content.decode()


def test_a_question_that_went_wrong_is_told_and_not_asked_again_by_looking(as_role, plan):
    from bookload.web.jobs.models import Job, State

    job = plan("4")
    job.end(State.FAILED, NOW, error="the plan <needs> people")
    page = as_role("owner").get("/capacity/plan", {"months_ahead": "4"}).content.decode()
    assert "the plan &lt;needs&gt; people" in page
    assert Job.objects.count() == 1
    again = as_role("owner").post(f"/jobs/{job.pk}/again")
    assert again.status_code == 302
    assert Job.objects.count() == 2


def test_a_job_is_its_askers_alone(as_role, person):
    job = begun(person)
    for role in ("admin", "finance", "csm"):
        for path, call in (("", "get"), ("/progress", "get"), ("/cancel", "post"), ("/again", "post")):
            answer = getattr(as_role(role), call)(f"/jobs/{job.pk}{path}")
            assert answer.status_code == 404, (role, path)


def test_a_job_has_the_rights_that_its_asker_has_when_it_is_done(served, as_role):
    from bookload.web.jobs.services import begin
    from bookload.web.jobs.worker import carry_out
    from bookload.web.people.models import Person

    as_role("operations")
    somebody = Person.objects.get(name="operations")
    job = begin(somebody, "sample", "x", {}, "/data")
    Person.objects.filter(pk=somebody.pk).update(role="board")
    carry_out(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "your role may not do this any more")


def test_a_job_of_somebody_who_may_not_sign_in_is_not_done(served, person):
    from bookload.web.jobs.worker import carry_out
    from bookload.web.people.models import Person

    job = begun(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    carry_out(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "may not sign in" in job.error


def test_a_job_that_waits_is_stopped_at_once(as_role, person):
    job = begun(person)
    as_role("owner").post(f"/jobs/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_work_hears_that_it_is_to_stop_and_tells_how_far_it_is(person):
    from bookload.base.errors import CancelledError
    from bookload.web.jobs.services import cancel
    from bookload.web.jobs.worker import Beating

    job = begun(person, state="running", beat_at=NOW)
    with Beating(job) as progress:
        progress.step("reading", 3, 10)
        wait_until(lambda: again(job).stage == "reading")
        cancel(job)
        wait_until(progress.cancelled.is_set)
        with pytest.raises(CancelledError):
            progress.step("reading", 4, 10)
    assert (again(job).done, again(job).total) == (3, 10)
    beat = again(job).beat_at
    assert beat is not None
    assert beat > NOW


def test_a_job_that_nobody_hears_of_has_failed_whoever_looks(as_role, person):
    from django.utils import timezone

    job = begun(person, state="running", beat_at=timezone.now() - timedelta(seconds=46))
    page = as_role("owner").get(f"/jobs/{job.pk}").content.decode()
    assert "gone, or stands still" in page
    assert "Begin again" in page


def test_who_watches_tells_of_a_process_that_died_and_takes_up_what_waits(person, monkeypatch):
    from bookload.web.jobs.supervisor import Supervisor

    supervisor = Supervisor(at_once=1)
    first, second = begun(person), begun(person)
    instead_of_work(monkeypatch)
    supervisor.turn(NOW)
    process = supervisor.started[first.pk]
    assert (again(first).state, again(second).state) == ("running", "queued")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    supervisor.turn(NOW)
    assert again(first).state == "failed"
    assert "signal 9" in again(first).error
    assert again(second).state == "running"
    supervisor.stop(NOW)
    assert "server was stopped" in again(second).error


def test_who_watches_ends_work_that_does_not_stop(person, monkeypatch):
    from django.utils import timezone

    from bookload.web.jobs.services import cancel
    from bookload.web.jobs.supervisor import Supervisor

    supervisor, job, now = Supervisor(), begun(person), timezone.now()
    instead_of_work(monkeypatch)
    supervisor.turn(now)
    cancel(job)
    supervisor.turn(now + timedelta(seconds=15))
    supervisor.started[job.pk].wait()
    supervisor.turn(now)
    assert again(job).state == "cancelled"


def test_what_nobody_waits_for_comes_last_and_leaves_a_place_for_people(person, monkeypatch):
    from bookload.web.jobs.supervisor import Supervisor

    supervisor = Supervisor()
    pages = [begun(person, kind="ready", arguments={"of": each}) for each in "ab"]
    instead_of_work(monkeypatch)
    supervisor.turn(NOW)
    assert [again(each).state for each in pages] == ["running", "queued"]
    asked = begun(person)
    supervisor.turn(NOW)
    assert (again(asked).state, again(pages[1]).state) == ("running", "queued")
    supervisor.stop(NOW)

    first, then = begun(person, kind="ready", arguments={"of": "c"}), begun(person)
    alone = Supervisor(at_once=1)
    alone.turn(NOW)
    assert (again(first).state, again(then).state) == ("queued", "running")
    alone.stop(NOW)


def test_two_who_watch_never_take_up_the_same(person, monkeypatch):
    from bookload.web.jobs.supervisor import Supervisor

    job, pair = begun(person), (Supervisor(), Supervisor())
    instead_of_work(monkeypatch)
    for each in pair:
        each.turn(NOW)
    assert [list(each.started) for each in pair] == [[job.pk], []]
    pair[0].stop(NOW)


def instead_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes be started that sleep: those that work read another database than the tests'."""
    from bookload.web.jobs import supervisor

    monkeypatch.setattr(supervisor, "COMMAND", (sys.executable, "-c", FOR_LONG))


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job
