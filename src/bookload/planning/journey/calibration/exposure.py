"""The months that accounts spent in stages and segments: what deliveries are counted against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bookload.base.period import Month
from bookload.metrics.effort.log import Log
from bookload.planning.journey.calibration.means import Floats, Places
from bookload.planning.journey.runs import SPAN
from bookload.planning.journey.stages import DayRows
from bookload.planning.journey.traits import UNKNOWN, Numbers, Traits

NONE = -1


@dataclass(frozen=True, slots=True)
class Place:
    """The segment (None where none is known) and the touch model that an account is in."""

    segment: str | None
    touch_model: str | None


@dataclass(frozen=True)
class Stays:
    """The days that accounts spend in a stage in a month, and how often they enter it, one row each (s,).

    `account` is a place among the roster's, `month` an ordinal, `stage` a place in the journey's, or `NONE`.
    """

    account: Places
    month: Places
    stage: Places
    days: Places
    entries: Places

    @classmethod
    def of(cls, rows: DayRows) -> Stays:
        """Return the rows of one account, month and stage added up."""
        ordinals = np.array([month.ordinal for month in rows.months] or [0], np.int64)
        keys = np.stack([rows.account, ordinals[rows.month], rows.stage], axis=1)
        found, place = np.unique(keys, axis=0, return_inverse=True)
        days = np.zeros(len(found), np.int64)
        entries = np.zeros(len(found), np.int64)
        np.add.at(days, place.ravel(), rows.end - rows.start)
        np.add.at(entries, place.ravel(), rows.entered)
        return cls(found[:, 0], found[:, 1], found[:, 2], days, entries)

    def tops(self) -> tuple[Places, Places, Places]:
        """Return account-months as keys in order, the stage of most days of each, and its days live.

        Of stages with as many days the one that the journey names first, and outside all stages last.
        """
        late = np.where(self.stage < 0, SPAN, self.stage)
        order = np.lexsort((late, -self.days, self.account * SPAN + self.month))
        keys, first = np.unique((self.account * SPAN + self.month)[order], return_index=True)
        days = np.add.reduceat(self.days[order], first) if len(first) else np.empty(0, np.int64)
        return keys, self.stage[order][first], days

    def most(self, account: Places, month: Places) -> Places:
        """Return the stage of most days of each account and month (n,), `NONE` where there is none."""
        keys, stage, _ = self.tops()
        place = found_in(keys, account * SPAN + month)
        return np.where((place >= 0) & (account >= 0), np.append(stage, NONE)[place], NONE)


@dataclass(frozen=True)
class Exposure:
    """Account-months of the log's whole months (m,), the stays in them (s,), and the logged rows (r,).

    Of an account-month: `account`, its `top` stage, its `place` among `places`, and `live`, its part of a
    month. Of a stay: its account-month (`stay_of`), stage and entries. Of a logged row for an account: its
    account-month (`row_of`, `NONE` outside) and kind.
    """

    account: Places
    top: Places
    place: Places
    live: Floats
    stay_of: Places
    stay_stage: Places
    entries: Places
    row_of: Places
    kind: Places
    kinds: tuple[str, ...]
    places: tuple[Place, ...]


def exposure(log: Log, known: Traits, stays: Stays, whole: Sequence[Month]) -> Exposure:
    """Return what deliveries of the whole months of the log are counted against."""
    keys, top, days = stays.tops()
    lengths = {month.ordinal: month.days for month in whole}
    kept = np.isin(keys % SPAN, list(lengths))
    keys, top, days = keys[kept], top[kept], days[kept]
    length = np.array([lengths[month] for month in (keys % SPAN).tolist()], np.float64)
    place, places = placed(known, keys // SPAN, keys % SPAN)
    at = found_in(keys, stays.account * SPAN + stays.month)
    inside = at >= 0
    sold = log.account >= 0
    held = known_places(log, known)[log.account[sold]]
    row_of = found_in(keys, held * SPAN + log.month[sold])
    return Exposure(
        account=keys // SPAN,
        top=top,
        place=place,
        live=days / length,
        stay_of=at[inside],
        stay_stage=stays.stage[inside],
        entries=stays.entries[inside],
        row_of=np.where(held >= 0, row_of, NONE),
        kind=log.kind[sold].astype(np.int64),
        kinds=log.kinds,
        places=places,
    )


def known_places(log: Log, known: Traits) -> Places:
    """Return the place of each of the log's accounts in the roster, `NONE` at the end and for the others."""
    return np.array([*(known.places.get(account, NONE) for account in log.accounts), NONE], np.int64)


def placed(known: Traits, account: Places, month: Places) -> tuple[Places, tuple[Place, ...]]:
    """Return the place of each account and month (n,), and the places that there are."""
    at = np.minimum(month, Month.of(known.as_of).ordinal)
    segment = np.where(account >= 0, known.segments.runs.at(account, at), UNKNOWN)
    touch = np.where(account >= 0, known.touch_models.runs.at(account, at), UNKNOWN)
    pairs, place = np.unique(np.stack([segment, touch], axis=1), axis=0, return_inverse=True)
    words = tuple(
        Place(known.segments.text(one), known.touch_models.text(other) or known.default_touch)
        for one, other in pairs.tolist()
    )
    names = tuple(sorted(set(words), key=lambda each: (each.segment or "", each.touch_model or "")))
    again = np.array([names.index(each) for each in words] or [0], np.int64)
    return again[place.ravel()], names


def numbers_of(known: Traits, name: str, account: Places, month: Places) -> Floats:
    """Return a number of each account at the end of a month (n,), NaN where it is not known."""
    numbers: Numbers = known.named(name)
    if not numbers.values:
        return np.full(len(account), np.nan)
    ends = {one: int(known.days((Month(one),))[0]) for one in set(month.tolist())}
    day = np.array([ends[one] for one in month.tolist()], np.int64)
    codes = np.where(account >= 0, numbers.codes(np.maximum(account, 0), day), UNKNOWN)
    values = np.array([*map(float, numbers.values), np.nan])
    return values[codes]


def found_in(keys: Places, asked: Places) -> Places:
    """Return where each of what is asked for stands among sorted keys, `NONE` where it does not."""
    if not len(keys):
        return np.full(len(asked), NONE, np.int64)
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[place] == asked, place, NONE)
