"""The logged rows that one activity's minutes are learnt from, account by account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bookload.data.reader import Reader
from bookload.metrics.effort.log import read_log
from bookload.planning.journey.calibration.observed import SEVERAL, observe
from bookload.planning.journey.calibration.work import serves


@dataclass(frozen=True, slots=True)
class LoggedAccount:
    """What was logged of an activity for one account; None for activities of several accounts at once.

    `minutes` are those of the whole activities, exact to a hundredth of a second as the log has them.
    """

    account_id: str | None
    segment: str | None
    count: int
    minutes: float


def logged_accounts(reader: Reader, number: int) -> tuple[LoggedAccount, ...]:
    """Return the accounts whose rows an activity (by its number) is learnt from, most minutes first.

    They are the rows that calibration counts: of its kinds, in its stage, for accounts that it is for, with
    minutes that are known. An account that changed segment has a row in each. Needs the right to the time of
    single people.
    """
    activity = reader.journey.activities[number]
    seen, _ = observe(reader, frozenset())
    names = read_log(reader).accounts
    kinds = [seen.kinds.index(kind) for kind in activity.kinds if kind in seen.kinds]
    stages = [place for place, stage in enumerate(seen.stages) if stage == activity.stage]
    served = np.array([*(serves(activity, place) for place in seen.places), False])
    own = np.isin(seen.kind, kinds) & np.isin(seen.stage, stages) & seen.sold & served[seen.place]
    rows = np.flatnonzero(own & ~np.isnan(seen.minutes))
    sums: dict[tuple[str | None, str | None], tuple[int, float]] = {}
    for row in rows.tolist():
        segment = seen.places[seen.place[row]].segment
        key = (None if segment == SEVERAL else names[seen.account[row]], segment)
        count, minutes = sums.get(key, (0, 0.0))
        sums[key] = (count + 1, minutes + float(seen.minutes[row]))
    found = [LoggedAccount(*key, *each) for key, each in sums.items()]
    return tuple(sorted(found, key=lambda each: (-each.minutes, each.account_id or "", each.segment or "")))
