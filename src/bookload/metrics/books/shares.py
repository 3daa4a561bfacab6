"""Who carries what share of an account: at each month end, and on the last day that an account was live.

Shares are x 10^4, of the role that the policy's `revenue_role` names. Shares of one account that add up to 1
within 0.001 are taken as all of it, the rest on the largest (of equal ones, the first by id); what is missing
from 1 otherwise belongs to nobody: the owner `UNASSIGNED`. Shares above 1 are an error of the import, and
here leave a negative rest, so that no sum ever comes out right by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.once import built_once, once
from bookload.data.tables import unbound
from bookload.data.tables.titles import spellings
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.monthly import month_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

UNASSIGNED = ""
"""The owner of what nobody owns."""

TOLERANCE = 10
"""How far from 1 (x 10^4) shares may add up to be meant as 1: 0.001."""

KEY = frozenset({"account_id", "owner_id", "month"})


@once
def shares(reader: Reader) -> ir.Table:
    """Return who carries what of every account at each month end.

    Columns: account_id, owner_id, month, share (x 10^4); the shares of one account and month add up to 1,
    with the rest on `UNASSIGNED`. The months are the reader's and the one before; the month of `as_of` is
    stated as of `as_of`.
    """
    return by_month(reader, "shares", _by_month, KEY, rated=False)


def _by_month(reader: Reader) -> ir.Table:
    rows, months = ownership(reader), spine(reader)
    held = rows.join(
        months, [month_of(rows.start_date) <= months.month, month_of(rows.end_date) > months.month]
    ).select("account_id", "owner_id", "month", "share")
    every = unbound("accounts").select("account_id").distinct().cross_join(months)
    return whole_shares(held, every)


def shares_on(reader: Reader, days: ir.Table) -> ir.Table:
    """Return who carried what of an account on the day that each row of `days` names for a month.

    `days` has account_id, month, `day` and `instead`: where nobody carried the account on `day`, whoever did
    on `instead` counts. Columns as in `shares`.
    """
    rows = ownership(reader)
    first = _held_on(rows, days, "day")
    without = days.anti_join(first, ["account_id", "month"])
    held = ibis.union(first, _held_on(rows, without, "instead"))
    return whole_shares(held, days.select("account_id", "month"))


def ownership(reader: Reader) -> ir.Table:
    """Return the ranges of days that somebody carries a share of an account over, clipped at `as_of`.

    Columns: account_id, owner_id, start_date, end_date, share; of the policy's `revenue_role` alone.
    """
    rows, today = unbound("ownership"), ibis.literal(reader.as_of)
    role = rows.role.fill_null("csm").lower().replace(" ", "_").replace("-", "_")
    end = rows.end_date.fill_null(ibis.literal(FAR))
    kept = rows.filter(
        role.isin(sorted(spellings(reader.policy.revenue.revenue_role))),
        rows.start_date <= today,
        rows.start_date < end,
    )
    end = kept.end_date.fill_null(ibis.literal(FAR))
    return kept.select(
        account_id=kept.account_id,
        owner_id=kept.owner_id,
        start_date=kept.start_date,
        end_date=ibis.cases((end > today, ibis.literal(FAR)), else_=end),
        share=kept.share.fill_null(SHARE_ONE),
    )


def spine(reader: Reader) -> ir.Table:
    """Return the reader's months and the one before the first, as a table of one column `month`."""
    ordinals = [reader.months[0].ordinal - 1, *(month.ordinal for month in reader.months)]
    months = pa.table({"month": pa.array(ordinals, type=pa.int64())})
    return reader.given("months_and_before", months, frozenset({"month"}))


@built_once
def whole_shares(held: ir.Table, every: ir.Table) -> ir.Table:
    """Return shares made whole, for every account and month of `every`.

    `held` has account_id, owner_id, month, share and may name an owner twice; accounts and months outside
    `every` are left out.
    """
    slot = ["account_id", "month"]
    known = held.semi_join(every, slot)
    owned = known.group_by("account_id", "owner_id", "month").aggregate(share=known.share.sum())
    evened = _evened(owned.filter(owned.share != 0))
    nobody = ibis.literal(UNASSIGNED)
    parts = ibis.union(
        evened,
        evened.select("account_id", "month", owner_id=nobody, share=-evened.share).select(*evened.columns),
        every.select(
            "account_id", "month", owner_id=nobody, share=ibis.literal(SHARE_ONE, type="int64")
        ).select(*evened.columns),
    )
    whole = parts.group_by("account_id", "owner_id", "month").aggregate(share=parts.share.sum().cast("int64"))
    return whole.filter(whole.share != 0)


@built_once
def _evened(owned: ir.Table) -> ir.Table:
    """Return shares that add up to 1 wherever they do so within the tolerance."""
    slot = ibis.window(group_by=["account_id", "month"])
    ranked = ibis.window(group_by=["account_id", "month"], order_by=[owned.share.desc(), owned.owner_id])
    rows = owned.mutate(
        rest=(ibis.literal(SHARE_ONE, type="int64") - owned.share.sum().over(slot)).cast("int64"),
        rank=ibis.row_number().over(ranked),
    )
    near = (rows["rank"] == 0) & (rows.rest <= TOLERANCE) & (rows.rest >= -TOLERANCE)
    return rows.select(
        "account_id",
        "owner_id",
        "month",
        share=ibis.cases((near, rows.share + rows.rest), else_=rows.share),
    )


@built_once
def _held_on(rows: ir.Table, days: ir.Table, column: str) -> ir.Table:
    """Return who carried an account on the day in a column of `days`."""
    joined = rows.join(
        days,
        [rows.account_id == days.account_id, rows.start_date <= days[column], rows.end_date > days[column]],
    )
    return joined.select("account_id", "owner_id", "month", "share")
