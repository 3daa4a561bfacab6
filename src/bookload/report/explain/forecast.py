"""What a forecast is made of: the fact it starts from, what was learnt, and how it did on the past."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from bookload.base.errors import unknown
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.engine import exact_sum
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import capacity
from bookload.planning.forecast import forecast
from bookload.planning.forecast.drivers import fitted, pooled_hazard
from bookload.planning.forecast.panel import panel, whole_months
from bookload.report.explain.arr import in_force, price_table
from bookload.report.explain.asked import opened_hours
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.forecast import Band, Forecast
    from bookload.planning.forecast.ahead import StockAhead
    from bookload.planning.forecast.drivers import Drivers

DEFINITION = (
    "ARR at the end of the last month ahead, in the middle of all simulated futures: half of them end above "
    "it. An estimate; between P10 and P90 lie eight of ten futures."
)
FORMULA = "ARR ahead = Σ over drawn months of (ARR there + ARR of who comes − of who leaves) × (1 + growth)"
ACCOUNTS = (
    "Live accounts at the end of the last month ahead, in the middle of all simulated futures. An estimate; "
    "between P10 and P90 lie eight of ten futures."
)
ACCOUNTS_FORMULA = "accounts ahead = Σ over drawn months of accounts there + who comes − who leaves"
HOURS = (
    "Hours asked of a role in the last month ahead, in the middle of all simulated futures. An estimate; "
    "between P10 and P90 lie eight of ten futures."
)
HOURS_FORMULA = "hours ahead = Σ accounts ahead, by segment and age × the hours that the journey asks of each"
PLACES = 2


def arr_ahead(reader: Reader, subject: str | None) -> Explanation:
    """Return what the ARR ahead is made of; `subject` is a segment, else all.

    Raises `UsageError` for a segment that the company does not have.
    """
    found = forecast(reader)
    band = _last(found, subject).arr
    return _opened(reader, found, ("arr_ahead", DEFINITION, FORMULA), subject, band)


def accounts_ahead(reader: Reader, subject: str | None) -> Explanation:
    """Return what the accounts ahead are made of; as `arr_ahead`."""
    found = forecast(reader)
    band = _last(found, subject).accounts
    return _opened(reader, found, ("accounts_ahead", ACCOUNTS, ACCOUNTS_FORMULA), subject, band)


def hours_ahead(reader: Reader, subject: str | None) -> Explanation:
    """Return what the hours ahead of a role (`subject`, the revenue role without) are made of.

    They open to those that the journey asks for in the month of `as_of`, by activity and by account. Raises
    `UsageError` for a role that nothing is asked of.
    """
    found = forecast(reader)
    role = subject or role_word(reader.policy.revenue.revenue_role)
    if role not in found.draws.roles:
        raise unknown("role", role, found.draws.roles)
    band = [row for row in found.roles if row.role == role][-1].hours
    asked, month = capacity(reader, 0).demand, Month.of(reader.as_of)
    today = opened_hours(asked, month, role)
    made = _opened(reader, found, ("hours_ahead", HOURS, HOURS_FORMULA), None, band)
    return replace(made, subject=role, steps=(*today, *made.steps))


def _last(found: Forecast, subject: str | None) -> StockAhead:
    segments = found.draws.segments
    if subject is not None and subject not in segments:
        raise unknown("segment", subject, segments)
    alone = len(segments) == 1 or subject is None
    return [row for row in found.stocks if row.segment == (None if alone else subject)][-1]


def _opened(
    reader: Reader, found: Forecast, said: tuple[str, str, str], subject: str | None, band: Band
) -> Explanation:
    """Return an estimate of the last month ahead opened: `said` is its name, what it is, and its formula."""
    name, definition, formula = said
    ends = " to ".join(f"{value:,.0f}" for value in (band.low, band.high))
    steps = (
        _start(found, subject),
        _accounts(reader, subject),
        *_learnt(reader, found),
        _tried(found),
        Step("P10 to P90", total=ends),
    )
    return Explanation(name, subject, f"{band.middle:,.0f}", definition, formula, steps)


def _accounts(reader: Reader, subject: str | None) -> Step:
    """Return the accounts that every future starts from; they sum to the ARR of the fact before it."""
    month, rows = Month.of(reader.as_of).ordinal, in_force(reader)
    sums = rows.group_by("account_id").aggregate(arr=exact_sum(rows.arr))
    segment = attribute(reader, "segment")
    named = segment.filter(segment.month == month).select("account_id", segment="value")
    listed: list[dict[str, Any]] = reader.collect(sums.left_join(named, "account_id")).rows()
    live = [row for row in listed if row["arr"] and subject in (None, row["segment"] or "")]
    live.sort(key=lambda row: (-row["arr"], row["account_id"]))
    shown = adding_up([Fraction(row["arr"], QUANTA) for row in live], PLACES)
    return Step(
        text=f"The {len(live)} accounts that are there; `bookload explain arr --for ACCOUNT` opens one",
        columns=("account_id", "segment", "ARR"),
        rows=tuple((row["account_id"], row["segment"], arr) for row, arr in zip(live, shown, strict=True)),
        source=price_table(reader),
        total=number(Fraction(sum(row["arr"] for row in live), QUANTA), PLACES),
    )


def _start(found: Forecast, subject: str | None) -> Step:
    rows = [row for row in found.start if row.key == subject]
    return Step(
        text=f"Facts on {found.as_of}, which every future starts from",
        columns=("segment", "accounts", "ARR"),
        rows=tuple(
            (row.key or "all", row.accounts, number(Fraction(row.arr, QUANTA), PLACES)) for row in rows
        ),
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
