"""What changed between two looks at a company: by cause, by person and by account, adding up exactly.

    before + causes = now          (ARR, in whole quanta)

Between the looks lie days, and perhaps an import: *restated* is what the rows of now make of the day of
before, beyond what those of then made of it; each kind of movement is what the months up to now have of it,
beyond what they had of it on that day; *rates* is what the rates of another day make of the first opening.
*rules* is what the rules of now make of then, beyond what was told. A reader of few books sees other accounts
on another date: *seen* is what those came to, and kinds are then not told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bookload.base.access import Right
from bookload.base.errors import MissingDataError
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.data.tables import unbound
from bookload.metrics.books.movements import by_person, owners_seen
from bookload.metrics.books.shares import ownership
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.movements.bridges import AMOUNTS, movements
from bookload.metrics.revenue.stocks import converted_balances, stock
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.data.reader import Reader

RULES, RESTATED, SEEN, MOVED, RATES = "rules", "restated", "seen", "moved", "rates"
KINDS = tuple(name for name in AMOUNTS if name not in ("opening", "closing"))
"""The kinds of movement, in the order of the bridge; `moved` is all of them where none can be told apart."""

TRANSFERS = ("transfer_in", "transfer_out")
OWNERS_OF = 1_000
"""Of how many accounts, the most changed first, it is told who carries them: nobody looks at more."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What one cause did to ARR."""

    name: str
    amount: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class OwnerChange:
    """An owner's ARR then and now; `transferred` of the difference came from other owners or went to them.

    `""` owns what is nobody's; None is what owners have whom the reader does not see.
    """

    owner_id: str | None
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    transferred: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account's ARR then and now; `restated` of the difference is of rows that read otherwise.

    `owners` carry it now, or carried it last; none for readers who may not know, or beyond `OWNERS_OF`.
    """

    account_id: str
    name: str
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    restated: int = field(metadata=IN_QUANTA)
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthRestated:
    """A month before the day of then whose ARR the rows of now state otherwise."""

    month: Month
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Since:
    """What changed since a day: `before` (ARR, quanta) and the causes add up to `after`.

    `accounts` are those that changed, the largest change first, adding up to the difference but for the
    rules; so do `people`, None for readers who may not know who owns what. `names` are those of owners.
    """

    day: date
    as_of: date
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    causes: tuple[Cause, ...]
    people: tuple[OwnerChange, ...] | None
    accounts: tuple[AccountChange, ...]
    restated: tuple[MonthRestated, ...]
    names: Mapping[str, str]

    @property
    def amount(self) -> int:
        """The difference, in quanta."""
        return self.after - self.before


def since(then: Reader, same: Reader, now: Reader, told: int | None = None) -> Since:
    """Return what changed between a look and another of the same reader.

    `then` has the rows and the date of the first, `same` the rows of now on that date, `now` rows and date of
    the second; all stand under the rules of now. `told` is what ARR was told to be then, where that is known.
    Raises `MissingDataError` for a date that the data knows nothing of.
    """
    sides = [_arr_by_account(each) for each in (then, same, now)]
    sums = [sum(side.values()) for side in sides]
    before, turned = sums[0] if told is None else told, _came_and_went(same, now)
    found = (
        Cause(RULES, sums[0] - before),
        Cause(RESTATED, sums[1] - sums[0]),
        *(_moved(same, now, sums[2] - sums[1]) if turned is None else _turned(turned, *sides[1:])),
    )
    return Since(
        day=then.as_of,
        as_of=now.as_of,
        before=before,
        after=sums[2],
        causes=tuple(cause for cause in found if cause.amount),
        people=None if turned else _people(then, same, now, (sums[0], sums[2])),
        accounts=_accounts(now, *sides),
        restated=_restated(then, same),
        names=_names(now) if now.access.allows(Right.PERSON_NAMES) else {},
    )


def _arr_by_account(reader: Reader) -> dict[str, int]:
    month = Month.of(reader.as_of)
    if month not in reader.months or not end_known(reader, month):
        begins = reader.known_from or reader.months[0]
        raise MissingDataError(f"nothing is known of {reader.as_of}; the data begins with {begins}")
    leaves = converted_balances(reader)
    found: dict[str, int] = {}
    for row in reader.collect(leaves.filter(leaves.month == month.ordinal)).rows():
        account = str(row["account_id"])
        found[account] = found.get(account, 0) + int(row["closing"])  # type: ignore[call-overload]
    return found


def _came_and_went(same: Reader, now: Reader) -> frozenset[str] | None:
    """Return the accounts that a reader sees on one of two dates alone; None where they see the same."""
    if now.access.sees_all_rows:
        return None
    ids = unbound("accounts").select("account_id")
    early, late = ({str(row["account_id"]) for row in each.collect(ids).rows()} for each in (same, now))
    return frozenset(early ^ late) or None


def _turned(turned: frozenset[str], same: Mapping[str, int], now: Mapping[str, int]) -> tuple[Cause, ...]:
    amounts = {account: now.get(account, 0) - same.get(account, 0) for account in {*same, *now}}
    seen = sum(amount for account, amount in amounts.items() if account in turned)
    return Cause(SEEN, seen), Cause(MOVED, sum(amounts.values()) - seen)


def _moved(same: Reader, now: Reader, difference: int) -> Iterable[Cause]:
    """Return the kinds of movement between two dates over the same rows, and what rates made of it."""
    first = min(Month.of(same.as_of), Month.of(now.as_of))
    early, late = _kinds(same, first), _kinds(now, first)
    if early is None or late is None:
        return (Cause(MOVED, difference),)
    kinds = [Cause(name, late[name] - early[name]) for name in KINDS]
    return (*kinds, Cause(RATES, difference - sum(cause.amount for cause in kinds)))


def _kinds(reader: Reader, first: Month) -> Mapping[str, int] | None:
    """Return each kind's sum from a month to that of `as_of`; None where the data does not know them all."""
    rows = movements(reader, "month", first, Month.of(reader.as_of)).rows
    sums = dict.fromkeys(KINDS, 0)
    for row in rows:
        for name in KINDS:
            amount = getattr(row, name)
            if amount is None:
                return None
            sums[name] += amount
    return sums


