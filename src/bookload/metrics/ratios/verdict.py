"""What can be said of ARR per CSM at a company's stage: nothing yet, how far to go, or where it stands.

Below the policy's `early_arr` ($1M) efficiency is not judged at all; up to `expected_arr` ($10M) the target
is where the company is on its way to; from there on it is expected, give or take `band` (10%).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bookload.base.money import display

Code = Literal["too_early", "on_the_way", "below", "within", "above", "not_available"]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the thresholds lie, as ARR in units of `currency`, and how wide the band around the target is."""

    currency: str
    early: Fraction
    expected: Fraction
    band: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict by code and in words; `distance` is target - ratio, above 0 where there is some way to go."""

    code: Code
    words: str
    distance: Fraction | None = None


def verdict(arr: Fraction, ratio: Fraction | None, target: Fraction | None, stage: Stage) -> Verdict:
    """Return the verdict on a ratio at a company's ARR; all are units of one currency."""
    if arr < stage.early:
        return Verdict(
            "too_early",
            f"too early to judge: below {_money(stage.early, stage)} of ARR efficiency says nothing yet",
        )
    if ratio is None or target is None:
        lacking = "heads that count" if ratio is None else "a target"
        return Verdict(
            "not_available", f"n/a: there are no {lacking}" if ratio is None else f"n/a: without {lacking}"
        )
    distance = target - ratio
    if arr < stage.expected:
        return Verdict("on_the_way", f"on the way: {_way(distance, stage)}", distance)
    return _judged(ratio, target, stage)


def _way(distance: Fraction, stage: Stage) -> str:
    if distance <= 0:
        return f"{_money(-distance, stage)} a head above the target already"
    return (
        f"{_money(distance, stage)} a head to go to the target, "
        f"which is expected from {_money(stage.expected, stage)} of ARR"
    )


def _judged(ratio: Fraction, target: Fraction, stage: Stage) -> Verdict:
    distance = target - ratio
    share = f"{_percent(abs(distance) / target)} {'below' if distance > 0 else 'above'} it"
    if abs(distance) <= stage.band * target:
        return Verdict("within", f"within {_percent(stage.band)} of the target: {share}", distance)
    side: Code = "below" if distance > 0 else "above"
    return Verdict(side, f"{side} the target, by {_money(abs(distance), stage)} a head: {share}", distance)


def _money(amount: Fraction, stage: Stage) -> str:
    return display(amount, stage.currency, places=0)


def _percent(share: Fraction) -> str:
    return f"{display(share * 100, 'USD', places=1).removesuffix(' USD').removesuffix('.0')}%"
