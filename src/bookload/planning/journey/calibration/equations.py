"""Time equations learnt: the drivers of each activity fitted on its own rows, and the base that is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bookload.data.documents import Activity
from bookload.planning.journey.calibration.drivers import Driver, holm, judged, slopes
from bookload.planning.journey.calibration.estimate import Band, Estimate
from bookload.planning.journey.calibration.means import Places
from bookload.planning.journey.calibration.observed import Observed


def fitted(
    number: int, activity: Activity, seen: Observed, rows: Places, asked: Collection[str]
) -> list[Driver]:
    """Return the drivers of one activity, fitted together on its logged rows (places in `seen`).

    They are those that its time equation names and those asked for; rows of which one is not known are left
    out. `adjusted` is still the p of each alone.
    """
    names = sorted({*activity.per_unit, *asked})
    if not names or not len(rows):
        return []
    numbers = np.column_stack([seen.numbers[name][rows] for name in names])
    told = ~np.isnan(numbers).any(axis=1)
    used, known = rows[told], numbers[told]
    found = slopes(seen.minutes[used], known, seen.place[used], seen.account[used]) if len(used) else None
    drivers = []
    for column, name in enumerate(names):
        assumed = activity.per_unit.get(name)
        driver = Driver(
            number=number,
            activity=activity.name,
            name=name,
            assumed=None if assumed is None else float(assumed),
            count=len(used),
            accounts=len(np.unique(seen.account[used])),
            units=float(known[:, column].mean()) if len(used) else None,
        )
        if found is not None:
            slope, error = float(found.slopes[column]), float(found.errors[column])
            lower, upper, p = judged(slope, error, found.free)
            driver = replace(driver, minutes=slope, lower=lower, upper=upper, p=p, adjusted=p)
        drivers.append(driver)
    return drivers


def all_adjusted(drivers: Sequence[Driver]) -> tuple[Driver, ...]:
    """Return the drivers with Holm's p-values over all of them that could be fitted."""
    tried = [place for place, driver in enumerate(drivers) if driver.p is not None]
    raised = holm(np.array([drivers[place].p for place in tried], np.float64))
    adjusted = dict(zip(tried, raised.tolist(), strict=True))
    return tuple(replace(driver, adjusted=adjusted.get(place)) for place, driver in enumerate(drivers))


def equation(
    activity: Activity, learnt: Estimate, drivers: Sequence[Driver]
) -> tuple[Band | None, Mapping[str, float], str | None]:
    """Return the base of a time equation, its drivers' minutes, and why there is no base where there is none.

    base = learnt - sum over drivers of minutes per unit x mean units, so that both together come to what was
    learnt at the mean account. A driver of the journey has the minutes that were fitted, none below 0, and
    those that it assumed where that cannot be told.
    """
    per_unit: dict[str, float] = {}
    added = 0.0
    for driver in drivers:
        if driver.name not in activity.per_unit:
            continue
        if driver.units is None:
            return None, {}, f"'{driver.name}' is not known of the accounts that it was logged for"
        each = driver.assumed or 0.0 if driver.minutes is None else max(0.0, driver.minutes)
        per_unit[driver.name] = each
        added += each * driver.units
    return learnt.less(added), per_unit, None
