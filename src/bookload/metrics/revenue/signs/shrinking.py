"""Accounts that shrink two months running: less at two month ends in a row, and still paying."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bookload.base.period import Month
from bookload.data.engine import whole
from bookload.metrics.revenue.known import opening_known

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

RUNNING = 2
"""Months in a row in which an account has to fall."""


def shrinking_accounts(
    reader: Reader, changes: ir.Table, asked: AbstractSet[Month]
) -> Mapping[Month, Mapping[str, Month]]:
    """Return the accounts that shrink, with the first month of each one's run, by the month of the sign.

    An account shrinks in a month in which it has less MRR at the end than at the start, and still some, and
    had done the same the month before. `changes` are `account_changes` of the company: who carries an
    account, or what segment it is in, does not break a run. Signs are of the months `asked` alone.
    """
    if not asked:
        return {}
    less = changes.filter(
        changes.organic < whole(0), changes.closing > whole(0), changes.month <= max(asked).ordinal
    )
    then = less.filter(less.month.isin(sorted(month.ordinal for month in asked)))
    fell = less.semi_join(then.select("account_id").distinct(), "account_id")
    months: dict[str, set[Month]] = defaultdict(set)
    for row in reader.collect(fell.select("account_id", "month")).rows():
        month = Month(row["month"])  # type: ignore[arg-type]
        if opening_known(reader, month):
            months[str(row["account_id"])].add(month)
    found: dict[Month, dict[str, Month]] = defaultdict(dict)
    for account, of in sorted(months.items()):
        for month in of & asked:
            since = month
            while since - 1 in of:
                since -= 1
            if since <= month - (RUNNING - 1):
                found[month][account] = since
    return found
