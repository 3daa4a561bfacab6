"""Concentration: what share of ARR the largest accounts have, and how evenly it is spread.

    share of the top n = ARR of the n largest accounts / ARR of all accounts
    Herfindahl index   = sum of each account's share squared

The index is 1 / m where m accounts have equal parts, and 1 where one has all.
Accounts that belong to one parent count as one, a family, unless asked otherwise. Both sides are
of those whose ARR is above 0: a credit that recurs makes nobody else larger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, get_args

from bookload.base.errors import UsageError, unknown
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.data.once import once
from bookload.data.tables import unbound
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.stocks import converted_balances

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Of = Literal["family", "account"]
TOPS = (1, 5, 10, 20, 50)
"""How many of the largest are looked at."""


@dataclass(frozen=True, slots=True)
class TopRow:
    """The share of the `top` largest at one month end; None where nobody has any ARR. `arr` in quanta."""

    month: Month
    top: int
    arr: int = field(metadata=IN_QUANTA)
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How ARR is spread at one month end: over how many, what it comes to, and the Herfindahl index."""

    month: Month
    count: int
    arr: int = field(metadata=IN_QUANTA)
    herfindahl: Fraction | None


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the largest: a family, by its parent's id, or an account; `accounts` is how many pay in it."""

    rank: int
    key: str
    accounts: int
    arr: int = field(metadata=IN_QUANTA)
    share: Fraction


@dataclass(frozen=True)
class Concentration(Rows[TopRow]):
    """The shares of the top n by month and n, the spread by month, and the largest in the last month."""

    of: Of = "family"
    spread: tuple[SpreadRow, ...] = ()
    largest: tuple[Holder, ...] = ()

    @property
    def together(self) -> tuple[Fraction, ...]:
        """The shares that the first one, two, three and so on of the largest have together."""
        return tuple(accumulate(each.share for each in self.largest))


def concentration(
    reader: Reader,
    first: Month | None = None,
    last: Month | None = None,
    tops: Sequence[int] = TOPS,
    of: Of = "family",
) -> Concentration:
    """Return concentration at the end of each month from first to last (that of `as_of`, where not given).

    `largest` names as many as the largest of `tops`. Raises `UsageError` for a top below 1.
    """
    if of not in get_args(Of):
        raise unknown("unit of concentration", of, get_args(Of))
    if not tops or min(tops) < 1:
        raise UsageError(f"the largest are counted from 1 on, not {min(tops, default=0)}")
    end = last or reader.months[-1]
    start = first or end
    collected = reader.collect(_holdings(reader, start, end))
    families = parents(reader) if of == "family" else {}
    held: dict[Month, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in collected.rows():
        account = str(row["account_id"])
        held[Month(row["month"])][families.get(account, account)].append(row["closing"])  # type: ignore[arg-type]
    asked = [month for month in reader.months if start <= month <= end and end_known(reader, month)]
    sizes = {month: _sizes(held[month]) for month in asked}
    rows = tuple(_top(month, top, sizes[month]) for month in asked for top in sorted(set(tops)))
    spread = tuple(_spread(month, sizes[month]) for month in asked)
    largest = _largest(held[asked[-1]], max(tops)) if asked else ()
    return Concentration(rows, collected.needs, of, spread, largest)


@once
def parents(reader: Reader) -> Mapping[str, str]:
    """Return the family of each account that has a parent: the parent that has none itself.

    Of a circle of parents, which the import lists, it is the first by id.
    """
    rows = unbound("accounts")
    stated = rows.filter(rows.parent_account_id.notnull()).select("account_id", "parent_account_id")
    above = {
        str(row["account_id"]): str(row["parent_account_id"])
        for row in reader.collect(stated).rows()
        if row["parent_account_id"] != ""
    }
    return {account: _head(account, above) for account in above}


def _head(account: str, above: Mapping[str, str]) -> str:
    seen = [account]
    while (parent := above.get(seen[-1])) is not None:
        if parent in seen:
            return min(seen[seen.index(parent) :])
        seen.append(parent)
    return seen[-1]


def _holdings(reader: Reader, first: Month, last: Month) -> ir.Table:
    """Return what each account has at each month end, where it is above 0: account_id, month, closing."""
    rows = converted_balances(reader)
    asked = rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal)
    sums = asked.group_by("account_id", "month").aggregate(closing=exact_sum(asked.closing))
    return sums.filter(sums.closing > whole(0))


def _sizes(held: Mapping[str, Iterable[int]]) -> list[int]:
    return sorted((sum(parts) for parts in held.values()), reverse=True)


def _top(month: Month, top: int, sizes: Sequence[int]) -> TopRow:
    arr, total = sum(sizes[:top]), sum(sizes)
    return TopRow(month, top, arr, Fraction(arr, total) if total else None)


def _spread(month: Month, sizes: Sequence[int]) -> SpreadRow:
    total = sum(sizes)
    index = Fraction(sum(size * size for size in sizes), total * total) if total else None
    return SpreadRow(month, len(sizes), total, index)


def _largest(held: Mapping[str, Sequence[int]], most: int) -> tuple[Holder, ...]:
    ranked = sorted(held.items(), key=lambda item: (-sum(item[1]), item[0]))
    total = sum(sum(parts) for parts in held.values())
    return tuple(
        Holder(rank, key, len(parts), sum(parts), Fraction(sum(parts), total))
        for rank, (key, parts) in enumerate(ranked[:most], start=1)
    )
