"""Leading signs by month, for the company, its groups and people's books, with the accounts behind each.

By person a month holds what the accounts did by themselves, under who carries them at its end: a transfer
takes its MRR along on both sides and looks like nothing. People are listed by id and never ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa

from bookload.base.access import Right
from bookload.base.errors import unknown
from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.data.engine import whole
from bookload.metrics.books.lines import CHANGES, owner_lines
from bookload.metrics.books.shares import UNASSIGNED, shares
from bookload.metrics.revenue.known import last_over
from bookload.metrics.revenue.rates.conversion import month_factors
from bookload.metrics.revenue.signs.judged import JUDGED_FROM, SignMonth, judged
from bookload.metrics.revenue.signs.organic import (
    AccountChange,
    Group,
    OrganicMonth,
    Place,
    account_changes,
    behind,
    constant,
    organic_months,
)
from bookload.metrics.revenue.signs.shrinking import shrinking_accounts
from bookload.metrics.revenue.signs.sign import Sign, SignAccount, signs_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

SignsBy = Literal["company", "segment", "tier", "region", "touch_model", "person"]

Months = Mapping[str | None, Mapping[Month, OrganicMonth]]


@dataclass(frozen=True)
class Signs(Rows[SignMonth]):
    """Months by key and month, and the signs in them, the latest month first, by key and kind.

    `judged` is how many months of a key have a verdict: of so many one in twenty would be a turn by noise
    alone. `notes` say where a rate of an earlier day had to serve.
    """

    by: SignsBy = "company"
    signs: tuple[Sign, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def judged(self) -> int:
        """How many of the rows have a verdict."""
        return sum(row.verdict is not None for row in self.rows)


def signs(reader: Reader, by: SignsBy, first: Month, last: Month) -> Signs:
    """Return what the months from first to last, both included, show, each beside the months before it.

    Needs all rows: an account that left a book is not its reader's to see, and a trend without it would look
    too good. By person the right to names too. All amounts are at the rates of one day (constant currency).
    """
    if by not in get_args(SignsBy):
        raise unknown("grouping of signs", by, get_args(SignsBy))
    needed = {Right.ALL_ROWS, Right.PERSON_NAMES} if by == "person" else {Right.ALL_ROWS}
    reader.access.demand(needed, "leading signs")
    steady = constant(reader)
    changes = _changes(steady, by)
    of = organic_months(steady, lambda reader: _changes(reader, by), keyed=by != "company")
    over = last_over(reader)
    places = [
        (month, key)
        for key in sorted(of, key=lambda key: key or "")
        for month in months(first, last)
        if month in of[key]
    ]
    return Signs(
        tuple(judged(of[key], month, over) for month, key in places),
        needs=frozenset(needed),
        by=by,
        signs=tuple(_signs(steady, changes, of, places, over)),
        notes=month_factors(steady).notes(first, last),
    )


def _changes(reader: Reader, by: SignsBy) -> ir.Table:
    if by == "person":
        return owner_changes(reader)
    group: Group | None = None if by == "company" else by
    return account_changes(reader, group)


def owner_changes(reader: Reader) -> ir.Table:
    """Return `account_changes` by person: account_id, month, key (the owner), base, organic, closing."""
    rows = owner_lines(reader)
    organic = rows[CHANGES[0]]
    for name in CHANGES[1:]:
        organic = organic + rows[name]
    parts = rows.select(
        "account_id",
        "month",
        key=rows.owner_id,
        base=rows.restated_at,
        organic=whole(organic),
        closing="closing",
    )
    zero = whole(0)
    return parts.filter((parts.base != zero) | (parts.organic != zero) | (parts.closing != zero))


def _signs(
    reader: Reader, changes: ir.Table, of: Months, places: Sequence[Place], over: Month
) -> Iterator[Sign]:
    """Yield all signs in their order, with the accounts behind each."""
    found = [sign for month, key in places for sign in signs_of(of[key], month, over)]
    shrinks = shrinking_accounts(reader, account_changes(reader), {month for month, _ in places})
    accounts = behind(
        reader,
        changes,
        {(sign.month, sign.key) for sign in found} | {place for place in places if place[0] in shrinks},
    )
    found += [
        sign
        for place in places
        if (sign := _shrinking(of, place, accounts.get(place, ()), shrinks.get(place[0], {})))
    ]
    named = {each.account_id for sign in found for each in accounts[sign.month, sign.key]}
    owners = _owners(reader, {sign.month for sign in found}, named)
    found.sort(key=lambda sign: (-sign.month.ordinal, sign.key or "", sign.kind))
    for sign in found:
        since = shrinks.get(sign.month, {}) if sign.kind == "shrinking_accounts" else {}
        behind_it = (each for each in accounts[sign.month, sign.key] if _belongs(sign, each, since))
        yield replace(
            sign,
            accounts=tuple(
                SignAccount(
                    each.account_id,
                    each.base,
                    each.organic,
                    each.closing,
                    since.get(each.account_id),
                    owners.get((sign.month, each.account_id)),
                )
                for each in behind_it
            ),
        )


def _shrinking(
    of: Months, place: Place, changed: Sequence[AccountChange], since: Mapping[str, Month]
) -> Sign | None:
    """Return the sign of the accounts of a key that shrink two months running; None where there are none."""
    month, key = place
    here = of[key][month]
    fell = [each for each in changed if each.account_id in since]
    if not fell:
        return None
    left = sum(each.closing for each in fell)
    return Sign(
        "shrinking_accounts",
        month,
        key,
        since=min(since[each.account_id] for each in fell),
        amount=left,
        strength=left / here.closing if here.closing > 0 else None,
        judged=here.accounts >= JUDGED_FROM,
    )


def _belongs(sign: Sign, change: AccountChange, since: Mapping[str, Month]) -> bool:
    """Return whether an account that changed is behind a sign."""
    if sign.kind == "shrinking_accounts":
        return change.account_id in since
    return change.organic > 0 if sign.kind == "turn_up" else change.organic < 0


def _owners(reader: Reader, asked: set[Month], named: set[str]) -> Mapping[tuple[Month, str], str]:
    """Return who carries most of each account named at the end of the months asked for.

    Of equals the first by id.

    Of an account that nobody carries then (its ownership ended as it left): who did a month earlier.
    """
    if not asked or not reader.access.allows(Right.PERSON_NAMES):
        return {}
    behind_it = reader.given("named", pa.table({"account_id": pa.array(sorted(named), pa.string())}))
    rows = shares(reader).semi_join(behind_it, "account_id")
    both = sorted({month.ordinal - back for month in asked for back in (0, 1)})
    held: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    found: list[dict[str, Any]] = reader.collect(rows.filter(rows.month.isin(both))).rows()
    for row in found:
        held[row["month"], row["account_id"]].append((-row["share"], row["owner_id"]))
    most = {place: min(of)[1] for place, of in held.items()}
    return {
        (Month(month), account): owner or most.get((month - 1, account), UNASSIGNED)
        for (month, account), owner in most.items()
    }
