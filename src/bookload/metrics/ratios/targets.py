"""What ARR per CSM is measured against: the target of the ARR's own mix of touch models, scaled by pay.

    target = sum of ARR / sum of (ARR of each touch model / its target)      [x mean OTE / reference pay]

It is what the ratio would be if each touch model's ARR were carried at its own target: $6M high touch at $1M
and $4M low touch at $2M need 6 + 2 heads for $10M, so 1.25M a head. The mean of the two targets is not it.

Scaling takes the mean OTE of the eligible heads, by FTE, over the reference pay, both in the currency of the
targets. Who may not know it sees the unscaled target, labelled so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from bookload.base.access import Right, needs
from bookload.base.errors import DocumentError, MissingDataError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents.policy import Targets, TouchModel
from bookload.metrics.ratios.facts import day_of
from bookload.metrics.ratios.pay import MeanPay, mean_ote
from bookload.metrics.ratios.ratios import groups
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    from bookload.data.reader import Reader

Basis = Literal["total", "covered"]
TOUCH_MODELS: tuple[str, ...] = get_args(TouchModel)
PUBLISHED = (
    "Commune, 2023 (B): 1M for high touch, 2M for low and tech touch, at a pay of 100k; mid is the midpoint"
)
OWN = "the targets of this workspace's policy"

Unscaled = Literal["", "no_right", "withheld", "not_wanted"]
REASONS: Mapping[Unscaled, str] = {
    "": "",
    "no_right": "unscaled: what scales it comes from pay, which this reader has no right to",
    "withheld": "unscaled: the mean OTE is not known, or would give single people's pay away",
    "not_wanted": "unscaled: the policy's targets.scale_by_pay is off",
}


@dataclass(frozen=True, slots=True)
class TargetPart:
    """A touch model's ARR in quanta, and its own unscaled target in the workspace's currency."""

    touch_model: str
    arr: int
    target: Fraction


@dataclass(frozen=True)
class Target:
    """A target of ARR per CSM, in units of the workspace's currency a year and head.

    `value` is the one to measure against: scaled by pay if `scaled`, else the same as `unscaled`; None where
    there is no ARR to blend by, or no rate to convert by (`label` says which). `left_out` is ARR (quanta) of
    touch models that no target is for. `mean_ote` is None without the right to pay.
    """

    value: Fraction | None
    unscaled: Fraction | None
    scaled: bool
    source: str
    label: str
    parts: tuple[TargetPart, ...]
    left_out: int
    mean_ote: MeanPay | None = field(default=None, metadata=needs(Right.PAY_GROUP))


def target(reader: Reader, month: Month, basis: Basis = "total") -> Target:
    """Return the target at the end of a month, blended over all ARR or over the covered ARR alone."""
    by_touch = {
        touch: group.covered_arr if basis == "covered" else group.arr
        for touch, group in groups(reader, "touch_model")[month].items()
    }
    targets = reader.policy.targets
    source = PUBLISHED if published_targets(targets) else OWN
    left_out = sum(arr for touch, arr in by_touch.items() if touch not in TOUCH_MODELS)
    try:
        rate = read_rates(reader).on(targets.currency, day_of(reader, month)).value
    except MissingDataError as missing:
        return Target(
            None, None, scaled=False, source=source, label=str(missing), parts=(), left_out=left_out
        )
    each = {touch: goal * rate for touch, goal in goals(targets).items()}
    parts = tuple(
        TargetPart(touch, by_touch[touch], each[touch]) for touch in TOUCH_MODELS if by_touch.get(touch)
    )
    unscaled = blended({part.touch_model: part.arr for part in parts}, each)
    mean, why = _mean(reader, month)
    if unscaled is None or mean is None:
        label = "n/a: there is no ARR to blend the targets by" if unscaled is None else REASONS[why]
        return Target(
            unscaled, unscaled, scaled=False, source=source, label=label, parts=parts, left_out=left_out
        )
    value = scaled_by_pay(unscaled, mean.value / rate, Fraction(targets.reference_pay))
    when = "" if mean.month == month else f" of {mean.month}, the last that may be shown"
    label = f"scaled by the mean OTE of the eligible heads{when}"
    return Target(value, unscaled, True, source, label, parts, left_out, mean)  # noqa: FBT003 - `scaled`


def goals(targets: Targets) -> dict[str, Fraction]:
    """Return each touch model's target, in the targets' currency.

    Raises `DocumentError` for one that is not above 0.
    """
    each = {touch: Fraction(getattr(targets, touch)) for touch in TOUCH_MODELS}
    for touch, goal in each.items():
        if goal <= 0:
            raise DocumentError(f"targets.{touch} is {goal}; a target of ARR per CSM is above 0")
    return each


def blended(arr_by_touch: Mapping[str, int], goal_by_touch: Mapping[str, Fraction]) -> Fraction | None:
    """Return sum of ARR / sum of (ARR / target), in the unit of the targets; None without ARR."""
    heads = sum(
        (Fraction(arr, QUANTA) / goal_by_touch[touch] for touch, arr in arr_by_touch.items()), Fraction(0)
    )
    return Fraction(sum(arr_by_touch.values()), QUANTA) / heads if heads > 0 else None


def scaled_by_pay(unscaled: Fraction, mean_pay: Fraction, reference_pay: Fraction) -> Fraction:
    """Return a target for a team of a mean pay; both pays are in the targets' currency.

    Commune (2023): $1M at a pay of $100k, so $0.9M at $90k.
    """
    return unscaled * mean_pay / reference_pay


def published_targets(targets: Targets) -> bool:
    """Return whether the targets are the published ones, which are the policy's defaults."""
    own = targets.model_dump(include={*TOUCH_MODELS, "currency", "reference_pay"})
    return own == Targets().model_dump(include=set(own))


def _mean(reader: Reader, month: Month) -> tuple[MeanPay | None, Unscaled]:
    """Return the mean OTE to scale by, and where there is none why."""
    if not reader.policy.targets.scale_by_pay:
        return None, "not_wanted"
    if not reader.access.rights & {Right.PAY_PERSON, Right.PAY_GROUP}:
        return None, "no_right"
    mean = mean_ote(reader, month)
    return mean, "" if mean else "withheld"
