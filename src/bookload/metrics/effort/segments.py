"""The segment that an account was in when time was spent on it."""

from __future__ import annotations

import ibis.expr.types as ir

from bookload.data.reader import Reader
from bookload.metrics.revenue.attributes import attribute_runs


def with_segment(rows: ir.Table, reader: Reader) -> ir.Table:
    """Return rows of account_id and month with the account's segment at the month's end, null for none.

    An account has at most one segment at a month's end, so no row is lost or doubled.
    """
    runs = attribute_runs(reader, "segment")
    during = runs.select("from_month", "to_month", segment_of=runs.account_id, segment=runs.value)
    joined = rows.left_join(
        during,
        [
            rows.account_id == during.segment_of,
            rows.month >= during.from_month,
            rows.month < during.to_month,
        ],
    )
    return joined.select(*rows.columns, "segment")
