"""What an activity may depend on: an account's segment and touch model, and numbers for time equations.

They are kept as columns over a roster's accounts; an account's own are asked for by its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import Month
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.attributes import attribute_runs
from bookload.planning.journey.lives import Life, roster_of
from bookload.planning.journey.roster import Happened, Roster
from bookload.planning.journey.runs import SPAN, Ints, Runs, keyed

CONTACTS = "contacts"
"""The number of people that an account is known by, which relationships are capped by."""

NOT_NUMBERS = frozenset({"account_id", "name", "parent_account_id", "created_date"})
"""Columns of accounts that a time equation cannot count by."""

UNKNOWN = -1
"""The code of what is not known."""


@dataclass(frozen=True)
class Words:
    """A fact in words by month: `runs` hold the number of one of the `texts`."""

    runs: Runs
    texts: tuple[str, ...]

    def text(self, code: int) -> str | None:
        """Return the text of a code; None for what is not known."""
        return None if code == UNKNOWN else self.texts[code]


@dataclass(frozen=True)
class Numbers:
    """A number: `dated` and `undated` hold the place of one of the `values`, the dated before the other."""

    values: tuple[Fraction, ...]
    undated: Ints
    dated: Runs

    def codes(self, account: Ints, day: Ints) -> Ints:
        """Return the place of each account's number on a day, `UNKNOWN` where there is none."""
        on = self.dated.at(account, day)
        return np.where(on >= 0, on, self.undated[account])

    def value(self, code: int) -> Fraction | None:
        """Return the number of a code; None for what is not known."""
        return None if code == UNKNOWN else self.values[code]


@dataclass(frozen=True)
class Traits:
    """Segment and touch model by month, and the numbers of time equations, of the accounts of a roster.

    A month after that of `as_of` is as `as_of`'s. `unread` holds what stands where a number should.
    """

    as_of: date
    default_touch: str
    places: Mapping[str, int]
    segments: Words
    touch_models: Words
    numbers: Mapping[str, Numbers]
    unread: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def segment(self, account_id: str, month: Month) -> str | None:
        """Return an account's segment at the end of a month; None where it has none."""
        return self._word(self.segments, account_id, month)

    def touch_model(self, account_id: str, month: Month) -> str:
        """Return an account's touch model at the end of a month; the policy's default where none is known."""
        return self._word(self.touch_models, account_id, month) or self.default_touch

    def number(self, account_id: str, name: str, month: Month) -> Fraction | None:
        """Return a number of an account by its name, a dated one first; None where it is not known."""
        place, numbers = self.places.get(account_id), self.named(name)
        if place is None:
            return None
        return numbers.value(int(numbers.codes(np.array([place]), self.days((month,)))[0]))

    def named(self, name: str) -> Numbers:
        """Return a number by its name; nobody has one that was not asked for."""
        if name in self.numbers:
            return self.numbers[name]
        none = np.empty(0, np.int64)
        return Numbers((), np.full(len(self.places), UNKNOWN), Runs(none, none, none))

    def months(self, months: Iterable[Month]) -> Ints:
        """Return the ordinals of the months that tell what holds in some: no later than that of `as_of`."""
        return np.array([min(month, Month.of(self.as_of)).ordinal for month in months], np.int64)

    def days(self, months: Iterable[Month]) -> Ints:
        """Return the days that tell what holds in some months: their last, no later than `as_of`."""
        return np.array([min(month.last_day, self.as_of).toordinal() for month in months], np.int64)

    def _word(self, words: Words, account_id: str, month: Month) -> str | None:
        place = self.places.get(account_id)
        if place is None:
            return None
        return words.text(int(words.runs.at(np.array([place]), self.months((month,)))[0]))


def traits(
    reader: Reader, accounts: Roster | Iterable[Life], months: Iterable[Month], names: frozenset[str]
) -> Traits:
    """Return what is known of some accounts in some months; `names` are those of time equations.

    A name is looked for among the dated events (kind), the attributes, and the columns of accounts.
    """
    there = accounts if isinstance(accounts, Roster) else roster_of(accounts)
    span = _span(reader, months)
    texts = _undated(reader, names)
    numbers = {name: _numbers(name, there, texts) for name in sorted(names)}
    bad = {text for text in set(texts.values()) if number_of(text) is None}
    unread = {key: text for key, text in texts.items() if text in bad}
    return Traits(
        as_of=reader.as_of,
        default_touch=reader.policy.touch.default,
        places=there.places,
        segments=_words(reader, "segment", there, span),
        touch_models=_words(reader, "touch_model", there, span),
        numbers=numbers,
        unread={**unread, **_unread(there, names)},
    )


def _span(reader: Reader, months: Iterable[Month]) -> tuple[int, int]:
    """Return the first and the last month, as ordinals, that tell what holds in some; only known ones."""
    today = Month.of(reader.as_of)
    told = [min(month, today).ordinal for month in months] or [today.ordinal]
    return max(min(told), reader.months[0].ordinal), max(told)


