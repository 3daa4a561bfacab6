"""The answer on one page: the ratio of a month, what it is measured against, and what can be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.errors import MissingDataError, UsageError
from bookload.base.money import MONTHS_A_YEAR, QUANTA
from bookload.base.period import Month
from bookload.data.once import once
from bookload.metrics.ratios.benchmarks import CURRENCY, Comparison, compare
from bookload.metrics.ratios.facts import crews, day_of
from bookload.metrics.ratios.gain import Gain, YearOnYear, gain
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.metrics.ratios.targets import Basis, Target, target
from bookload.metrics.ratios.verdict import Stage, Verdict, verdict
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.reader import Reader


@dataclass(frozen=True)
class Assessment:
    """A month's ratios and what stands beside them.

    `basis` is the one that target, verdict and gain are on: covered where there are pools, else total.
    `benchmarks` holds those of each ratio, by the benchmark's metric.
    """

    row: RatioRow
    basis: Basis
    target: Target
    verdict: Verdict
    gain: Gain
    benchmarks: Mapping[str, tuple[Comparison, ...]]


@once
def assess(reader: Reader, month: Month | None = None) -> Assessment:
    """Return the company's ratios at a month (of `as_of` unless told otherwise), judged.

    Raises `UsageError` for a month whose end the data does not know.
    """
    asked = month or Month.of(reader.as_of)
    rows = {row.month: row for row in ratios(reader, months={asked, asked - MONTHS_A_YEAR})}
    if asked not in rows:
        ends = [row.month for row in ratios(reader)]
        known = f"{ends[0]} to {ends[-1]}" if ends else "none yet"
        raise UsageError(f"the data does not know the end of {asked}; months that it does: {known}")
    row = rows[asked]
    basis: Basis = "covered" if crews(reader)[asked].pools else "total"
    goal = target(reader, asked, basis)
    before = rows.get(asked - MONTHS_A_YEAR)
    yearly = YearOnYear(_ratio(row, basis), _ratio(before, basis) if before else None)
    rate = _rate(reader, asked, CURRENCY)
    return Assessment(
        row=row,
        basis=basis,
        target=goal,
        verdict=_verdict(reader, row, _ratio(row, basis), goal),
        gain=gain(reader, asked, yearly),
        benchmarks={
            "arr_per_csm": compare(_ratio(row, basis), "arr_per_csm", rate=rate),
            "accounts_per_csm": compare(row.accounts_per_csm, "accounts_per_csm"),
            "arr_per_ote": compare(row.arr_per_ote, "arr_per_ote"),
            "cs_cost_share_of_arr": compare(row.cost_to_serve, "cs_cost_share_of_arr"),
        },
    )


def _ratio(row: RatioRow, basis: Basis) -> Fraction | None:
    return row.covered_arr_per_csm if basis == "covered" else row.arr_per_csm


def _verdict(reader: Reader, row: RatioRow, ratio: Fraction | None, goal: Target) -> Verdict:
    """Return the verdict; the stage is the company's, whatever part of its ARR is judged."""
    targets = reader.policy.targets
    rate = _rate(reader, row.month, targets.currency)
    if rate is None:
        return Verdict("not_available", f"n/a: no rate of {targets.currency}")
    stage = Stage(
        reader.policy.company.currency,
        Fraction(targets.early_arr) * rate,
        Fraction(targets.expected_arr) * rate,
        Fraction(targets.band),
    )
    return verdict(Fraction(row.arr, QUANTA), ratio, goal.value, stage)


def _rate(reader: Reader, month: Month, currency: str) -> Fraction | None:
    """Return how much of the workspace's currency one of another is at a month's end; None without a rate."""
    try:
        return read_rates(reader).on(currency, day_of(reader, month)).value
    except MissingDataError:
        return None
