"""What another tool says, as somebody types it or as a file has it: matched to accounts and months."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.base.money import MICROS, minor_units
from bookload.data.tables import unbound
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.metrics.revenue.reconcile.theirs import WHOLE, Entry, Theirs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bookload.base.period import Month
    from bookload.data.ingest.monthly import Amount
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.reconcile.figures import Place

USUAL_CURRENCIES = ("EUR", "GBP", "USD")
EXAMPLES = 3
MOST_PLACES = 6


def figure(text: str, month: Month, currency: str) -> Theirs:
    """Return a figure as somebody types it, `123456.78`, of one month.

    It is compared to the last decimal typed, cents at least where it has any decimals. Raises `UsageError`
    for what is no number.
    """
    try:
        amount = Decimal(text)
        exact = Fraction(amount)
    except (InvalidOperation, ValueError, OverflowError):
        message = f"'{text}' is not a figure; write it as 123456.78, without thousands separators or currency"
        raise UsageError(message) from None
    places = _at_least_cents(max(0, -cast("int", amount.as_tuple().exponent)), currency)
    return Theirs(f"{text} {currency}", {(month, WHOLE): Entry.of(exact, places)}, by_account=False)


def from_file(
    reader: Reader, name: str, amounts: Sequence[Amount], only: Month | None = None
) -> tuple[Theirs, tuple[Month, ...]]:
    """Return what a file says, and the months of it that our data knows.

    Accounts are ours by their id, else by a name that only one of ours has; amounts of one account and month
    add up. A currency other than the workspace's is converted at the rate of the month's last day. Raises
    `MissingDataError` where no month is known, and `DataError` where no account is.
    """
    known = sorted({one.month for one in amounts if only in (None, one.month)})
    months = tuple(month for month in known if _is_known(reader, month))
    if not months:
        stated = ", ".join(map(str, sorted({one.month for one in amounts}))) or "none"
        span = f"{reader.months[0]} to {reader.months[-1]}"
        message = f"{name} has no month to compare: it states {stated}, the data knows {span}"
        raise MissingDataError(message)
    asked = [one for one in amounts if one.month in months]
    by_account = any(one.account is not None for one in asked)
    ours = _matched(reader, asked) if by_account else {}
    names = {one.account for one in asked if one.account is not None}
    if by_account and not ours:
        asked, by_account = _of_the_company(reader, name, asked, names), False
    notes = _notes(known, months, names, ours) if by_account else _notes(known, months, set(), {})
    theirs = Theirs(
        name,
        _entries(reader, asked, ours),
        by_account,
        frozenset(ours.values()),
        frozenset(names - ours.keys()) if by_account else frozenset(),
        notes,
    )
    return theirs, months


def rates_of(reader: Reader, months: Iterable[Month]) -> Mapping[Month, Mapping[str, Fraction]]:
    """Return units of other currencies, in use or usual, per one of the workspace's at each month's end."""
    home = reader.policy.company.currency
    rows = unbound("subscriptions").select("currency").distinct()
    used = {
        str(row["currency"])
        for row in reader.collect(rows.select("currency").distinct()).rows()
        if row["currency"]
    }
    found: dict[Month, dict[str, Fraction]] = defaultdict(dict)
    rates = read_rates(reader)
    for month in months:
        for code in sorted({*used, *USUAL_CURRENCIES} - {home}):
            with suppress(MissingDataError):
                found[month][code] = 1 / rates.on(code, min(month.last_day, reader.as_of)).value
    return found


def _is_known(reader: Reader, month: Month) -> bool:
    return month >= reader.months[0] and end_known(reader, month)


def _matched(reader: Reader, amounts: Iterable[Amount]) -> Mapping[str, str]:
    """Return which account of ours each name in the file is, of those that are any."""
    rows = unbound("accounts")
    accounts = reader.collect(rows.select("account_id", "name")).rows()
    ids = {str(row["account_id"]) for row in accounts}
    by_name: dict[str, list[str]] = defaultdict(list)
    for row in accounts:
        by_name[_folded(str(row["name"] or ""))].append(str(row["account_id"]))
    found = {}
    for said in {one.account for one in amounts if one.account is not None}:
        named = by_name.get(_folded(said), [])
        if said in ids:
            found[said] = said
        elif len(named) == 1:
            found[said] = named[0]
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _of_the_company(reader: Reader, name: str, amounts: Sequence[Amount], names: set[str]) -> list[Amount]:
    """Return the one row of a wide file that has no accounts; raise where there are, and none is ours."""
    if len(names) == 1:
        return list(amounts)
    rows = unbound("accounts")
    ours = sorted(str(row["account_id"]) for row in reader.collect(rows.select("account_id")).rows())
    theirs, known = (", ".join([*some[:EXAMPLES], "..."]) for some in (sorted(names), ours))
    message = (
        f"{name} names {len(names)} accounts ({theirs}), and none of them is known here by its id or name "
        f"({known}); give it a column of account ids as they were imported"
    )
    raise DataError(message)


def _notes(
    stated: Sequence[Month], months: Sequence[Month], names: set[str], ours: Mapping[str, str]
) -> tuple[str, ...]:
    found = []
    if names:
        by_name = sum(said != account for said, account in ours.items())
        more = f", {by_name} of them by name" if by_name else ""
        found.append(f"{len(ours)} of {len(names)} accounts in the file are known here{more}")
    if left := [month for month in stated if month not in months]:
        found.append(f"months that the data does not know are left out: {', '.join(map(str, left))}")
    return tuple(found)


def _entries(reader: Reader, amounts: Sequence[Amount], ours: Mapping[str, str]) -> Mapping[Place, Entry]:
    """Return entries in the file's decimals; several of one account and month add up."""
    home = reader.policy.company.currency
    decimals = max((_decimals(one.micros) for one in amounts), default=0)
    places = _at_least_cents(decimals, home)
    rates = read_rates(reader)
    sums: dict[Place, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in amounts:
        account = WHOLE if not ours or one.account is None else ours.get(one.account, one.account)
        sums[one.month, account][one.currency] += one.micros
    found = {}
    for (month, account), by_currency in sums.items():
        day = min(month.last_day, reader.as_of)
        if len(by_currency) == 1:
            ((code, micros),) = by_currency.items()
            found[month, account] = Entry.of(Fraction(micros, MICROS), places, 1 / rates.on(code, day).value)
            continue
        total = sum(
            (Fraction(micros, MICROS) * rates.on(code, day).value for code, micros in by_currency.items()),
            Fraction(),
        )
        found[month, account] = Entry.of(total, MOST_PLACES)
    return found


def _decimals(micros: int) -> int:
    text = f"{abs(micros) % MICROS:06d}".rstrip("0")
    return len(text)


def _at_least_cents(places: int, currency: str) -> int:
    return max(places, minor_units(currency)) if places else 0
