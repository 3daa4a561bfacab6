"""How things stand at a moment: work by where it stands, how old the data is, how large the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Min
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bookload import __version__
from bookload.data import snapshots
from bookload.web.jobs.models import GOING, Job
from bookload.web.state import State
from bookload.workspace.paths import Folder, is_live


class Standing(Collector):
    """How a served workspace stands now."""

    def __init__(self, state: State, now: datetime) -> None:
        """Look at a workspace at a moment."""
        self._state, self._now = state, now

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to say; of what there is not, as data before an import, nothing."""
        build = GaugeMetricFamily("bookload_build_info", "The version of the program.", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        yield from self._jobs()
        yield from self._data()
        yield GaugeMetricFamily("bookload_database_bytes", "How large the app's database is.", value=_size())

    def _jobs(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily(
            "bookload_jobs", "Work in the background, by kind and where it stands.", labels=["kind", "state"]
        )
        for row in Job.objects.values("kind", "state").annotate(count=Count("pk")).order_by("kind", "state"):
            jobs.add_metric([row["kind"], row["state"]], row["count"])
        yield jobs
        oldest = GaugeMetricFamily(
            "bookload_oldest_job_seconds",
            "Since when the oldest work was asked for that waits, or goes on; 0 where there is none.",
            labels=["state"],
        )
        asked = dict(Job.objects.filter(state__in=GOING).values_list("state").annotate(first=Min("asked_at")))
        for state in GOING:
            oldest.add_metric([state.value], _seconds(self._now - asked.get(state.value, self._now)))
        yield oldest

    def _data(self) -> Iterator[Metric]:
        root = self._state.root
        if is_live(root):
            return
        folder = Folder(root).state
        kept, current = snapshots.listing(folder), snapshots.current_id(folder)
        held = next((each for each in kept if each.id == current), None)
        yield GaugeMetricFamily(
            "bookload_imports", "How many imports there are to go back to.", value=len(kept)
        )
        if held is None:
            return
        through = datetime.combine(held.data_through + timedelta(days=1), time(), UTC)
        yield GaugeMetricFamily(
            "bookload_snapshot_age_seconds",
            "Since the last import.",
            value=_seconds(self._now - held.loaded_at),
        )
        yield GaugeMetricFamily(
            "bookload_data_age_seconds",
            "Since the end of the last day that the data covers.",
            value=_seconds(self._now - through),
        )


def _size() -> int:
    """Return the bytes of the app's database, as it says itself, wherever it is."""
    pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    there = "SELECT pg_database_size(current_database())"
    with connection.cursor() as cursor:
        cursor.execute(pages if connection.vendor == "sqlite" else there)
        return int(cursor.fetchone()[0])


def _seconds(age: timedelta) -> float:
    return max(0.0, age.total_seconds())
