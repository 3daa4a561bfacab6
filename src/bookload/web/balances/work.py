"""The job of a balance: it leaves what it found with its proposal."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bookload.base.errors import AccessDeniedError, UsageError
from bookload.planning.balance import Ask
from bookload.report.document import document
from bookload.report.topics.balance import body
from bookload.web.asked import Place, reader_at
from bookload.web.balances.kept import written
from bookload.web.balances.models import Proposal
from bookload.web.balances.services import stands_on
from bookload.web.people.duties import BALANCES
from bookload.web.recorded import record
from bookload.web.state import served
from bookload.workspace.balancing import How, to_choose
from bookload.workspace.what_ifs import log_pay, supposed

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.web.people.models import Person
    from bookload.workspace import Workspace


def balanced(person: Person, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Propose moves with the rights of whoever asked; told to stop, the best so far with its gap.

    Raises `AccessDeniedError` for who may not any more, and what balancing raises.
    """
    if person.role not in BALANCES:
        raise AccessDeniedError("your role may not do this any more")
    asked = Proposal.objects.filter(pk=arguments["proposal"], person=person).first()
    if asked is None:
        raise UsageError("this balance is not there any more; ask it anew")
    said = asked.asked
    standing = stands_on(served().root, said["scenario"])
    reader = _reader(person, said["scenario"])
    how = How(said["most"], said["seconds"], said["frontier"])
    ask = Ask(said["orphans"], tuple(said["leavers"]), said["hire"])
    found, of = to_choose(reader, ask, how, time.monotonic, progress)
    now = timezone.now()
    told = document(reader.head, body(found))
    changed = Proposal.objects.filter(pk=asked.pk, document__isnull=True)
    changed.update(document=told, kept=written(found, of), stands_on=standing)
    detail = {"proposal": asked.pk, "asked": said, "snapshot": reader.head.snapshot, "stands_on": standing}
    record(person, "balance proposed", {**detail, "status": found.status, "moves": len(found.moves)}, now)
    return {}


def _reader(person: Person, scenario: str | None) -> Workspace:
    """Return the company as it is, or as a scenario has it."""
    whole = reader_at(Place(), person.access)
    if scenario is None:
        return whole
    log_pay(served().root, person.access, now=timezone.now(), who=person.name)
    return supposed(whole, scenario).reader
