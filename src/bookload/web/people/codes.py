"""Codes of a second factor: six digits that a device makes every 30 seconds (RFC 6238), and spare ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.db import transaction

from bookload.web.people.models import Factor, Person, RecoveryCode

STEP = 30
DIGITS = 6
SECRET_BYTES = 20
"""As long as what SHA-1, which every device knows, gives."""

SPARE = 10
SPARE_BYTES = 10


def begun(person: Person) -> Factor:
    """Return a new second factor, which counts once a code of it was given; one that counts is kept."""
    found = Factor.objects.filter(person=person).first()
    if found is not None and found.confirmed_at is not None:
        return found
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return found or Factor.objects.create(person=person, secret=secret)


def confirmed(person: Person, code: str, now: datetime) -> tuple[str, ...] | None:
    """Make a second factor count if the code is its own, and return ten codes to keep; None if it is not."""
    with transaction.atomic():
        factor = Factor.objects.select_for_update().filter(person=person, confirmed_at=None).first()
        step = None if factor is None else step_of(factor.secret, code, now)
        if factor is None or step is None:
            return None
        factor.confirmed_at, factor.last_step = now, step
        factor.save(update_fields=["confirmed_at", "last_step"])
    return spare_codes(person)


def asked_for(person: Person) -> bool:
    """Return whether somebody has a second factor that counts."""
    return Factor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def taken(person: Person, code: str, now: datetime) -> bool:
    """Return whether a code is right, of the device or kept for the day it is lost; it is used up by it."""
    with transaction.atomic():
        factor = Factor.objects.select_for_update().filter(person=person, confirmed_at__isnull=False).first()
        step = None if factor is None else step_of(factor.secret, code, now)
        if factor is not None and step is not None and step > factor.last_step:
            factor.last_step = step
            factor.save(update_fields=["last_step"])
            return True
        spare = RecoveryCode.objects.filter(person=person, used_at=None, hash=_hash(code))
        return spare.update(used_at=now) > 0


def spare_codes(person: Person) -> tuple[str, ...]:
    """Return ten new codes, shown this once; those before hold no more."""
    made = tuple(base64.b32encode(secrets.token_bytes(SPARE_BYTES)).decode().lower() for _ in range(SPARE))
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(person=person, hash=_hash(code)) for code in made)
    return tuple("-".join(code[place : place + 4] for place in range(0, 16, 4)) for code in made)


def spare_left(person: Person) -> int:
    """Return how many codes are left for the day the device is lost."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def removed(person: Person) -> None:
    """Ask somebody for no codes any more; who has passkeys keeps the codes that stand in for those."""
    Factor.objects.filter(person=person).delete()
    if not person.passkeys.exists():
        RecoveryCode.objects.filter(person=person).delete()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is: now's or a neighbour's, for clocks that are a little off."""
    given = "".join(code.split()).encode("utf-8", "replace")
    here = int(now.timestamp()) // STEP
    return next(
        (
            step
            for step in (here, here - 1, here + 1)
            if hmac.compare_digest(code_at(secret, step).encode(), given)
        ),
        None,
    )


def code_at(secret: str, step: int) -> str:
    """Return the code of a time step (RFC 4226, section 5.3)."""
    made = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = made[-1] & 0xF
    number = int.from_bytes(made[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def address(factor: Factor) -> str:
    """Return the address that opens an app of codes on the device itself."""
    label = quote(f"Bookload:{factor.person.name}")
    return f"otpauth://totp/{label}?{urlencode({'secret': factor.secret, 'issuer': 'Bookload'})}"


def picture(factor: Factor) -> str:
    """Return the same address as a drawing (SVG) for a phone to scan, dark on light in either theme."""
    made: str = segno.make(address(factor), error="m", micro=False).svg_inline(
        border=4,
        dark="#16191d",
        light="#ffffff",
        omitsize=True,
        svgclass="scan",
        title="The key, to be scanned",
    )
    return made


def _hash(code: str) -> str:
    return hashlib.sha256(
        "".join(code.replace("-", "").split()).lower().encode("utf-8", "replace")
    ).hexdigest()
