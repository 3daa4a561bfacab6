"""Who of ours somebody is that a provider names: known by subject, the first time by verified mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bookload.base.access import ROLES, Access
from bookload.base.errors import BookloadError
from bookload.data.tables import unbound
from bookload.web.asked import Place, reader_at
from bookload.web.people.duties import PAY, PEOPLE, may_give
from bookload.web.people.models import LIMITED, Person
from bookload.web.recorded import record
from bookload.web.sign_on.asking import Claims
from bookload.web.sign_on.models import Identity, Provider
from bookload.web.sign_on.refusals import SignOnRefusedError

OPENED = tuple(role for role, rights in ROLES.items() if not rights & PAY and role not in PEOPLE)
"""Roles that a mail address's domain may open: none that sees pay, none that lets others in."""


def arrived(claims: Claims, provider: Provider, now: datetime) -> Person:
    """Return who of ours it is; raise `SignOnRefusedError` for nobody whom an admin let in."""
    with transaction.atomic():
        known = (
            Identity.objects.select_related("person")
            .filter(issuer=claims.issuer, subject=claims.subject)
            .first()
        )
        person = known.person if known is not None else _by_mail(claims, provider, now)
        if not person.is_active:
            raise SignOnRefusedError(
                "ended", "Your account here has ended. Ask an admin to let you in again."
            )
        if not may_give(provider.given_by, person.role):
            raise SignOnRefusedError(
                "role",
                "Single sign-on was set up by somebody who gives nobody your role. Sign in another way, and "
                "ask an owner to save it once more under Settings, Single sign-on.",
            )
        if known is None:
            said = {"person": person, "mail": claims.mail, "linked_at": now}
            Identity.objects.get_or_create(issuer=claims.issuer, subject=claims.subject, defaults=said)
    if known is None:
        record(person, "single sign-on linked", {"person": person.name, "issuer": claims.issuer}, now)
    return person


def _by_mail(claims: Claims, provider: Provider, now: datetime) -> Person:
    """Return whom a verified mail address is the name of, or somebody new where its domain is let in."""
    if not claims.mail:
        raise SignOnRefusedError(
            "mail not verified",
            "The identity provider does not say which mail address is yours, or that it was verified. Verify "
            "it there, or ask whoever runs it to say so (email and email_verified).",
        )
    person = Person.objects.filter(name=claims.mail).first()
    if person is None:
        return _new(claims.mail, provider, now)
    if person.identities.filter(issuer=claims.issuer).exists():
        raise SignOnRefusedError(
            "another's address",
            f"{claims.mail} came in by another account of the identity provider before. If that was yours, "
            "ask an admin to forget it under Settings, People and rights.",
        )
    return person


def _new(mail: str, provider: Provider, now: datetime) -> Person:
    """Return somebody new, where an admin let everybody of their mail's domain in."""
    domain, role = mail.rpartition("@")[2], provider.role
    if not provider.domain or domain != provider.domain or role not in OPENED:
        raise _unknown(mail)
    book = book_of(mail) if role in LIMITED else ""
    if book is None:
        raise _unknown(mail)
    person = Person.objects.invite(mail, role, book)
    told = {"person": person.name, "role": role, **({"book": book} if book else {})}
    record(person, "person let in by domain", told, now)
    return person


def _unknown(mail: str) -> SignOnRefusedError:
    return SignOnRefusedError(
        "not invited", f"Nobody here goes by {mail}. Ask an admin to invite you by this very address."
    )


def book_of(mail: str) -> str | None:
    """Return whom the data names by a mail address; None for nobody, and for more than one."""
    try:
        people = unbound("people")
        rows = reader_at(Place(), Access.of("admin")).collect(people.select("person_id", "email")).rows()
    except BookloadError:
        return None
    found = [str(row["person_id"]) for row in rows if str(row["email"] or "").casefold() == mail]
    return found[0] if len(found) == 1 else None
