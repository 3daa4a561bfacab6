"""Writing a letter for whoever is to get it: their rows, their fields, as they are now."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bookload.data import documents, snapshots
from bookload.report.letter import Letter, letter, nothing_yet
from bookload.web.asked import Place, reader_at
from bookload.web.state import served
from bookload.workspace.paths import Folder, is_live

if TYPE_CHECKING:
    from bookload.base.access import Access

ADDRESS = "BOOKLOAD_ADDRESS"
"""The environment variable with the address that people come by, which the server sets."""


def zone() -> ZoneInfo:
    """Return the company's time zone; raise `DocumentError` for a policy that says nothing possible."""
    return ZoneInfo(documents.read_policy(served().root).content.company.time_zone)


def written(access: Access, now: datetime, *, lists: bool = True) -> Letter:
    """Return the letter for a reader; raises as `open_folder` does."""
    root = served().root
    today = now.astimezone(zone()).date()
    if snapshots.current_id(Folder(root).state) is None and not is_live(root):
        return nothing_yet(documents.read_policy(root).content.company.name, today)
    reader = reader_at(Place(), access)
    return letter(reader.monday(), reader.head.workspace, reader.policy.company.currency, today, lists=lists)


def page() -> str:
    """Return where the whole list is; empty where nobody said by which address people come."""
    address = os.environ.get(ADDRESS, "")
    return f"{address}/overview/monday" if address else ""
