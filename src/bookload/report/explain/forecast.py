"""What a forecast is made of: the fact it starts from, what was learnt, and how it did on the past."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from bookload.base.errors import unknown
from bookload.base.money import QUANTA
from bookload.planning.forecast import forecast
from bookload.planning.forecast.drivers import fitted, pooled_hazard
from bookload.planning.forecast.panel import panel, whole_months
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.forecast import Forecast
    from bookload.planning.forecast.drivers import Drivers

DEFINITION = (
    "ARR at the end of the last month ahead, in the middle of all simulated futures: half of them end above "
    "it. An estimate; between P10 and P90 lie eight of ten futures."
)
FORMULA = "ARR ahead = Σ over drawn months of (ARR there + ARR of who comes − of who leaves) × (1 + growth)"


def arr_ahead(reader: Reader, subject: str | None) -> Explanation:
    """Return what the ARR ahead is made of; `subject` is a segment, else all.

    Raises `UsageError` for a segment that the company does not have.
    """
    found = forecast(reader)
    segments = found.draws.segments
    if subject is not None and subject not in segments:
        raise unknown("segment", subject, segments)
    alone = len(segments) == 1 or subject is None
    last = [row for row in found.stocks if row.segment == (None if alone else subject)][-1]
    band = " to ".join(f"{value:,.0f}" for value in (last.arr.low, last.arr.high))
    return Explanation(
        "arr_ahead",
        subject,
        f"{last.arr.middle:,.0f}",
        DEFINITION,
        FORMULA,
        (_start(found, subject), *_learnt(reader, found), _tried(found), Step("P10 to P90", total=band)),
    )


def _start(found: Forecast, subject: str | None) -> Step:
    rows = [row for row in found.start if row.key == subject]
    return Step(
        text=f"Facts on {found.as_of}, which every future starts from",
        columns=("segment", "accounts", "ARR"),
        rows=tuple((row.key or "all", row.accounts, number(Fraction(row.arr, QUANTA), 0)) for row in rows),
        source="subscriptions",
    )


def _learnt(reader: Reader, found: Forecast) -> tuple[Step, ...]:
    if not found.learnt:
        return (Step("Nothing was learnt: drivers are those of [forecast] in bookload.toml"),)
    past = panel(reader)
    known = fitted(whole_months(reader, past), past)
    return (
        Step(
            text=f"Drivers learnt from {found.learnt} months, a month (estimates)",
            columns=("segment", "accounts that come", "ARR of one", "that leave", "growth of who stays"),
            rows=tuple(_driver(known, place) for place in range(len(known.segments))),
        ),
    )


def _driver(known: Drivers, place: int) -> tuple[str | None, ...]:
    coming = known.arrivals
    seen = known.churn.exposure.at_risk[place]
    hazard = pooled_hazard(known.churn.exposure)[place]
    mean = float(np.average(hazard, weights=seen)) if seen.any() else float(hazard.mean())
    rate = coming.level * float(coming.share[place] / coming.share.sum())
    return (
        known.segments[place] or "none stated",
        number(Fraction(rate), 2),
        number(Fraction(float(coming.size[place])), 0),
        percent(Fraction(mean), 2),
        percent(Fraction(float(known.growth.mean[place])), 2),
    )


def _tried(found: Forecast) -> Step:
    rows = tuple(
        (row.method, row.measure, row.months, percent(Fraction(row.held), 0)) for row in found.scores
    )
    text = f"Method {found.method}: {found.chosen}. Tried on the company's own past"
    return Step(text, ("method", "of", "months tried", "80% interval held"), rows)
