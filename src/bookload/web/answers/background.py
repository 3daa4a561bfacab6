"""A question answered beside the server: it leaves the answer where the page looks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bookload.web.answers.fragments import answer_inside
from bookload.web.asked import Place, log_supposed
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.web.people.models import Person


def answered(person: Person, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Answer with the rights of whoever asked; the answer itself is kept by snapshot and rights."""
    place = Place.of(arguments["place"])
    log_supposed(person, QUESTIONS[arguments["question"]], place, timezone.now())
    answer_inside(arguments["question"], arguments["said"], place, person.access, progress)
    return {}
