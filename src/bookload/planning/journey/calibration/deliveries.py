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
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bookload.base.period import Month
from bookload.data.documents import Activity
from bookload.metrics.effort.log import Log
from bookload.planning.journey.calibration.estimate import P975
from bookload.planning.journey.calibration.observed import Exposure, Place
from bookload.planning.journey.calibration.work import serves
from bookload.planning.journey.tasks import MONTHS_A_PERIOD
from bookload.planning.journey.traits import Traits

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


Counts = Mapping[tuple[str, int], Counter[str]]


def counted(log: Log, exposure: Exposure) -> Counts:
    """Return how many rows of each kind every account and whole month has."""
    whole = {row.month.ordinal for row in exposure.days}
    found: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for account, month, kind in zip(log.account.tolist(), log.month.tolist(), log.kind.tolist(), strict=True):
        if account >= 0 and kind >= 0 and month in whole:
            found[log.accounts[account], month][log.kinds[kind]] += 1
    return found


def deliveries(
    number: int, activity: Activity, counts: Counts, exposure: Exposure, known: Traits
) -> Deliveries:
    """Return how often an activity was logged per month or entry of the accounts that it is for."""
    on_entry = activity.per in ("stage", "event")
    rows: Counter[str] = Counter()
    units: dict[str, float] = defaultdict(float)
    for account, month in _months(activity, exposure, known):
        units[account] += 0.0
        rows[account] += sum(counts.get((account, month), Counter())[kind] for kind in activity.kinds)
    for row in exposure.days:
        if row.account_id in units and _counts(activity, row.account_id, row.month, known):
            if on_entry and row.stage == activity.stage:
                units[row.account_id] += row.entries
            elif not on_entry and _in_stage(activity, exposure, row.account_id, row.month):
                units[row.account_id] += row.days / row.month.days
    rate, lower, upper = ratio(rows, units)
    expected = float(activity.times * activity.share)
    return Deliveries(
        number=number,
        activity=activity.name,
        stage=activity.stage,
        per="entry" if on_entry else "month",
        logged=sum(rows.values()),
        units=math.fsum(units.values()),
        rate=rate,
        lower=lower,
        upper=upper,
        expected=expected if on_entry else expected / MONTHS_A_PERIOD[activity.per],
        accounts=len(units),
        share=sum(1 for account in units if rows[account]) / len(units) if units else None,
    )


def ratio(
    rows: Mapping[str, int], units: Mapping[str, float]
) -> tuple[float | None, float | None, float | None]:
    """Return rows per unit over accounts and its 95% interval; None without a unit, or of one account."""
    total, held = sum(rows.get(account, 0) for account in units), math.fsum(units.values())
    if held <= 0.0:
        return None, None, None
    rate = total / held
    if total == 0:
        return 0.0, 0.0, NONE_SEEN / held
    accounts = len(units)
    if accounts < 2:  # noqa: PLR2004 - one account says nothing of how accounts differ
        return rate, None, None
    squares = math.fsum((rows.get(account, 0) - rate * unit) ** 2 for account, unit in units.items())
    error = math.sqrt(accounts / (accounts - 1) * squares) / held
    reach = math.exp(P975 * error / rate)
    return rate, rate / reach, rate * reach


def _months(activity: Activity, exposure: Exposure, known: Traits) -> list[tuple[str, int]]:
    """Return the accounts and whole months, in order, that an activity's stage and accounts include."""
    return sorted(
        {
            (row.account_id, row.month.ordinal)
            for row in exposure.days
            if _in_stage(activity, exposure, row.account_id, row.month)
            and _counts(activity, row.account_id, row.month, known)
        }
    )


def _in_stage(activity: Activity, exposure: Exposure, account: str, month: Month) -> bool:
    return exposure.stage_of.get((account, month.ordinal)) == activity.stage


def _counts(activity: Activity, account: str, month: Month, known: Traits) -> bool:
    return serves(activity, Place(known.segment(account, month), known.touch_model(account, month)))
