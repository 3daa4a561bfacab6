"""ARR, MRR and accounts per CSM, by month, for the company and its groups: total and covered.

*Total* is all ARR over all CSMs. *Covered* is the ARR owned by people who count on the day over what those of
them count for who own a live account in their own name: the one to judge by where pools carry accounts. ARR
owned by people who count for nothing (another role, ramping, away, gone) is a figure of its own; with what
pools and nobody carry, the three are all ARR. A ratio of a group is a ratio of sums. Nothing below the line
is n/a (None).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from bookload.base.access import Right, needs
from bookload.base.errors import unknown
from bookload.base.money import MONTHS_A_YEAR, QUANTA, SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.once import once
from bookload.metrics.ratios.cost import loaded, other_costs
from bookload.metrics.ratios.facts import NOT_STATED, AccountsBy, Carried, Crew, Part, carried_by, crews
from bookload.metrics.ratios.pay import pay_sum
from bookload.metrics.ratios.pay import weights as pay_weights
from bookload.metrics.ratios.split import NO_ACCOUNTS, GroupParts, carries_nothing, split, split_own
from bookload.metrics.ratios.teams import by_team

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Split = Mapping[str, Mapping[str, Fraction]]
"""By person, which part of their head is in which group."""

By = Literal["company", "segment", "tier", "touch_model", "region", "team"]


@dataclass(frozen=True)
class RatioRow:
    """The ratios of one group at one month end (in the month of `as_of`, as of `as_of`).

    `group` is None for the company, `""` for what states none, `NO_ACCOUNTS` for heads that carry nothing.
    `arr`, `covered_arr` and `uncounted_arr` (owned by people who count for nothing) are quanta
    (`base.money.arr`). `arr_per_csm`, `covered_arr_per_csm` and `cost_per_account` are units of the
    workspace's currency a year, `mrr_per_csm` a month. `csms` are heads
    of full time. `accounts` are live ones, parts of one where an account is shared between teams.
    `arr_per_ote`, `arr_per_base` and `cost_to_serve` (a share of ARR) come from pay: None without the right.
    """

    month: Month
    group: str | None
    csms: Fraction
    arr: int = field(metadata=IN_QUANTA)
    accounts: Fraction
    arr_per_csm: Fraction | None
    mrr_per_csm: Fraction | None
    accounts_per_csm: Fraction | None
    covered_arr: int = field(metadata=IN_QUANTA)
    covered_csms: Fraction
    covered_arr_per_csm: Fraction | None
    uncounted_arr: int = field(metadata=IN_QUANTA)
    arr_per_ote: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    arr_per_base: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    cost_to_serve: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    cost_per_account: Fraction | None = field(metadata=needs(Right.PAY_GROUP))


@dataclass(frozen=True)
class Group:
    """What a group's ratios are made of: quanta, accounts, and each person's part of a head."""

    arr: int
    accounts: Fraction
    covered_arr: int
    uncounted_arr: int
    parts: Mapping[str, Fraction]
    covered_parts: Mapping[str, Fraction]


NO_GROUP = Group(0, Fraction(0), 0, 0, {}, {})
"""What a group is made of in a month that it does not occur in."""


class Groups(Mapping[Month, Mapping[str, Group]]):
    """What the ratios of each month and group are made of, found out for a month when it is asked for."""

    def __init__(self, by: By, crews: Mapping[Month, Crew], carried: Carried) -> None:
        """Take who counts, and who carries what, by month."""
        self._by, self._crews, self._carried = by, crews, carried
        self._found: dict[Month, Mapping[str, Group]] = {}

    def __getitem__(self, month: Month) -> Mapping[str, Group]:
        """Return what a month's groups are made of."""
        if month not in self._found:
            crew, parts = self._crews[month], self._parts(month)
            heads = _heads(self._by, crew, parts)
            own = {person: split_own(person, parts) for person in heads}
            keys = {*parts, *(key for each in heads.values() for key in each)}
            self._found[month] = {key: _group(key, crew, parts, (heads, own)) for key in keys}
        return self._found[month]

    def __iter__(self) -> Iterator[Month]:
        """Go through the months whose end the data knows."""
        return iter(self._crews)

    def __len__(self) -> int:
        """Return how many months those are."""
        return len(self._crews)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The groups that occur in any month, in their order."""
        found = {key for month in self for key in self._parts(month)}
        if self._by in ("company", "team"):
            found |= {
                key
                for month, crew in self._crews.items()
                for of in _heads(self._by, crew, self._parts(month)).values()
                for key in of
            }
        elif any(
            head.eligible and carries_nothing(head.person_id, crew, self._parts(month))
            for month, crew in self._crews.items()
            for head in crew.heads.values()
        ):
            found.add(NO_ACCOUNTS)  # else a head is split among the groups of what its person carries
        return tuple(sorted(found))

    def _parts(self, month: Month) -> GroupParts:
        parts = self._carried.get(month, {})
        return by_team(parts.get(NOT_STATED, {}), self._crews[month]) if self._by == "team" else parts


def ratios(
    reader: Reader,
    by: By = "company",
    weights: ir.Table | None = None,
    months: Container[Month] | None = None,
) -> Rows[RatioRow]:
    """Return the ratios of each month whose end the data knows, by month and then group.

    A group that ever occurs has a row in every month; of some `months` alone where they are named. Where a
    person's book spans groups, their head is split by live accounts, or by `weights` (account_id, month,
    weight: whole numbers such as journey minutes); the parts add up to the company's count. Raises
    `AccessDeniedError` for a reader of one book.
    """
    if by not in get_args(By):
        raise unknown("grouping of ratios", by, get_args(By))
    found = groups(reader, by, weights)
    return Rows(
        tuple(
            _row(reader, by, crew, key, found[month].get(key, NO_GROUP))
            for month, crew in crews(reader).items()
            if months is None or month in months
            for key in found.names
        )
    )


def groups(reader: Reader, by: By, weights: ir.Table | None = None) -> Groups:
    """Return what the ratios of each month and group are made of."""
    return _by_live_accounts(reader, by) if weights is None else _groups(reader, by, weights)


@once
def _by_live_accounts(reader: Reader, by: By) -> Groups:
    return _groups(reader, by, None)


def _groups(reader: Reader, by: By, weights: ir.Table | None) -> Groups:
    accounts_by: AccountsBy = "company" if by == "team" else by
    return Groups(by, crews(reader), carried_by(reader, accounts_by, weights))


def _heads(by: By, crew: Crew, parts: GroupParts) -> dict[str, dict[str, Fraction]]:
    """Return by person which part of their head is in which group, for everybody who is eligible."""
    eligible = [head for head in crew.heads.values() if head.eligible]
    if by == "company":
        return {head.person_id: {NOT_STATED: Fraction(1)} for head in eligible}
    if by == "team":
        return {head.person_id: {head.team or NOT_STATED: Fraction(1)} for head in eligible}
    return {head.person_id: split(head.person_id, crew, parts) for head in eligible}


def _group(key: str, crew: Crew, parts: GroupParts, split_by: tuple[Split, Split]) -> Group:
    """Return what a group is made of; heads are `split_by` all that people carry, and by their own alone."""
    heads, own = split_by
    owners: Mapping[str, Part] = parts.get(key, {})
    return Group(
        arr=sum(part.arr for part in owners.values()),
        accounts=Fraction(sum(part.accounts for part in owners.values()), SHARE_ONE),
        covered_arr=sum(part.arr for owner, part in owners.items() if crew.covers(owner)),
        uncounted_arr=sum(part.arr for owner, part in owners.items() if crew.uncounted(owner)),
        parts={person: of[key] for person, of in heads.items() if of.get(key)},
        covered_parts={person: part for person, of in own.items() if (part := of.get(key))},
    )


def _row(reader: Reader, by: By, crew: Crew, key: str, group: Group) -> RatioRow:
    name = None if by == "company" else key
    csms, covered = _heads_of(crew, group.parts), _heads_of(crew, group.covered_parts)
    arr, covered_arr = Fraction(group.arr, QUANTA), Fraction(group.covered_arr, QUANTA)
    ote = pay_sum(reader, crew.month, "ote", name, group.parts)
    base = pay_sum(reader, crew.month, "base", name, group.parts)
    cost = None if ote is None else _cost(reader, by, crew, key, group, ote)
    return RatioRow(
        month=crew.month,
        group=name,
        csms=csms,
        arr=group.arr,
        accounts=group.accounts,
        arr_per_csm=per(arr, csms),
        mrr_per_csm=per(arr / MONTHS_A_YEAR, csms),
        accounts_per_csm=per(group.accounts, csms),
        covered_arr=group.covered_arr,
        covered_csms=covered,
        covered_arr_per_csm=per(covered_arr, covered),
        uncounted_arr=group.uncounted_arr,
        arr_per_ote=per(arr, ote),
        arr_per_base=per(arr, base),
        cost_to_serve=per(cost, arr),
        cost_per_account=per(cost, group.accounts),
    )


def _cost(reader: Reader, by: By, crew: Crew, key: str, group: Group, ote: Fraction) -> Fraction:
    """Return the loaded cost of a group's heads a year, in units of the workspace's currency."""
    everybody = {head.person_id: Fraction(1) for head in crew.heads.values()}
    part = Fraction(sum(pay_weights(crew, group.parts).values()), sum(pay_weights(crew, everybody).values()))
    other = other_costs(reader, crew.day).of(key if by == "segment" else None, part)
    return loaded(ote, Fraction(reader.policy.team.on_cost_rate), other)


def per(part: Fraction | None, of: Fraction | None) -> Fraction | None:
    """Return a ratio; None where either side is n/a or nothing is below the line."""
    return part / of if part is not None and of is not None and of > 0 else None


def _heads_of(crew: Crew, parts: Mapping[str, Fraction]) -> Fraction:
    return sum((crew.heads[person].counted * part for person, part in parts.items()), Fraction(0))
