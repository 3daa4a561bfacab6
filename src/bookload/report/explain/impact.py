"""Why this effect: an intervention's answer opened down to the accounts reached and their controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.report.explain.explanation import Explanation, Step

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.impact import Impact

DEFINITION = (
    "What the accounts that an intervention reached paid more in the months from its start on, as a share of "
    "what they paid before, than accounts alike that were live then and that it did not reach."
)
FORMULA = (
    "effect = sum of weight x change of accounts reached - sum of weight x change of controls; "
    "change = mean MRR of the months after / MRR at the end of the month before - 1"
)


def intervention(reader: Reader, subject: str | None) -> Explanation:
    """Return the effect of the intervention that `subject` names; raises `UsageError` where none is named."""
    from bookload.planning.impact import impact  # noqa: PLC0415 - statistics: slow to load

    if subject is None:
        raise UsageError("an effect is of one intervention; say which: --for INTERVENTION, or --for new_csm")
    (found,) = impact(reader, subject).found
    value = None if found.effect is None else f"{found.effect:+.1%}"
    steps = (_answer(found), *((_movements(found), _rows(found)) if found.effect is not None else ()))
    return Explanation("impact", subject, value, DEFINITION, FORMULA, steps)


def _answer(found: Impact) -> Step:
    return Step(
        text=" ".join((found.verdict, *found.selected)),
        columns=("reached", "compared", "controls", "not live then", "like nobody"),
        rows=((found.reached, found.treated, found.controls, found.outside, found.apart),),
        source="interventions",
    )


def _movements(found: Impact) -> Step:
    return Step(
        text="The effect by movement, in per cent of the MRR before; they add up to it",
        columns=("movement", "effect", "low", "high"),
        rows=tuple(
            (each.name, *(round(100 * value, 4) for value in (each.effect, each.low, each.high)))
            for each in found.movements
        ),
        total=f"{sum(each.effect for each in found.movements):+.1%}",
    )


def _rows(found: Impact) -> Step:
    return Step(
        text="Each account that was reached, and each control once for every start that it is compared with: "
        "its MRR before, and in per cent its change, its weight and what it adds to the effect",
        columns=("account_id", "side", "month", "mrr", "change", "weight", "part"),
        rows=tuple(
            (
                each.account_id,
                each.side,
                each.month,
                round(each.mrr, 2),
                *(round(100 * value, 4) for value in (each.change, each.weight, each.part)),
            )
            for each in found.accounts
        ),
        source="subscriptions",
        total=f"{sum(each.part for each in found.accounts):+.1%}",
    )
