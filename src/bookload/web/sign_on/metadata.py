"""What an identity provider says of itself (OpenID Connect Discovery)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bookload.base.errors import UsageError
from bookload.web.hooks.address import UnreachableError
from bookload.web.sign_on.fetching import ProviderError, fetched, looked_at

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of a provider, and how it wants to be told the secret."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end: str = ""
    secret_in_form: bool = False
    names_itself: bool = False

    @classmethod
    def of(cls, issuer: str) -> Metadata:
        """Return what a provider says now; raise `ProviderError` for one that cannot be used.

        It is asked anew each time: a key or an address that it changes holds with the next sign-in.
        """
        said = fetched(issuer.rstrip("/") + WELL_KNOWN, issuer)
        if said.get("issuer") != issuer:
            raise ProviderError(
                f"the document there is of the issuer '{said.get('issuer')}', not of '{issuer}'"
            )
        if "code" not in _words(said, "response_types_supported"):
            raise ProviderError("the provider gives no authorization codes (response_types_supported)")
        methods = said.get("code_challenge_methods_supported")
        if methods is not None and "S256" not in _words(said, "code_challenge_methods_supported"):
            raise ProviderError("the provider knows no PKCE with S256 (code_challenge_methods_supported)")
        ways = _words(said, "token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return cls(
            issuer=issuer,
            authorization=_address(said, "authorization_endpoint", issuer),
            token=_address(said, "token_endpoint", issuer),
            keys=_address(said, "jwks_uri", issuer),
            userinfo=_address(said, "userinfo_endpoint", issuer) if "userinfo_endpoint" in said else "",
            end=_end(said, issuer),
            secret_in_form="client_secret_basic" not in ways and "client_secret_post" in ways,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )


def _address(said: dict[str, Any], name: str, issuer: str) -> str:
    """Return an address that a provider names, if it may be asked."""
    found = said.get(name)
    if not isinstance(found, str):
        raise ProviderError(f"the provider names no {name}")
    try:
        looked_at(found, issuer)
    except (UsageError, UnreachableError) as error:
        raise ProviderError(f"the provider's {name} is not to be asked: {error}") from error
    return found


def _end(said: dict[str, Any], issuer: str) -> str:
    """Return where sessions are ended; nothing where that is nowhere, or no place to send a browser to."""
    try:
        return _address(said, "end_session_endpoint", issuer)
    except ProviderError:
        return ""  # it is not what people come in by: they go out here alone then


def _words(said: dict[str, Any], name: str) -> list[str]:
    found = said.get(name)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
