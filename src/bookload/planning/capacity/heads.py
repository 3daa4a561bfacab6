"""Required heads: by hours, unless what one person can hold in relationships asks for more.

by hours         = demand / plannable hours of one standard head
by accounts      = sum over touch models of named accounts / accounts per person
by contacts      = known contacts of named accounts / contacts per person
required         = the largest of them; the answer says which binds
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

import numpy as np

from bookload.base.errors import Finding
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.pools import Pools
from bookload.planning.capacity.carriers import Carriers
from bookload.planning.journey import Demand
from bookload.planning.journey.profiles import touch_codes
from bookload.planning.journey.runs import Ints, grouped
from bookload.planning.journey.traits import CONTACTS

NONE = Fraction(0)
Binding = Literal["hours", "accounts", "contacts"]


@dataclass(frozen=True, slots=True)
class Required:
    """Heads that a demand asks for, and what binds; `heads` is None where a standard head has no hours."""

    by_hours: Fraction | None
    by_accounts: Fraction
    by_contacts: Fraction
    heads: Fraction | None
    binding: Binding | None

    @property
    def whole(self) -> int | None:
        """The heads as whole people, rounded up."""
        return None if self.heads is None else ceil(self.heads)


@dataclass(frozen=True, slots=True)
class Relationships:
    """Named accounts and their known contacts on a day, as the heads that the policy's caps ask for.

    Accounts of pools are not named; unassigned ones are, for they need an owner. `unknown` counts the named
    accounts whose contacts are not known.
    """

    accounts: Fraction = Fraction(0)
    contacts: Fraction = Fraction(0)
    unknown: int = 0


def required(hours: Fraction, plannable: Fraction, held: Relationships) -> Required:
    """Return the heads that hours and relationships ask for; hours bind where nothing asks for more."""
    by_hours = hours / plannable if plannable else None
    if by_hours is None:
        return Required(None, held.accounts, held.contacts, None, None)
    asked: dict[Binding, Fraction] = {"hours": by_hours, "accounts": held.accounts, "contacts": held.contacts}
    binding = max(asked, key=lambda each: asked[each])
    return Required(by_hours, held.accounts, held.contacts, asked[binding], binding)


def relationships(
    asked: Demand, carriers: Carriers, pools: Pools, days: Mapping[Month, date], policy: Policy
) -> Mapping[Month, Relationships]:
    """Return what the named accounts of a day of each month take of relationships, in heads."""
    there = _there(asked, carriers, pools, days)
    found = _taken(asked, there, there.month, policy)
    return {month: found.get(number, Relationships()) for number, month in enumerate(asked.months)}


def relationships_by_segment(
    asked: Demand, carriers: Carriers, pools: Pools, day: date, policy: Policy
) -> Mapping[str | None, Relationships]:
    """Return the same of one day, by segment (None: none stated); they add up to that of its month.

    `asked` is of the day's month alone.
    """
    there = _there(asked, carriers, pools, dict.fromkeys(asked.months, day))
    told = asked.known.months(asked.months)[there.month]
    segments = asked.known.segments
    code = segments.runs.at(there.account, told) + 1  # 0: none stated
    return {segments.text(each - 1): held for each, held in _taken(asked, there, code, policy).items()}


@dataclass(frozen=True, slots=True)
class _There:
    """The accounts of a demand that are there on a day of their month, and their named share (x 10^4)."""

    account: Ints
    month: Ints
    named: Ints


def _there(asked: Demand, carriers: Carriers, pools: Pools, days: Mapping[Month, date]) -> _There:
    rows = asked.rows
    on = np.array([days[month].toordinal() for month in asked.months], np.int64)[rows.month]
    there = np.flatnonzero((rows.start <= on) & (on < rows.end))
    account = rows.account[there]
    named = SHARE_ONE - carriers.pooled(pools)[carriers.place(account, on[there])]
    return _There(account, rows.month[there], named)


def _taken(asked: Demand, there: _There, group: Ints, policy: Policy) -> Mapping[int, Relationships]:
    """Return what accounts take of relationships by group, a number from 0 on for each of them."""
    account, named, known, terms = there.account, there.named, asked.known, policy.capacity
    touch = touch_codes(account, known.months(asked.months)[there.month], known)
    texts = (*known.touch_models.texts, known.default_touch)
    caps = [getattr(terms, f"accounts_{text}") for text in texts]
    numbers = known.named(CONTACTS)
    code = numbers.codes(account, known.days(asked.months)[there.month]) if len(account) else account
    heads = _sums(group, touch % len(texts), named)
    contacts = _sums(group, code, np.where(code >= 0, named, 0))
    unknown = _sums(group, code, ((code < 0) & (named != 0)).astype(np.int64))
    found = {}
    for each in np.unique(group).tolist():
        met = sum((numbers.values[n] * share for n, share in contacts[each] if share), NONE)
        found[each] = Relationships(
            accounts=sum((Fraction(n, caps[t] * SHARE_ONE) for t, n in heads[each] if caps[t]), NONE),
            contacts=met / (terms.contacts * SHARE_ONE) if terms.contacts else NONE,
            unknown=sum(count for _, count in unknown[each]),
        )
    return found


def _sums(group: Ints, code: Ints, weight: Ints) -> Mapping[int, list[tuple[int, int]]]:
    """Return by group the exact sums of weights by code."""
    width = int(code.max(initial=0)) + 2
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, total in zip(*grouped(group * width + code + 1, weight), strict=True):
        found[pair // width].append((pair % width - 1, total))
    return found


def unknown_contacts(held: Relationships) -> tuple[Finding, ...]:
    """Return a note where contacts of some named accounts are known and those of others are not."""
    if not held.unknown or not held.contacts:
        return ()
    return (
        Finding(
            code="contacts_missing",
            message="the contacts of some named accounts are not known; the cap counts the others alone",
            remedy=f"Fill the column '{CONTACTS}' of the accounts file",
            severity="note",
            table="account_attributes",
            column=CONTACTS,
            count=held.unknown,
        ),
    )
