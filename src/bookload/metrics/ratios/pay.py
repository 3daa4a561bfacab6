"""What the heads are paid, as far as the reader may know: sums by group, and the mean that targets scale by.

Counted are the heads that are eligible, by FTE, whether they ramp or not: who ramps is paid. A sum is n/a as
soon as the pay of one of them is not known; left out, they would make the rest look cheap.

Who has `pay_person` gets every sum. Who has `pay_group` gets the company's and the teams', each month that is
over, as far as `bookload.base.access.series` lets them stand beside one another; never those of groups of
accounts, over which a head is split and so has another weight in each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right, Sealed, series
from bookload.base.money import MICROS, half_away
from bookload.base.period import Month
from bookload.data.once import once
from bookload.metrics.ratios.facts import NOT_STATED, Crew, crews

if TYPE_CHECKING:
    from bookload.data.reader import Reader, SealedPay

MEAN_SERVES_MONTHS = 12
"""How long a mean that may be shown serves for later months whose own would give somebody away."""

COMPANY = None
Parts = Mapping[str, Fraction]
"""By person, which part of their head is in a group."""


@dataclass(frozen=True)
class MeanPay:
    """The FTE-weighted mean OTE of the eligible heads, in the workspace's currency, and its month."""

    value: Fraction
    month: Month
    needs: Right


def weights(crew: Crew, parts: Parts) -> dict[str, int]:
    """Return what each eligible head of a group weighs in sums of pay: FTE x part, x 10^4."""
    return {
        person: half_away(head.fte * part.numerator, part.denominator)
        for person, part in parts.items()
        if (head := crew.heads[person]).eligible
    }


def pay_sum(reader: Reader, month: Month, column: str, group: str | None, parts: Parts) -> Fraction | None:
    """Return the sum of a column of pay over a group's heads, in units a year; None where n/a or hidden.

    `group` is None for the company and a team's name for a team; with `pay_person` any group's name may stand
    there, and `parts` alone decide.
    """
    micros = None
    if reader.access.allows(Right.PAY_PERSON):
        sealed = _sealed(reader, crews(reader)[month], column, parts)
        micros = sealed.total() if sealed else None
    elif reader.access.allows(Right.PAY_GROUP):
        shown = published(reader, column).get((month, group))
        micros = shown.total() if shown else None
    return None if micros is None else Fraction(micros, MICROS)


def mean_ote(reader: Reader, month: Month) -> MeanPay | None:
    """Return the mean OTE that a month's target scales by; None where it is not known or not to be known.

    With `pay_group` alone it is rounded to 1,000, and where a month's would give somebody away, or the month
    is not over, the last one before that was shown serves for up to a year: its month says so.
    """
    if reader.access.allows(Right.PAY_PERSON):
        crew = crews(reader)[month]
        sealed = _sealed(reader, crew, "ote", _everybody(crew))
        return _mean(sealed, month, Right.PAY_PERSON) if sealed else None
    if not reader.access.allows(Right.PAY_GROUP):
        return None
    shown = published(reader, "ote")
    for earlier in range(MEAN_SERVES_MONTHS):
        sealed = shown.get((month - earlier, COMPANY))
        if sealed and (mean := _mean(sealed, month - earlier, Right.PAY_GROUP)):
            return mean
    return None


@once
def published(reader: Reader, column: str) -> Mapping[tuple[Month, str | None], Sealed]:
    """Return all sums that a reader with `pay_group` could ask for, withheld where they must be.

    Oldest first, the company before its teams, the larger teams first: every month that is over.
    """
    figures: dict[tuple[Month, str | None], Sealed] = {}
    for month, crew in crews(reader).items():
        if crew.day < month.last_day:
            continue
        teams: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for person in _everybody(crew):
            teams[crew.heads[person].team or NOT_STATED][person] = Fraction(1)
        widest = sorted(teams, key=lambda team: (-len(teams[team]), team))
        groups: dict[str | None, Parts] = {COMPANY: _everybody(crew)} | {team: teams[team] for team in widest}
        for group, parts in groups.items():
            sealed = _sealed(reader, crew, column, parts)
            if sealed:
                figures[month, group] = sealed
    return series(figures)


def _sealed(reader: Reader, crew: Crew, column: str, parts: Parts) -> Sealed | None:
    """Return the sealed pay of a group's heads, or None where that of one of them is not known."""
    heavy = {person: weight for person, weight in weights(crew, parts).items() if weight}
    book = _book(reader)
    if not heavy or not heavy.keys() <= book.known(crew.day):
        return None
    return book.on(crew.day, column, heavy)


@once
def _book(reader: Reader) -> SealedPay:
    return reader.pay()


def _mean(sealed: Sealed, month: Month, right: Right) -> MeanPay | None:
    mean = sealed.weighted_mean()
    return MeanPay(Fraction(mean[0], mean[1] * MICROS), month, right) if mean else None


def _everybody(crew: Crew) -> Parts:
    return {head.person_id: Fraction(1) for head in crew.heads.values() if head.eligible}
