"""The identity provider is set up, and done without; each an entry in the audit log, and never its secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.db import transaction

from bookload.base.errors import AccessDeniedError, UsageError, unknown
from bookload.web.people.duties import PEOPLE
from bookload.web.people.models import Person
from bookload.web.recorded import record
from bookload.web.sign_on.arrivals import OPENED
from bookload.web.sign_on.metadata import Metadata
from bookload.web.sign_on.models import Provider
from bookload.web.sign_on.sealing import sealed

SAID = ("name", "issuer", "client", "secret", "domain", "role")
LONGEST_SECRET = 1_000


def provider_here() -> Provider | None:
    """Return the identity provider that people come in by, if there is one."""
    return Provider.objects.order_by("pk").first()


def button() -> str:
    """Return what people sign in with, as the button calls it; nothing where there is no provider."""
    found = provider_here()
    return "" if found is None else found.name


def set_up(by: Person, said: Mapping[str, str], now: datetime) -> Provider:
    """Set the provider up, or change what was; it opens what whoever did so may give from then on.

    A secret that is left empty stays, as long as it is told to the same provider for the same client.
    Raises `UsageError` for what is not right, and `ProviderError` for one that does not answer as it has to.
    """
    asked = {name: said.get(name, "").strip() for name in SAID}
    before = provider_here()
    _checked(by, asked)
    Metadata.of(asked["issuer"])
    same = before and (before.issuer, before.client) == (asked["issuer"], asked["client"])
    kept = before.sealed if before and same else ""
    secret = sealed(asked["secret"]) or kept
    with transaction.atomic():
        Provider.objects.all().delete()
        made = Provider.objects.create(
            name=asked["name"] or str(urlsplit(asked["issuer"]).hostname)[:60],
            issuer=asked["issuer"],
            client=asked["client"],
            sealed=secret,
            domain=asked["domain"].casefold(),
            role=asked["role"] if asked["domain"] else "",
            given_by=by.role,
            set_at=now,
        )
    told = {name: getattr(made, name) for name in ("issuer", "client", "domain", "role", "given_by")}
    told["secret"] = "given" if asked["secret"] else "kept" if secret else "none"
    record(by, "single sign-on set up", {name: value for name, value in told.items() if value}, now)
    return made


def ended(by: Person, now: datetime) -> None:
    """Do without single sign-on: nobody comes in by it any more; who they were there is remembered."""
    found = provider_here()
    if found is not None:
        found.delete()
        record(by, "single sign-on ended", {"issuer": found.issuer}, now)


def _checked(by: Person, said: Mapping[str, str]) -> None:
    if by.role not in PEOPLE:
        raise AccessDeniedError(f"role '{by.role}' sets up no single sign-on")
    if not said["issuer"] or not said["client"] or "?" in said["issuer"]:
        raise UsageError("give the issuer's address and the client id that the provider has for Bookload")
    if any(not each.isprintable() for each in said.values()) or len(said["secret"]) > LONGEST_SECRET:
        raise UsageError("what you gave holds characters that none of it can have, or too many of them")
    if bool(said["domain"]) != bool(said["role"]):
        raise UsageError("give a domain and the role that it opens, or neither")
    if said["domain"]:
        _checked_domain(said["domain"], said["role"])
    for name, most in (("name", 60), ("issuer", 500), ("client", 200)):
        if len(said[name]) > most:
            raise UsageError(f"the {name} has at most {most} characters")


def _checked_domain(domain: str, role: str) -> None:
    try:
        validate_domain_name(domain)
    except ValidationError:
        raise UsageError(f"'{domain}' is no domain; write it as example.com") from None
    if role not in OPENED:
        raise unknown("role for everybody of a domain", role, OPENED)
