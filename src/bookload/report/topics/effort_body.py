"""Effort as a JSON document: minutes and ARR exact as text, hours and shares as numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA, exact_text, scaled
from bookload.base.period import Month
from bookload.metrics.effort.recorded import MINUTE_ONE
from bookload.report.document import amount_text, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bookload.metrics.effort.against import Against
    from bookload.metrics.effort.effort import Effort, Hours
    from bookload.metrics.effort.entitled import Entitled
    from bookload.metrics.effort.savings import Candidate
    from bookload.metrics.effort.sides import SideRow
    from bookload.metrics.effort.stages import StageTime
    from bookload.metrics.effort.steps import Step
    from bookload.report.document import Document, Json


def body(effort: Effort) -> Document:
    """Return the log's span and what it says, as far as the reader may see it."""
    span = effort.span
    document: Document = {
        "log": None
        if span is None
        else {"from": span.start.isoformat(), "days": span.days, "months": float(span.length)}
    }
    if effort.team is not None:
        document["team"] = [
            {**_object(plain(row, None)), "minutes": exact(row.minutes) if row.quarters else None}
            for row in effort.team
        ]
    if effort.hours is not None:
        document |= _hours(effort.hours)
    return document


def side_body(side: str, rows: Iterable[SideRow]) -> Document:
    """Return minutes by a side; months as YYYY-MM."""
    return {
        "by": side,
        "rows": [
            {
                "key": side_key(side, row.key),
                "place": row.place,
                "activities": row.activities,
                "unknown": row.unknown,
                "minutes": exact(row.minutes),
            }
            for row in rows
        ],
    }


def side_key(side: str, key: str | None) -> str | None:
    """Return a side's key as people read it."""
    return str(Month(int(key))) if side == "month" and key is not None else key


def exact(minutes: int) -> str:
    """Return minutes (x 10^4) in full."""
    return exact_text(scaled(minutes, 4), 0)


def _hours(hours: Hours) -> Document:
    found = hours.bottleneck
    return {
        "places": side_body("month", hours.places)["rows"],
        "stages": [_stage(each) for each in hours.stages],
        "bottleneck": found.stage if found else None,
        "steps": [_step(each) for each in hours.steps],
        "against_revenue": against_body(hours.against),
        "entitlement": _entitled(hours.entitled),
        "candidates": candidate_body(hours.savings.all),
    }


def against_body(found: Against | None) -> Json:
    """Return time against revenue; None where it is n/a."""
    if found is None:
        return None
    return {
        "from": str(found.months[0]),
        "to": str(found.months[-1]),
        "accounts": found.accounts,
        "without_time": found.idle,
        "minutes": exact(found.minutes),
        "without_revenue": {"accounts": found.unpaid, "minutes": exact(found.unpaid_minutes)},
        "outside_the_book": {"accounts": found.elsewhere, "minutes": exact(found.elsewhere_minutes)},
        "rank_correlation": plain(found.correlation, None),
        "gini": plain(found.lorenz.gini, None) if found.lorenz else None,
        "lorenz": [[float(x), float(y)] for x, y in found.lorenz.points] if found.lorenz else [],
        "far": [
            {
                "account_id": each.account_id,
                "far": each.far,
                "arr": amount_text(each.arr / QUANTA, 2),
                "arr_at_stake": amount_text(each.arr_at_stake / QUANTA, 2),
                "hours": float(each.hours),
                "hours_on_the_line": float(each.line),
                "hours_at_stake": float(each.hours_at_stake),
            }
            for each in found.far
        ],
    }


def candidate_body(found: Iterable[Candidate], *, named: bool = False) -> Json:
    """Return candidates with the hours that each would save, and how that is counted.

    `people` is how many do it, `person_ids` who, where they may be `named`.
    """
    return [
        {
            **_object(plain(each, None)),
            "people": None if each.people is None else len(each.people),
            **({"person_ids": list(each.people)} if named and each.people is not None else {}),
            "saved": float(each.saved),
        }
        for each in found
    ]


def _stage(each: StageTime) -> Json:
    return {
        "stage": each.stage,
        "minutes": exact(each.minutes),
        "share": float(each.share),
        "months": {str(month): exact(minutes) for month, minutes in each.by_month},
        "trend": plain(each.trend, None),
    }


def _step(step: Step) -> Json:
    return {
        "stage": step.stage,
        "activity": step.activity,
        "deliveries": step.deliveries,
        "unknown": step.unknown,
        "minutes": exact(step.minutes),
        "median": _minutes(step.median),
        "cut_at": _minutes(step.cut_at),
        "robust_mean": _minutes(step.mean),
        "modelled": _minutes(step.modelled),
        "residual": _minutes(step.residual),
    }


def _entitled(found: Entitled | None) -> Json:
    if found is None:
        return None
    return {
        "groups": [plain(each, None) for each in found.groups],
        "over": [{**_object(plain(each, None)), "over": float(each.over)} for each in found.over],
    }


def _minutes(took: Fraction | None) -> float | None:
    return None if took is None else float(took / MINUTE_ONE)


def _object(value: Json) -> Document:
    if not isinstance(value, dict):
        raise TypeError("a row of a document is an object")
    return value
