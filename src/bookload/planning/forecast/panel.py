"""What each account had at each month end: the past that a forecast is learnt from, as arrays.

All in the rates of `as_of`, so that no rate of exchange is taken for growth. Estimates are made of this;
facts are stated from `stock`, which this equals at `as_of`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from bookload.base.money import QUANTA, SHARE_ONE
from bookload.base.period import Month
from bookload.data.engine import whole
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.revenue.attributes import attribute_runs
from bookload.metrics.revenue.balances import runs
from bookload.metrics.revenue.known import end_known, last_over
from bookload.metrics.revenue.rates.conversion import factors

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

LONG_AGO = 10_000
"""The age in months of an account that was there before the data knows anything, and says no more."""


@dataclass(frozen=True)
class Panel:
    """A accounts over T months that the data knows, in order, and S segments (`""`: none stated).

    `arr` (A, T) at month ends, 0 where not `live` (A, T). `age` (A, T): months since the account last came
    (0 in that month; past `LONG_AGO` where nobody knows), and since it was last live where it is not.
    `segment` (A, T): the number of the segment it was in. `accounts` names them, where they have names.
    """

    months: tuple[Month, ...]
    segments: tuple[str, ...]
    arr: Floats
    live: Flags
    age: Whole
    segment: Whole
    accounts: tuple[str, ...] = ()

    def until(self, count: int) -> Panel:
        """Return what was known at the end of the first `count` months, and nothing later."""
        return Panel(
            self.months[:count],
            self.segments,
            self.arr[:, :count],
            self.live[:, :count],
            self.age[:, :count],
            self.segment[:, :count],
            self.accounts,
        )

    def total(self, values: NDArray[Any]) -> Floats:
        """Return the sum of an (A, T) array over the accounts of each segment: (S, T)."""
        flat = self.segment * len(self.months) + np.arange(len(self.months))
        size = len(self.segments) * len(self.months)
        sums = np.bincount(flat.ravel(), values.ravel().astype(np.float64), minlength=size)
        return np.asarray(sums.reshape(len(self.segments), len(self.months)))

    @cached_property
    def accounts_by_segment(self) -> Floats:
        """The live accounts of each segment and month, (S, T)."""
        return self.total(self.live)

    @cached_property
    def arr_by_segment(self) -> Floats:
        """The ARR of each segment and month, (S, T)."""
        return self.total(self.arr)


def panel(reader: Reader) -> Panel:
    """Return the past of every account that a reader's data knows, up to `as_of`."""
    months = tuple(month for month in reader.months if end_known(reader, month))
    listed = reader.collect(_worth(reader)).table
    names: list[str] = listed["account_id"].to_pylist()
    accounts = {name: number for number, name in enumerate(sorted(set(names)))}
    rows = np.array([accounts[name] for name in names], dtype=np.int64)
    start, end = (_placed(listed[name].to_numpy(), months) for name in ("from_month", "to_month"))
    worth = np.array([float(value) for value in listed["worth"].to_pylist()]) / QUANTA
    shape = (len(accounts), len(months))
    live = _held(rows, start, end, (worth > 0).astype(np.float64), shape) > 0.5  # noqa: PLR2004 - a count
    arr = np.where(live, _held(rows, start, end, worth, shape), 0.0)
    segments, segment = _segments(reader, accounts, months, live)
    ages = _ages(live, _first_ages(reader, accounts, months))
    return Panel(months, segments, arr, live, ages, segment, tuple(accounts))


def whole_months(reader: Reader, past: Panel) -> Panel:
    """Return the panel's months that are over: that of `as_of` only if it ends with it."""
    over = last_over(reader)
    return past.until(sum(month <= over for month in past.months))


def panel_of(months: Sequence[Month], segments: Sequence[str], arr: Floats, segment: Whole) -> Panel:
    """Return the panel of accounts whose ARR is known at every month end; `segment` (A,) does not change."""
    live = arr > 0
    kept = np.repeat(segment[:, None], len(months), axis=1)
    ages = _ages(live, np.zeros(len(arr), dtype=np.int64))
    return Panel(tuple(months), tuple(segments), np.where(live, arr, 0.0), live, ages, kept)


