"""Whose hours the demand of a role is, for all accounts at once: exact, in whole numbers up to the last step.

An account's days in a stage are cut where its owners change, and where those who work for an owner do. What
is asked of it in the month is the same for every day of the stage; what it asks for on entering the stage
goes by the days of the stage's month too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.planning.capacity.carriers import Carrier, Carriers, Stretch
from bookload.planning.journey import Demand
from bookload.planning.journey.effort import Effort
from bookload.planning.journey.runs import SPAN, Ints, grouped, met, spread, summed, times

Rates = tuple[Fraction, Fraction]
"""The hours that a role is asked for an account of a profile: per day in the stage, and on entering it."""


@dataclass(frozen=True)
class Cut:
    """Days of rows, cut such that one stretch of workers does each: the row, days x share, the stretch."""

    row: Ints
    weight: Ints
    stretch: Ints


def carried(demand: Demand, role: str, carriers: Carriers) -> Mapping[tuple[Month, Carrier], Fraction]:
    """Return the hours of one role by month and carrier."""
    stretches = [stretch for each in carriers.workers for stretch in each]
    return _handed(demand.months, _hours(demand, role, carriers, accounts=1), stretches)


def carried_by_account(
    demand: Demand, role: str, carriers: Carriers
) -> Mapping[tuple[Month, Carrier, str], Fraction]:
    """Return the hours of one role by month, carrier and account; over the accounts they are `carried`'s."""
    ids = demand.accounts.ids
    stretches = [stretch for each in carriers.workers for stretch in each]
    of_account: dict[int, dict[tuple[int, int], Fraction]] = defaultdict(dict)
    for (place, each), hours in _hours(demand, role, carriers, accounts=len(ids)).items():
        stretch, account = divmod(each, len(ids))
        of_account[account][place, stretch] = hours
    return {
        (month, carrier, ids[account]): hours
        for account, found in of_account.items()
        for (month, carrier), hours in _handed(demand.months, found, stretches).items()
    }


def _hours(
    demand: Demand, role: str, carriers: Carriers, *, accounts: int
) -> dict[tuple[int, int], Fraction]:
    """Return the hours of one role by month and stretch; apart by account where there is more than one.

    Apart, a stretch is told by its number x `accounts`, plus the account's.
    """
    rates = [_rates(efforts, role) for efforts in demand.efforts]
    asking = np.array([any(each) for each in rates], bool)
    rows = np.flatnonzero(asking[demand.kind]) if len(asking) else np.empty(0, np.int64)
    cut = _cut(demand, rows, carriers)
    if accounts > 1:
        cut = replace(cut, stretch=cut.stretch * accounts + demand.rows.account[cut.row])
    found: dict[tuple[int, int], Fraction] = {}
    _add(found, demand, cut, [per_day for per_day, _ in rates])
    entering = np.array([bool(per_entry) for _, per_entry in rates], bool)
    if entering.any():
        for length, entered in _entered(demand, cut, entering):
            _add(found, demand, entered, [per_entry / length for _, per_entry in rates])
    return found


def _rates(efforts: Iterable[Effort], role: str) -> Rates:
    per_day = per_entry = Fraction(0)
    for effort in efforts:
        if effort.task.role == role:
            per_day += effort.per_day * effort.hours
            per_entry += effort.per_entry * effort.hours
    return per_day, per_entry


def _cut(demand: Demand, rows: Ints, carriers: Carriers) -> Cut:
    """Return the days of some rows by the stretch of workers that does them."""
    account, start, end = (each[rows] for each in (demand.rows.account, demand.rows.start, demand.rows.end))
    low, high = met(carriers.since, account, start, end)
    source, place = spread(high - low)
    held = low[source] + place
    start = np.maximum(start[source], times(carriers.since[held]))
    end = np.minimum(end[source], times(carriers.until[held]))
    part, place = spread(np.diff(carriers.first)[held])
    owned = carriers.first[held][part] + place
    owner, share = carriers.owner[owned], carriers.share[owned]
    row, start, end = rows[source][part], start[part], end[part]
    since = [(n, each) for n, several in enumerate(carriers.workers) for each in several]
    begins = np.array([n * SPAN + each.start.toordinal() for n, each in since], np.int64)
    finishes = np.array([each.end.toordinal() for _, each in since], np.int64)
    low, high = met(begins, owner, start, end)
    source, place = spread(high - low)
    stretch = low[source] + place
    days = np.minimum(end[source], finishes[stretch]) - np.maximum(start[source], times(begins[stretch]))
    return Cut(row[source], days * share[source], stretch)


def _entered(demand: Demand, cut: Cut, entering: np.ndarray) -> Iterable[tuple[int, Cut]]:
    """Yield by the days of an account's stage in a month the days cut, x how often the stage was entered."""
    rows = demand.rows
    some = np.flatnonzero(entering[demand.kind])
    place = (rows.account[some] * len(demand.months) + rows.month[some]) * (len(rows.stages) + 1)
    _, stay = np.unique(place + rows.stage[some] + 1, return_inverse=True)
    count = int(stay.max(initial=-1)) + 1
    length = summed(stay, (rows.end - rows.start)[some], count)
    entries = summed(stay, rows.entered[some], count)
    of_row = np.full(len(rows), -1)
    of_row[some] = stay
    stays = of_row[cut.row]
    kept = np.flatnonzero(stays >= 0)
    kept = kept[entries[stays[kept]] > 0]
    days = length[stays[kept]]
    for each in np.unique(days):
        those = kept[days == each]
        yield int(each), Cut(cut.row[those], cut.weight[those] * entries[stays[those]], cut.stretch[those])


def _add(found: dict[tuple[int, int], Fraction], demand: Demand, cut: Cut, rates: Sequence[Fraction]) -> None:
    """Add weight x rate of each row's profile, by month and stretch: whole numbers over one denominator."""
    classes: dict[tuple[Month, Fraction], int] = {}
    of_kind = np.array(
        [
            classes.setdefault((profile.month, rate), len(classes))
            for profile, rate in zip(demand.profiles, rates, strict=True)
        ],
        np.int64,
    )
    numbers = {month: number for number, month in enumerate(demand.months)}
    below: dict[int, int] = defaultdict(lambda: 1)
    for month, rate in classes:
        below[numbers[month]] = lcm(below[numbers[month]], rate.denominator)
    whole = [
        (numbers[month], rate.numerator * (below[numbers[month]] // rate.denominator))
        for month, rate in classes
    ]
    keys = cut.stretch * max(len(classes), 1) + of_kind[demand.kind[cut.row]]
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for pair, weight in zip(*grouped(keys, cut.weight), strict=True):
        stretch, each = divmod(pair, len(classes))
        place, amount = whole[each]
        sums[place, stretch] += amount * weight
    for (place, stretch), total in sums.items():
        if total:
            key, hours = (place, stretch), Fraction(total, below[place] * SHARE_ONE)
            found[key] = found[key] + hours if key in found else hours


def _handed(
    months: Sequence[Month], found: Mapping[tuple[int, int], Fraction], stretches: Sequence[Stretch]
) -> dict[tuple[Month, Carrier], Fraction]:
    """Return the hours of each stretch of workers, handed to those who share it."""
    hours: dict[tuple[Month, Carrier], Fraction] = {}
    for (month, stretch), amount in found.items():
        for carrier, share in stretches[stretch].parts:
            key = (months[month], carrier)
            part = amount if share == SHARE_ONE else amount * share / SHARE_ONE
            hours[key] = hours[key] + part if key in hours else part
    return hours
