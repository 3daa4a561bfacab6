"""Asking for an approval, giving it, sending it back, and what makes it void.

Each step is one transaction over the approval's row, with its entry in the audit log written before it is
committed: no approval without its entry. Two who decide at once decide once; nobody decides over what they
made, and an approval whose documents changed is void for good, even if they are changed back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bookload.base.errors import AccessDeniedError, BookloadError, ChangedMeanwhileError, UsageError
from bookload.web.approvals.models import OPEN, Approval, State
from bookload.web.people.models import Person
from bookload.web.recorded import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST_REASON = 1_000
OWN = "nobody approves what they made or asked for: somebody else has to, who may"
Standing = Mapping[str, str]
"""The hashes of what an approval stands on, by name."""


class OwnError(BookloadError):
    """Somebody decides over what they made themselves."""


class OverError(BookloadError):
    """Something that is decided, taken back or void is decided over."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be approved: its kind, which it is, what it is called, what it stands on, who made it."""

    kind: str
    key: str
    title: str
    stands_on: Standing
    makers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Duty:
    """Who may decide, and what the subject stands on now."""

    roles: frozenset[str]
    standing: Callable[[], Standing]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides over which approval, when, and the mark of what they looked at."""

    approval: int
    by: Person
    mark: str
    now: datetime


def ask(by: Person, subject: Subject, now: datetime) -> Approval:
    """Return an approval that is asked for; the same one that waits or holds already is it.

    One of the same subject that stands on something else ends: there is a newer version.
    """
    with transaction.atomic():
        for earlier in _of(subject.kind, subject.key).select_for_update().filter(state__in=OPEN):
            if earlier.stands_on == dict(subject.stands_on):
                return earlier
            _end(earlier, State.VOID, by, now, changed=_differing(earlier.stands_on, subject.stands_on))
        asked = Approval.objects.create(
            kind=subject.kind,
            subject=subject.key,
            title=subject.title,
            stands_on=dict(subject.stands_on),
            makers=sorted({by.pk, *subject.makers}),
            asked_by=by,
            asked_at=now,
        )
        record(by, "approval asked", _told(asked), now)
    return asked


def approve(made: Decision, duty: Duty) -> Approval:
    """Return an approval that somebody gave; giving it twice is giving it once.

    Raises `AccessDeniedError` for who may not decide, `OwnError` for who made it, `ChangedMeanwhileError`
    where what they saw (`mark`) is not what stands there now, and `OverError` where it is over.
    """
    return _decided(made, duty, State.APPROVED, "")


def send_back(made: Decision, duty: Duty, reason: str) -> Approval:
    """Return an approval that somebody refused, with the reason; raises as `approve` does."""
    reason = reason.strip()
    if not reason:
        raise UsageError("say why it is sent back: whoever asked has to know what to change")
    if len(reason) > LONGEST_REASON:
        raise UsageError(f"a reason has at most {LONGEST_REASON:,} characters; this one has {len(reason):,}")
    return _decided(made, duty, State.SENT_BACK, reason)


def withdraw(approval: int, by: Person, now: datetime) -> Approval:
    """Return an approval that one of those who made it took back, asked for or given.

    Raises `AccessDeniedError` for anybody else.
    """
    with transaction.atomic():
        found = _locked(approval)
        if by.pk not in found.makers:
            raise AccessDeniedError("whoever asked for an approval takes it back, and nobody else")
        if found.open:
            _end(found, State.WITHDRAWN, by, now)
    return found


def checked(approval: Approval, standing: Standing, now: datetime) -> Approval:
    """Return an approval as it is now: void, for good, if what it stands on is not what it was.

    Files can be changed by hand, so whoever looks finds out.
    """
    changed = _differing(approval.stands_on, standing)
    if not approval.open or not changed:
        return approval
    with transaction.atomic():
        found = _locked(approval.pk)
        if found.open:
            _end(found, State.VOID, None, now, changed=changed)
    return found


def edited(name: str, hash_: str, by: Person, now: datetime) -> None:
    """Make void what stands on a document that somebody gave another text."""
    standing_on = Approval.objects.filter(state__in=OPEN, stands_on__has_key=name)
    for pk in list(standing_on.values_list("pk", flat=True)):
        with transaction.atomic():
            found = _locked(pk)
            if found.open and found.stands_on.get(name) != hash_:
                _end(found, State.VOID, by, now, changed=[name])


def replaced(kind: str, subject: str, name: str, by: Person, now: datetime) -> None:
    """Make void what is asked for or approved of a subject, since there is a newer version of it."""
    with transaction.atomic():
        for earlier in _of(kind, subject).select_for_update().filter(state__in=OPEN):
            _end(earlier, State.VOID, by, now, changed=[name])


def latest(kind: str, subject: str) -> Approval | None:
    """Return the last approval that was asked for of a subject; None where none was."""
    return _of(kind, subject).order_by("-pk").first()


def history(kind: str, subject: str) -> list[Approval]:
    """Return every approval that was asked for of a subject, the latest first."""
    return list(_of(kind, subject).select_related("asked_by", "ended_by").order_by("-pk"))


def _of(kind: str, subject: str) -> QuerySet[Approval]:
    return Approval.objects.filter(kind=kind, subject=subject)


def _decided(made: Decision, duty: Duty, state: State, reason: str) -> Approval:
    with transaction.atomic():
        found = _locked(made.approval)
        person = Person.objects.select_for_update().get(pk=made.by.pk)
        if not person.is_active or person.role not in duty.roles:
            raise AccessDeniedError(f"role '{person.role}' does not decide over a {found.kind}")
        own = person.pk in found.makers
        if not own and found.open:
            if found.mark != made.mark:
                raise ChangedMeanwhileError("this is not what you looked at; look again before you decide")
            if changed := _differing(found.stands_on, duty.standing()):
                _end(found, State.VOID, None, made.now, changed=changed)
            elif found.state == State.ASKED:
                _end(found, state, person, made.now, reason=reason)
    if own:
        record(made.by, "refused", {"own": found.kind, "subject": found.subject}, made.now)
        raise OwnError(OWN)
    if found.state != state:
        raise OverError(over(found))
    return found


def over(found: Approval) -> str:
    """Return why nothing is decided over an approval any more."""
    who = found.ended_by.name if found.ended_by else "a change of what it stands on"
    if found.void:
        changed = ", ".join(found.changed)
        return f"{found.title} can no longer be approved: since it was asked for, {changed} changed"
    return f"{found.title} is {found.state} already, by {who}"


def _locked(approval: int) -> Approval:
    return Approval.objects.select_for_update().get(pk=approval)


def _end(
    found: Approval,
    state: State,
    by: Person | None,
    now: datetime,
    *,
    reason: str = "",
    changed: list[str] | None = None,
) -> None:
    found.state, found.ended_by, found.ended_at = state, by, now
    found.reason, found.changed = reason, changed or []
    found.save(update_fields=["state", "ended_by", "ended_at", "reason", "changed"])
    more = {"changed": found.changed} if found.changed else {}
    record(by, f"approval {state.value}", {**_told(found), **more}, now)


def _told(found: Approval) -> dict[str, object]:
    """Return what the audit log says of it: what it is and what it stands on; a reason may name anybody."""
    return {
        "of": found.kind,
        "subject": found.subject,
        "approval": found.pk,
        "stands_on": dict(found.stands_on),
    }


def _differing(one: Standing, other: Standing) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
