"""Changes to people and their roles, each an entry in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from bookload.base.access import ROLES
from bookload.base.errors import AccessDeniedError, UsageError, unknown
from bookload.web.people import factors
from bookload.web.people.duties import OWNER, may_give
from bookload.web.people.models import LIMITED, Person, WayIn, mark
from bookload.web.people.ways_in import invited
from bookload.web.recorded import record

Made = TypeVar("Made")

OWN = "nobody changes their own role or ends their own account; another owner can"


def invite(by: Person, name: str, role: str, person_id: str, now: datetime) -> tuple[Person, str]:
    """Return somebody new and the token of the link to hand to them."""
    _demand(by, role)
    name = name.strip().casefold()
    if not name:
        raise UsageError("give a name to sign in with, best their mail address")
    if "\0" in name or Person.objects.filter(name=name).exists():
        raise UsageError(
            f"'{name}' signs in already, or is no name; give another, or change their role below"
        )
    person = _valid(lambda: Person.objects.invite(name, role, _whose(role, person_id)))
    record(by, "person invited", {"person": person.name, "role": role, **_book(person)}, now)
    return person, invited(person, now)


def give_role(by: Person, whose: Person, role: str, person_id: str, now: datetime) -> None:
    """Give somebody another role; it holds with their next request."""
    _demand(by, role)
    with transaction.atomic():
        person = _locked(by, whose)
        before = {"role": person.role, **_book(person)}
        person.role, person.person_id = role, _whose(role, person_id)
        _valid(person.full_clean)
        person.save(update_fields=["role", "person_id"])
        _an_owner_stays()
    after = {"role": person.role, **_book(person)}
    record(by, "role changed", {"person": person.name, "before": before, "after": after}, now)


def end(by: Person, whose: Person, now: datetime) -> None:
    """End somebody's account: their sessions and links are dead at once; what they did stays theirs."""
    with transaction.atomic():
        person = _locked(by, whose)
        person.is_active, person.mark = False, mark()
        person.save(update_fields=["is_active", "mark"])
        WayIn.objects.filter(person=person, used_at=None).delete()
        _an_owner_stays()
    record(by, "account ended", {"person": person.name}, now)


def begin_again(by: Person, whose: Person, now: datetime) -> None:
    """Let somebody in again whose account was ended."""
    with transaction.atomic():
        person = _locked(by, whose)
        person.is_active = True
        person.save(update_fields=["is_active"])
    record(by, "account begun again", {"person": person.name}, now)


def link(by: Person, whose: Person, now: datetime) -> str:
    """Return the token of a new link to hand to somebody who has no password, or forgot it."""
    person = _locked(by, whose)
    if not person.is_active:
        raise UsageError(f"the account of {person.name} was ended; begin it again first")
    record(by, "link made", {"person": person.name}, now)
    return invited(person, now)


def sign_out_everywhere(by: Person, whose: Person, now: datetime) -> Person:
    """End all sessions of somebody, and the links they have; anybody may end their own."""
    if by.pk != whose.pk:
        _demand(by, whose.role)
    whose.mark = mark()
    whose.save(update_fields=["mark"])
    WayIn.objects.filter(person=whose, used_at=None).delete()
    record(by, "signed out everywhere", {"person": whose.name}, now)
    return whose


def without_factor(by: Person, whose: Person, now: datetime) -> None:
    """Ask somebody who lost device and codes for no second factor any more; their passkeys are gone too."""
    person = _locked(by, whose)
    factors.removed(person)
    record(by, "second factor removed", {"person": person.name}, now)


def forget_sign_on(by: Person, whose: Person, now: datetime) -> None:
    """Forget who somebody is to the identity provider: who comes next by their verified address is they."""
    person = _locked(by, whose)
    person.identities.all().delete()
    record(by, "single sign-on forgotten", {"person": person.name}, now)


def _locked(by: Person, whose: Person) -> Person:
    """Return somebody as they are now, for a change by somebody who may make it and is not they."""
    if by.pk == whose.pk:
        raise UsageError(OWN)
    held = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=(by.pk, whose.pk))}
    now_by, person = held[by.pk], held[whose.pk]
    _demand(now_by, person.role)
    return person


def _demand(by: Person, role: str) -> None:
    if role not in ROLES:
        raise unknown("role", role, ROLES)
    if not by.is_active or not may_give(by.role, role):
        raise AccessDeniedError(f"role '{by.role}' neither gives nor takes role '{role}', which sees pay")


def _an_owner_stays() -> None:
    if not Person.objects.filter(role=OWNER, is_active=True).exists():
        raise UsageError("the last owner stays: make somebody else an owner first")


def _whose(role: str, person_id: str) -> str:
    if role in LIMITED and not person_id:
        raise UsageError(f"role '{role}' sees one person's book; say whose")
    return person_id if role in LIMITED else ""


def _book(person: Person) -> dict[str, str]:
    return {"book": person.person_id} if person.person_id else {}


def _valid(change: Callable[[], Made]) -> Made:
    """Return what a change gives; what it refuses is said as one of our errors."""
    try:
        return change()
    except ValidationError as error:
        raise UsageError("; ".join(error.messages)) from None
