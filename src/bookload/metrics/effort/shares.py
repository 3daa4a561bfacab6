"""The log by account: an activity for several accounts gives each its share of the minutes.

Each of n accounts gets the whole part of minutes / n, and the first what is left, so that the shares add up
to the minutes. An activity for no account is *internal* where its kind is one of policy `internal_kinds`,
else *unexplained*: its minutes are shown as that, and never spread. An empty name in a list of accounts is a
share for none.
"""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.types as ir

from bookload.data.engine import half_away
from bookload.data.once import built_once
from bookload.data.reader import Reader
from bookload.metrics.effort.recorded import recorded

Place = Literal["account", "internal", "unexplained"]
SEPARATOR = ";"


def shared(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return a row for each activity and account that it was for; one for an activity without any.

    The columns of `recorded`, minutes being the share of the account, and: whole_minutes (the activity's),
    activities (1 on an activity's first row, else 0), unknown (as activities, of those whose minutes are not
    known), among (how many accounts share it), and place (`Place`). `spells` says which stage an account was
    in from one instant to before another (account_id, stage, from_at, to_at, those of one account apart from
    each other): it stands where an activity states no stage.
    """
    rows = recorded(reader).mutate(whole_minutes=ibis._.minutes)
    several = rows.account_id.contains(SEPARATOR).fill_null(False)  # noqa: FBT003 - ibis' own signature
    one = ibis.literal(1, "int64")
    alone = rows.filter(~several).mutate(activities=one, among=one)
    split = _split(rows.filter(several)).select(*alone.columns)
    placed = _placed(ibis.union(alone, split), reader)
    return placed if spells is None else _staged(placed, spells)


@built_once
def _split(rows: ir.Table) -> ir.Table:
    text = rows.account_id
    count = text.length() - text.replace(SEPARATOR, "").length() + 1
    counted = rows.mutate(among=count.cast("int64"), account_id=text.split(SEPARATOR))
    each = counted.unnest("account_id", offset="place")
    # Towards zero: rounding half away would leave the first less than nothing of a few.
    part = half_away(each.minutes * 2 - each.among + 1, each.among * 2).cast("int64")
    first = each.place == 0
    return each.mutate(
        minutes=ibis.cases((first, each.minutes - part * (each.among - 1)), else_=part),
        activities=ibis.cases((first, 1), else_=0).cast("int64"),
    )


def _placed(rows: ir.Table, reader: Reader) -> ir.Table:
    named = rows.mutate(account_id=rows.account_id.strip().nullif(""))
    internal = sorted(reader.policy.effort.internal_kinds)
    place = ibis.cases(
        (named.account_id.notnull(), "account"), (named.kind.isin(internal), "internal"), else_="unexplained"
    )
    unknown = ibis.cases((named.minutes.isnull(), named.activities), else_=ibis.literal(0, "int64"))
    return named.mutate(place=place, unknown=unknown)


@built_once
def _staged(rows: ir.Table, spells: ir.Table) -> ir.Table:
    stated = rows.filter(rows.stage.notnull() | rows.account_id.isnull())
    silent = rows.filter(rows.stage.isnull(), rows.account_id.notnull())
    during = spells.select("from_at", "to_at", of=spells.account_id, found=spells.stage)
    joined = silent.left_join(
        during,
        [silent.account_id == during.of, silent.start_at >= during.from_at, silent.start_at < during.to_at],
    )
    told = joined.mutate(stage=joined.found).select(*rows.columns)
    return ibis.union(stated, told)
