"""What ratios are made of: who carries how much of which group at each month end, and who counts then.

Nothing is divided here. All sums are exact, so the parts of any grouping add up to the company's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import ibis

from bookload.base.access import Right
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.engine import exact_sum, half_away, whole
from bookload.data.once import built_once, once
from bookload.metrics.books.shares import shares
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.team.eligibility import Head, eligible
from bookload.metrics.team.people import Staff, staff
from bookload.metrics.team.pools import Pools, pools

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

AccountsBy = Literal["company", "segment", "tier", "touch_model", "region"]
"""Groups that an account is in."""

NOT_STATED = ""
"""The group of what has none: accounts that state nothing, and by team what no member of a team carries."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one owner carries of one group: ARR in quanta, live accounts x 10^4, and load.

    `load` is what a head is split by: live accounts x 10^4, or the weights that were given x 10^4.
    """

    arr: int
    accounts: int
    load: int


NOTHING = Part(0, 0, 0)
Carried = Mapping[Month, Mapping[str, Mapping[str, Part]]]
"""By month and group (`NOT_STATED` for the company), what each owner carries."""


@dataclass(frozen=True)
class Crew:
    """Who counts on the last day of a month (or on `as_of`, in its month), and who is in which pool."""

    month: Month
    day: date
    heads: Mapping[str, Head]
    staff: Staff
    pools: Pools

    def covers(self, owner_id: str) -> bool:
        """Return whether an owner is a person who counts for something on the day: what they own is covered.

        No pool and not nobody; nor who left, is in no CSM role, is away for long, or ramps and counts 0.
        """
        head = self.heads.get(owner_id)
        return head is not None and head.counted > 0

    def uncounted(self, owner_id: str) -> bool:
        """Return whether an owner is a person who counts for nothing on the day."""
        return owner_id in self.heads and not self.covers(owner_id)


def known_months(reader: Reader) -> tuple[Month, ...]:
    """Return the months whose end the data knows."""
    return tuple(month for month in reader.months if end_known(reader, month))


def day_of(reader: Reader, month: Month) -> date:
    """Return the day that a month's figures are stated on: its last, or `as_of` in its month."""
    return min(month.last_day, reader.as_of)


@once
def crews(reader: Reader) -> Mapping[Month, Crew]:
    """Return who counts at the end of each month that the data knows."""
    everybody, all_pools = staff(reader), pools(reader)
    found = {}
    for month in known_months(reader):
        day = day_of(reader, month)
        found[month] = Crew(month, day, eligible(everybody, day, reader.policy), everybody, all_pools)
    return found


@once
def carried(reader: Reader, by: AccountsBy) -> Carried:
    """Return what each owner carries of each group at the end of each month, heads split by live accounts.

    Raises `AccessDeniedError` for a reader of one book: a part of the accounts over all heads is no ratio.
    """
    return _collected(reader, by, None)


def carried_by(reader: Reader, by: AccountsBy, weights: ir.Table | None) -> Carried:
    """Return the same, with heads split by weights: account_id, month, weight (whole numbers, unique).

    An account without a weight has none: its owner's head goes to the groups of the other accounts.
    """
    return carried(reader, by) if weights is None else _collected(reader, by, weights)


def _collected(reader: Reader, by: AccountsBy, weights: ir.Table | None) -> Carried:
    reader.access.demand({Right.ALL_ROWS}, "a ratio of all accounts to all heads")
    found: dict[Month, dict[str, dict[str, Part]]] = defaultdict(lambda: defaultdict(dict))
    known = set(known_months(reader))
    unique = frozenset({"month", "key", "owner_id"})
    sums = by_month(reader, f"carried_by_{by}", lambda of: _summed(_live(of, by)), unique)
    for row in reader.collect(sums).rows():
        arr, accounts, month = _row(row)
        if month in known:
            found[month][str(row["key"] or NOT_STATED)][str(row["owner_id"])] = Part(arr, accounts, accounts)
    if weights is None:
        return MappingProxyType(found)
    return _weighted(reader, found, _live(reader, by).inner_join(weights, ["account_id", "month"]))


def _weighted(reader: Reader, found: Carried, rows: ir.Table) -> Carried:
    """Return the parts with the weights' sums as their load; none where no weight is."""
    sums = rows.mutate(load=rows.share * rows.weight).group_by("month", "key", "owner_id")
    loads = {
        (Month(row["month"]), str(row["key"] or NOT_STATED), str(row["owner_id"])): row["load"]  # type: ignore[arg-type]
        for row in reader.collect(sums.aggregate(load=lambda each: each.load.sum().cast("int64"))).rows()
    }
    return {
        month: {
            key: {
                owner: Part(part.arr, part.accounts, loads.get((month, key, owner), 0))  # type: ignore[arg-type]
                for owner, part in owners.items()
            }
            for key, owners in groups.items()
        }
        for month, groups in found.items()
    }


@once
def _live(reader: Reader, by: AccountsBy) -> ir.Table:
    """Return each owner's share of each account that is worth anything at a month end, under its group."""
    lines = account_lines(reader)
    closing = lines.filter((lines.live_after == 1) | (lines.closing != whole(0)))
    rows = closing.inner_join(shares(reader), ["account_id", "month"])
    if by == "company":
        keyed = rows.mutate(key=ibis.literal(NOT_STATED))
    else:
        groups = attribute(reader, by).select("account_id", "month", key="value")
        keyed = rows.left_join(groups, ["account_id", "month"])
    return keyed.select("account_id", "month", "owner_id", "key", "share", "live_after", "closing")


@built_once
def _summed(rows: ir.Table) -> ir.Table:
    parts = rows.mutate(
        arr=half_away(rows.closing, SHARE_ONE) * whole(rows.share),
        accounts=rows.share * rows.live_after,
    )
    return parts.group_by("month", "key", "owner_id").aggregate(
        arr=exact_sum(parts.arr), accounts=parts.accounts.sum().cast("int64")
    )


def _row(row: Mapping[str, Any]) -> tuple[int, int, Month]:
    return row["arr"], row["accounts"], Month(row["month"])
