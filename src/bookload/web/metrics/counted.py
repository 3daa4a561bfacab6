"""What is counted while requests are answered, in all processes of a server together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from bookload.web.state import METRICS
from bookload.workspace.kept import looks

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from prometheus_client.registry import Collector

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds; what pages are to be answered within (0.2 and 0.5, and 2 at first) is among them."""

NO_ROUTE, FILES = "none", "static"
OWN = CollectorRegistry()
"""What this process counted."""

REQUESTS = Histogram(
    "bookload_request_seconds",
    "How long requests took, by the name of their route and the status of the answer.",
    ("route", "status"),
    registry=OWN,
    buckets=BOUNDS,
)
ANSWERS = Counter(
    "bookload_answers",
    "Answers that requests asked for: found as they were kept, or computed.",
    ("how",),
    registry=OWN,
)


class Measured:
    """Around all other: times each request, and counts the answers that it asked for."""

    def __init__(
        self, answer: Callable[[HttpRequest], HttpResponse], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """Stand around the app."""
        self.answer, self.clock = answer, clock

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count it."""
        begun = self.clock()
        with looks() as found:
            response = self.answer(request)
        REQUESTS.labels(route_of(request), str(response.status_code)).observe(self.clock() - begun)
        for kept in found:
            ANSWERS.labels("kept" if kept else "computed").inc()
        return response


def route_of(request: HttpRequest) -> str:
    """Return the name of a request's route; never what stands in its address."""
    match = request.resolver_match
    if match is not None:
        return match.url_name or NO_ROUTE
    return FILES if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/") else NO_ROUTE


def in_all_processes() -> Collector:
    """Return what all processes of this server counted; of this one alone where nobody started a server."""
    folder = os.environ.get(METRICS)
    if folder is None or not Path(folder).is_dir():
        return OWN
    # The library states no types of it: with no registry it is one that is asked like any other.
    return MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]
