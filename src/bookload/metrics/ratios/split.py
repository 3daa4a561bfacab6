"""How one head is split where a person's book spans groups; the parts add up to the head, exactly.

A head goes to the groups of the accounts that its person carries, in the proportion of their load (live
accounts by their share, or weights that were given). A member of a pool gives it the part of the head that
the membership states, spread over the pool's accounts; the rest goes to the accounts in their own name. Who
carries nothing in their own name is in their pools with the whole head. Where memberships leave no time for
accounts that somebody does own (a share of 1 or more says nothing about time then), these and the person's
part of the pools' accounts are taken together. Who carries nothing at all is in the group `NO_ACCOUNTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bookload.base.money import SHARE_ONE
from bookload.metrics.ratios.facts import Crew, Part

NO_ACCOUNTS = "(no accounts)"
"""The group of heads that count and carry nothing."""

Loads = Mapping[str, Fraction]
"""Load by group."""

GroupParts = Mapping[str, Mapping[str, Part]]
"""By group, what each owner carries."""


def split(person_id: str, crew: Crew, groups: GroupParts) -> dict[str, Fraction]:
    """Return which part of a person's head is in which group; the parts add up to 1."""
    own = own_loads(person_id, groups)
    pools = {
        pool: share
        for pool, share in crew.pools.of(person_id, crew.day).items()
        if share > 0 and own_loads(pool, groups)
    }
    time = Fraction(sum(pools.values()), SHARE_ONE)
    if not pools:
        return _proportions(own) if own else {NO_ACCOUNTS: Fraction(1)}
    if own and time >= 1:
        parts = [_part_of_pool(person_id, pool, crew, groups) for pool in pools]
        return _proportions(_added([own, *parts]))
    spread = [
        _scaled(_proportions(own_loads(pool, groups)), Fraction(share, SHARE_ONE) / (1 if own else time))
        for pool, share in pools.items()
    ]
    return _added([_scaled(_proportions(own), 1 - time), *spread])


def carries_nothing(person_id: str, crew: Crew, groups: GroupParts) -> bool:
    """Return whether a person's head is in the group `NO_ACCOUNTS`: no load of their own, none of a pool."""
    shares = crew.pools.of(person_id, crew.day).items()
    return not own_loads(person_id, groups) and not any(
        share > 0 and own_loads(pool, groups) for pool, share in shares
    )


def own_loads(owner_id: str, groups: GroupParts) -> dict[str, Fraction]:
    """Return an owner's load in each group that they carry a load of."""
    return {
        key: Fraction(owners[owner_id].load)
        for key, owners in groups.items()
        if owner_id in owners and owners[owner_id].load > 0
    }


def split_own(person_id: str, groups: GroupParts) -> dict[str, Fraction]:
    """Return which part of what a person carries in their own name is in which group; empty for nothing.

    By load, or by live accounts where they are asked for nothing.
    """
    if loads := own_loads(person_id, groups):
        return _proportions(loads)
    held = {key: owners[person_id].accounts for key, owners in groups.items() if person_id in owners}
    return _proportions({key: Fraction(accounts) for key, accounts in held.items() if accounts > 0})


def _part_of_pool(person_id: str, pool: str, crew: Crew, groups: GroupParts) -> Loads:
    """Return a member's part of a pool's load: by share among the members who count."""
    members = {
        member: share
        for member, share in crew.pools.members(pool, crew.day).items()
        if share > 0 and (member == person_id or (member in crew.heads and crew.heads[member].eligible))
    }
    return _scaled(own_loads(pool, groups), Fraction(members[person_id], sum(members.values())))


def _proportions(loads: Loads) -> dict[str, Fraction]:
    total = sum(loads.values())
    return {key: load / total for key, load in loads.items()} if total else {}


def _scaled(loads: Loads, factor: Fraction) -> dict[str, Fraction]:
    return {key: load * factor for key, load in loads.items()}


def _added(many: Iterable[Loads]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for loads in many:
        for key, load in loads.items():
            total[key] = total.get(key, Fraction(0)) + load
    return total
