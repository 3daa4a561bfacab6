"""The metrics, in the text form that Prometheus reads; for who has their token, and nowhere for others."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest

from bookload.web.metrics.counted import in_all_processes
from bookload.web.metrics.standing import Standing
from bookload.web.routes import open_to_all
from bookload.web.state import served

if TYPE_CHECKING:
    from django.http import HttpRequest

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@open_to_all
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the metrics to who sends their token; raise `Http404` for anybody else, on this machine too.

    Behind a proxy all come from this machine: where somebody comes from opens nothing.
    """
    state = served()
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(said.encode(), state.metrics_token().encode()):
        raise Http404
    shown = CollectorRegistry()
    shown.register(Standing(state, timezone.now()))
    return HttpResponse(generate_latest(in_all_processes()) + generate_latest(shown), content_type=TEXT)