def _worth(reader: Reader) -> Any:  # noqa: ANN401 - an ibis table, untyped here
    """Return what each leaf is worth over which months, at the rates of the month of `as_of`."""
    rates = factors(reader)
    now = rates.filter(rates.month == Month.of(reader.as_of).ordinal).select("currency", "factor")
    held = runs(reader).inner_join(now, "currency")
    return held.select(
        "account_id", "from_month", "to_month", worth=held.annual * held.factor * whole(SHARE_ONE)
    )


def _placed(ordinals: NDArray[Any], months: Sequence[Month]) -> Whole:
    first = months[0].ordinal if months else 0
    return np.clip(ordinals.astype(np.int64) - first, 0, len(months))


def _held(rows: Whole, start: Whole, end: Whole, values: Floats, shape: tuple[int, int]) -> Floats:
    """Return the sum of the values in force in each column, given from and until which column each is."""
    steps = np.zeros((shape[0], shape[1] + 1))
    np.add.at(steps, (rows, start), values)
    np.add.at(steps, (rows, end), -values)
    return np.cumsum(steps[:, :-1], axis=1)


def _first_ages(reader: Reader, accounts: Mapping[str, int], months: Sequence[Month]) -> Whole:
    """Return the age in the first month of those that were there: by `created_date`, if the data begins late.

    Where the data knows everything from the beginning, who is there in its first month came in it.
    """
    ages = np.full(len(accounts), LONG_AGO if reader.known_from else 0, dtype=np.int64)
    if not reader.known_from or not months:
        return ages
    rows = unbound("accounts").select("account_id", "created_date")
    for row in reader.collect(rows).rows():
        created, number = row["created_date"], accounts.get(str(row["account_id"]))
        if number is not None and isinstance(created, date) and created < reader.known_from:
            ages[number] = months[0].ordinal - Month.of(created).ordinal
    return ages


def _ages(live: Flags, first: Whole) -> Whole:
    ages = np.zeros(live.shape, dtype=np.int64)
    for month in range(live.shape[1]):
        before = ages[:, month - 1] + 1 if month else first
        came = live[:, month] & ~live[:, month - 1] if month else np.zeros(len(live), dtype=bool)
        ages[:, month] = np.where(came, 0, before)
    return ages


def _segments(
    reader: Reader, accounts: Mapping[str, int], months: Sequence[Month], live: Flags
) -> tuple[tuple[str, ...], Whole]:
    """Return the segments that live accounts are ever in, and the number of each account's at each month end.

    An account that is not live has the segment that it last had, or will have first.
    """
    held = attribute_runs(reader, "segment")
    stated = held.mutate(value=held["value"].fill_null(ibis.literal("")))
    listed = [row for row in reader.collect(stated).rows() if str(row["account_id"]) in accounts]
    names: list[str] = sorted({"", *(str(row["value"]) for row in listed)})
    found = np.full((len(accounts), len(months)), names.index(""), dtype=np.int64)
    first = months[0].ordinal if months else 0
    for row in listed:
        start, end = (max(int(row[name]) - first, 0) for name in ("from_month", "to_month"))  # type: ignore[call-overload]
        found[accounts[str(row["account_id"])], start:end] = names.index(str(row["value"]))
    kept = np.where(live, found, -1)
    for month in range(1, kept.shape[1]):
        kept[:, month] = np.where(kept[:, month] < 0, kept[:, month - 1], kept[:, month])
    for month in range(kept.shape[1] - 2, -1, -1):
        kept[:, month] = np.where(kept[:, month] < 0, kept[:, month + 1], kept[:, month])
    kept = np.where(kept < 0, names.index(""), kept)
    used = np.unique(kept)
    return tuple(names[number] for number in used), np.searchsorted(used, kept)
