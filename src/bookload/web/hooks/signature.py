"""The signature of a webhook: what it says of when and by whom, and how a receiver tells a true one.

`Bookload-Signature: t=1767225600,v1=<hex>` is HMAC-SHA256, with the webhook's secret, over the time, a full
stop and the body's bytes. Who receives it needs nothing of Bookload but this file.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

HEADER = "Bookload-Signature"
WINDOW = timedelta(minutes=5)
"""How old, and how far ahead of the receiver's clock, a message may be."""

_WRITTEN = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)


class SignatureError(Exception):
    """A message that is not from whom it says, or not from now; a receiver answers 400."""


def signed(secret: str, body: bytes, at: datetime) -> str:
    """Return what the header says of a body that is sent at a time."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_mac(secret, body, moment)}"


@dataclass
class Receiver:
    """Whoever receives messages signed with a secret: takes each signature once, and none that is old.

    It remembers signatures for as long as they would be taken; of several processes that receive, all have
    to remember together. A message that is tried again is signed anew, so it is no replay.
    """

    secret: str
    window: timedelta = WINDOW
    _taken: dict[str, datetime] = field(default_factory=dict, repr=False)

    def take(self, body: bytes, header: str, now: datetime) -> None:
        """Take a message; raise `SignatureError` for one unsigned, changed, old, or taken before."""
        found = _WRITTEN.fullmatch(header.strip())
        if found is None:
            raise SignatureError(f"{HEADER} is missing, or not written as t=...,v1=...")
        moment, given = int(found[1]), found[2]
        if not hmac.compare_digest(_mac(self.secret, body, moment), given):
            raise SignatureError("the signature is not that of this body")
        if abs(now.timestamp() - moment) > self.window.total_seconds():
            raise SignatureError(f"the message is not from the last {self.window}")
        self._taken = {each: at for each, at in self._taken.items() if now - at <= 2 * self.window}
        if given in self._taken:
            raise SignatureError("the message was taken before")
        self._taken[given] = now


def _mac(secret: str, body: bytes, moment: int) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
