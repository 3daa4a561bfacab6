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
from bookload.planning.journey.calibration.exposure import (
    NONE,
    Exposure,
    Place,
    Stays,
    exposure,
    known_places,
    numbers_of,
    placed,
)
from bookload.planning.journey.calibration.means import Floats, Places
from bookload.planning.journey.lives import roster
from bookload.planning.journey.stages import countable, day_rows
from bookload.planning.journey.traits import Traits, traits

SEVERAL = "several accounts"
"""Stands for the segment of an activity for several accounts at once."""
MINUTE_ONE = 10**4
HALF = 0.5


@dataclass(frozen=True)
class Observed:
    """A row for each logged activity, in a fixed order; columns (n,) are of equal length.

    `minutes` are the whole activity's, NaN where not known. kind, stage, place and account are indices into
    the names; `NONE` where not known. `sold` marks what was for accounts, `held_out` what a rule could give a
    stage that states none, and is left out for the sake of the others of its kind.
    """

    minutes: Floats
    kind: Places
    stage: Places
    place: Places
    account: Places
    month: Places
    sold: NDArray[np.bool_]
    held_out: NDArray[np.bool_]
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    places: tuple[Place, ...]
    numbers: Mapping[str, Floats]
    """Numbers of each row's account by name (n,), NaN where not known or for several accounts."""


def observe(reader: Reader, names: frozenset[str]) -> tuple[Observed, Exposure]:
    """Return the logged activities, and the account-months that deliveries are counted against.

    `names` are the numbers of accounts that time equations may count by. Needs the right to the time of
    single people.
    """
    log = read_log(reader)
    span = log_span(reader)
    touched = span.months if span else ()
    counted = countable(touched, reader.as_of, reader.known_from)
    accounts = roster(reader)
    known = traits(reader, accounts, touched or (Month.of(reader.as_of),), names)
    stages = tuple(stage.name for stage in reader.journey.stages)
    stays = Stays.of(day_rows(accounts, reader.journey.stages, counted))
    found = _observed(log, known, stays, stages)
    whole = span.whole_months if span else ()
    return found, exposure(log, known, stays, whole)


def _observed(log: Log, known: Traits, stays: Stays, stages: tuple[str, ...]) -> Observed:
    first = log.first
    # The log's rows come in no order, and floats add up differently in each: a fixed one gives equal answers.
    order = np.lexsort((log.whole[first], log.month[first], log.account[first], log.kind[first]))

    def column(values: NDArray[np.generic]) -> Places:
        return values[first][order].astype(np.int64)

    minutes, alone, account = column(log.whole), column(log.among) == 1, column(log.account)
    kind, month, sold = column(log.kind), column(log.month), account >= 0
    held = known_places(log, known)[account]
    place, places = placed(known, held, month)
    by_rule = np.where(sold, stays.most(held, month), NONE)
    stage = staged(_stated(column(log.stage), log.stages, stages), by_rule, kind)
    both = (*places, *(Place(SEVERAL, each.touch_model) for each in places))
    return Observed(
        minutes=np.where(minutes >= 0, minutes / MINUTE_ONE, np.nan),
        kind=kind,
        stage=stage,
        place=np.where(alone, place, place + len(places)),
        account=account,
        month=month,
        sold=sold,
        held_out=(by_rule >= 0) & (stage < 0),
        kinds=log.kinds,
        stages=stages,
        places=both,
        numbers={
            name: np.where(alone, numbers_of(known, name, held, month), np.nan) for name in known.numbers
        },
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
