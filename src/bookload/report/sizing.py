"""Published figures and the causes of a distance in words, for the terminal, pages, sheets and `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.figures import number, percent, units

if TYPE_CHECKING:
    from fractions import Fraction

    from bookload.metrics.ratios.benchmarks import Benchmark
    from bookload.planning.plan.sizing import Line, Reading

CAUSES = {
    "pay": "pay, over the reference pay",
    "touch_mix": "touch mix: {unit} per CSM",
    "arr_per_account": "ARR per account",
    "hours_per_account": "hours per account and month",
    "working_time": "paid hours a month",
    "leave": "share of the year on leave",
    "internal_share": "internal share of time",
    "target_utilisation": "utilisation that is planned for",
    "relationship_cap": "heads for relationships",
}
SHARES = frozenset({"leave", "internal_share", "target_utilisation"})
METRICS = {"arr_per_csm": "ARR per CSM", "accounts_per_csm": "accounts per CSM"}
UNITS = {"arr_per_csm": "ARR", "accounts_per_csm": "accounts"}


def scope(reading: Reading) -> str:
    """Return what a reading's figures are for, and what was done to them."""
    notes = "; ".join(figure.scope for figure in reading.figures)
    if reading.scaled:
        notes += "; scaled by pay"
    taken = [part.touch_model for part in reading.parts if part.taken]
    if taken:
        notes += f"; {', '.join(taken)} touch from its neighbours"
    if reading.left_out:
        notes += f"; {reading.left_out:,} accounts of other sizes left out"
    return notes


def short(reading: Reading) -> str:
    """Return a source's name without its title, and what its figure is of."""
    return f"{reading.source.partition(':')[0].partition(',')[0]} ({METRICS[reading.metric]})"


def value(figure: Benchmark) -> str:
    """Return a published figure as it was published."""
    ends = [figure.value] if figure.value is not None else [figure.low, figure.high]
    return f"{' to '.join(f'{end:,f}' for end in ends if end is not None)} {figure.unit}"


def signed(heads: Fraction | None, places: int = 1) -> str | None:
    """Return heads with their sign."""
    text = number(heads, places)
    return text if text is None or text.startswith("-") else f"+{text}"


def cause(line: Line, metric: str) -> str:
    """Return a cause in words."""
    return CAUSES[line.factor].format(unit=UNITS[metric])


def shown(name: str, figure: Fraction | None, metric: str, currency: str) -> str | None:
    """Return a side of a cause or input as people read it."""
    if figure is None:
        return None
    if name in SHARES:
        return percent(figure, 1)
    if name == "arr_per_account" or (name in ("touch_mix", "benchmark") and metric == "arr_per_csm"):
        return units(figure, currency)
    return number(figure, 1 if name in ("touch_mix", "benchmark", "working_time", "relationship_cap") else 2)
