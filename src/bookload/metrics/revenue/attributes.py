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
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.monthly import calendar, month_of, over_months
from bookload.metrics.revenue.once import once

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
    value = _dated(reader, kind)
    if kind == "touch_model":
        value = _touch(reader, value)
    return reader.cube(f"attribute_{kind}", value, _UNIQUE)


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
    return ibis.union(dated, _from_column(reader, kind, of_kind)) if kind in columns else dated


def _from_events(reader: Reader, events: ir.Table) -> ir.Table:
    """Return what the latest event up to each month end says."""
    known = events.filter(events["at"] <= ibis.literal(reader.as_of))
    days = known.group_by("account_id", "at").aggregate(value=known.value.max())
    order = ibis.window(group_by="account_id", order_by="at")
    until = days["at"].lead(1).over(order).fill_null(ibis.literal(FAR))
    runs = days.mutate(until=until)
    months = runs.select(
        "account_id", "value", from_month=month_of(runs["at"]), to_month=month_of(runs.until)
    )
    return over_months(months, reader).select("account_id", "month", "value")


def _from_column(reader: Reader, kind: str, events: ir.Table) -> ir.Table:
    """Return what `accounts` says, for all months, of the accounts that have no event of the kind."""
    accounts = unbound("accounts")
    undated = accounts.anti_join(events, "account_id")
    rows = undated.select("account_id", value=undated[kind]).cross_join(calendar(reader))
    return rows.select("account_id", "month", "value")


def _touch(reader: Reader, stated: ir.Table) -> ir.Table:
    """Return the touch models with the policy's in place of those that are not stated."""
    touch = reader.policy.touch
    rows = unbound("accounts").select("account_id").cross_join(calendar(reader))
    for name, values in (
        ("stated", stated),
        ("tier", attribute(reader, "tier")),
        ("segment", attribute(reader, "segment")),
    ):
        named = values.select("account_id", "month", **{name: values.value})
        rows = rows.left_join(named, ["account_id", "month"]).drop("account_id_right", "month_right")
    choices = [(rows.stated.notnull(), rows.stated)]
    choices += [(rows.tier == tier, ibis.literal(model)) for tier, model in touch.by_tier.items()]
    choices += [(rows.segment == segment, ibis.literal(model)) for segment, model in touch.by_segment.items()]
    return rows.select("account_id", "month", value=ibis.cases(*choices, else_=touch.default))
