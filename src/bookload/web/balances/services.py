"""Asking for a balance, saying what is accepted of it, its approval, and what it stands on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction

from bookload.base.errors import ChangedMeanwhileError, UsageError
from bookload.data import documents, snapshots
from bookload.data.documents.store import JOURNEY, POLICY, SCENARIOS
from bookload.planning.balance import Accepted, accepted
from bookload.report.topics.balance import over_text
from bookload.web.approvals import services as approvals
from bookload.web.balances.kept import choices_of
from bookload.web.balances.models import Proposal
from bookload.web.jobs.services import begin
from bookload.web.people import duties
from bookload.web.recorded import record
from bookload.web.state import served
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bookload.web.approvals.models import Approval
    from bookload.web.jobs.models import Job
    from bookload.web.people.models import Person

KIND = "balance"
BOOKS, SAID = "the books", "what is accepted"
"""What a proposal stands on beside documents: the snapshot, and what people said to its moves."""

ACCEPTED: Literal["accepted"] = "accepted"
WORDS = frozenset({ACCEPTED, "declined"})
STALE = (
    "{changed} changed since this was proposed, so it can neither be sent for approval nor approved: ask "
    "the balance anew"
)


def begun(by: Person, asked: Mapping[str, Any], now: datetime) -> Proposal:
    """Return a proposal whose job is queued."""
    with transaction.atomic():
        made = Proposal.objects.create(person=by, asked_at=now, asked=dict(asked), makers=[by.pk])
    again(made)
    return made


def again(asked: Proposal) -> Job:
    """Queue the job of a proposal; the one that goes on is it."""
    return begin(asked.person, KIND, "Balancing the books", {"proposal": asked.pk}, asked.page)


def stands_on(root: Path, scenario: str | None) -> dict[str, str]:
    """Return what a proposal is made from: the hashes of the documents by file, and the snapshot."""
    files = [POLICY, JOURNEY, *([f"{SCENARIOS}/{scenario}.toml"] if scenario is not None else [])]
    found = {file: documents.written(root / file)[1] for file in files}
    return {**found, BOOKS: snapshots.current_id(Folder(root).state) or ""}


def changes(of: Proposal, root: Path) -> list[str]:
    """Return what a proposal was made from that is something else now; an import changes the books."""
    now = stands_on(root, of.asked["scenario"])
    return sorted(name for name in {*of.stands_on, *now} if of.stands_on.get(name) != now.get(name))


def standing(root: Path, of: Proposal) -> dict[str, str]:
    """Return what a proposal's approval would stand on now."""
    now = stands_on(root, of.asked["scenario"])
    return {**dict.fromkeys(of.stands_on, ""), **now, SAID: says(of)}


def says(of: Proposal) -> str:
    """Return the hash of a proposal and of what people said to it."""
    return hashlib.sha256(json.dumps([of.pk, of.found, of.said], sort_keys=True).encode()).hexdigest()


def taken(of: Proposal) -> tuple[int, ...]:
    """Return the numbers of the choices that are accepted."""
    return tuple(sorted(int(number) for number, word in of.said.items() if word == ACCEPTED))


def so_far(of: Proposal) -> Accepted:
    """Return what follows from what is accepted so far."""
    return accepted(choices_of(of.found), taken(of))


def say(by: Person, pk: int, said: Mapping[int, str], revision: int, now: datetime) -> Proposal:
    """Return a proposal after somebody said to some choices that they are accepted, declined or open ("").

    Raises `ChangedMeanwhileError` where somebody else said something since they looked (`revision`), and
    `UsageError` for a choice or a word that is none, and while an approval is asked for or holds.
    """
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=pk)
        if found.revision != revision:
            raise ChangedMeanwhileError(
                "somebody else accepted or declined moves since you looked: look again, then say yours"
            )
        _demand_open(found, now)
        count = len(found.found["groups"])
        for number, word in said.items():
            if not 0 <= number < count or word not in {*WORDS, ""}:
                raise UsageError(f"there are {count} moves to say 'accepted' or 'declined' to")
        after = {key: word for key, word in found.said.items() if int(key) not in said}
        after |= {str(number): word for number, word in said.items() if word}
        if after == found.said:
            return found
        before = found.said
        found.said, found.revision = after, found.revision + 1
        found.makers = sorted({*found.makers, by.pk})
        found.save(update_fields=["said", "revision", "makers"])
        changed = {number for number, word in said.items() if before.get(str(number), "") != word}
        words = {number: said[number] or "open" for number in sorted(changed)}
        record(by, "balance moves said", {"proposal": pk, "revision": found.revision, "said": words}, now)
    return found


def _demand_open(of: Proposal, now: datetime) -> None:
    if not of.made:
        raise UsageError("this balance has no moves yet")
    held = approval_of(served().root, of, now)
    if of.taken_over_at is not None or (held is not None and held.open):
        raise UsageError(
            "what is accepted waits for approval, or has it: whoever asked for that withdraws it first"
        )


def submit(by: Person, pk: int, root: Path, now: datetime) -> Approval:
    """Return the approval that is asked for of what is accepted of a proposal.

    Raises `UsageError` where nothing is, where it would overload somebody, where the books or documents
    changed, and for a scenario, whose people may not be there.
    """
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=pk)
        if why := hindered(found, root):
            raise UsageError(why)
        subject = approvals.Subject(
            KIND, str(found.pk), title(found), standing(root, found), frozenset(found.makers)
        )
        return approvals.ask(by, subject, now)


def hindered(of: Proposal, root: Path) -> str:
    """Return why what is accepted cannot be sent for approval; empty where it can."""
    if of.asked["scenario"] is not None:
        return "this is balanced as a scenario has it, whose people may not be there: it is for looking at"
    if not of.made or not taken(of):
        return "nothing is accepted yet"
    if changed := changes(of, root):
        return STALE.format(changed=", ".join(changed))
    follows = so_far(of)
    names = {each.owner_id: each.name for each in follows.books}
    over = "; ".join(over_text(each, names) for each in follows.over)
    return f"what is accepted would overload somebody: {over}" if over else ""


def title(of: Proposal) -> str:
    """Return what an approval of it is called."""
    count = sum(len(of.found["groups"][n]["moves"]) for n in taken(of))
    return f"Balance {of.pk}: {count} of {len(of.found['moves'])} moves"


def duty(root: Path, of: Proposal) -> approvals.Duty:
    """Return who approves a proposal, and what it stands on when they do."""
    return approvals.Duty(duties.BALANCES_APPROVED, lambda: standing(root, Proposal.objects.get(pk=of.pk)))


def approval_of(root: Path, of: Proposal, now: datetime) -> Approval | None:
    """Return the last approval that was asked for, as it is now: one that was taken over stays as it was."""
    found = approvals.latest(KIND, str(of.pk))
    if found is None or of.taken_over_at is not None:
        return found
    return approvals.checked(found, standing(root, of), now)


def take_over(by: Person, pk: int, root: Path, now: datetime) -> Proposal:
    """Return a proposal that is marked as taken over; raise `UsageError` where its approval does not hold."""
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=pk)
        held = approval_of(root, found, now)
        if held is None or not held.approved or changes(found, root):
            raise UsageError("only what is approved, and whose books are as they were, is taken over")
        if found.taken_over_at is None:
            found.taken_over_at, found.taken_over_by = now, by
            found.save(update_fields=["taken_over_at", "taken_over_by"])
            record(by, "balance taken over", {"proposal": pk, "moves": len(taken(found))}, now)
    return found
