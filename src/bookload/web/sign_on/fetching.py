"""Asking the identity provider: over TLS, at addresses that were looked at, never sent on elsewhere.

An admin chose the issuer, which may well be a machine of the company's own network; what its documents name
on other hosts has to be public. Without TLS only this machine itself is asked.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from bookload.base.errors import BookloadError, UsageError
from bookload.web.hooks.address import Address, UnreachableError, resolved
from bookload.web.hooks.posting import exchange

MOST = 512 * 1024
OK = 200


class ProviderError(BookloadError):
    """An identity provider that cannot be asked, or answers what cannot be used."""


def fetched(url: str, issuer: str, token: str = "") -> dict[str, Any]:
    """Return the document at an address; raise `ProviderError` where there is none."""
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return _asked(url, issuer, "GET", bearer, None)


def posted(url: str, issuer: str, said: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address answers to a form; raise `ProviderError` where it answers with an error."""
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return _asked(url, issuer, "POST", form, urlencode(said).encode())


def _asked(
    url: str, issuer: str, method: str, headers: Mapping[str, str], body: bytes | None
) -> dict[str, Any]:
    try:
        answer = exchange(
            looked_at(url, issuer), method, {"Accept": "application/json", **headers}, body, most=MOST
        )
        found = json.loads(answer.body) if answer.status == OK else None
    except (UnreachableError, UsageError) as error:
        raise ProviderError(f"the identity provider cannot be asked: {error}") from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        where = urlsplit(url)
        raise ProviderError(
            f"the identity provider answered {answer.status} at {where.hostname}{where.path}, and no document"
        )
    return found


def looked_at(url: str, issuer: str) -> Address:
    """Return where to ask; raise `UsageError` for an address that is not to be asked.

    On the issuer's own host any address but a link-local one will do, over TLS; http for this machine alone.
    """
    address = resolved(url, frozenset({urlsplit(issuer).hostname or ""}))
    ip = ipaddress.ip_address(address.ip)
    if ip.is_link_local:
        raise UsageError(f"'{address.host}' leads to {ip}, where machines ask what nobody else may")
    if address.scheme != "https" and not ip.is_loopback:
        raise UsageError(f"'{address.host}' is asked over https alone")
    return address
