"""What group an account is in at each month end: segment, tier, region, touch model, and other dated facts.

The rows of `account_events` say from which day on a fact holds. For an account without any
of a kind, the column of `accounts` holds throughout; an account with some has no value
before the first, for what holds now says nothing about then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR, Month
from bookload.data.once import built_once, once
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.monthly import FAR_MONTH, month_of, over_months

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

GROUPS = ("segment", "tier", "region", "touch_model")
"""Kinds of group that figures are shown by."""

_UNIQUE = frozenset({"account_id", "month"})


@once
def attribute(reader: Reader, kind: str) -> ir.Table:
    """Return the value of a kind at each month end: account_id, month, value (null where none is known).

    Unique by account and month; an account and month without a row has no value. The touch
    model of an account that states none is the policy's for its tier, else for its segment,
    else the policy's default.
    """
    return by_month(reader, f"attribute_{kind}", lambda of: _values(of, kind), _UNIQUE, rated=False)


def _values(reader: Reader, kind: str) -> ir.Table:
    return over_months(attribute_runs(reader, kind), reader).select("account_id", "month", "value")


@once
def attribute_runs(reader: Reader, kind: str) -> ir.Table:
    """Return over which months `attribute` stays the same: account_id, from_month, to_month, value.

    It holds at the ends of the months `from_month <= month < to_month`, whether or not the reader's
    data knows them; those of one account do not overlap. Unique by the first three.
    """
    runs = _dated(reader, kind)
    if kind == "touch_model":
        runs = _touch(reader, runs)
    held = runs.filter(runs.from_month < runs.to_month)
    return held.group_by("account_id", "from_month", "to_month").aggregate(value=held.value.max())


def attribute_rows(reader: Reader, kind: str) -> Mapping[Month, Mapping[str, str]]:
    """Return the values of `attribute` by month and account; accounts without one are left out."""
    found: dict[Month, dict[str, str]] = defaultdict(dict)
    for row in reader.collect(attribute(reader, kind)).rows():
        if row["value"] is not None:
            found[Month(row["month"])][str(row["account_id"])] = str(row["value"])  # type: ignore[arg-type]
    return found


def _dated(reader: Reader, kind: str) -> ir.Table:
    events = unbound("account_events")
    of_kind = events.filter(events.kind == kind)
    columns = {column.name for column in contract("accounts").columns}
    dated = _from_events(reader, of_kind)
    return ibis.union(dated, _from_column(kind, of_kind)) if kind in columns else dated


def _from_events(reader: Reader, events: ir.Table) -> ir.Table:
    """Return what the latest event up to each month end says."""
    known = events.filter(events["at"] <= ibis.literal(reader.as_of))
    days = known.group_by("account_id", "at").aggregate(value=known.value.max())
    order = ibis.window(group_by="account_id", order_by="at")
    until = days["at"].lead(1).over(order).fill_null(ibis.literal(FAR))
    runs = days.mutate(until=until)
    return runs.select(
        "account_id", from_month=month_of(runs["at"]), to_month=month_of(runs.until), value=runs.value
    )


@built_once
def _from_column(kind: str, events: ir.Table) -> ir.Table:
    """Return what `accounts` says, for all months, of the accounts that have no event of the kind."""
    accounts = unbound("accounts")
    undated = accounts.anti_join(events, "account_id")
    return _always(undated, undated[kind])


def _always(accounts: ir.Table, value: ir.Value) -> ir.Table:
    first, far = ibis.literal(0, "int64"), ibis.literal(FAR_MONTH, "int64")
    return accounts.select("account_id", from_month=first, to_month=far, value=value)


def _touch(reader: Reader, stated: ir.Table) -> ir.Table:
    """Return the touch models with the policy's in place of those that are not stated."""
    touch = reader.policy.touch
    named = {"stated": stated, "tier": attribute_runs(reader, "tier")}
    named["segment"] = attribute_runs(reader, "segment")
    rows = _together(named)
    choices = [(rows.stated.notnull(), rows.stated)]
    choices += [(rows.tier == tier, ibis.literal(model)) for tier, model in touch.by_tier.items()]
    choices += [(rows.segment == segment, ibis.literal(model)) for segment, model in touch.by_segment.items()]
    return rows.select(
        "account_id", "from_month", "to_month", value=ibis.cases(*choices, else_=touch.default)
    )


def _together(named: Mapping[str, ir.Table]) -> ir.Table:
    """Return over which months several kinds of all accounts stay the same, each as a column."""
    accounts = unbound("accounts")
    starts = ibis.union(
        _always(accounts, accounts.account_id).select("account_id", "from_month"),
        *(runs.select("account_id", "from_month") for runs in named.values()),
    ).distinct()
    order = ibis.window(group_by="account_id", order_by="from_month")
    ends = starts.mutate(to_month=starts.from_month.lead(1).over(order).fill_null(FAR_MONTH))
    for name, runs in named.items():
        during = runs.select("account_id", since=runs.from_month, until=runs.to_month, **{name: runs.value})
        joined = ends.left_join(
            during,
            [
                ends.account_id == during.account_id,
                ends.from_month >= during.since,
                ends.from_month < during.until,
            ],
        )
        ends = joined.drop("account_id_right", "since", "until")
    return ends
