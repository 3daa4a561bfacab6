"""The rows of a forecast: P10, P50 and P90 of accounts and ARR by segment, and of hours and heads by role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.planning.forecast.draws import Band, Cap, Draws, bands

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StockAhead:
    """Accounts and ARR (units of the workspace's currency a year) at a month's end; estimates.

    `segment` None is the company, whose bands are those of its draws, never sums of its segments' bands.
    """

    month: Month
    segment: str | None
    accounts: Band
    arr: Band


@dataclass(frozen=True, slots=True)
class RoleAhead:
    """A role in a month: hours asked, plannable hours there, heads that the hours ask for; estimates.

    `short` is the share of futures in which more is asked than there is. `heads` is None where a standard
    head has no hours. In a share of futures, `bound`, what one person can hold asks for more heads than the
    work: of `bound_by` in most of them. Hours asked are those of these heads then.
    """

    month: Month
    role: str
    hours: Band
    supply: Band
    heads: Band | None
    short: float
    bound: float = 0.0
    bound_by: Cap | None = None


def stocks_ahead(drawn: Draws) -> tuple[StockAhead, ...]:
    """Return the rows of the company, then of each segment where there is more than one, month by month."""
    parts: list[tuple[str | None, Floats, Floats]] = [
        (None, drawn.accounts.sum(axis=2), drawn.arr.sum(axis=2))
    ]
    if len(drawn.segments) > 1:
        parts += [
            (segment, drawn.accounts[:, :, number], drawn.arr[:, :, number])
            for number, segment in enumerate(drawn.segments)
        ]
    return tuple(
        StockAhead(month, segment, accounts, arr)
        for segment, *both in parts
        for month, accounts, arr in zip(drawn.months, *map(bands, both), strict=True)
    )


def roles_ahead(drawn: Draws) -> tuple[RoleAhead, ...]:
    """Return the rows of each role, month by month; the revenue role first."""
    found = []
    for number, role in enumerate(drawn.roles):
        hours, supply = drawn.hours[:, :, number], drawn.supply[:, :, number]
        short = (hours > supply).mean(axis=0)
        for place, month in enumerate(drawn.months):
            head = float(drawn.head_hours[place, number])
            asked, there = (bands(each[:, place : place + 1])[0] for each in (hours, supply))
            heads = Band(asked.low / head, asked.middle / head, asked.high / head) if head > 0 else None
            bound_by, bound = drawn.bound_by(place, number)
            chance = float(np.float64(short[place]))
            found.append(RoleAhead(month, role, asked, there, heads, chance, bound, bound_by))
    return tuple(found)
