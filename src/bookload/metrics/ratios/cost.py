"""What the team costs: pay, what the employer pays on top of it, and the other costs of success.

    cost to serve = (OTE of the eligible heads x (1 + on-cost rate) + other costs a year) / ARR

Other costs are the rows of `costs` in force on the day, each as a yearly amount (amount / days x 365), for
everybody or for one of the policy's CSM roles. Those for a segment belong to it; the others go by heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.money import MICROS
from bookload.data.once import once
from bookload.data.tables import unbound
from bookload.metrics.revenue.rates.conversion import convert
from bookload.metrics.revenue.rates.exchange import Rates, read_rates
from bookload.metrics.team.people import role_word
from bookload.metrics.team.ramp import csm_roles

if TYPE_CHECKING:
    from bookload.data.reader import Reader

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class OtherCosts:
    """Yearly costs beside pay on a day, in units of the workspace's currency."""

    general: Fraction
    by_segment: Mapping[str, Fraction]

    def of(self, segment: str | None, part: Fraction) -> Fraction:
        """Return what falls on a group with a part of the heads: all of its segment's, its part of the rest.

        `segment` is None for groups other than segments, which share all costs by heads.
        """
        if segment is None:
            return (self.general + sum(self.by_segment.values())) * part
        return self.general * part + self.by_segment.get(segment, Fraction(0))


def loaded(ote: Fraction, on_cost_rate: Fraction, other: Fraction) -> Fraction:
    """Return the loaded cost of a group's heads a year."""
    return ote * (1 + on_cost_rate) + other


def other_costs(reader: Reader, day: date) -> OtherCosts:
    """Return the costs beside pay that are in force on a day."""
    general, by_segment = Fraction(0), dict[str, Fraction]()
    for row in _rows(reader):
        if not row["from_date"] <= day < row["to_date"]:
            continue
        yearly = _yearly(row, day, _rates(reader))
        if row["segment"] is None:
            general += yearly
        else:
            by_segment[row["segment"]] = by_segment.get(row["segment"], Fraction(0)) + yearly
    return OtherCosts(general, by_segment)


@once
def _rows(reader: Reader) -> tuple[Mapping[str, Any], ...]:
    roles = csm_roles(reader.policy.team)
    rows = reader.collect(unbound("costs")).rows()
    return tuple(row for row in rows if row["role"] is None or role_word(str(row["role"])) in roles)


@once
def _rates(reader: Reader) -> Rates:
    return read_rates(reader)


def _yearly(row: Mapping[str, Any], day: date, rates: Rates) -> Fraction:
    days: int = (row["to_date"] - row["from_date"]).days
    return convert(row["amount"], row["currency"], day, rates) * Fraction(DAYS_A_YEAR, days * MICROS)
