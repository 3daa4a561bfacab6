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
    rows, terms = asked.rows, policy.capacity
    on = np.array([days[month].toordinal() for month in asked.months], np.int64)[rows.month]
    there = np.flatnonzero((rows.start <= on) & (on < rows.end))
    account, month, on = rows.account[there], rows.month[there], on[there]
    told = asked.known.months(asked.months)
    named = SHARE_ONE - carriers.pooled(pools)[carriers.place(account, on)]
    touch = touch_codes(account, told[month], asked.known)
    texts = (*asked.known.touch_models.texts, asked.known.default_touch)
    caps = [getattr(terms, f"accounts_{text}") for text in texts]
    code = asked.known.named(CONTACTS).codes(account, _told(asked)[month]) if len(there) else account
    heads = _sums(month, touch % len(texts), named)
    contacts = _sums(month, code, np.where(code >= 0, named, 0))
    unknown = _sums(month, code, ((code < 0) & (named != 0)).astype(np.int64))
    found = {}
    for number, each in enumerate(asked.months):
        met = sum(
            (asked.known.named(CONTACTS).values[n] * share for n, share in contacts[number] if share), NONE
        )
        found[each] = Relationships(
            accounts=sum((Fraction(n, caps[t] * SHARE_ONE) for t, n in heads[number] if caps[t]), NONE),
            contacts=met / (terms.contacts * SHARE_ONE) if terms.contacts else NONE,
            unknown=sum(count for _, count in unknown[number]),
        )
    return found


def _told(asked: Demand) -> Ints:
    """Return the days that tell what is known in each month."""
    return asked.known.days(asked.months)


def _sums(month: Ints, code: Ints, weight: Ints) -> Mapping[int, list[tuple[int, int]]]:
    """Return by month the exact sums of weights by code."""
    width = int(code.max(initial=0)) + 2
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, total in zip(*grouped(month * width + code + 1, weight), strict=True):
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
