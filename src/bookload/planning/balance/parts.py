"""What is carried today: each owner's part of each live account, as columns, with what it asks and costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR, Month
from bookload.data.reader import Reader
from bookload.data.tables import contract, unbound
from bookload.metrics.books.orphans import Held, held_today
from bookload.metrics.books.shares import ownership
from bookload.metrics.revenue.renewals import renewals
from bookload.metrics.team.people import role_word
from bookload.planning.balance.problem import Floats, Ints
from bookload.planning.journey import Demand
from bookload.planning.journey.profiles import touch_codes
from bookload.planning.journey.traits import CONTACTS

NEVER = -1
"""The day of a renewal that nobody knows of."""

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Parts:
    """The parts of live accounts, k of them, in the order of accounts and owners.

    Shapes (k,): `hours` a month of the whole part; `arr` exact, in quanta, and `books`, the ARR over the
    target of the account's touch model; `years` that the owner has had it; `renews` in so many days, `NEVER`
    where none is known; `contacts`, 0 where unknown; `family` is a number, the same for one parent's.
    `stated` are the words of accounts that matches ask for, by the account's column. `owner_id` "" is nobody.
    """

    held: tuple[Held, ...] = field(repr=False)
    hours: Floats = field(repr=False)
    books: Floats = field(repr=False)
    years: Floats = field(repr=False)
    renews: Ints = field(repr=False)
    contacts: Floats = field(repr=False)
    family: Ints = field(repr=False)
    touch: tuple[str, ...] = field(repr=False)
    stated: Mapping[str, tuple[frozenset[str], ...]] = field(repr=False)

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self.held)


def parts_of(reader: Reader, asked: Demand) -> Parts:
    """Return what is carried on `as_of`, and what a demand of some months asks for it."""
    held = tuple(sorted(held_today(reader), key=lambda each: (each.account_id, each.owner_id)))
    role = role_word(reader.policy.revenue.revenue_role)
    place = np.array([asked.accounts.places[each.account_id] for each in held], np.int64)
    share = np.array([each.share / SHARE_ONE for each in held])
    terms = reader.policy.balance
    monthly = hours_of(asked, role)
    asks = monthly.max(axis=1) if terms.hours_of == "worst" else monthly.mean(axis=1)
    touch, contacts = _known(asked, place, Month.of(reader.as_of))
    ids = [each.account_id for each in held]
    targets = {name: float(getattr(reader.policy.targets, name)) or 1.0 for name in set(touch)}
    return Parts(
        held=held,
        hours=asks[place] * share if held else np.zeros(0),
        books=np.array([each.arr / 10**22 / targets[name] for each, name in zip(held, touch, strict=True)]),
        years=_years(reader, held),
        renews=_renewals(reader, ids),
        contacts=contacts * share,
        family=families(ids, _parents(reader)),
        touch=touch,
        stated={each.account: _stated(reader, each.account, ids, touch) for each in terms.match},
    )


def hours_of(asked: Demand, role: str) -> Floats:
    """Return the likely hours that each account asks of a role in each month (accounts, months).

    The same as the demand's totals by account and month, of all accounts at once.
    """
    per_day, per_entry = (
        np.array(
            [
                sum(float(getattr(each, name) * each.hours) for each in efforts if each.task.role == role)
                for efforts in asked.efforts
            ]
        )
        for name in ("per_day", "per_entry")
    )
    rows, count = asked.rows, len(asked.months)
    found = np.zeros(len(asked.accounts.ids) * count)
    if len(rows):
        hours = (rows.end - rows.start) * per_day[asked.kind] + rows.entered * per_entry[asked.kind]
        found += np.bincount(rows.account * count + rows.month, hours, len(found))
    return found.reshape(-1, count)


def families(accounts: Sequence[str], parents: Mapping[str, str]) -> Ints:
    """Return the number of each account's family: that of the first above it that has no parent.

    Accounts that are each other's parents are one family too.
    """
    numbers: dict[str, int] = {}
    found = []
    for account in accounts:
        seen = {account: None}
        top = account
        while (above := parents.get(top)) is not None and above not in seen:
            seen[above] = None
            top = above
        if parents.get(top) is not None:  # they go round in a circle
            top = min(_circle(top, parents))
        found.append(numbers.setdefault(top, len(numbers)))
    return np.array(found, np.int64)


def _circle(account: str, parents: Mapping[str, str]) -> set[str]:
    found = {account}
    while (account := parents[account]) not in found:
        found.add(account)
    return found


def _known(asked: Demand, place: Ints, month: Month) -> tuple[tuple[str, ...], Floats]:
    """Return the touch model of some accounts in a month, and their known contacts."""
    known = asked.known
    texts = (*known.touch_models.texts, known.default_touch)
    code = touch_codes(place, np.repeat(known.months((month,)), len(place)), known) % len(texts)
    numbers = known.named(CONTACTS)
    values = np.array([*(float(each) for each in numbers.values), 0.0])
    met = numbers.codes(place, np.repeat(known.days((month,)), len(place))) if len(place) else place
    return tuple(texts[each] for each in code.tolist()), values[met]


def _years(reader: Reader, held: Sequence[Held]) -> Floats:
    """Return how long each owner has had their part without a break, in years."""
    spans: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for row in reader.collect(ownership(reader)).rows():
        spans[str(row["account_id"]), str(row["owner_id"])].append((row["start_date"], row["end_date"]))  # type: ignore[arg-type]
    found = []
    for each in held:
        since = _since(spans.get((each.account_id, each.owner_id), []))
        found.append(0.0 if since is None else (reader.as_of - since).days / DAYS_A_YEAR)
    return np.array(found)


def _since(spans: Iterable[tuple[date, date]]) -> date | None:
    """Return the first day of the run of spans that lasts still; None where none does."""
    since = FAR
    for start, end in sorted(spans, reverse=True):
        if end < since:
            break
        since = start
    return None if since == FAR else since


def _renewals(reader: Reader, accounts: Sequence[str]) -> Ints:
    """Return in how many days each account has its next renewal that is not signed; `NEVER` for none."""
    first: dict[str, int] = {}
    for row in renewals(reader):
        days = (row.due - reader.as_of).days
        if row.how != "signed" and days >= 0:
            first[row.account_id] = min(days, first.get(row.account_id, days))
    return np.array([first.get(account, NEVER) for account in accounts], np.int64)


def _parents(reader: Reader) -> dict[str, str]:
    rows: list[dict[str, Any]] = reader.collect(
        unbound("accounts").select("account_id", "parent_account_id")
    ).rows()
    return {row["account_id"]: row["parent_account_id"] for row in rows if row["parent_account_id"]}


def _stated(
    reader: Reader, column: str, accounts: Sequence[str], touch: Sequence[str]
) -> tuple[frozenset[str], ...]:
    """Return the words that each account states in a column, or in a further one of its file."""
    if column == "touch_model":
        return tuple(frozenset({each}) for each in touch)
    if column in {each.name for each in contract("accounts").columns}:
        table = unbound("accounts")
        rows = reader.collect(table.select("account_id", value=table[column].cast("string"))).rows()
    else:
        table = unbound("account_attributes")
        rows = reader.collect(table.filter(table.name == column).select("account_id", "value")).rows()
    said = {str(row["account_id"]): words(row["value"]) for row in rows}
    return tuple(said.get(account, frozenset()) for account in accounts)


def words(text: object) -> frozenset[str]:
    """Return what a cell says, one word or several between semicolons, written small."""
    parts = ("" if text is None else str(text)).split(";")
    return frozenset(part.strip().casefold() for part in parts if part.strip())
