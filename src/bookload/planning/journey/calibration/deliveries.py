"""How often an activity is delivered: per month that an account is in its stage, or per entry into it.

    per month = rows logged / months of accounts in the stage
    per entry = rows logged / entries into the stage
    share = accounts with any / accounts that were in the stage

Account-months count for the stage that most of their days are in by the journey's rules, in rows and months
alike, over the whole months of the log. The interval is that of a ratio of sums over accounts, on its
logarithm (Cochran, Sampling Techniques, 3rd edition, 6.3): deliveries of one account are alike, so accounts
are what varies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bookload.data.documents import Activity
from bookload.planning.journey.calibration.estimate import P975
from bookload.planning.journey.calibration.exposure import Exposure
from bookload.planning.journey.calibration.means import Floats, Places
from bookload.planning.journey.calibration.work import serves
from bookload.planning.journey.tasks import MONTHS_A_PERIOD

NONE_SEEN = 3.689
"""The most that 0 events leave likely: the upper 97.5% limit of a Poisson mean."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How often an activity was logged, against how often the journey says; by account in its stage.

    `per` is month, or entry for what is due on entering. `units` are the account-months or entries that there
    were, `rate` rows per unit with its 95% interval (None with no unit), `expected` what the journey says
    (times x share), `share` of the accounts those that had any.
    """

    number: int
    activity: str
    stage: str
    per: str
    logged: int
    units: float
    rate: float | None
    lower: float | None
    upper: float | None
    expected: float
    accounts: int
    share: float | None


def deliveries(number: int, activity: Activity, stage: int, seen: Exposure) -> Deliveries:
    """Return how often an activity of a stage was logged per month or entry of the accounts it is for."""
    served = np.array([serves(activity, place) for place in seen.places], dtype=bool)
    months = (seen.top == stage) & served[seen.place]
    there, place = np.unique(seen.account[months], return_inverse=True)
    rows = _rows(activity, months, place, len(there), seen)
    on_entry = activity.per in ("stage", "event")
    if on_entry:
        stays = (seen.stay_stage == stage) & served[seen.place[seen.stay_of]]
        account = seen.account[seen.stay_of[stays]]
        among = np.isin(account, there)
        units = np.bincount(
            np.searchsorted(there, account[among]), seen.entries[stays][among], minlength=len(there)
        ).astype(np.float64)
    else:
        units = np.bincount(place, seen.live[months], minlength=len(there)).astype(np.float64)
    rate, lower, upper = ratio(rows, units)
    expected = float(activity.times * activity.share)
    return Deliveries(
        number=number,
        activity=activity.name,
        stage=activity.stage,
        per="entry" if on_entry else "month",
        logged=int(rows.sum()),
        units=float(units.sum()),
        rate=rate,
        lower=lower,
        upper=upper,
        expected=expected if on_entry else expected / MONTHS_A_PERIOD[activity.per],
        accounts=len(there),
        share=float((rows > 0).mean()) if len(there) else None,
    )


def _rows(activity: Activity, months: Places, place: Places, accounts: int, seen: Exposure) -> Floats:
    """Return the rows logged of each account in the months that count."""
    kinds = [number for number, kind in enumerate(seen.kinds) if kind in activity.kinds]
    account_of = np.full(len(months) + 1, -1, np.int64)
    account_of[np.flatnonzero(months)] = place
    held = account_of[seen.row_of[np.isin(seen.kind, kinds)]]
    return np.bincount(held[held >= 0], minlength=accounts).astype(np.float64)


def ratio(rows: Floats, units: Floats) -> tuple[float | None, float | None, float | None]:
    """Return rows per unit over accounts and its 95% interval; None without a unit, or of one account."""
    total, held = float(rows.sum()), float(units.sum())
    if held <= 0.0:
        return None, None, None
    rate = total / held
    if total == 0.0:
        return 0.0, 0.0, NONE_SEEN / held
    accounts = len(units)
    if accounts < 2:  # noqa: PLR2004 - one account says nothing of how accounts differ
        return rate, None, None
    squares = float(((rows - rate * units) ** 2).sum())
    error = math.sqrt(accounts / (accounts - 1) * squares) / held
    reach = math.exp(P975 * error / rate)
    return rate, rate / reach, rate * reach
