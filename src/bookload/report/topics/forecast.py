"""What may come of accounts, ARR, hours and heads, and how such forecasts did on the company's own past."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.document import arr_text
from bookload.report.figures import annual, number, percent, units
from bookload.report.terminal import Part, table
from bookload.report.topics.bound import bound_lines

if TYPE_CHECKING:
    from bookload.planning.forecast import Band, Forecast, RoleAhead, Score, StockAhead
    from bookload.report.document import Document, Json

BAND = ("low", "middle", "high")
SEEN = 0.0005
"""A share from which it is not shown as nothing."""
MEASURES = {"accounts": "accounts", "arr": "ARR"}


def body(forecast: Forecast) -> Document:
    """Return the starting point (facts), the bands ahead (estimates), and the backtest."""
    return {
        "estimates": True,
        "method": forecast.method,
        "chosen": forecast.chosen,
        "months_learnt": forecast.learnt,
        "draws": forecast.draws.count,
        "assumed": forecast.assumed,
        "attrition_a_year": round(forecast.attrition, 4),
        "widths": {"accounts": round(forecast.widths[0], 4), "arr": round(forecast.widths[1], 4)},
        "lean": {role: round(share, 6) for role, share in forecast.lean.items()},
        "start": [
            {"segment": row.key, "arr": arr_text(row.arr), "accounts": row.accounts} for row in forecast.start
        ],
        "stocks": [_stock(row) for row in forecast.stocks],
        "roles": [_role(row) for row in forecast.roles],
        "backtest": [_score(row) for row in forecast.scores],
    }


def tables(forecast: Forecast, currency: str) -> list[Part]:
    """Return the company ahead, its segments in the last month, roles, the backtest, and what it means."""
    return [
        _company(forecast, currency),
        *_segments(forecast, currency),
        _roles(forecast),
        *_backtest(forecast),
        *_said(forecast),
    ]


def _stock(row: StockAhead) -> Json:
    return {
        "month": str(row.month),
        "segment": row.segment,
        "accounts": _rounded(row.accounts, 2),
        "arr": _rounded(row.arr, 2),
    }


def _role(row: RoleAhead) -> Json:
    return {
        "month": str(row.month),
        "role": row.role,
        "hours": _rounded(row.hours, 2),
        "plannable": _rounded(row.supply, 2),
        "heads": None if row.heads is None else _rounded(row.heads, 4),
        "chance_of_shortfall": round(row.short, 4),
        "bound": round(row.bound, 4),
        "bound_by": row.bound_by,
    }


def _score(row: Score) -> Json:
    return {
        "method": row.method,
        "measure": row.measure,
        "origins": row.origins,
        "months": row.months,
        "interval_held": round(row.held, 4),
        "pinball": round(row.loss, 4),
        "pinball_last_value": round(row.loss_last, 4),
        "pinball_flat_rule": round(row.loss_flat, 4),
        "below_last_value": None if row.below_last is None else round(row.below_last, 4),
        "below_flat_rule": None if row.below_flat is None else round(row.below_flat, 4),
    }


def _rounded(band: Band, places: int) -> Json:
    return {name: round(getattr(band, name), places) for name in BAND}


def _company(forecast: Forecast, currency: str) -> Part:
    now = next((row for row in forecast.start if row.key is None), None)
    rows: list[Sequence[str | None]] = []
    if now is not None:
        fact = annual(now.arr, currency)
        rows.append([f"{forecast.as_of}  fact", "", str(now.accounts), "", "", fact, ""])
    rows += [
        [str(row.month), *_cells(row.accounts, 0), *_amounts(row.arr, currency)]
        for row in forecast.stocks
        if row.segment is None
    ]
    names = [f"{what} {each}" for what in ("accounts", f"ARR {currency}") for each in ("P10", "P50", "P90")]
    return table("What may come: in 8 of 10 futures between P10 and P90", ["month end", *names], rows)


def _segments(forecast: Forecast, currency: str) -> list[Part]:
    last = forecast.draws.months[-1]
    rows = [
        [row.segment or "none stated", *_cells(row.accounts, 0), *_amounts(row.arr, currency)]
        for row in forecast.stocks
        if row.segment is not None and row.month == last
    ]
    names = [f"{what} {each}" for what in ("accounts", f"ARR {currency}") for each in ("P10", "P50", "P90")]
    return [table(f"By segment, at the end of {last}", ["segment", *names], rows)] if rows else []


def _roles(forecast: Forecast) -> Part:
    rows = [
        [
            str(row.month),
            row.role,
            _between(row.hours, 0),
            _between(row.supply, 0),
            None if row.heads is None else _between(row.heads, 1),
            percent(Fraction(row.short), 0),
        ]
        for row in forecast.roles
    ]
    columns = ["month", "role", "hours asked", "plannable hours there", "heads needed", "hours are short"]
    title = "The team: P50 (P10 to P90), and the chance that hours are short"
    return table(title, columns, rows, text_columns=2)


def _between(band: Band, places: int) -> str:
    low, middle, high = _cells(band, places)
    return f"{middle} ({low} to {high})"


def _backtest(forecast: Forecast) -> list[Part]:
    rows = [
        [
            row.method,
            MEASURES[row.measure],
            str(row.months),
            percent(Fraction(row.held), 0),
            _share(row.below_last),
            _share(row.below_flat),
        ]
        for row in forecast.scores
    ]
    columns = ["method", "of", "months tried", "80% held", "better than last value", "than flat rule"]
    title = "Tried on your own past: every forecast saw only what was known then"
    return [table(title, columns, rows, text_columns=2)] if rows else []


def _said(forecast: Forecast) -> list[Part]:
    made = (
        f"Estimates from {forecast.draws.count:,} simulated futures; method: {forecast.method} "
        f"({forecast.chosen}). Learnt from {forecast.learnt} months."
    )
    rules = (
        "Better: by how much the pinball loss is lower. Last value: what is there stays. Flat rule: it grows "
        "on as over the last twelve months."
    )
    people = (
        f"People leave at {percent(Fraction(forecast.attrition), 0)} a year; hires that are not known today "
        "are left out."
    )
    assumed = "Hours are ASSUMED from published averages: write your journey into journey.toml instead."
    rules_ = [rules] if forecast.scores else []
    held = bound_lines(forecast.roles)
    return [*held, made, *rules_, *_lean(forecast), people, *([assumed] if forecast.assumed else [])]


def _lean(forecast: Forecast) -> list[Part]:
    """Return by how much drawn hours are above the likely ones, where they are."""
    shown = [f"{role} {share:+.1%}" for role, share in forecast.lean.items() if abs(share) >= SEEN]
    if not shown:
        return []
    said = "Hours are drawn from the bands of minutes, low to high; their mean is not that of the likely "
    return [f"{said}minutes, which capacity counts: {', '.join(shown)}."]


def _cells(band: Band, places: int) -> list[str | None]:
    return [number(Fraction(getattr(band, name)), places) for name in BAND]


def _amounts(band: Band, currency: str) -> list[str | None]:
    return [units(Fraction(getattr(band, name)), currency) for name in BAND]


def _share(share: float | None) -> str | None:
    return None if share is None else percent(Fraction(share), 0)
