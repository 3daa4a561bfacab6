"""What an activity may depend on: an account's segment and touch model, and numbers for time equations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.attributes import attribute
from bookload.planning.journey.lives import Life

CONTACTS = "contacts"
"""The number of people that an account is known by, which relationships are capped by."""

NOT_NUMBERS = frozenset({"account_id", "name", "parent_account_id", "created_date"})
"""Columns of accounts that a time equation cannot count by."""


@dataclass(frozen=True)
class Traits:
    """Segment and touch model by month (its ordinal) and account, and the numbers of time equations.

    A month after that of `as_of` is as `as_of`'s. `unread` holds what stands where a number should.
    """

    as_of: Month
    default_touch: str
    segments: Mapping[int, Mapping[str, str | None]]
    touch_models: Mapping[int, Mapping[str, str | None]]
    numbers: Mapping[tuple[str, str], Fraction]
    dated: Mapping[tuple[str, str, int], Fraction]
    unread: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def segment(self, account_id: str, month: Month) -> str | None:
        """Return an account's segment at the end of a month; None where it has none."""
        return self.segments.get(self._known(month), {}).get(account_id)

    def touch_model(self, account_id: str, month: Month) -> str:
        """Return an account's touch model at the end of a month; the policy's default where none is known."""
        return self.touch_models.get(self._known(month), {}).get(account_id) or self.default_touch

    def number(self, account_id: str, name: str, month: Month) -> Fraction | None:
        """Return a number of an account by its name, a dated one first; None where it is not known."""
        dated = self.dated.get((account_id, name, self._known(month)))
        return self.numbers.get((account_id, name)) if dated is None else dated

    def _known(self, month: Month) -> int:
        return min(month.ordinal, self.as_of.ordinal)


def traits(reader: Reader, lives: Sequence[Life], months: Sequence[Month], names: frozenset[str]) -> Traits:
    """Return what is known of the accounts in some months; `names` are those of time equations.

    A name is looked for among the dated events (kind), the attributes, and the columns of accounts.
    """
    today = Month.of(reader.as_of)
    wanted = {min(month, today) for month in months}
    numbers, unread = _undated(reader, names)
    dated, unread_events = _dated(lives, wanted, names, reader)
    return Traits(
        as_of=today,
        default_touch=reader.policy.touch.default,
        segments=_by_month(reader, "segment", wanted),
        touch_models=_by_month(reader, "touch_model", wanted),
        numbers=numbers,
        dated=dated,
        unread={**unread, **unread_events},
    )


def _by_month(reader: Reader, kind: str, months: Collection[Month]) -> Mapping[int, Mapping[str, str | None]]:
    rows = attribute(reader, kind)
    wanted = rows.filter(rows.month.isin(sorted(month.ordinal for month in months)))
    listed: list[dict[str, Any]] = reader.collect(wanted.select("account_id", "month", "value")).rows()
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    for row in listed:
        found[row["month"]][row["account_id"]] = row["value"]
    return found


def number_of(text: str) -> Fraction | None:
    """Return the number that a text is, with a point as its decimal mark; None for anything else."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and number >= 0 else None


def _undated(
    reader: Reader, names: frozenset[str]
) -> tuple[Mapping[tuple[str, str], Fraction], Mapping[tuple[str, str], str]]:
    """Return the numbers that accounts have by name, and the texts that are none."""
    texts: dict[tuple[str, str], str] = {}
    columns = {column.name for column in contract("accounts").columns} - NOT_NUMBERS
    chosen = sorted(columns & set(names))
    if chosen:
        for row in reader.collect(unbound("accounts").select("account_id", *chosen)).rows():
            texts |= {
                (str(row["account_id"]), name): str(row[name]) for name in chosen if row[name] is not None
            }
    if names:
        by_word = {name.casefold(): name for name in names}
        listed: list[dict[str, Any]] = reader.collect(unbound("account_attributes")).rows()
        texts |= {
            (row["account_id"], by_word[row["name"].strip().casefold()]): row["value"]
            for row in listed
            if row["value"] is not None and row["name"].strip().casefold() in by_word
        }
    return _read(texts)


def _dated(
    lives: Iterable[Life], months: Collection[Month], names: frozenset[str], reader: Reader
) -> tuple[Mapping[tuple[str, str, int], Fraction], Mapping[tuple[str, str], str]]:
    """Return the numbers that dated events give at the end of each month, and the texts that are none."""
    found: dict[tuple[str, str, int], Fraction] = {}
    unread: dict[tuple[str, str], str] = {}
    for life in lives:
        for name in names & life.events.keys():
            for month in months:
                event = life.latest(name, min(month.last_day, reader.as_of))
                if event is None or event[1] is None:
                    continue
                number = number_of(event[1])
                if number is None:
                    unread[life.account_id, name] = event[1]
                else:
                    found[life.account_id, name, month.ordinal] = number
    return found, unread


def _read(
    texts: Mapping[tuple[str, str], str],
) -> tuple[Mapping[tuple[str, str], Fraction], Mapping[tuple[str, str], str]]:
    read = {key: number_of(text) for key, text in texts.items()}
    unread = {key: texts[key] for key, number in read.items() if number is None}
    return {key: number for key, number in read.items() if number is not None}, unread
