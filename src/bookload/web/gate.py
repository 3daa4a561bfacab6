"""The gate before the views: who has the rights that a route states comes through, others find nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from bookload.web.refused import refused
from bookload.web.routes import EVERY_ROLE, ROLES_STATED, STATED
from bookload.workspace.opened import one_reading

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Gate:
    """Let through who has the rights that a route states."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before the views."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_view` decides once the route is known."""
        with one_reading():
            return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _named: object
    ) -> HttpResponse | None:
        """Return the way to sign in, or None to go on; raise `Http404` without the rights."""
        if not hasattr(view, STATED):
            raise Http404
        needed = getattr(view, STATED)
        if needed is None:
            return None
        if not request.user.is_authenticated:
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()}, safe='/')}")
        access = request.user.access
        if not needed <= access.rights or access.role not in getattr(view, ROLES_STATED, EVERY_ROLE):
            refused(request, timezone.now())
            raise Http404
        return None
