"""A company's question as a problem: what is carried, by whom it may be, and what the months ahead ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bookload.base.access import Right
from bookload.base.errors import Finding, MissingDataError, UsageError, unknown
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.books.orphans import Why
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.team.pools import pools
from bookload.planning.balance.fits import fits
from bookload.planning.balance.parts import parts_of
from bookload.planning.balance.posed import Ask, Posed, posed
from bookload.planning.balance.takers import takers_of
from bookload.planning.capacity.began import demand_known, owners_known_from
from bookload.planning.capacity.carriers import owned
from bookload.planning.capacity.supply import supply
from bookload.planning.journey import demand_of
from bookload.planning.journey.lives import roster

NEEDS = frozenset({Right.ALL_ROWS, Right.PERSON_NAMES, Right.TIME_PERSON})
"""Whose books are whose, and how full, is what a proposal says of everybody."""


@dataclass(frozen=True)
class Company:
    """A company's question as a problem, with what words need beside it."""

    as_of: date
    policy: Policy
    ask: Ask
    posed: Posed
    months: tuple[Month, ...]
    orphans: Mapping[str, Why]
    assumed: bool
    findings: tuple[Finding, ...]


def company(reader: Reader, ask: Ask) -> Company:
    """Return what is asked of a company as a problem.

    Raises `AccessDeniedError` for a reader who may not see everybody's books and hours, `UsageError` for
    people whom nobody knows and an `as_of` before the data, and `MissingDataError` where nobody can carry
    anything.
    """
    reader.access.demand(NEEDS, "balancing the books")
    demand_known(reader)
    terms, today = reader.policy.balance, Month.of(reader.as_of)
    ahead = tuple(month_range(today + 1, today + terms.months_ahead))
    accounts = roster(reader)
    began = owners_known_from(accounts, owned(reader, accounts), reader.known_from)
    asked = demand_of(reader, accounts, ahead)
    have = supply(reader, ahead, began)
    parts = parts_of(reader, asked)
    leavers = _leavers(ask, {each.owner_id for each in parts.held})
    takers = takers_of(reader, parts, have, leavers, ask.hire)
    if not any(taker.kind == "csm" for taker in takers):
        raise MissingDataError(
            "nobody is there to carry accounts as a CSM; import people with positions, or name your roles in "
            "policy team.csm_roles"
        )
    found = posed(parts, takers, fits(parts, takers, terms), ask, reader.policy)
    gone = {each.owner_id for each in parts.held} - {taker.taker_id for taker in takers}
    orphans = {owner: _why(reader, owner) for owner in gone}
    findings = (*asked.findings, *have.findings, *_stuck(found))
    return Company(reader.as_of, reader.policy, ask, found, ahead, orphans, asked.assumed, findings)


def _leavers(ask: Ask, owners: set[str]) -> tuple[str, ...]:
    for leaver in ask.leavers:
        if leaver not in owners:
            raise unknown("owner", leaver, owners - {UNASSIGNED})
    if ask.hire in ask.leavers:
        raise UsageError(f"{ask.hire} cannot both come and leave; name somebody else")
    return ask.leavers


def _why(reader: Reader, owner: str) -> Why:
    if owner == UNASSIGNED:
        return "unassigned"
    return "empty_pool" if owner in pools(reader) else "left"


def _stuck(found: Posed) -> tuple[Finding, ...]:
    if not len(found.stuck):
        return ()
    return (
        Finding(
            code="nobody_fits",
            message="nobody has what the account asks for, so it stays with its owner, who does not either",
            remedy="Hire or train for it, or change policy balance.match",
            severity="warning",
            table="accounts",
            column="account_id",
            value=found.parts.held[int(found.stuck[0])].account_id,
            count=len(found.stuck),
        ),
    )
