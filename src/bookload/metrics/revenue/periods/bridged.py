"""Late renewals: what ended for a few days only was never gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir


def bridged(periods: ir.Table, line: Sequence[str], gap_days: int) -> ir.Table:
    """Return the periods, each lengthened to the next of its line that begins within the gap."""
    key = (*line, "start_date")
    starts = periods.group_by(*key).aggregate(rows=periods.count())
    order = ibis.window(group_by=list(line), order_by="start_date")
    following = starts.select(*key, next_start=starts.start_date.lead(1).over(order))
    rows = periods.inner_join(following, key)
    latest = rows.end_date + ibis.interval(days=gap_days)
    late = (rows.next_start > rows.end_date) & (rows.next_start <= latest)
    return rows.mutate(end_date=ibis.cases((late, rows.next_start), else_=rows.end_date)).drop("next_start")
