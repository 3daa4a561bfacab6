"""Which addresses may be written to: those of the public internet, looked at after their names are resolved.

A server that posts wherever somebody says can be made to post to the machine's own services, to its
neighbours, or to what a cloud tells its machines at 169.254.169.254. So a name is resolved once, all that it
resolves to has to be public, and the connection goes to the very address that was looked at.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from bookload.base.errors import BookloadError, UsageError

Ip: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 500
PORTS = {"https": 443, "http": 80}
NOBODY: frozenset[str] = frozenset()
EMBEDS_V4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 networks that stand for IPv4 addresses behind a translator (NAT64), public or not."""


class UnreachableError(BookloadError):
    """An address that cannot be resolved, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to post: the address that was looked at, under the name that it was found by."""

    scheme: str
    host: str
    port: int
    ip: str
    target: str

    @property
    def named(self) -> str:
        """The host as a request names it."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == PORTS[self.scheme] else f"{shown}:{self.port}"


def written(url: str, allowed: AbstractSet[str] = NOBODY) -> SplitResult:
    """Return a URL's parts; raise `UsageError` for one that is no https address of a host.

    For hosts that are `allowed` by whoever runs the program, http will do.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError("this is no address; write it as https://example.com/path") from None
    host = parts.hostname or ""
    schemes = {"https", "http"} if host in allowed else {"https"}
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    if parts.scheme not in schemes or not host or not plain or len(text) > LONGEST or port == 0:
        raise UsageError(f"the address has to be https://, of at most {LONGEST} plain characters")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise UsageError("the address may hold no user name, password or fragment")
    return parts


def resolved(url: str, allowed: AbstractSet[str] = NOBODY) -> Address:
    """Return where to post; raise `UsageError` for an address that is not public.

    One that is not, among several, is enough: who answers for a name may answer otherwise each time.
    Raises `UnreachableError` for a name that does not resolve.
    """
    parts = written(url, allowed)
    host = str(parts.hostname)
    port = parts.port or PORTS[parts.scheme]
    found = _addresses(host, port)
    if host not in allowed and (hidden := [each for each in found if not is_public(each)]):
        raise UsageError(f"'{host}' leads to {hidden[0]}, which is not on the public internet: say another")
    target = parts.path or "/"
    return Address(
        parts.scheme, host, port, str(found[0]), f"{target}?{parts.query}" if parts.query else target
    )


def is_public(ip: Ip) -> bool:
    """Return whether an address is one that anybody can reach; what stands for another is what that is."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _translated(ip)
        if inner is not None:
            return is_public(inner)
        if ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if any(ip in each for each in EMBEDS_V4) else None


def _addresses(host: str, port: int) -> list[Ip]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError(f"'{host}' does not resolve to an address") from None
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
