"""Minutes learnt from the log, beside what the journey assumes: all estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bookload.planning.journey.calibration import Band, Calibration, Estimate
    from bookload.report.document import Document, Json


def body(found: Calibration, difference: Sequence[str] | None = None) -> Document:
    """Return the minutes by activity, segment, stage and kind, the drivers and deliveries, and the balance.

    `difference` is what writing changes in the journey, where that was asked for.
    """
    document: Document = {
        "estimates": True,
        "activities": [
            {
                "activity": row.activity,
                "stage": row.stage,
                "kinds": list(row.kinds),
                "logged": row.count,
                "mean": row.mean,
                "before": _band(row.was),
                "assumed": row.assumed,
                **_learnt(row.learnt),
                "base": _band(row.base),
                "per_unit": plain(row.per_unit, None),
                "held_back": row.held_back,
            }
            for row in found.activities
        ],
        "segments": [
            {
                "activity": row.activity,
                "stage": row.stage,
                "segment": row.segment,
                "touch_model": row.touch_model,
                "logged": row.count,
                "mean": row.mean,
                **_learnt(row.learnt),
                "weight": row.weight,
            }
            for row in found.segments
        ],
        "stages": [plain(row, None) for row in found.stages],
        "kinds": [plain(row, None) for row in found.kinds],
        "drivers": [{**_object(plain(row, None)), "holds": row.holds} for row in found.drivers],
        "deliveries": [plain(row, None) for row in found.deliveries],
        "balance": {
            "logged_minutes": found.logged,
            "modelled_minutes": found.modelled,
            "residual": found.residual,
            "left_out": found.left_out,
        },
    }
    if difference is not None:
        document["difference"] = list(difference)
    return document


def _learnt(estimate: Estimate | None) -> dict[str, Json]:
    if estimate is None:
        return {"learnt": None, "lower": None, "upper": None}
    return {"learnt": _band(estimate.band), "lower": estimate.lower, "upper": estimate.upper}


def _band(band: Band | None) -> Json:
    return None if band is None else {"low": band.low, "likely": band.likely, "high": band.high}


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a row is an object")
    return value


def tables(found: Calibration, show: str) -> list[Part]:
    """Return one part of a calibration as a table, and what the minutes of the log come to."""
    return [_SHOWN[show](found), *(_kept(found) if show == "minutes" else ()), *_balance(found)]


def everything(found: Calibration) -> list[Part]:
    """Return every part of a calibration: what the log comes to, then table by table."""
    return [*_balance(found), *(part(found) for part in _SHOWN.values()), *_kept(found)]


def difference(lines: Sequence[str]) -> list[Part]:
    """Return what writing changes in the journey, as a unified difference."""
    return ["\n".join(lines) if lines else "Nothing would change in journey.toml."]


def _balance(found: Calibration) -> list[Part]:
    if found.residual is None:
        return ["No activity with minutes is logged: there is nothing to learn from."]
    if not found.activities:
        return [
            "The journey has no activities to learn minutes of: write journey.toml (docs: Write a journey)"
        ]
    lines: list[Part] = [
        (
            f"Robust means x counts make {found.modelled:,.0f} of {found.logged:,.0f} minutes logged: "
            f"{found.residual:.2%} is left."
        )
    ]
    if found.left_out:
        lines.append(
            f"{found.left_out:,} activities that state no stage, where others of their kind do, are left out."
        )
    return lines


def _minutes(found: Calibration) -> Part:
    rows = [
        [
            row.activity,
            row.stage,
            "kept" if row.held_back else "assumed" if row.assumed else "",
            f"{row.count:,}",
            _words(row.was),
            _words(row.base),
            None if row.learnt is None else f"{row.learnt.lower:.0f} to {row.learnt.upper:.0f}",
        ]
        for row in found.activities
    ]
    columns = ["activity", "stage", "", "logged", "journey", "learnt", "95% of the mean"]
    return table("Minutes, low / likely / high", columns, rows, text_columns=3)


def _kept(found: Calibration) -> list[Part]:
    """Return why activities keep the minutes that they have, the reason once."""
    reasons: dict[str, list[str]] = {}
    for row in found.activities:
        if row.held_back:
            reasons.setdefault(row.held_back, []).append(row.activity)
    return [f"Kept as they are: {', '.join(names)}: {reason}." for reason, names in reasons.items()]


def _segments(found: Calibration) -> Part:
    rows = [
        [
            row.activity,
            row.segment or "no segment",
            f"{row.count:,}",
            _one(row.mean),
            _words(row.learnt.band),
            f"{row.weight:.2f}",
        ]
        for row in found.segments
    ]
    columns = ["activity", "segment", "logged", "own mean", "learnt", "weight of its own"]
    return table("Minutes by segment, leaning on the others", columns, rows, text_columns=2)


def _stages(found: Calibration) -> Part:
    rows = [
        [
            row.stage,
            row.kind or "all kinds",
            f"{row.count:,}",
            f"{row.mean:.1f}",
            _range(row.lower, row.upper),
        ]
        for row in found.stages
    ]
    columns = ["stage", "kind", "logged", "mean minutes", "95%"]
    return table("Mean minutes by stage, from its own rows alone", columns, rows, text_columns=2)


def _kinds(found: Calibration) -> Part:
    rows = [
        [
            row.kind,
            "" if row.in_journey else "in no activity of the journey",
            f"{row.count:,}",
            f"{row.unknown:,}",
            f"{row.mean:.1f}",
            _range(row.lower, row.upper),
            f"{row.logged:,.0f}",
            f"{row.modelled:,.0f}",
        ]
        for row in found.kinds
    ]
    columns = ["kind", "", "logged", "no minutes", "mean", "95%", "minutes logged", "modelled"]
    return table("What was logged, by kind", columns, rows, text_columns=2)


def _drivers(found: Calibration) -> Part:
    rows = [
        [
            row.activity,
            row.name,
            "holds" if row.holds else "" if row.p is not None else "cannot be told",
            f"{row.count:,}",
            _one(row.assumed),
            _one(row.minutes),
            _range(row.lower, row.upper),
            None if row.adjusted is None else f"{row.adjusted:.3f}",
        ]
        for row in found.drivers
    ]
    columns = ["activity", "per unit of", "", "logged", "journey", "minutes", "95%", "p, all considered"]
    return table("Minutes per unit of an account's numbers", columns, rows, text_columns=3)


def _deliveries(found: Calibration) -> Part:
    rows = [
        [
            row.activity,
            f"per {row.per}",
            f"{row.logged:,}",
            f"{row.expected:.2f}",
            None if row.rate is None else f"{row.rate:.2f}",
            _range(row.lower, row.upper, 2),
            None if row.share is None else f"{row.share:.0%}",
        ]
        for row in found.deliveries
    ]
    columns = ["activity", "counted", "logged", "journey", "delivered", "95%", "of accounts"]
    return table("How often it was delivered to an account in the stage", columns, rows, text_columns=2)


def _words(band: Band | None) -> str | None:
    return None if band is None else " / ".join(f"{each:.0f}" for each in band)


def _one(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _range(lower: float | None, upper: float | None, places: int = 1) -> str | None:
    return None if lower is None or upper is None else f"{lower:.{places}f} to {upper:.{places}f}"


_SHOWN: Mapping[str, Callable[[Calibration], Part]] = {
    "minutes": _minutes,
    "segments": _segments,
    "stages": _stages,
    "kinds": _kinds,
    "drivers": _drivers,
    "deliveries": _deliveries,
}
