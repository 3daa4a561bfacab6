"""What calibration learns from: the logged activities, each with stage, segment, touch model and numbers.

An activity's stage is the journey's. Words that the log states are taken where they name a stage; the stages
that the log never names are decided by the journey's rules, as the one that the account spent most days of
the month in. Of a kind whose rows mostly state their stage, those that do not are left out: a rule that puts
a few of them into the wrong stage would bias its mean, and their absence only costs a little precision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.effort.log import Log, read_log
from bookload.metrics.effort.recorded import log_span
from bookload.planning.journey.calibration.means import Floats, Places
from bookload.planning.journey.lives import Life, lives
from bookload.planning.journey.stages import StageDays, countable, stage_days
from bookload.planning.journey.traits import Traits, traits

NONE = -1
"""The place of what is not known."""
SEVERAL = "several accounts"
"""Stands for the segment of an activity for several accounts at once."""
MINUTE_ONE = 10**4
HALF = 0.5


@dataclass(frozen=True)
class Place:
    """The segment and the touch model that an activity was for; None where none is known."""

    segment: str | None
    touch_model: str | None


@dataclass(frozen=True)
class Observed:
    """A row for each logged activity, in a fixed order; columns (n,) are of equal length.

    `minutes` are the whole activity's, NaN where not known. kind, stage, place and account are indices into
    the names; `NONE` where not known. `sold` marks what was for accounts. `number(name)` gives a number of
    the account, NaN where not known or the activity was for several.
    """

    minutes: Floats
    kind: Places
    stage: Places
    place: Places
    account: Places
    month: Places
    sold: NDArray[np.bool_]
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    places: tuple[Place, ...]
    accounts: tuple[str, ...]
    known: Traits

    def number(self, name: str) -> Floats:
        """Return a number of each row's account at the end of its month (n,)."""
        alone = np.array([place.segment != SEVERAL for place in self.places], dtype=bool)
        found = np.full(len(self.minutes), np.nan)
        held: dict[tuple[int, int], float] = {}
        for row in np.flatnonzero(self.sold & (self.account >= 0) & (self.place >= 0)):
            if alone[self.place[row]]:
                key = int(self.account[row]), int(self.month[row])
                if key not in held:
                    number = self.known.number(self.accounts[key[0]], name, Month(key[1]))
                    held[key] = np.nan if number is None else float(number)
                found[row] = held[key]
        return found


@dataclass(frozen=True)
class Exposure:
    """The months of accounts in stages: what deliveries are counted against.

    `rows` are the account-months of whole months of the log with the stage that most of their days are in;
    `days` the days in each stage, and how often it was entered.
    """

    stage_of: Mapping[tuple[str, int], str | None]
    days: tuple[StageDays, ...]


def observe(reader: Reader, names: frozenset[str]) -> tuple[Observed, Exposure, Log]:
    """Return the logged activities, the account-months behind them, and the log itself.

    `names` are the numbers of accounts that time equations may count by. Needs the right to the time of
    single people.
    """
    log = read_log(reader)
    span = log_span(reader)
    touched = span.months if span else ()
    counted = countable(touched, reader.as_of, reader.known_from) if touched else ()
    accounts: Sequence[Life] = lives(reader) if counted else ()
    known = traits(reader, accounts, touched or (Month.of(reader.as_of),), names)
    days = stage_days(accounts, reader.journey.stages, counted)
    whole = set(span.whole_months) if span else set()
    exposure = Exposure(_most(days), tuple(row for row in days if row.month in whole))
    stages = tuple(stage.name for stage in reader.journey.stages)
    return _observed(log, known, exposure, stages), exposure, log


def _most(days: Sequence[StageDays]) -> Mapping[tuple[str, int], str | None]:
    """Return the stage of each account and month: that of most days, the earlier named among equals."""
    held: dict[tuple[str, int], tuple[int, str | None]] = {}
    for row in days:
        key = row.account_id, row.month.ordinal
        if key not in held or row.days > held[key][0]:
            held[key] = row.days, row.stage
    return {key: stage for key, (_, stage) in held.items()}


def _observed(log: Log, known: Traits, exposure: Exposure, stages: tuple[str, ...]) -> Observed:
    first = log.first
    # The log's rows come in no order, and floats add up differently in each: a fixed one gives equal answers.
    order = np.lexsort((log.whole[first], log.month[first], log.account[first], log.kind[first]))

    def column(values: NDArray[np.generic]) -> Places:
        return values[first][order].astype(np.int64)

    minutes, among, account = column(log.whole), column(log.among), column(log.account)
    kind, month = column(log.kind), column(log.month)
    sold = account >= 0
    accounts = [log.accounts[index] if index >= 0 else None for index in account]
    place, places = _places(accounts, month, among, known)
    by_rule = _ruled(accounts, month, exposure, stages)
    return Observed(
        minutes=np.where(minutes >= 0, minutes / MINUTE_ONE, np.nan),
        kind=kind,
        stage=staged(_stated(column(log.stage), log.stages, stages), by_rule, kind),
        place=place,
        account=account,
        month=month,
        sold=sold,
        kinds=log.kinds,
        stages=stages,
        places=places,
        accounts=log.accounts,
        known=known,
    )


def _places(
    accounts: Sequence[str | None], months: Places, among: Places, known: Traits
) -> tuple[Places, tuple[Place, ...]]:
    numbers: dict[Place, int] = {}
    found = np.full(len(accounts), NONE, np.int64)
    for row, (account, month, several) in enumerate(zip(accounts, months, among, strict=True)):
        if account is not None:
            at = Month(int(month))
            segment = SEVERAL if several > 1 else known.segment(account, at)
            place = Place(segment, known.touch_model(account, at))
            found[row] = numbers.setdefault(place, len(numbers))
    return found, tuple(numbers)


def _ruled(
    accounts: Sequence[str | None], months: Places, exposure: Exposure, stages: tuple[str, ...]
) -> Places:
    index = {name: place for place, name in enumerate(stages)}
    return np.array(
        [
            NONE if account is None else index.get(exposure.stage_of.get((account, int(month))) or "", NONE)
            for account, month in zip(accounts, months, strict=True)
        ],
        np.int64,
    )


def _stated(stated: Places, words: Sequence[str], stages: Sequence[str]) -> Places:
    """Return the journey's stage that each row's word names, whatever its case."""
    index = {name.casefold(): place for place, name in enumerate(stages)}
    meant = np.array([*(index.get(word.casefold(), NONE) for word in words), NONE], np.int64)
    return meant[stated]


def staged(stated: Places, by_rule: Places, kind: Places) -> Places:
    """Return the stage (n,) of each row; see the module for which of the two decides."""
    vocabulary = set(stated.tolist()) - {NONE}
    unnamed = (by_rule >= 0) & ~np.isin(by_rule, list(vocabulary))
    says: dict[int, list[bool]] = defaultdict(list)
    for one, word in zip(kind.tolist(), (stated >= 0).tolist(), strict=True):
        says[one].append(word)
    mostly = {one for one, words in says.items() if sum(words) >= HALF * len(words)}
    silent = np.where(np.isin(kind, list(mostly)), NONE, by_rule)
    return np.where(unnamed, by_rule, np.where(stated >= 0, stated, silent))
