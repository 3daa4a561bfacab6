"""Required heads: by hours, unless what one person can hold in relationships asks for more.

by hours         = demand / plannable hours of one standard head
by accounts      = sum over touch models of named accounts / accounts per person
by contacts      = known contacts of named accounts / contacts per person
required         = the largest of them; the answer says which binds
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from bookload.base.errors import Finding
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.pools import Pools
from bookload.planning.capacity.carriers import Carriers, Exact
from bookload.planning.journey import Life
from bookload.planning.journey.traits import CONTACTS, Traits

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
    lives: Iterable[Life], known: Traits, carriers: Carriers, pools: Pools, day: date, policy: Policy
) -> Relationships:
    """Return what the named accounts of a day take of relationships, in heads."""
    month, terms = Month.of(day), policy.capacity
    caps = {touch: getattr(terms, f"accounts_{touch}") for touch in ("high", "mid", "low", "tech")}
    named: dict[int, Exact] = defaultdict(int)
    contacts: Exact = 0
    unknown = 0
    for life in lives:
        if not life.live_on(day):
            continue
        pooled = sum(
            share for carrier, share in carriers.on(life.account_id, day) if carrier.owner_id in pools
        )
        if pooled == SHARE_ONE:
            continue
        named[caps[known.touch_model(life.account_id, month)]] += SHARE_ONE - pooled
        number = known.number(life.account_id, CONTACTS, month)
        unknown += number is None
        if number is not None:
            contacts += (SHARE_ONE - pooled) * number
    return Relationships(
        accounts=sum(
            (Fraction(shares, cap * SHARE_ONE) for cap, shares in named.items() if cap), Fraction(0)
        ),
        contacts=Fraction(contacts, terms.contacts * SHARE_ONE) if terms.contacts else Fraction(0),
        unknown=unknown,
    )


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
