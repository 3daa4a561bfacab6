"""Who owns live accounts and counts for nothing: revenue over the line with nobody below it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.metrics.ratios.facts import carried, crews
from bookload.metrics.team.eligibility import Head

if TYPE_CHECKING:
    from bookload.data.reader import Reader


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A head that counts 0, and what it owns in its own name: ARR in quanta, and live accounts."""

    head: Head
    arr: int = field(metadata=IN_QUANTA)
    accounts: Fraction


def uncounted_owners(reader: Reader, month: Month) -> tuple[Uncounted, ...]:
    """Return the people who own something and count for nothing at a month's end, the most ARR first.

    Their ARR adds up to the company's `uncounted_arr`. Raises `AccessDeniedError` for a reader of one book.
    """
    crew = crews(reader).get(month)
    if crew is None:
        return ()
    arr: dict[str, int] = defaultdict(int)
    accounts: dict[str, int] = defaultdict(int)
    for owners in carried(reader, "company").get(month, {}).values():
        for owner, part in owners.items():
            if crew.uncounted(owner):
                arr[owner] += part.arr
                accounts[owner] += part.accounts
    found = [Uncounted(crew.heads[owner], arr[owner], Fraction(accounts[owner], SHARE_ONE)) for owner in arr]
    return tuple(sorted(found, key=lambda each: (-each.arr, each.head.person_id)))


def unknown_roles(reader: Reader, month: Month) -> dict[str, int]:
    """Return how many people employed at a month's end are in each role that nobody knows."""
    crew = crews(reader).get(month)
    found: dict[str, int] = defaultdict(int)
    for head in crew.heads.values() if crew else ():
        if head.reason == "other_role" and head.role and not reader.policy.titles.knows(head.role):
            found[head.role] += 1
    return dict(sorted(found.items()))
