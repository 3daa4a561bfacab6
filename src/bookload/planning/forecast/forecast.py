"""The forecast: what may come of accounts, ARR, hours and heads, and how far to believe it.

The starting point is `stock` at `as_of`, exactly. What follows are estimates: simulated futures, stated by
their P10, P50 and P90.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bookload.base.access import Right
from bookload.base.errors import Finding, UsageError, unknown
from bookload.base.period import Month
from bookload.base.progress import Progress
from bookload.base.result import Rows
from bookload.data.documents.policy import Forecast as Settings
from bookload.data.reader import Reader
from bookload.metrics.revenue import StockRow, stock
from bookload.planning.forecast.ahead import RoleAhead, StockAhead, roles_ahead, stocks_ahead
from bookload.planning.forecast.backtest import METHODS, Method, Score, Tried, better, scores, tried, width
from bookload.planning.forecast.draws import Draws
from bookload.planning.forecast.drivers import Drivers, fitted
from bookload.planning.forecast.futures import (
    carried_stocks,
    drawn_stocks,
    expected,
    horizon,
    together,
    wider,
)
from bookload.planning.forecast.panel import Panel, panel, whole_months
from bookload.planning.forecast.people import team
from bookload.planning.forecast.stated import from_policy, with_stated
from bookload.planning.forecast.workload import Asking, workload

Floats = NDArray[np.float64]
Choice = Literal["auto", "drivers", "history"]
CHOICES: tuple[Choice, ...] = ("auto", "drivers", "history")

TRIED_AHEAD = 12
"""Months ahead, at most, that the backtest looks."""

NARROW, WIDE = 0.70, 0.90
"""Between these an 80% interval held as often as overlapping months can tell."""


@dataclass(frozen=True)
class Forecast:
    """What may come in the months after that of `as_of`.

    `start` are facts: the stock at `as_of` of the company (`key` None) and of its segments. All else are
    estimates. `method` made it, for the reason `chosen`, learnt from so many months (`learnt`). `scores` say
    how both methods did on the company's own past; `widths` are what its intervals of accounts and of ARR
    were multiplied by for that. `attrition` is the mean share of people that leaves in a year. `lean` is by
    what share a role's drawn hours are above those of the likely minutes, which capacity counts. `assumed`:
    the hours are published averages, for the journey has no activities.
    """

    as_of: date
    method: Method
    chosen: str
    learnt: int
    start: tuple[StockRow, ...]
    stocks: Rows[StockAhead]
    roles: Rows[RoleAhead]
    scores: tuple[Score, ...]
    widths: tuple[float, float]
    attrition: float
    assumed: bool
    findings: tuple[Finding, ...]
    draws: Draws = field(repr=False, compare=False)
    tried: tuple[Tried, ...] = field(default=(), repr=False, compare=False)
    lean: Mapping[str, float] = field(default_factory=dict)


def forecast(
    reader: Reader,
    months_ahead: int | None = None,
    *,
    method: Choice | None = None,
    draws: int | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Return what may come in the months after that of `as_of`; what is not stated is as the policy has it.

    Raises `AccessDeniedError` for a reader of some accounts only, `MissingDataError` where the past is too
    short and the policy states no drivers, and `CancelledError` when told to stop.
    """
    reader.access.demand({Right.ALL_ROWS}, "a forecast of the company")
    said, told = reader.policy.forecast, progress or Progress()
    length = said.months if months_ahead is None else months_ahead
    if length < 1:
        raise UsageError(f"a forecast looks 1 month ahead or more, not {length}")
    if method not in (None, *CHOICES):
        raise unknown("method of forecasting", str(method), CHOICES)
    now = panel(reader)
    past = whole_months(reader, now)
    learnt = _learnt(said, (past, now), method or said.method, length, told)
    chance, ahead = np.random.default_rng(said.seed), horizon(reader.as_of, length)
    count = said.draws if draws is None else draws
    stocks = (
        drawn_stocks(learnt.known, ahead, count, chance, told)
        if learnt.method == "drivers"
        else carried_stocks(past, ahead, learnt.known, count, chance)
    )
    now_by_segment = learnt.known.base.accounts.sum(axis=1)
    load = workload(reader, ahead.months, learnt.known.segments, now_by_segment)
    work = expected(learnt.known, load, ahead, float(said.account_noise), chance)
    people = team(reader, ahead.months, load.roles)
    made = together(wider(stocks, *learnt.widths), work, people, ahead, learnt.known.segments, chance)
    return Forecast(
        as_of=reader.as_of,
        method=learnt.method,
        chosen=learnt.chosen,
        learnt=learnt.known.months,
        start=_start(reader),
        stocks=Rows(stocks_ahead(made)),
        roles=Rows(roles_ahead(made)),
        scores=scores(learnt.tried),
        widths=learnt.widths,
        attrition=people.attrition,
        lean=_lean(work, stocks.accounts.mean(axis=0)),
        assumed=load.assumed,
        findings=(*learnt.findings, *load.findings),
        draws=made,
        tried=learnt.tried,
    )


