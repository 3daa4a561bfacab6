"""Ratios of revenue to the team: what is above the line, what is below it, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.money import QUANTA
from bookload.metrics.ratios.assessment import assess
from bookload.report.document import amount_text, arr_text
from bookload.report.explain.arr import arr
from bookload.report.explain.csms import csms
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.data.reader import Reader
    from bookload.metrics.ratios.ratios import RatioRow


@dataclass(frozen=True)
class Ratio:
    """How one ratio of the company reads: its parts as text, and what it means."""

    definition: str
    formula: str
    value: Callable[[RatioRow], str | None]
    sentence: Callable[[RatioRow], str]
    needs: frozenset[Right] = frozenset()


RATIOS = {
    "arr_per_csm": Ratio(
        "All ARR divided by all CSMs who count: how much revenue one of them carries on average.",
        "ARR / CSM count",
        lambda row: amount_text(row.arr_per_csm, 2),
        lambda row: f"{arr_text(row.arr)} of ARR / {number(row.csms, 2)} CSMs",
    ),
    "covered_arr_per_csm": Ratio(
        "The ARR that CSMs who count own, divided by those CSMs: to judge by where pools carry accounts.",
        "ARR owned by CSMs who count / CSMs who own",
        lambda row: amount_text(row.covered_arr_per_csm, 2),
        lambda row: (
            f"{arr_text(row.covered_arr)} / {number(row.covered_csms, 2)} CSMs who own; "
            f"{arr_text(row.uncounted_arr)} is owned by people who do not count"
        ),
    ),
    "mrr_per_csm": Ratio(
        "ARR per CSM a month.",
        "ARR / 12 / CSM count",
        lambda row: amount_text(row.mrr_per_csm, 6),
        lambda row: f"{arr_text(row.arr)} of ARR / 12 / {number(row.csms, 2)} CSMs",
    ),
    "accounts_per_csm": Ratio(
        "Live accounts divided by the CSMs who count.",
        "live accounts / CSM count",
        lambda row: number(row.accounts_per_csm, 2),
        lambda row: f"{number(row.accounts, 0)} live accounts / {number(row.csms, 2)} CSMs",
    ),
    "arr_per_ote": Ratio(
        "ARR divided by what the CSMs who count are paid a year at target.",
        "ARR / Σ OTE × FTE × ramp",
        lambda row: number(row.arr_per_ote, 2),
        lambda row: f"{arr_text(row.arr)} of ARR / the OTE of {number(row.csms, 2)} CSMs",
        frozenset({Right.PAY_GROUP}),
    ),
    "cost_to_serve": Ratio(
        "What the team costs, pay with on-costs and other dated costs, as a share of ARR.",
        "(Σ OTE × (1 + on-cost rate) + other costs) / ARR",
        lambda row: number(row.cost_to_serve, 4),
        lambda row: f"loaded cost of the team / {arr_text(row.arr)} of ARR",
        frozenset({Right.PAY_GROUP}),
    ),
}
"""The ratios of the report, each with the words that open it."""


def ratio(reader: Reader, metric: str, subject: str | None) -> Explanation:
    """Return a ratio of the company, its two sides opened; what comes from pay needs the right to it."""
    opened = RATIOS[metric]
    reader.access.demand(opened.needs, metric)
    row = assess(reader).row
    value = opened.value(row)
    divided = Step(f"{opened.sentence(row)} = {value or 'n/a'}", total=value)
    sides = (*arr(reader, None).steps[:1], *csms(reader, None).steps)
    return Explanation(metric, subject, value, opened.definition, opened.formula, (*sides, divided))


def target(reader: Reader, subject: str | None) -> Explanation:
    """Return the target of ARR per CSM, opened into touch models and pay."""
    found = assess(reader)
    aim = found.target
    shown = aim.value if reader.access.allows(Right.PAY_GROUP) else aim.unscaled
    blend = Step(
        text=f"The {found.basis} ARR by touch model, and the target of each; source: {aim.source}",
        columns=("touch_model", "arr", "target", "heads_at_target"),
        rows=tuple(
            (
                part.touch_model,
                arr_text(part.arr),
                amount_text(part.target, 2),
                number(Fraction(part.arr, QUANTA) / part.target, 2),
            )
            for part in aim.parts
        ),
        source="accounts",
        total=amount_text(aim.unscaled, 2),
    )
    return Explanation(
        metric="target",
        subject=subject,
        value=amount_text(shown, 2),
        definition="What ARR per CSM is measured against: the mix of touch models, scaled by known pay.",
        formula="Σ ARR / Σ (ARR of each touch model / its target) × mean OTE / reference pay",
        steps=(blend, Step(aim.label, total=amount_text(shown, 2)), Step(found.verdict.words)),
    )


def gain(reader: Reader, subject: str | None) -> Explanation:
    """Return the gain of ARR per CSM on last year, and whether it counts."""
    found = assess(reader)
    ratio_now = found.row.covered_arr_per_csm if found.basis == "covered" else found.row.arr_per_csm
    grown = found.gain
    before = None if grown.value is None or ratio_now is None else ratio_now / (1 + grown.value)
    happy, kept = grown.satisfaction, grown.retention
    held = (
        Step(
            f"satisfaction: {number(happy.before, 2) or 'n/a'} a year before, "
            f"{number(happy.now, 2) or 'n/a'} now"
        ),
        Step(
            f"retention (GRR): {percent(kept.before) or 'n/a'} a year before, {percent(kept.now) or 'n/a'} "
            f"now"
        ),
    )
    change = Step(
        f"{found.basis} ARR per CSM: {amount_text(before, 2) or 'n/a'} a year before, "
        f"{amount_text(ratio_now, 2) or 'n/a'} now; at least {percent(grown.goal)} is asked for",
        total=percent(grown.value),
    )
    return Explanation(
        metric="gain",
        subject=subject,
        value=percent(grown.value),
        definition="More ARR per CSM than last year; it counts only while satisfaction and retention hold.",
        formula="ARR per CSM / ARR per CSM a year before - 1",
        steps=(change, *held, Step(grown.words)),
    )
