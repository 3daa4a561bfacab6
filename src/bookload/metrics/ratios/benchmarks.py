"""Published figures to hold a ratio against, each with its scope, year, source and grade.

The catalogue is a CSV for each source in `benchmarks/`. Grades: A survey or primary data, B practitioner,
C aggregator page, shown on request alone. A figure without a year says "undated".
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

from bookload.base.errors import unknown

UNDATED = "undated"
CURRENCY = "USD"
"""What amounts of the catalogue are in."""

SHOWN = frozenset("AB")
ALL_GRADES = SHOWN | {"C"}
Standing = Literal["below", "within", "at", "above"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One published figure: a value, a range, or both; `unit` tells what of.

    What its scope says of accounts stands apart too, in columns that a source may leave out: the `touch`
    models that it is for, and the `account_arr_from` (included) and `account_arr_to` (not) of its accounts,
    in US dollars a year. It scales with pay where it names a `reference_pay`.
    """

    metric: str
    low: Decimal | None
    value: Decimal | None
    high: Decimal | None
    unit: str
    scope: str
    year: str
    source: str
    grade: str
    touch: tuple[str, ...] = ()
    account_arr_from: Decimal | None = None
    account_arr_to: Decimal | None = None
    reference_pay: Decimal | None = None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of US dollars."""
        return self.unit.startswith(CURRENCY)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A benchmark beside a figure: where the figure stands to it, None where that cannot be said."""

    benchmark: Benchmark
    standing: Standing | None


@cache
def catalogue() -> tuple[Benchmark, ...]:
    """Return all benchmarks, by source and then as the source lists them."""
    folder = files("bookload.metrics.ratios").joinpath("benchmarks")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".csv")), key=lambda each: each.name
    )
    return tuple(
        _benchmark(row)
        for source in sources
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    )


def benchmarks(metric: str, *, grades: frozenset[str] = SHOWN) -> tuple[Benchmark, ...]:
    """Return the benchmarks of a metric, best grade first, then the latest.

    Raises `UsageError` for a metric that the catalogue has none of.
    """
    metrics = {each.metric for each in catalogue()}
    if metric not in metrics:
        raise unknown("metric of the benchmarks", metric, metrics)
    found = [each for each in catalogue() if each.metric == metric and each.grade in grades]
    return tuple(sorted(found, key=lambda each: (each.grade, -_year(each))))


def compare(
    value: Fraction | None,
    metric: str,
    *,
    rate: Fraction | None = Fraction(1),
    grades: frozenset[str] = SHOWN,
) -> tuple[Comparison, ...]:
    """Return the benchmarks of a metric with where a figure stands to each.

    `rate` is how much of the figure's currency one US dollar is; None where there is no rate, and then
    nothing is said about amounts. A range decides by its ends, a single value by itself.
    """
    return tuple(
        Comparison(each, _standing(value, each, rate if each.is_money else Fraction(1)))
        for each in benchmarks(metric, grades=grades)
    )


def _standing(value: Fraction | None, benchmark: Benchmark, rate: Fraction | None) -> Standing | None:
    if value is None or rate is None:
        return None
    ends = [end for end in (benchmark.low, benchmark.value, benchmark.high) if end is not None]
    low, high = (Fraction(end) * rate for end in (min(ends), max(ends)))
    if value < low:
        return "below"
    if value > high:
        return "above"
    return "at" if low == high else "within"


def _benchmark(row: dict[str, str]) -> Benchmark:
    low, value, high = (_number(row, name) for name in ("low", "value", "high"))
    return Benchmark(
        metric=row["metric"],
        low=low,
        value=value,
        high=high,
        unit=row["unit"],
        scope=row["scope"] or "not stated",
        year=row["year"] or UNDATED,
        source=row["source"],
        grade=row["grade"],
        touch=tuple(row.get("touch", "").split()),
        account_arr_from=_number(row, "account_arr_from"),
        account_arr_to=_number(row, "account_arr_to"),
        reference_pay=_number(row, "reference_pay"),
    )


def _number(row: dict[str, str], name: str) -> Decimal | None:
    return Decimal(text) if (text := row.get(name)) else None


def _year(benchmark: Benchmark) -> int:
    return 0 if benchmark.year == UNDATED else int(benchmark.year)
