"""The job that sends what is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bookload.base.errors import BookloadError
from bookload.web.digest.delivery import Desk

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.web.people.models import Person


class UndeliveredError(BookloadError):
    """Letters that were given up, or of which nobody can tell."""


def delivered(_person: Person, _arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    """Send what is due; a failure of the job tells whoever watches jobs that letters did not arrive."""
    outcome = Desk(timezone.now()).deliver()
    if outcome.lost:
        raise UndeliveredError(
            f"{len(outcome.lost)} digests did not arrive, or may not have; Settings, Mail says which and why"
        )
    return {"sent": outcome.sent, "later": outcome.later}
