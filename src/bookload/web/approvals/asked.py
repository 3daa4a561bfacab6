"""Who decides over which approval, as the form of a page says it: the one that they looked at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404

from bookload.web.approvals.services import Decision, history
from bookload.web.asked import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def decision(request: HttpRequest, kind: str, subject: str, now: datetime) -> Decision:
    """Return who decides, over which approval of a subject, at which mark; another's is Http404."""
    said = request.POST.get("approval", "")
    known = {each.pk for each in history(kind, subject)}
    if not said.isdecimal() or int(said) not in known:
        raise Http404
    return Decision(int(said), person_of(request), request.POST.get("mark", ""), now)
