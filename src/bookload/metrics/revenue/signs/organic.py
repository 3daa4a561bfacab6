"""What accounts did by themselves, month by month: no transfer, no reclassification, no rate of exchange.

    base + organic = closing

`base` is what a month's accounts had at its start, under the key that they have at its end, so that an
account that changed hands or segment moves both sides alike. All at one day's rates (constant currency),
whatever the policy's `revenue.past` is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import ibis

from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.data.engine import exact_sum, whole
from bookload.data.once import built_once, once
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.lines import account_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Group = Literal["segment", "tier", "region", "touch_model"]


@dataclass(frozen=True, slots=True)
class OrganicMonth:
    """One month of one key (None: the company), in quanta.

    `accounts` is the larger of how many have MRR at its start and at its end. `fell` is the part of `base`
    that belongs to accounts which pay less at the end, or nothing.
    """

    month: Month
    key: str | None
    base: int = field(metadata=IN_QUANTA)
    organic: int = field(metadata=IN_QUANTA)
    closing: int = field(metadata=IN_QUANTA)
    fell: int = field(metadata=IN_QUANTA)
    accounts: int

    @property
    def rate(self) -> Fraction | None:
        """What it did as a share of what was there; None where nothing was."""
        return share(self.organic, self.base)

    @property
    def fallen(self) -> Fraction | None:
        """The share of what was there that belongs to accounts which pay less now; None where nothing was."""
        return share(self.fell, self.base)


def share(part: int, of: int) -> Fraction | None:
    """Return one amount as a share of another; None of nothing."""
    return Fraction(part, of) if of > 0 else None


@once
def constant(reader: Reader) -> Reader:
    """Return the reader with all amounts at one day's rates, so that no rate looks like growth or loss."""
    policy = reader.policy
    if policy.revenue.past == "constant_currency":
        return reader
    revenue = policy.revenue.model_copy(update={"past": "constant_currency"})
    return reader.under(policy.model_copy(update={"revenue": revenue}))


def account_changes(reader: Reader, by: Group | None = None) -> ir.Table:
    """Return what each account did in each month: account_id, month, key, base, organic, closing (quanta).

    Unique by account and month; `key` is `""` for the company and for an account without the group. The
    reader is one in constant currency.
    """
    rows = account_lines(reader)
    if by is None:
        rows = rows.mutate(key=ibis.literal(""))
    else:
        values = attribute(reader, by).select("account_id", "month", key="value")
        rows = rows.left_join(values, ["account_id", "month"]).drop("account_id_right", "month_right")
        rows = rows.mutate(key=rows.key.fill_null(""))
    # In constant currency fx is 0; were it not, it would belong to neither side.
    return rows.select(
        "account_id", "month", "key", base=rows.opening + rows.fx, organic=rows.delta, closing=rows.closing
    )


def organic_months(
    reader: Reader, changes: Callable[[Reader], ir.Table], *, keyed: bool
) -> Mapping[str | None, Mapping[Month, OrganicMonth]]:
    """Return the known months of each key that a reader's `account_changes`, or those by person, tell of.

    Unless `keyed` there is one key, None.
    """
    unique = frozenset({"month", "key"})
    summed = by_month(reader, "organic", lambda of: _summed(changes(of)), unique)
    found: dict[str | None, dict[Month, OrganicMonth]] = defaultdict(dict)
    for row in reader.collect(summed).rows():
        month, key = Month(row["month"]), str(row["key"]) if keyed else None  # type: ignore[arg-type]
        if opening_known(reader, month):
            found[key][month] = _month(row, month, key)
    return dict(found)


@built_once
def _summed(changes: ir.Table) -> ir.Table:
    zero, one, none = whole(0), ibis.literal(1, "int64"), ibis.literal(0, "int64")
    marked = changes.mutate(
        fell=ibis.cases((changes.organic < zero, changes.base), else_=zero),
        before=ibis.cases((changes.base > zero, one), else_=none),
        after=ibis.cases((changes.closing > zero, one), else_=none),
    )
    return marked.group_by("month", "key").aggregate(
        **{name: exact_sum(marked[name]) for name in ("base", "organic", "closing", "fell")},
        before=marked.before.sum().cast("int64"),
        after=marked.after.sum().cast("int64"),
    )


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What one account did in a month under a key, in quanta."""

    account_id: str
    base: int = field(metadata=IN_QUANTA)
    organic: int = field(metadata=IN_QUANTA)
    closing: int = field(metadata=IN_QUANTA)


Place = tuple[Month, str | None]


def behind(
    reader: Reader, changes: ir.Table, places: Iterable[Place]
) -> Mapping[Place, tuple[AccountChange, ...]]:
    """Return the accounts that changed in each month and key asked for, the largest change first."""
    asked = set(places)
    if not asked:
        return {}
    rows = changes.filter(
        changes.organic != whole(0), changes.month.isin(sorted({month.ordinal for month, _ in asked}))
    )
    found: dict[Place, list[AccountChange]] = {place: [] for place in asked}
    for row in reader.collect(rows).rows():
        place = Month(row["month"]), str(row["key"])  # type: ignore[arg-type]
        for known in (place, (place[0], None)):
            if known in asked:
                amounts = (row["base"], row["organic"], row["closing"])
                found[known].append(AccountChange(str(row["account_id"]), *amounts))  # type: ignore[arg-type]
    return {
        place: tuple(sorted(of, key=lambda each: (-abs(each.organic), each.account_id)))
        for place, of in found.items()
    }


def _month(row: Mapping[str, Any], month: Month, key: str | None) -> OrganicMonth:
    amounts = {name: row[name] for name in ("base", "organic", "closing", "fell")}
    return OrganicMonth(month, key, **amounts, accounts=max(row["before"], row["after"]))
