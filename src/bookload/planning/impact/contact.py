"""Contact and revenue: what MRR does after a month with contact, and whether steady contact beats bursts.

Nobody contacts at random. So a month with contact is compared with months of accounts that were live, not
contacted then, and alike before: in growth, size, age, segment and how often they were contacted. Both
sides are live at the end of that month, for who leaves early in it can hardly be contacted in it. What is
left is an association with care taken, not a proof; an intervention that somebody planned tells more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from bookload.base.access import Right, needs
from bookload.base.errors import MissingDataError
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.effort.recorded import log_span, zone
from bookload.metrics.effort.shares import SEPARATOR
from bookload.planning.impact import outcomes
from bookload.planning.impact.company import past_of
from bookload.planning.impact.compared import by_account
from bookload.planning.impact.past import Past
from bookload.planning.impact.study import Study, comparable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LAGS = 6
LOOKED_AT = 12
"""The months whose contact is looked at, the last ones that have `LAGS` months after them."""

HABIT = 3
WINDOW = 6
STEADY = 4
"""Contact in so many of six months, or more, is steady; in two or fewer it comes in bursts."""
BURST = 2
LEAST_TOUCHES = 3
FEWEST = 10

OF_OWNERS = frozenset({Right.PERSON_NAMES, Right.TIME_PERSON})
"""The rights to what single people did: how often they were in contact with their accounts is their time."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How much more MRR, as a share of what it was, is paid so many months after contact; an association."""

    months: int
    effect: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OwnerContact:
    """One owner's account-months: how many, how many with contact, and the difference after `LAGS` months.

    None where fewer than ten accounts are on a side. Nobody is ranked by it.
    """

    owner_id: str
    account_months: int
    touched: int
    effect: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class AccountContact:
    """One account: its touches, the months that had any, and what its MRR came to be, of those looked at."""

    account_id: str
    months: int
    touched: int
    touches: int
    mrr_first: float
    mrr_last: float


@dataclass(frozen=True)
class Contact:
    """MRR after contact, by lag, per account and owner; `steady`: what steady contact has over bursts.

    All but counts are estimates. `before`: the difference in growth over the three months up to then, without
    any care: who is contacted. `months`: those whose contact is looked at.
    """

    as_of: date
    months: tuple[Month, ...]
    touched: int
    untouched: int
    before: float
    lags: tuple[Lag, ...]
    steady: Lag | None
    steady_accounts: int
    burst_accounts: int
    verdict: str
    accounts: tuple[AccountContact, ...] = field(repr=False)
    owners: tuple[OwnerContact, ...] | None = field(default=None, metadata=needs(*OF_OWNERS), repr=False)


def contact(reader: Reader) -> Contact:
    """Return what MRR does after contact.

    Raises `MissingDataError` without a log that has months enough, and `AccessDeniedError` for a reader of
    some accounts only.
    """
    reader.access.demand({Right.ALL_ROWS}, "contact and revenue")
    span = log_span(reader)
    if span is None:
        raise MissingDataError(
            "there is no log of contact; import a table activities: person_id, kind, start_at, account_id"
        )
    past = past_of(reader)
    whole = set(span.whole_months)
    columns = [at for at, month in enumerate(past.months) if month in whole]
    owners = _owners(reader, past) if reader.access.rights >= OF_OWNERS else None
    return contacts(past, touches(reader, past), columns, reader.as_of, owners)


def contacts(
    past: Past, count: Whole, logged: list[int], as_of: date, owners: tuple[tuple[str, ...], Whole] | None
) -> Contact:
    """Return the same from touches by account and month, `count` (A, T), and the columns that have a log."""
    last = len(past.months) - LAGS - 1
    used = [at for at in logged if at - HABIT in logged and at <= last][-LOOKED_AT:]
    if not used:
        raise MissingDataError(
            f"contact takes a log of {HABIT + 1} whole months, and {LAGS} months of revenue after them"
        )
    rows = _rows(past, count, used)
    if not _both(rows, np.ones(len(rows.account), dtype=bool)):
        raise MissingDataError("contact takes accounts with and without any in a month; here all are alike")
    lags = tuple(_lag(past, rows, lag) for lag in range(1, LAGS + 1))
    raw = rows.raw[:, 0]
    steady, counts = _steady(past, count, logged)
    return Contact(
        as_of=as_of,
        months=tuple(past.months[at] for at in used),
        touched=int(rows.treated.sum()),
        untouched=int((~rows.treated).sum()),
        before=float(np.exp(raw[rows.treated].mean()) - np.exp(raw[~rows.treated].mean())),
        lags=lags,
        steady=steady,
        steady_accounts=counts[0],
        burst_accounts=counts[1],
        verdict=_sentence(lags[-1]),
        accounts=_accounts(past, count, used),
        owners=None if owners is None else _by_owner(past, rows, owners),
    )


def touches(reader: Reader, past: Past) -> Whole:
    """Return the activities of the log for each account in each month, in the company's time zone: (A, T)."""
    numbers = {account: at for at, account in enumerate(past.accounts)}
    count = np.zeros((len(past.accounts), len(past.months)), dtype=np.int64)
    rows = unbound("activities").select("account_id", "start_at")
    local = zone(reader)
    for row in reader.collect(rows.filter(rows.account_id.notnull())).rows():
        moment = row["start_at"]
        if not isinstance(moment, datetime):
            continue
        column = Month.of(moment.astimezone(local).date()).ordinal - past.months[0].ordinal
        if 0 <= column < count.shape[1]:
            for name in str(row["account_id"]).split(SEPARATOR):
                at = numbers.get(name.strip())
                if at is not None:
                    count[at, column] += 1
    return count


