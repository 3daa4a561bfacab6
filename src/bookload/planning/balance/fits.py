"""Whom an account may go to and whom it suits: matches of what it states with what a person has, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bookload.data.documents.balance import BalanceTerms, Match
from bookload.planning.balance.parts import Parts
from bookload.planning.balance.takers import Taker

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fits:
    """What parts and takers have to do with each other, (parts, takers) each.

    `allowed` says that no hard match, bar or pool's touch model stands against it, `misfits` how many soft
    matches do.
    """

    allowed: Bools = field(repr=False)
    misfits: NDArray[np.int64] = field(repr=False)


def fits(parts: Parts, takers: Sequence[Taker], terms: BalanceTerms) -> Fits:
    """Return who may have each part, and whom it suits; what nobody states anything about suits all.

    A match is left out of account where no taker states what it asks for: nothing is known of it then.
    Pools are held to no match.
    """
    allowed = np.ones((len(parts), len(takers)), bool)
    misfits = np.zeros((len(parts), len(takers)), np.int64)
    for match in terms.match:
        lacks = _lacking(parts, takers, match)
        if match.hard:
            allowed &= ~lacks
        else:
            misfits += lacks
    for number, taker in enumerate(takers):
        if taker.kind == "pool":
            allowed[:, number] &= np.array([touch in terms.pooled for touch in parts.touch], bool)
        if taker.kind == "keeps":
            allowed[:, number] = False
    places = {taker.taker_id: number for number, taker in enumerate(takers)}
    for number, each in enumerate(parts.held):
        for person in terms.barred.get(each.account_id, ()):
            if person in places:
                allowed[number, places[person]] = False
    return Fits(allowed, misfits)


def lacking(asked: frozenset[str], taker: Taker, match: Match) -> bool:
    """Return whether an account that states some words asks for what a taker does not have."""
    has = taker.has.get(match.person, frozenset())
    serves = {key.casefold(): {each.casefold() for each in several} for key, several in match.allows.items()}
    return any(not has & serves.get(word, {word}) for word in asked)


def _lacking(parts: Parts, takers: Sequence[Taker], match: Match) -> Bools:
    """Return where a part asks for what a taker lacks; each kind of part is looked at once."""
    found = np.zeros((len(parts), len(takers)), bool)
    if not any(taker.has.get(match.person) for taker in takers):
        return found
    kinds: dict[frozenset[str], list[int]] = {}
    for number, asked in enumerate(parts.stated[match.account]):
        kinds.setdefault(asked, []).append(number)
    for asked, rows in kinds.items():
        found[rows] = [taker.kind != "pool" and lacking(asked, taker, match) for taker in takers]
    return found