def _people(then: Reader, same: Reader, now: Reader, sums: tuple[int, int]) -> tuple[OwnerChange, ...] | None:
    """Return each owner's difference, the largest first; what is of others last, where there is any."""
    if not now.access.allows(Right.PERSON_NAMES):
        return None
    first = min(Month.of(same.as_of), Month.of(now.as_of))
    before, after = (_books(each) for each in (then, now))
    early, late = (_transferred(each, first) for each in (same, now))
    if before is None or after is None or early is None or late is None:
        return None
    found = [
        OwnerChange(
            owner,
            before.get(owner, 0),
            after.get(owner, 0),
            late.get(owner, 0) - early.get(owner, 0),
        )
        for owner in {*before, *after}
    ]
    rest = tuple(whole - sum(side.values()) for whole, side in zip(sums, (before, after), strict=True))
    changed = [each for each in found if each.before != each.after or each.transferred]
    changed.sort(key=lambda each: (-abs(each.after - each.before), each.owner_id or ""))
    others = [OwnerChange(None, rest[0], rest[1], 0)] if rest[0] != rest[1] else []
    return (*changed, *others)


def _books(reader: Reader) -> Mapping[str, int] | None:
    month = Month.of(reader.as_of)
    rows = by_person(reader, month, month).rows
    if any(row.closing is None for row in rows):
        return None
    return {str(row.key): row.closing for row in rows if row.closing}


def _transferred(reader: Reader, first: Month) -> Mapping[str, int] | None:
    found: dict[str, int] = {}
    for row in by_person(reader, first, Month.of(reader.as_of)).rows:
        amounts = [getattr(row, name) for name in TRANSFERS]
        if None in amounts:
            return None
        found[str(row.key)] = found.get(str(row.key), 0) + sum(amounts)
    return found


def _accounts(
    now: Reader, then: Mapping[str, int], same: Mapping[str, int], after: Mapping[str, int]
) -> tuple[AccountChange, ...]:
    changed = {
        account
        for account in {*then, *same, *after}
        if len({side.get(account, 0) for side in (then, same, after)}) > 1
    }
    rows = now.collect(unbound("accounts").select("account_id", "name")).rows() if changed else []
    named = {str(row["account_id"]): str(row["name"] or "") for row in rows}
    found = [
        AccountChange(
            account,
            named.get(account) or account,
            then.get(account, 0),
            after.get(account, 0),
            same.get(account, 0) - then.get(account, 0),
        )
        for account in changed
    ]
    ordered = sorted(found, key=lambda each: (-abs(each.after - each.before), each.account_id))
    owned = _owners(now, [each.account_id for each in ordered[:OWNERS_OF]])
    return tuple(replace(each, owners=owned.get(each.account_id, ())) for each in ordered)


def _owners(reader: Reader, accounts: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return who carries each account on `as_of`, or carried it last, of those that the reader may see."""
    if not accounts or not reader.access.allows(Right.PERSON_NAMES):
        return {}
    rows = ownership(reader)
    read: list[dict[str, Any]] = reader.collect(rows.filter(rows.account_id.isin(accounts))).rows()
    last: dict[str, date] = {}
    for row in read:
        last[row["account_id"]] = max(last.get(row["account_id"], row["end_date"]), row["end_date"])
    seen = owners_seen(reader, {row["owner_id"] for row in read if row["owner_id"]})
    found: dict[str, set[str]] = defaultdict(set)
    for row in read:
        if row["end_date"] == last[row["account_id"]] and row["owner_id"] in seen:
            found[row["account_id"]].add(row["owner_id"])
    return {account: tuple(sorted(owners)) for account, owners in found.items()}


def _restated(then: Reader, same: Reader) -> tuple[MonthRestated, ...]:
    if then is same:
        return ()
    last = Month.of(then.as_of)
    old, new = ({row.month: row.arr for row in stock(each).rows} for each in (then, same))
    return tuple(
        MonthRestated(month, old[month], new[month])
        for month in sorted(old.keys() & new.keys())
        if month < last and old[month] != new[month]
    )


def _names(reader: Reader) -> Mapping[str, str]:
    people = {each: of.name or "" for each, of in staff(reader).people.items()}
    return {each: name for each, name in {**pools(reader).names, **people}.items() if name}
