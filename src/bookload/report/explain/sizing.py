"""The heads that a published figure implies, opened: its figures, the mix, the way to the work's heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.planning.plan.sizing import sizing
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.need import need
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number, units
from bookload.report.sizing import METRICS, cause, scope, shown, signed, value

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.plan.sizing import Reading, Sized, Sizing

DEFINITION = (
    "The CSMs that a published ratio asks for, at the company's own ARR, accounts and touch models, and why "
    "the work asks for another number."
)
FORMULA = (
    "heads = Σ by touch model of ARR / (ARR per CSM x pay / reference pay), or accounts / accounts per CSM"
)


def published_heads(reader: Reader, subject: str | None) -> Explanation:
    """Return the heads of a published figure; `subject` is (part of) the name of its source."""
    found = sizing(reader)
    opened = found.against(subject)
    if opened is None or opened.reading.heads is None:
        reason = Step("n/a: no published figure can be told in the workspace's currency, or nobody is live")
        return Explanation("published_heads", subject, None, DEFINITION, FORMULA, (reason,))
    currency = reader.policy.company.currency
    steps: tuple[Step, ...] = (_published(opened.reading), _mix(found, opened.reading, currency))
    if opened.bridge:
        steps = (*steps, _causes(opened, currency))
    heads = number(opened.reading.heads, 2)
    return Explanation(
        "published_heads", subject, heads, DEFINITION, FORMULA, (*steps, *need(reader, None).steps)
    )


def _published(reading: Reading) -> Step:
    rows = tuple(
        (value(each), each.scope, f"{each.source}, {each.year} ({each.grade})") for each in reading.figures
    )
    return Step(f"{METRICS[reading.metric]} as published", ("value", "scope", "source"), rows)


def _mix(found: Sizing, reading: Reading, currency: str) -> Step:
    held = {each.touch_model: each for each in found.held}
    money = reading.metric == "arr_per_csm"
    rows = tuple(
        (
            part.touch_model,
            held[part.touch_model].accounts,
            units(held[part.touch_model].arr, currency),
            units(part.figure, currency) if money else number(part.figure, 1),
            number(part.pay, 4),
            heads,
        )
        for part, heads in zip(
            reading.parts, adding_up([each.heads for each in reading.parts], 2), strict=True
        )
    )
    columns = ("touch model", "accounts", "ARR", "per CSM", "x pay", "heads")
    return Step(
        f"At the company's touch models: {scope(reading)}", columns, rows, total=number(reading.heads, 2)
    )


def _causes(opened: Sized, currency: str) -> Step:
    metric = opened.reading.metric
    rows = tuple(
        (
            cause(line, metric),
            shown(line.factor, line.published, metric, currency),
            shown(line.factor, line.own, metric, currency),
            signed(line.heads, 2),
        )
        for line in opened.bridge
    )
    text = "What the distance to the work's heads comes from: each input's effect, averaged over all orders"
    return Step(text, ("input", "published", "yours", "heads"), rows, total=signed(opened.distance, 2))