@dataclass(frozen=True)
class _Learnt:
    """What the past says: the method, why it is this one, the drivers, and how forecasts did."""

    method: Method
    chosen: str
    known: Drivers
    tried: tuple[Tried, ...]
    findings: tuple[Finding, ...]

    @property
    def widths(self) -> tuple[float, float]:
        """What past errors multiply the intervals of accounts and of ARR by."""
        return _width(self.tried, self.method, "accounts"), _width(self.tried, self.method, "arr")


def _learnt(said: Settings, both: tuple[Panel, Panel], asked: Choice, length: int, told: Progress) -> _Learnt:
    """Return what whole months and the starting point (`both`) say, or what the policy states."""
    past, now = both
    if len(past.months) <= said.least_history:
        why = "the past is too short to learn from: drivers as the policy states them"
        return _Learnt("drivers", why, from_policy(now, said), (), (_too_short(said),))
    span = (said.least_history, min(length, TRIED_AHEAD))
    methods = METHODS if asked == "auto" else (asked,)
    found = tried(past, span, np.random.default_rng([said.seed, 1]), told, methods)
    judged = scores(found)
    method, why = _chosen(asked, judged)
    known = with_stated(fitted(past, now), said)
    return _Learnt(method, why, known, found, _held([each for each in judged if each.method == method]))


def _chosen(asked: Choice, judged: Sequence[Score]) -> tuple[Method, str]:
    """Return the method, and why it is this one."""
    if asked != "auto":
        return asked, "as asked for"
    if not judged:
        return "drivers", "there is no past month to try the methods on"
    best = better(judged)
    other = next(method for method in METHODS if method != best)
    return best, f"its backtest was better than that of {other}"


def _width(found: Sequence[Tried], method: Method, measure: str) -> float:
    """Return what past errors multiply an interval by; 1 where there are none, for the policy is as wide."""
    before = [each for each in found if (each.method, each.measure) == (method, measure)]
    return width(method, before, max(int(each.known_after[-1]) for each in before)) if before else 1.0


def _lean(work: Asking, accounts: Floats) -> Mapping[str, float]:
    """Return by role, where it is asked for anything, what the means of bands add to the likely hours."""
    shares = zip(work.load.roles, work.lean(accounts).tolist(), strict=True)
    return {role: share for role, share in shares if not np.isnan(share)}


def _start(reader: Reader) -> tuple[StockRow, ...]:
    today = Month.of(reader.as_of)
    return tuple(
        row for each in (stock(reader), stock(reader, "segment")) for row in each if row.month == today
    )


def _too_short(said: Settings) -> Finding:
    return Finding(
        code="history_too_short",
        message=f"the data knows {said.least_history} whole months at most: nothing is learnt",
        remedy="Drivers are those of [forecast] in bookload.toml, drawn wide; import more of the past",
        severity="warning",
    )


def _held(judged: Sequence[Score]) -> tuple[Finding, ...]:
    """Return a note on each interval that held too seldom, or too often, for one of 80%."""
    return tuple(
        Finding(
            code="interval_width",
            message=f"the 80% interval of {each.measure} held {each.held:.0%} of the months tried",
            remedy="Below 70% read the bands as too narrow, above 90% as too wide",
            severity="note",
        )
        for each in judged
        if not NARROW <= each.held <= WIDE
    )