def _rows(past: Past, count: Whole, used: list[int]) -> Study:
    """Return a row for each account live at the end of each month that is looked at; that is its base."""
    account = np.concatenate([np.flatnonzero(past.mrr[:, at] > 0) for at in used])
    month = np.concatenate([np.full(int((past.mrr[:, at] > 0).sum()), at) for at in used])
    habit = np.log1p(sum(count[account, month - back] for back in range(1, HABIT + 1)))
    touched = count[account, month] > 0
    return comparable(past, account, month + 1, touched, after=LAGS, more=habit[:, None])


def _lag(past: Past, rows: Study, lag: int) -> Lag:
    _, outcome = outcomes.at(past, rows, lag - 1)
    found = by_account(rows, outcome)
    return Lag(lag, found.effect, found.low, found.high)


def _steady(past: Past, count: Whole, logged: list[int]) -> tuple[Lag | None, tuple[int, int]]:
    """Return how accounts do in six months after six of steady contact, compared with bursts as large."""
    ends = [
        at
        for at in range(len(past.months) - WINDOW, 0, -WINDOW)
        if all(at - back in logged for back in range(1, WINDOW + 1))
    ]
    account, start, calm, much = ([np.zeros(0, dtype=np.int64)] for _ in range(4))
    for at in ends:
        seen = count[:, at - WINDOW : at]
        months, total = (seen > 0).sum(axis=1), seen.sum(axis=1)
        told = (months >= STEADY) | (months <= BURST)
        chosen = np.flatnonzero((past.mrr[:, at - 1] > 0) & told & (total >= LEAST_TOUCHES))
        account.append(chosen)
        start.append(np.full(len(chosen), at))
        calm.append((months[chosen] >= STEADY).astype(np.int64))
        much.append(total[chosen])
    who, when, steady, size = (np.concatenate(each) for each in (account, start, calm, much))
    counts = (len(np.unique(who[steady > 0])), len(np.unique(who[steady == 0])))
    if min(counts) < FEWEST:
        return None, counts
    rows = comparable(past, who, when, steady > 0, after=WINDOW, more=np.log(size)[:, None])
    if not _both(rows, np.ones(len(rows.account), dtype=bool)):
        return None, counts
    found = by_account(rows, outcomes.after(past, rows))
    return Lag(WINDOW, found.effect, found.low, found.high), counts


def _both(rows: Study, some: NDArray[np.bool_]) -> bool:
    return all(len(np.unique(rows.account[some & side])) >= FEWEST for side in (rows.treated, ~rows.treated))


def _by_owner(past: Past, rows: Study, owners: tuple[tuple[str, ...], Whole]) -> tuple[OwnerContact, ...]:
    names, owner = owners
    of_row = owner[rows.account, rows.start - 1]
    found = []
    for number, name in enumerate(names):
        some = of_row == number
        if not some.any():
            continue
        lag = _lag(past, rows.only(some), LAGS) if _both(rows, some) else None
        found.append(
            OwnerContact(
                name,
                int(some.sum()),
                int((some & rows.treated).sum()),
                None if lag is None else lag.effect,
                None if lag is None else lag.low,
                None if lag is None else lag.high,
            )
        )
    return tuple(found)


def _owners(reader: Reader, past: Past) -> tuple[tuple[str, ...], Whole]:
    """Return owners' names and the number of each account's at each month end (A, T); -1 where there is none.

    Of several at once the last to come counts.
    """
    rows = unbound("ownership").select("account_id", "owner_id", "start_date", "end_date", "role")
    mine = reader.collect(rows.filter(rows.role == reader.policy.revenue.revenue_role)).rows()
    names = tuple(sorted({str(row["owner_id"]) for row in mine}))
    numbers = {account: at for at, account in enumerate(past.accounts)}
    held = np.full(past.mrr.shape, -1, dtype=np.int64)
    ordered: list[Mapping[str, object]] = sorted(
        mine, key=lambda row: (str(row["start_date"]), str(row["owner_id"]))
    )
    for row in ordered:
        start, end = row["start_date"], row["end_date"]
        if str(row["account_id"]) not in numbers or not isinstance(start, date):
            continue
        for column, month in enumerate(past.months):
            if start <= month.last_day and (not isinstance(end, date) or month.last_day < end):
                held[numbers[str(row["account_id"])], column] = names.index(str(row["owner_id"]))
    return names, held


def _accounts(past: Past, count: Whole, used: list[int]) -> tuple[AccountContact, ...]:
    first, last = used[0], used[-1]
    seen = count[:, used]
    there = np.flatnonzero(past.mrr[:, first] > 0)
    return tuple(
        AccountContact(
            past.accounts[at],
            len(used),
            int((seen[at] > 0).sum()),
            int(seen[at].sum()),
            float(past.mrr[at, first]),
            float(past.mrr[at, last + LAGS]),
        )
        for at in there
    )


def _sentence(lag: Lag) -> str:
    interval = f"(95% interval {lag.low:+.1%} to {lag.high:+.1%})"
    if lag.low <= 0 <= lag.high:
        return (
            f"{lag.months} months after a month with contact MRR differs by {lag.effect:+.1%} {interval} "
            "from that of accounts alike without: no association to be seen."
        )
    return (
        f"{lag.months} months after a month with contact accounts pay {abs(lag.effect):.1%} "
        f"{'more' if lag.effect > 0 else 'less'} {interval} than accounts alike without; that is an "
        "association, not a proof."
    )
