"""Time against what an account may expect: the hours that its tier or touch model entitles it to.

Entitled hours are those of each month that the account is live at the end of, by its tier then
(`entitled_by_tier`), else its touch model (`entitled_by_touch`), else the assumed hours of that touch model,
marked. Where an account takes far more, its expectations are what has to be reset, or its tier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.effort.against import minutes_of
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR, log_span
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.stocks import converted_balances


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What entitles: a tier, or a touch model, and its hours a month; `assumed` where nobody stated them."""

    by: str
    name: str
    hours: Fraction
    assumed: bool


@dataclass(frozen=True, slots=True)
class EntitledGroup:
    """All account-months under one entitlement; hours are of the whole period, entitled and used."""

    entitlement: Entitlement
    account_months: int
    entitled: Fraction
    used: Fraction


@dataclass(frozen=True, slots=True)
class OverEntitled:
    """An account that takes far more than it may expect: hours a month, of the months that it was live in."""

    account_id: str
    entitlement: Entitlement
    entitled: Fraction
    used: Fraction

    @property
    def over(self) -> Fraction:
        """Hours a month beyond what it may expect."""
        return self.used - self.entitled


@dataclass(frozen=True)
class Entitled:
    """Time against entitlement, by what entitles, and the accounts whose expectations to reset.

    An account is in the group of its latest entitlement with all its hours; `over` has the most hours first.
    """

    groups: tuple[EntitledGroup, ...]
    over: tuple[OverEntitled, ...]


def entitled_months(reader: Reader, months: Sequence[Month]) -> ir.Table:
    """Return by what accounts are entitled, for how many of some months.

    Columns: account_id, tier, touch_model, live (months at whose end the account is live under both), latest
    (the last of them). Unique by the first three.
    """
    rows = converted_balances(reader)
    held = rows.filter(rows.live == 1, rows.month.isin([month.ordinal for month in months]))
    live = held.select("account_id", "month").distinct()
    for kind in ("tier", "touch_model"):
        values = attribute(reader, kind)
        values = values.select("account_id", "month", **{kind: values.value})
        live = live.left_join(values, ["account_id", "month"]).select(*live.columns, kind)
    alike = live.group_by("account_id", "tier", "touch_model")
    return alike.aggregate(live=live.count(), latest=live.month.max())


def entitled(reader: Reader, took: Mapping[str, int] | None = None) -> Entitled | None:
    """Return time against entitlement over the log's whole months; None where it has none.

    `took` as in `against`.
    """
    span = log_span(reader)
    if span is None or not span.whole_months:
        return None
    months = span.whole_months
    listed: list[dict[str, Any]] = reader.collect(entitled_months(reader, months)).rows()
    return entitled_of(listed, minutes_of(reader, months) if took is None else took, reader.policy)


def entitled_of(rows: Iterable[Mapping[str, Any]], minutes: Mapping[str, int], policy: Policy) -> Entitled:
    """Return what the rows of `entitled_months` and minutes by account (x 10^4) make."""
    held: dict[str, list[tuple[int, int, Entitlement]]] = defaultdict(list)
    known: dict[tuple[str | None, str | None], Entitlement] = {}
    for row in rows:
        words = (row["tier"], row["touch_model"])
        if words not in known:
            known[words] = entitlement(*words, policy)
        held[row["account_id"]].append((row["latest"], row["live"], known[words]))
    groups: dict[Entitlement, tuple[int, Fraction, Fraction]] = {}
    over = []
    for account_id, dated in sorted(held.items()):
        latest = max(dated, key=lambda each: each[0])[2]
        live = sum(months for _, months, _ in dated)
        may = sum((each.hours * months for _, months, each in dated), Fraction(0))
        used = Fraction(minutes.get(account_id, 0), MINUTE_ONE * MINUTES_AN_HOUR)
        count, all_may, all_used = groups.get(latest, (0, Fraction(0), Fraction(0)))
        groups[latest] = (count + live, all_may + may, all_used + used)
        account = OverEntitled(account_id, latest, may / live, used / live)
        if _far_over(account, policy):
            over.append(account)
    return Entitled(
        tuple(
            EntitledGroup(each, *groups[each])
            for each in sorted(groups, key=lambda each: (-each.hours, each.by, each.name))
        ),
        tuple(sorted(over, key=lambda each: (-each.over, each.account_id))),
    )


def entitlement(tier: str | None, touch_model: str | None, policy: Policy) -> Entitlement:
    """Return what an account of a tier and touch model may expect under a policy."""
    terms, touch = policy.effort, touch_model or policy.touch.default
    if tier is not None and tier in terms.entitled_by_tier:
        return Entitlement("tier", tier, Fraction(terms.entitled_by_tier[tier]), assumed=False)
    stated = {str(name): hours for name, hours in terms.entitled_by_touch.items()}
    if touch in stated:
        return Entitlement("touch_model", touch, Fraction(stated[touch]), assumed=False)
    accounts = getattr(policy.capacity, f"assumed_accounts_{touch}")
    hours = Fraction(policy.capacity.assumed_hours_a_month) / accounts
    return Entitlement("touch_model", touch, hours, assumed=True)


def _far_over(account: OverEntitled, policy: Policy) -> bool:
    terms = policy.effort
    return account.over >= Fraction(terms.far_hours_a_month) and account.used >= account.entitled * Fraction(
        terms.far_times
    )
