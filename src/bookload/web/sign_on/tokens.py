"""The token that says who somebody is: its signature, by the provider's keys, all that it has to claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ExpiredTokenError,
    InvalidClaimError,
    InvalidKeyIdError,
    JoseError,
    MissingClaimError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from bookload.web.sign_on.refusals import unlike

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures that the provider alone can make. `none` is no signature; for HS256 what is public would do."""

KINDS = frozenset({"RSA", "EC", "OKP"})
LEEWAY = 60
"""How many seconds two clocks may differ by."""

LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say: who issued it, for whom, and the word that it was asked for with."""

    issuer: str
    client: str
    nonce: str


def claims_of(token: object, keys: dict[str, Any], expected: Expected, now: datetime) -> dict[str, Any]:
    """Return what a token claims; raise `SignOnRefusedError`, which says what is wrong with it."""
    if not isinstance(token, str):
        raise unlike("no token")
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    claims_registry = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client},
        nonce={"essential": True, "value": expected.nonce},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        found = jwt.decode(token, _public(keys), registry=registry)
        claims_registry.validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise unlike(_wrong(error)) from error
    _of_us_alone(found.claims, expected.client)
    return found.claims


def _public(keys: dict[str, Any]) -> KeySet:
    """Return the keys that signatures are made with: none that is a secret, none for hiding messages."""
    listed = keys.get("keys")
    usable: KeySetSerialization = {
        "keys": [
            each
            for each in (listed if isinstance(listed, list) else ())
            if isinstance(each, dict) and each.get("kty") in KINDS and each.get("use") in {None, "sig"}
        ]
    }
    return KeySet.import_key_set(usable)


def _of_us_alone(claims: dict[str, Any], client: str) -> None:
    """Refuse what was issued for somebody else to act with, and a subject that is none."""
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp")
    if (party is not None or len(audiences) > 1) and party != client:
        raise unlike("audience")
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT or not claims["sub"].isprintable():
        raise unlike("subject")


CLAIMS = {"iss": "issuer", "aud": "audience", "exp": "expiry", "iat": "time", "nbf": "time", "sub": "subject"}


def _wrong(error: Exception) -> str:
    """Return in a word what is wrong with a token."""
    if isinstance(error, ExpiredTokenError):
        return "expired"
    if isinstance(error, InvalidClaimError | MissingClaimError):
        return CLAIMS.get(error.claim, "nonce" if error.claim == "nonce" else "claims")
    words = {UnsupportedAlgorithmError: "algorithm", BadSignatureError: "signature", InvalidKeyIdError: "key"}
    return next((word for kind, word in words.items() if isinstance(error, kind)), "token")
