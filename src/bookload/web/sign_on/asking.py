"""One sign-in at the provider: where the browser is sent, and what is made of what it comes back with.

Authorization code with PKCE: the code in the address is worth nothing without what this session remembers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from bookload.web.sign_on.fetching import ProviderError, fetched, posted
from bookload.web.sign_on.metadata import Metadata
from bookload.web.sign_on.models import Provider
from bookload.web.sign_on.refusals import SignOnRefusedError, unlike
from bookload.web.sign_on.sealing import opened
from bookload.web.sign_on.tokens import Expected, claims_of

SCOPE = "openid email"
LONGEST_MAIL = 254
BEGIN_AGAIN = (
    "This browser did not begin that sign-in, or it was answered before, or it took too long. Begin again."
)


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is to an issuer, and their mail address where the issuer says that it is theirs.

    `end` is where their session there is ended, by the `token` that says all this; empty where it is nowhere.
    """

    issuer: str
    subject: str
    mail: str
    end: str = ""
    token: str = ""


def begun(provider: Provider, back: str) -> tuple[str, dict[str, str | None]]:
    """Return where to send the browser, and what its session is to remember until it is back.

    Raises `ProviderError` where the provider cannot be asked.
    """
    metadata = Metadata.of(provider.issuer)
    said: dict[str, str | None] = {
        "issuer": provider.issuer,
        "client": provider.client,
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
    }
    query = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": said["state"],
        "nonce": said["nonce"],
        "code_challenge": _challenge(str(said["verifier"])),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(metadata.authorization).query else "?"
    return f"{metadata.authorization}{joint}{urlencode(query)}", said


def proved(
    provider: Provider,
    said: Mapping[str, str | None] | None,
    answer: Mapping[str, str],
    back: str,
    now: datetime,
) -> Claims:
    """Return who came back, by what a provider says and this session remembers.

    Raises `SignOnRefusedError` for anything that is not as it was asked for, and `ProviderError`.
    """
    asked = _asked(provider, said, answer)
    metadata = Metadata.of(provider.issuer)
    if answer.get("iss", metadata.issuer if not metadata.names_itself else None) != metadata.issuer:
        raise unlike("issuer")
    found = _exchanged(provider, metadata, answer.get("code", ""), asked["verifier"], back)
    expected = Expected(metadata.issuer, provider.client, asked["nonce"])
    claims = claims_of(found.get("id_token"), fetched(metadata.keys, metadata.issuer), expected, now)
    more = _more(metadata, claims, found.get("access_token"))
    return Claims(metadata.issuer, claims["sub"], _mail(more), metadata.end, found["id_token"])


def _asked(
    provider: Provider, said: Mapping[str, str | None] | None, answer: Mapping[str, str]
) -> dict[str, str]:
    """Return what this session remembers, if this is the answer to it."""
    asked = {name: str(value) for name, value in (said or {}).items()}
    state = answer.get("state", "").encode("utf-8", "replace")
    if not asked or not hmac.compare_digest(asked["state"].encode(), state):
        raise SignOnRefusedError("state", BEGIN_AGAIN)
    if (asked["issuer"], asked["client"]) != (provider.issuer, provider.client):
        raise SignOnRefusedError("changed", BEGIN_AGAIN)
    if "error" in answer:
        raise SignOnRefusedError(
            "not let in there",
            "The identity provider let nobody in: you said no there, or it does not know you. Begin again, "
            "or ask whoever runs it.",
        )
    return asked


def _exchanged(provider: Provider, metadata: Metadata, code: str, verifier: str, back: str) -> dict[str, Any]:
    """Return what a provider gives for a code, which works once."""
    secret = opened(provider.sealed)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
        "client_id": provider.client,
    }
    headers = {}
    if secret and metadata.secret_in_form:
        form["client_secret"] = secret
    elif secret:
        pair = f"{quote(provider.client, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    try:
        return posted(metadata.token, metadata.issuer, form, headers)
    except ProviderError as error:
        raise unlike("code") from error


def _more(metadata: Metadata, claims: dict[str, Any], token: object) -> dict[str, Any]:
    """Return what is said of somebody's mail: in the token, else where the provider says more of the same."""
    if {"email", "email_verified"} <= claims.keys() or not metadata.userinfo or not isinstance(token, str):
        return claims
    found = fetched(metadata.userinfo, metadata.issuer, token)
    if found.get("sub") != claims["sub"]:
        raise unlike("subject")
    return found


def _mail(more: Mapping[str, object]) -> str:
    """Return the address that a provider says it verified; nothing where it says so of none."""
    said = more.get("email")
    if more.get("email_verified") is not True or not isinstance(said, str):
        return ""
    mail = said.strip().casefold()
    return mail if "@" in mail and mail.isprintable() and len(mail) <= LONGEST_MAIL else ""


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
