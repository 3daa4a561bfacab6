"""By how much one input would have to change, alone, for a published figure's heads and the work's to agree.

On the side of the work, heads by hours go by hours per account over the hours of a head; those by
relationships stay, so a figure below them is out of reach of hours. On the published side, heads go by the
figure itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bookload.planning.plan.sizing.bridge import Model
from bookload.planning.plan.sizing.company import Carried
from bookload.planning.plan.sizing.published import Reading

Input = Literal[
    "benchmark", "arr_per_account", "hours_per_account", "hours_a_day", "leave", "internal_share",
    "target_utilisation",
]  # fmt: skip
Obstacle = Literal["", "relationships", "out_of_bounds"]
DAY = Fraction(24)


@dataclass(frozen=True, slots=True)
class Change:
    """What an input is now, and what it would have to be; None where it cannot do it alone, and why.

    `benchmark` is ARR or accounts per CSM; `leave` the share of working days on leave; shares are parts of
    one, `hours_a_day` hours, `hours_per_account` hours a month.
    """

    input: Input
    now: Fraction
    needed: Fraction | None
    obstacle: Obstacle = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the policy says of a head's day."""

    hours_a_day: Fraction


def changes(reading: Reading, held: Sequence[Carried], model: Model, terms: Terms) -> tuple[Change, ...]:
    """Return the change of each input that would make both agree; none where either side has no heads."""
    if not reading.heads or not model.heads:
        return ()
    found = []
    accounts = Fraction(sum(each.accounts for each in held))
    arr = sum((each.arr for each in held), Fraction(0))
    size = arr if reading.metric == "arr_per_csm" else accounts
    found.append(Change("benchmark", size / reading.heads, size / model.heads))
    if reading.metric == "arr_per_csm" and accounts:
        found.append(Change("arr_per_account", arr / accounts, arr / accounts * model.heads / reading.heads))
    return (*found, *_of_hours(reading.heads, held, model, terms))


def _of_hours(aim: Fraction, held: Sequence[Carried], model: Model, terms: Terms) -> tuple[Change, ...]:
    accounts = Fraction(sum(each.accounts for each in held))
    hours = sum((each.hours for each in held), Fraction(0))
    month = model.month
    if not model.by_hours:
        return ()
    times = aim / model.by_hours
    found: list[Change] = []
    if accounts:
        found.append(_change("hours_per_account", hours / accounts, hours / accounts * times, None))
    one, none = Fraction(1), Fraction(0)
    found += [
        _change("hours_a_day", terms.hours_a_day, terms.hours_a_day / times, (none, DAY)),
        _change("leave", 1 - month.not_on_leave, 1 - month.not_on_leave / times, (none, one)),
        _change("internal_share", 1 - month.for_customers, 1 - month.for_customers / times, (none, one)),
        _change("target_utilisation", month.target, month.target / times, (none, one)),
    ]
    if aim < model.by_caps:
        return tuple(Change(each.input, each.now, None, "relationships") for each in found)
    return tuple(found)


def _change(name: Input, now: Fraction, needed: Fraction, bounds: tuple[Fraction, Fraction] | None) -> Change:
    if bounds is not None and not bounds[0] <= needed <= bounds[1]:
        return Change(name, now, None, "out_of_bounds")
    return Change(name, now, needed)
