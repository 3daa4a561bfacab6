"""The heads that each published figure implies for a company: by money or by accounts, at its own mix.

    by ARR      = sum over touch models of ARR / (ARR per CSM [x mean OTE / reference pay])
    by accounts = sum over touch models, or sizes of account, of accounts / accounts per CSM

What one source says by touch model or by size of account is one reading, taken together; each of its other
figures is one of its own. A range is taken at its midpoint, with the heads of its ends beside it. A touch
model that a source says nothing of takes the midpoint of the nearest ones on both sides, or the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from bookload.metrics.ratios.benchmarks import SHOWN, Benchmark, benchmarks
from bookload.metrics.ratios.targets import TOUCH_MODELS
from bookload.planning.plan.sizing.company import Carried

Metric = Literal["arr_per_csm", "accounts_per_csm"]
METRICS: tuple[Metric, ...] = ("arr_per_csm", "accounts_per_csm")
End = Literal["low", "likely", "high"]


@dataclass(frozen=True, slots=True)
class Money:
    """What one US dollar is worth, and the mean OTE in the workspace's currency; None where not known."""

    rate: Fraction | None
    mean_ote: Fraction | None


@dataclass(frozen=True, slots=True)
class Implied:
    """The heads that a reading implies for one touch model.

    `figure` is ARR (in the workspace's currency) or accounts per CSM before pay, `pay` what it is multiplied
    by; of accounts by size it is the touch model's own blend, None where it has no heads. `taken`: the source
    says nothing of this touch model, and its neighbours' stands in.
    """

    touch_model: str
    figure: Fraction | None
    pay: Fraction
    heads: Fraction
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source implies: by touch model, in all, and at the ends of its ranges.

    `heads` is None where amounts cannot be converted, or a figure is 0. `low` and `high` heads are those of
    the highest and the lowest published figure; None without a range. `left_out` counts live accounts of
    sizes that the source says nothing of: they take no heads in it.
    """

    metric: Metric
    figures: tuple[Benchmark, ...]
    parts: tuple[Implied, ...]
    heads: Fraction | None
    low: Fraction | None
    high: Fraction | None
    scaled: bool
    left_out: int

    @property
    def source(self) -> str:
        """Who published it."""
        return self.figures[0].source

    @property
    def grade(self) -> str:
        """A survey or primary data, B practitioner, C aggregator page."""
        return self.figures[0].grade

    @property
    def year(self) -> str:
        """The year, or `undated`."""
        return self.figures[0].year

    @property
    def by(self) -> Literal["touch_model", "size", "all"]:
        """What it tells accounts apart by."""
        if any(each.touch for each in self.figures):
            return "touch_model"
        return "size" if any(_sized(each) for each in self.figures) else "all"


def readings(held: Sequence[Carried], money: Money, grades: frozenset[str] = SHOWN) -> tuple[Reading, ...]:
    """Return what every published figure of some grades implies, by ARR first, then the best grades."""
    return tuple(
        _reading(metric, figures, held, money)
        for metric in METRICS
        for figures in _together(benchmarks(metric, grades=grades))
    )


def _together(found: Iterable[Benchmark]) -> list[tuple[Benchmark, ...]]:
    """Return each source's figures by touch model or size as one, and every other one alone."""
    kept: dict[tuple[object, ...], list[Benchmark]] = {}
    for number, each in enumerate(found):
        alone = not each.touch and not _sized(each)
        kept.setdefault((each.source, each.year, number if alone else bool(each.touch)), []).append(each)
    return [tuple(each) for each in kept.values()]


def _sized(figure: Benchmark) -> bool:
    return figure.account_arr_from is not None or figure.account_arr_to is not None


def _reading(
    metric: Metric, figures: tuple[Benchmark, ...], held: Sequence[Carried], money: Money
) -> Reading:
    sized, dollars = any(_sized(each) for each in figures), any(each.is_money for each in figures)
    if (sized or dollars) and money.rate is None:
        return Reading(metric, figures, (), None, None, None, scaled=False, left_out=0)
    ends: dict[End, tuple[Implied, ...]] = {
        end: _by_size(figures, held, money, end) if sized else _by_touch(metric, figures, held, money, end)
        for end in ("low", "likely", "high")
    }
    heads = {end: _heads(parts, held) for end, parts in ends.items()}
    ranged = any(each.low is not None and each.high is not None for each in figures)
    return Reading(
        metric,
        figures,
        ends["likely"],
        heads["likely"],
        heads["high"] if ranged else None,
        heads["low"] if ranged else None,
        scaled=any(part.pay != 1 for part in ends["likely"]),
        left_out=_left_out(figures, held, money) if sized else 0,
    )