def _words(reader: Reader, kind: str, accounts: Roster, span: tuple[int, int]) -> Words:
    """Return a fact in words over the months from one to another."""
    first, last = span
    rows = _held(reader, kind, first, last)
    place = pc.fill_null(pc.index_in(rows["account_id"], value_set=pa.array(accounts.ids, pa.string())), -1)
    coded = rows["value"].combine_chunks().dictionary_encode()
    texts = tuple(str(text) for text in coded.dictionary.to_pylist())
    since, until, value = (
        np.asarray(each.to_numpy()).astype(np.int64)
        for each in (rows["from_month"], rows["to_month"], pc.fill_null(coded.indices, UNKNOWN))
    )
    account = np.asarray(place.to_numpy()).astype(np.int64)
    since, until = (np.clip(each, first, last + 1) for each in (since, until))
    kept = (account >= 0) & (since < until)
    account, since, until, value = (each[kept] for each in (account, since, until, value))
    order = np.argsort(keyed(account, since), kind="stable")
    columns = (keyed(account, since), keyed(account, until), value)
    return Words(Runs(*(each[order] for each in columns)), texts)


@once
def _held(reader: Reader, kind: str, first: int, last: int) -> pa.Table:
    """Return which account has what of a fact from when to when, in the months from first to last."""
    runs = attribute_runs(reader, kind)
    return reader.collect(runs.filter(runs.from_month <= last, runs.to_month > first)).table


def number_of(text: str) -> Fraction | None:
    """Return the number that a text is, with a point as its decimal mark; None for anything else."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and number >= 0 else None


def _numbers(name: str, accounts: Roster, texts: Mapping[tuple[str, str], str]) -> Numbers:
    events = accounts.happened(name)
    stated = {account: text for (account, of), text in texts.items() if of == name}
    read = {text: number_of(text) for text in {*stated.values(), *_some(events.texts)}}
    values = tuple(sorted({number for number in read.values() if number is not None}))
    codes = {number: code for code, number in enumerate(values)}
    by_text = {text: codes[number] for text, number in read.items() if number is not None}
    undated = np.full(len(accounts.ids), UNKNOWN)
    for account, text in stated.items():
        if text in by_text and account in accounts.places:
            undated[accounts.places[account]] = by_text[text]
    return Numbers(values, undated, _dated(events, by_text))


def _dated(events: Happened, by_text: Mapping[str, int]) -> Runs:
    """Return the numbers that events say; one that says none leaves the undated number to hold."""
    of_text = np.array([by_text.get(text or "", UNKNOWN) for text in events.texts], np.int64)
    value = of_text[events.runs.value] if len(of_text) else events.runs.value
    return Runs(events.runs.since, events.runs.until, value)


def _unread(accounts: Roster, names: Collection[str]) -> dict[tuple[str, str], str]:
    """Return the texts of events that are no number where one should be, by account and name."""
    found: dict[tuple[str, str], str] = {}
    for name in sorted(names):
        events = accounts.happened(name)
        bad = {n for n, text in enumerate(events.texts) if text is not None and number_of(text) is None}
        for since, value in zip(events.runs.since.tolist(), events.runs.value.tolist(), strict=True):
            if value in bad:
                found[accounts.ids[since // SPAN], name] = events.texts[value] or ""
    return found


def _some(texts: Iterable[str | None]) -> list[str]:
    return [text for text in texts if text is not None]


def _undated(reader: Reader, names: frozenset[str]) -> dict[tuple[str, str], str]:
    """Return what accounts have by name, as written: attributes before columns."""
    texts: dict[tuple[str, str], str] = {}
    columns = {column.name for column in contract("accounts").columns} - NOT_NUMBERS
    chosen = sorted(columns & set(names))
    if chosen:
        for row in reader.collect(unbound("accounts").select("account_id", *chosen)).rows():
            texts |= {
                (str(row["account_id"]), name): str(row[name]) for name in chosen if row[name] is not None
            }
    return {**texts, **_attributes(reader, names)} if names else texts


def _attributes(reader: Reader, names: frozenset[str]) -> dict[tuple[str, str], str]:
    """Return the attributes of some names, written in any case."""
    by_word = {name.casefold(): name for name in names}
    table = reader.collect(unbound("account_attributes").select("account_id", "name", "value")).table
    written = {word: by_word.get(word.strip().casefold()) for word in pc.unique(table["name"]).to_pylist()}
    meant = pa.array([word for word, name in written.items() if name is not None], pa.string())
    some = table.filter(pc.and_(pc.is_in(table["name"], value_set=meant), pc.is_valid(table["value"])))
    rows = zip(*(some[name].to_pylist() for name in ("account_id", "name", "value")), strict=True)
    return {(account, written[word] or word): value for account, word, value in rows}
