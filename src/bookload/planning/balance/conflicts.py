"""Limits that cannot hold together, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bookload.planning.balance.posed import Posed

WORDS: Mapping[str, str] = {
    "hours": "the hours a month that they may get",
    "accounts": "the most accounts that they may own",
    "relationships": "the accounts that one person can know (policy capacity.accounts_*)",
    "contacts": "the contacts that one person can know (policy capacity.contacts)",
}
UNIT = "one_taker "
SHOWN = 5


def unplaced(posed: Posed) -> tuple[str, ...]:
    """Return why nothing can be proposed where nobody may have an account, the first few by name."""
    names = [posed.parts.held[part] for part in posed.unplaced.tolist()]
    found = [
        f"nobody may have {each.account_id} ({each.name}): everybody is barred from it, lacks what it asks "
        "for, or is a pool that takes no such account"
        for each in names[:SHOWN]
    ]
    more = len(names) - SHOWN
    return (*found, f"and so it is with {more} more") if more > 0 else tuple(found)


def worded(posed: Posed, conflict: Sequence[str]) -> tuple[str, ...]:
    """Return the limits that a solver names, in words; what it names otherwise stays as it is."""
    names = {taker.taker_id: taker.name for taker in posed.takers}
    units = [each.removeprefix(UNIT) for each in conflict if each.startswith(UNIT)]
    said = [_worded(each, names) for each in conflict if not each.startswith(UNIT)]
    more = f" and {len(units) - SHOWN} more" if len(units) > SHOWN else ""
    return (*said, f"somebody has to have {', '.join(units[:SHOWN])}{more}") if units else tuple(said)


def _worded(limit: str, names: Mapping[str, str]) -> str:
    if found := re.fullmatch(r"moves >= (\d+)", limit):
        return f"at least {found[1]} accounts have to move for the other limits to hold"
    kind, _, of = limit.partition(" ")
    if of and (said := WORDS.get(kind)):
        return f"{names.get(of, of)}: {said}"
    return limit
