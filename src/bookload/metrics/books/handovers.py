"""When accounts first came to another owner: what a new CSM is told by."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from bookload.data.tables import unbound

if TYPE_CHECKING:
    from bookload.data.reader import Reader

NEW_CSM, A_NEW_CSM = "new_csm", "A new CSM"
"""What changes of owner are asked about as, and in words: for each account its first one within the data."""


def first_handovers(reader: Reader, known: date) -> list[tuple[str, date]]:
    """Return each account that came to another owner on a day that is `known` or later, and the first such.

    Owners are those in the role that carries revenue; a day after `as_of` is none yet.
    """
    rows = unbound("ownership").select("account_id", "owner_id", "start_date", "role")
    mine = rows.filter(rows.role == reader.policy.revenue.revenue_role)
    held: dict[str, list[tuple[date, str]]] = {}
    for row in reader.collect(mine).rows():
        day = row["start_date"]
        if isinstance(day, date) and day <= reader.as_of:
            held.setdefault(str(row["account_id"]), []).append((day, str(row["owner_id"])))
    found: list[tuple[str, date]] = []
    for account, owners in held.items():
        changes = (day for (_, before), (day, owner) in pairwise(sorted(owners)) if owner != before)
        first = next((day for day in changes if day >= known), None)
        found += [(account, first)] if first is not None else []
    return found
