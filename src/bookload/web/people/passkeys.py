"""Passkeys (WebAuthn): keys that a device makes for this host alone, and opens by a finger, a face or a PIN.

The library reads what a device says and checks its signature. What is ours: whose key it is, that it is for
this very host, that its owner was there, that a question is answered once, and that its count never falls.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from fido2.cose import UnsupportedKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorTransport,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bookload.base.errors import BookloadError, UsageError
from bookload.web.people.models import Passkey, Person

if TYPE_CHECKING:
    from django.http import HttpRequest

HANDLE_BYTES = 32
LONGEST = 20_000
"""How many characters an answer may have; a device's has a few hundred."""

LONGEST_NAME = 100
MOST = 20
REQUIRED = UserVerificationRequirement.REQUIRED
LOCAL = "localhost"
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    RecursionError,
    struct.error,
)
"""What the library says of an answer that is none, or not right."""


class PasskeyRefusedError(BookloadError):
    """An answer that signs nobody in, and why; `passkey` is the one that it named, if there is one."""

    def __init__(self, why: str, passkey: Passkey | None = None) -> None:
        super().__init__(why)
        self.passkey = passkey


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are for: the host's name, and the origin as the browser states it."""

    host: str
    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> Site:
        """Return where a request came to, by a name that the server answers to."""
        origin = f"{request.scheme}://{request.get_host()}".lower()
        return cls(urlsplit(origin).hostname or "", origin)

    @property
    def can(self) -> bool:
        """Whether browsers make passkeys for it: for a name, over TLS or on the machine itself."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https:") or self.host == LOCAL
        return False

    @property
    def server(self) -> Fido2Server:
        """What looks at answers for this host and origin, and at no other's."""
        return Fido2Server(
            PublicKeyCredentialRpEntity(id=self.host, name="Bookload"),
            verify_origin=lambda origin: origin == self.origin,
        )


def held(person: Person) -> bool:
    """Return whether somebody has a passkey, of whichever host."""
    return person.passkeys.exists()


def listed(person: Person) -> list[Passkey]:
    """Return somebody's passkeys, the oldest first."""
    return [*person.passkeys.order_by("made_at", "pk")]


def adding(person: Person, site: Site) -> tuple[dict[str, Any], dict[str, str | None]]:
    """Return what to ask a device so that it makes a passkey, and what to remember until it answers."""
    before = listed(person)
    handle = before[0].handle if before else websafe_encode(secrets.token_bytes(HANDLE_BYTES))
    options, state = site.server.register_begin(
        PublicKeyCredentialUserEntity(id=websafe_decode(handle), name=person.name, display_name=person.name),
        [_described(each) for each in before if each.host == site.host],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    return dict(options), {**state, "handle": handle}


def added(
    person: Person, site: Site, said: Mapping[str, str | None], answer: str, name: str, now: datetime
) -> Passkey:
    """Return the passkey that a device made; raise `PasskeyRefusedError` for an answer that is not right."""
    if not name or len(name) > LONGEST_NAME:
        raise UsageError("give it a name of at most 100 characters, best that of the device")
    if person.passkeys.count() >= MOST:
        raise UsageError(f"{MOST} passkeys are the most; remove one first")
    whole, handle = _read(answer), str(said["handle"])
    try:
        registration = RegistrationResponse.from_dict(whole)
        _here(registration.response.client_data)
        found = site.server.register_complete(said, registration)
        matter = cast("AttestedCredentialData", found.credential_data)
        transports = [str(each) for each in whole["response"].get("transports", ())][:8]
    except UNREADABLE as error:
        raise PasskeyRefusedError(_words(error)) from error
    if isinstance(matter.public_key, UnsupportedKey):
        raise PasskeyRefusedError("its kind of key is none that is known here")
    try:
        with transaction.atomic():
            return person.passkeys.create(
                name=name,
                host=site.host,
                handle=handle,
                credential=websafe_encode(matter.credential_id),
                matter=bytes(matter),
                transports=transports,
                signed=found.counter,
                made_at=now,
            )
    except IntegrityError:
        raise PasskeyRefusedError("it is somebody's already") from None


def asking(site: Site, person: Person | None) -> tuple[dict[str, Any], dict[str, str | None]]:
    """Return what to ask a device for a signature, and what to remember until it answers.

    Of nobody in particular any passkey of this host will do, and it says whose it is.
    """
    theirs = (
        None if person is None else [_described(each) for each in listed(person) if each.host == site.host]
    )
    options, state = site.server.authenticate_begin(theirs, user_verification=REQUIRED)
    return dict(options), dict(state)


def proved(
    site: Site, said: Mapping[str, str | None], answer: str, person: Person | None, now: datetime
) -> Passkey:
    """Return the passkey that signed, used now; raise `PasskeyRefusedError` for an answer that is not right.

    With a `person` it has to be theirs. A device that counts its signatures counts up: a count that is not
    above the last one comes from a copy, and is refused whichever of the two was used.
    """
    whole = _read(answer)
    with transaction.atomic():
        try:
            response = AuthenticationResponse.from_dict(whole)
            passkey = _named(site, response, person)
            _here(response.response.client_data)
            matter = AttestedCredentialData(bytes(passkey.matter))
            site.server.authenticate_complete(said, [matter], response)
            count = response.response.authenticator_data.counter
            handle = response.response.user_handle
        except UNREADABLE as error:
            raise PasskeyRefusedError(_words(error)) from error
        if (handle is None and person is None) or handle not in {None, websafe_decode(passkey.handle)}:
            raise PasskeyRefusedError("it names another owner", passkey)
        if (count or passkey.signed) and count <= passkey.signed:
            raise PasskeyRefusedError("its count fell back: there is a copy of it", passkey)
        passkey.signed, passkey.used_at = count, now
        passkey.save(update_fields=["signed", "used_at"])
    return passkey


def _named(site: Site, response: AuthenticationResponse, person: Person | None) -> Passkey:
    """Return the passkey that an answer names, of somebody who may come in; raise where there is none."""
    found = (
        Passkey.objects.select_for_update()
        .select_related("person")
        .filter(credential=websafe_encode(response.raw_id), host=site.host, person__is_active=True)
        .first()
    )
    if found is None or (person is not None and found.person_id != person.pk):
        raise PasskeyRefusedError("it is none that is known here")
    return found


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY,
        id=websafe_decode(passkey.credential),
        transports=[each for each in AuthenticatorTransport if each.value in passkey.transports] or None,
    )


def _read(answer: str) -> dict[str, Any]:
    """Return an answer's parts; whether they are right is the library's to say."""
    try:
        whole = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not isinstance(whole.get("response"), dict):
        raise PasskeyRefusedError("the browser gave no answer that can be read")
    return whole


def _here(client: CollectedClientData) -> None:
    """Refuse what was signed inside another site's page."""
    if client.cross_origin:
        raise ValueError("asked inside another site's page")


def _words(error: Exception) -> str:
    """Return in short why an answer was not right; the library's words hold nothing of anybody's."""
    return str(error).rstrip(".").lower()[:120] if isinstance(error, ValueError) else "it cannot be read"
