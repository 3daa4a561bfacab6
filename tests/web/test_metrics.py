"""Metrics: for who has their token, with nothing of a customer in them, and true: counted here as well."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bookload import __version__
from served import by_key

PAY = ("71713", "91919", "88081")
NOW = datetime(2025, 7, 2, 12, tzinfo=UTC)
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(text: str) -> Samples:
    """Every sample by name and labels, as Prometheus' own parser has them."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scraped(root: Path) -> Samples:
    answer = by_key((root / ".bookload" / "web" / "metrics-token").read_text()).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return read(answer.content.decode())


def requests(found: Samples, route: str, status: int) -> float:
    return found.get(("bookload_request_seconds_count", (("route", route), ("status", str(status)))), 0)


@pytest.fixture
def watched(served: Path) -> Path:
    from bookload.web.state import State

    State(served).metrics_token()
    return served


@pytest.mark.parametrize("said", [None, "", "Bearer ", "Bearer wrong", "Bearer \u00e9", "Basic x"])
def test_who_has_not_their_token_finds_nothing_and_a_session_is_none(watched, as_role, said):
    headers = {} if said is None else {"Authorization": said}
    assert as_role("owner").get("/metrics", headers=headers).status_code == 404


def test_their_token_is_the_owners_of_the_files_alone(watched):
    assert (watched / ".bookload" / "web" / "metrics-token").stat().st_mode & 0o777 == 0o600


def test_requests_are_counted_by_route_and_status_and_by_how_long_they_took(watched, as_role):
    before, owner = scraped(watched), as_role("owner")
    for path in (
        "/health",
        "/health",
        "/revenue/movements?as_of=soon",
        "/nowhere/at-all",
        "/static/page.css",
    ):
        owner.get(path).close()
    after = scraped(watched)

    def more(route: str, status: int) -> float:
        return requests(after, route, status) - requests(before, route, status)

    assert (more("health", 200), more("answer", 400), more("answer", 404)) == (2, 1, 1)
    assert more("static", 200) == 1
    assert more("metrics", 200) == 1, "the scrape before this one"
    bound = ("bookload_request_seconds_bucket", (("le", "+Inf"), ("route", "health"), ("status", "200")))
    assert after[bound] == requests(after, "health", 200)


def test_a_request_takes_as_long_as_the_clock_says(watched, rf_answer):
    from bookload.web.metrics.counted import Measured

    ticks = iter((10.0, 10.3))
    before = scraped(watched)
    Measured(rf_answer, lambda: next(ticks))(rf_answer.request)
    after = scraped(watched)

    def more(name: str, **labels: str) -> float:
        key = (
            f"bookload_request_seconds_{name}",
            tuple(sorted({"route": "none", "status": "418", **labels}.items())),
        )
        return after[key] - before.get(key, 0)

    assert more("sum") == pytest.approx(0.3)
    assert [more("bucket", le=each) for each in ("0.2", "0.5", "+Inf")] == [0, 1, 1]


@pytest.fixture
def rf_answer() -> Callable[..., object]:
    from django.http import HttpResponse
    from django.test import RequestFactory

    class Teapot:
        request = RequestFactory().get("/a/b/c")

        def __call__(self, _request):
            return HttpResponse(status=418)

    return Teapot()


def test_answers_are_counted_as_computed_once_and_kept_after_that(own, as_role):
    from bookload.web.state import State

    State(own).metrics_token()
    owner = as_role("owner")
    found = [scraped(own)]
    for _ in range(2):
        assert owner.get("/api/v1/movements", {"from": "2025-02", "to": "2025-03"}).status_code == 200
        found.append(scraped(own))

    def more(at: int, how: str) -> float:
        key = ("bookload_answers_total", (("how", how),))
        return found[at].get(key, 0) - found[at - 1].get(key, 0)

    assert more(1, "computed") > 0
    assert (more(2, "computed"), more(2, "kept") > 0) == (0, True)


def test_work_and_data_are_told_by_where_they_stand_and_how_old_they_are(watched, as_role):
    from prometheus_client import CollectorRegistry, generate_latest

    from bookload.data import snapshots
    from bookload.web.jobs.models import Job
    from bookload.web.metrics.standing import Standing
    from bookload.web.people.models import Person
    from bookload.web.state import State

    as_role("owner")
    for minutes, state in ((5, "queued"), (9, "queued"), (2, "running"), (70, "done")):
        asked_at = NOW - timedelta(minutes=minutes)
        Job.objects.create(
            person=Person.objects.get(name="owner"),
            kind="import",
            title="A1",
            arguments={},
            page="/data",
            state=state,
            asked_at=asked_at,
        )
    registry = CollectorRegistry()
    registry.register(Standing(State(watched), NOW))
    found = read(generate_latest(registry).decode())
    (held,) = snapshots.listing(watched / ".bookload")
    assert found["bookload_jobs", (("kind", "import"), ("state", "queued"))] == 2
    assert found["bookload_oldest_job_seconds", (("state", "queued"),)] == 9 * 60
    assert found["bookload_oldest_job_seconds", (("state", "running"),)] == 2 * 60
    assert found["bookload_data_age_seconds", ()] == 36 * 3_600, "since the end of 30 June"
    assert found["bookload_snapshot_age_seconds", ()] == max(0, (NOW - held.loaded_at).total_seconds())
    assert found["bookload_imports", ()] == 1
    assert found["bookload_build_info", (("version", __version__),)] == 1
    assert found["bookload_database_bytes", ()] > 10_000


def test_there_is_nothing_of_a_customer_a_person_or_an_amount_in_them(watched, as_role):
    owner = as_role("owner")
    owner.get("/books/book", {"person": "P1", "only.segment": "Enterprise", "as_of": "yesterday"})
    owner.get("/api/v1/explain", {"metric": "arr", "account": "A1", "as_of": "yesterday"})
    owner.get("/A1/Ada?account=A1")
    token = (watched / ".bookload" / "web" / "metrics-token").read_text()
    text = by_key(token).get("/metrics").content.decode()
    labels = " ".join(value for _, labels in read(text) for _, value in labels)
    assert not [each for each in PAY if each in labels]
    assert not {"Ada", "Enterprise", "acme", "owner", "A1", "A2", "A3", "A4"} & set(
        re.findall(r"\w+", labels)
    )


def test_processes_count_together(tmp_path):
    said = "from bookload.web.metrics.counted import ANSWERS; ANSWERS.labels('kept').inc({})"
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "none"}
    for count in (3, 4):
        subprocess.run([sys.executable, "-c", said.format(count)], env=environment, check=True)
    from prometheus_client.multiprocess import MultiProcessCollector

    (family,) = MultiProcessCollector(None, str(tmp_path)).collect()
    assert [sample.value for sample in family.samples] == [7]
