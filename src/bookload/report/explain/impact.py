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
KINDS = {"returned": "paid again"}
"""Movements whose word is another than their name."""

METHODS = {"callaway_santanna": "Callaway and Sant'Anna, in amounts", "two_way": "two-way fixed effects"}
"""Others' methods, by name."""

EFFECT = "effect on MRR"
MEANING = {
    EFFECT: DEFINITION,
    "effect a month": "The effect times the MRR that those accounts paid in the month before.",
    "p, asked alone": "The chance of so clear an effect where there is none. It counts this question alone.",
    "p": "The chance of so clear an effect where there is none; it counts how many are asked about (Holm).",
    "95% interval": "Where the truth lies in 95 of 100 such cases, if the assumptions hold.",
    "called": "An effect, none seen, or that nobody can tell, and why: by p, and by what speaks against it.",
    "effect": DEFINITION,
    "reached": "Accounts that it reached and that can be compared: live when it began.",
    "accounts lost": "How many more of the accounts were gone at the end than would have been; each counts "
    "the same.",
    "before and after alone, compared with nobody": "What those accounts changed by. Others changed too, so "
    "it says nothing of the intervention.",
    "placebo: seven to twelve months before": "The same comparison of months before it began, where there "
    "can be no effect. With a p under 0.05 nothing is told.",
    "placebo p": "The chance of so clear a difference in the months seven to twelve before it began, where "
    "there can be no effect. Under 0.05 nothing is told.",
    "as clear among accounts not reached": "How often as many accounts, drawn by lot from those that were "
    "not reached, show as clear an effect.",
    "smallest effect that 80% would show": "The effect that would be called one with a chance of 80%.",
    "detectable": "The effect that would be called one with a chance of 80%.",
    "the same, foreseen from before": "The same, from how far accounts moved in the months before it began.",
    "chance of showing one of 5%": "The chance that an effect of 5% of MRR would be called one.",
    "power": "The chance that an effect of 5% of MRR would be called one.",
    "gone if drift were times the largest before": "How many times the largest monthly drift before it "
    "began, going on after it, would take the effect away; 0: chance alone would.",
    METHODS["callaway_santanna"].casefold(): "Another way to the same: in amounts, where the largest "
    "accounts are most of the answer.",
    METHODS["two_way"]: "The usual regression; with several starts it compares with accounts reached before, "
    "and is not to be believed.",
    "adds to the effect": "Its part of the effect, as a share of the MRR before; the parts add up to it.",
    "weight": "What the account counts for: of those reached its share of their MRR before.",
    "difference in MRR": "How much more of their MRR before one side pays than the other, as a share.",
    "change of mrr": "Mean MRR of the months after, less that of the month before, as a share of it.",
}
"""What each figure of an effect means, by its words as they stand on a page, in small letters."""

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
