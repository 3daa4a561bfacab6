"""What people did, written into the workspace's audit log: names and words, and never pay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bookload.base import audit
from bookload.web.state import served
from bookload.workspace.paths import Folder

NOBODY = "nobody signed in"


class Named(Protocol):
    """Somebody with a name."""

    @property
    def name(self) -> str:
        """What they sign in with."""


def record(who: Named | None, what: str, detail: Mapping[str, object], now: datetime) -> None:
    """Add an entry to the audit log; see `audit.append` for what it raises."""
    audit.append(
        Folder(served().root).audit, at=now, who=NOBODY if who is None else who.name, what=what, detail=detail
    )


def counts(tries: int) -> bool:
    """Return whether a try of so many is written down: the 1st, 2nd, 4th, 8th; guessing fills no disk."""
    return tries > 0 and tries & (tries - 1) == 0
