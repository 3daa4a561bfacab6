"""The log by account: an activity for several accounts gives each its share of the minutes.

Each of n accounts gets the whole part of minutes / n, and the first what is left, so that the shares add up
to the minutes. An activity for no account is *internal* where its kind is one of policy `internal_kinds`,
else *unexplained*: its minutes are shown as that, and never spread.
"""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.types as ir

from bookload.data.engine import half_away
from bookload.data.reader import Reader
from bookload.metrics.effort.recorded import recorded

Place = Literal["account", "internal", "unexplained"]
SEPARATOR = ";"


def shared(reader: Reader) -> ir.Table:
    """Return a row for each activity and account that it was for; one for an activity without any.

    The columns of `recorded`, minutes being the share of the account, and: activities (1 on an activity's
    first row, else 0), unknown (as activities, of those whose minutes are not known), among (how many
    accounts share it), and place (`Place`).
    """
    rows = recorded(reader)
    several = rows.account_id.contains(SEPARATOR).fill_null(False)  # noqa: FBT003 - ibis' own signature
    one = ibis.literal(1, "int64")
    alone = rows.filter(~several).mutate(activities=one, among=one)
    return _placed(ibis.union(alone, _split(rows.filter(several))), reader)


def _split(rows: ir.Table) -> ir.Table:
    text = rows.account_id
    count = text.length() - text.replace(SEPARATOR, "").length() + 1
    counted = rows.mutate(among=count.cast("int64"), account_id=text.split(SEPARATOR))
    each = counted.unnest("account_id", offset="place")
    # Towards zero: rounding half away would leave the first less than nothing of a few.
    part = half_away(each.minutes * 2 - each.among + 1, each.among * 2).cast("int64")
    first = each.place == 0
    return each.select(
        *(name for name in rows.columns if name != "minutes"),
        minutes=ibis.cases((first, each.minutes - part * (each.among - 1)), else_=part),
        activities=ibis.cases((first, 1), else_=0).cast("int64"),
        among="among",
    )


def _placed(rows: ir.Table, reader: Reader) -> ir.Table:
    account = rows.account_id.strip().nullif("")
    internal = sorted(reader.policy.effort.internal_kinds)
    named = rows.mutate(account_id=account)
    place = ibis.cases(
        (named.account_id.notnull(), "account"), (named.kind.isin(internal), "internal"), else_="unexplained"
    )
    unknown = ibis.cases((named.minutes.isnull(), named.activities), else_=ibis.literal(0, "int64"))
    return named.mutate(place=place, unknown=unknown)