def _heads(parts: Sequence[Implied], held: Sequence[Carried]) -> Fraction | None:
    if len(parts) < sum(1 for each in held if each.accounts):
        return None
    return sum((part.heads for part in parts), Fraction(0))


def _at(figure: Benchmark, end: End) -> Fraction:
    """Return a figure at one end of its range, or its value, which for a range alone is the midpoint."""
    low, high = figure.low, figure.high
    if figure.value is not None and (end == "likely" or low is None or high is None):
        return Fraction(figure.value)
    ends = [Fraction(each) for each in (low, high) if each is not None]
    return {"low": min(ends), "high": max(ends), "likely": sum(ends, Fraction(0)) / len(ends)}[end]


def _by_touch(
    metric: Metric, figures: Sequence[Benchmark], held: Sequence[Carried], money: Money, end: End
) -> tuple[Implied, ...]:
    rate = money.rate if metric == "arr_per_csm" and money.rate is not None else Fraction(1)
    stated = {touch: each for each in figures for touch in each.touch or TOUCH_MODELS}
    each = {touch: _at(figure, end) * rate for touch, figure in stated.items()}
    found = []
    for part in held:
        touch = part.touch_model
        figure = _nearest(touch, each)
        pay = _pay(stated.get(touch, figures[0]), money)
        if part.accounts and figure:
            size = part.arr if metric == "arr_per_csm" else Fraction(part.accounts)
            found.append(Implied(touch, figure, pay, size / (figure * pay), touch not in each))
    return tuple(found)


def _nearest(touch: str, each: Mapping[str, Fraction]) -> Fraction:
    """Return a touch model's figure; where there is none, that between its nearest neighbours."""
    if touch in each:
        return each[touch]
    at = TOUCH_MODELS.index(touch)
    before = next((each[name] for name in reversed(TOUCH_MODELS[:at]) if name in each), None)
    after = next((each[name] for name in TOUCH_MODELS[at + 1 :] if name in each), None)
    sides = [side for side in (before, after) if side is not None]
    return sum(sides, Fraction(0)) / len(sides)


def _pay(figure: Benchmark, money: Money) -> Fraction:
    if figure.reference_pay is None or money.mean_ote is None or money.rate is None:
        return Fraction(1)
    return money.mean_ote / (Fraction(figure.reference_pay) * money.rate)


def _by_size(
    figures: Sequence[Benchmark], held: Sequence[Carried], money: Money, end: End
) -> tuple[Implied, ...]:
    found = []
    for part in held:
        heads = sum(
            (count / _at(figure, end) for figure, count in _counts(figures, part, money)), Fraction(0)
        )
        if part.accounts:
            figure = part.accounts / heads if heads else None
            found.append(Implied(part.touch_model, figure, Fraction(1), heads))
    return tuple(found)


def _counts(figures: Sequence[Benchmark], part: Carried, money: Money) -> list[tuple[Benchmark, Fraction]]:
    """Return how many accounts of a touch model are of the sizes that each figure is for."""
    sizes = sorted(_band(figures, size, money) for size in part.sizes)
    counted = {place: sum(1 for _ in same) for place, same in groupby(sizes)}
    return [(figure, Fraction(counted.get(place, 0))) for place, figure in enumerate(figures)]


def _band(figures: Sequence[Benchmark], size: Fraction, money: Money) -> int:
    """Return the place of the figure that is for accounts of a size; their number where none is."""
    rate = money.rate or Fraction(1)
    for place, figure in enumerate(figures):
        low, high = figure.account_arr_from, figure.account_arr_to
        if (low is None or size >= Fraction(low) * rate) and (high is None or size < Fraction(high) * rate):
            return place
    return len(figures)


def _left_out(figures: Sequence[Benchmark], held: Sequence[Carried], money: Money) -> int:
    none = len(figures)
    return sum(1 for part in held for size in part.sizes if _band(figures, size, money) == none)
