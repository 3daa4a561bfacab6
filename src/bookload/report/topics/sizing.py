"""Published figures and the activity model side by side, and what the distance between them is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import amount_text, plain
from bookload.report.figures import number, percent, units
from bookload.report.sizing import SHARES, UNITS, cause, scope, short, shown, signed, value
from bookload.report.terminal import Part, table
from bookload.report.topics.capacity import told

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.plan.sizing import Change, Line, Sized, Sizing
    from bookload.report.document import Document

INPUTS = {
    "benchmark": "the published figure: {unit} per CSM",
    "arr_per_account": "ARR per account",
    "hours_per_account": "hours per account and month",
    "hours_a_day": "hours a day",
    "leave": "share of the year on leave",
    "internal_share": "internal share of time",
    "target_utilisation": "utilisation that is planned for",
}
OBSTACLES = {
    "": "",
    "relationships": "no: relationships alone ask for more",
    "out_of_bounds": "no: it would leave its bounds",
}


def body(found: Sizing, access: Access) -> Document:
    """Return the readings with their bridges, and the activity model's figures."""
    return {
        "month": str(found.month),
        "arr": amount_text(found.arr, 2),
        "accounts": found.accounts,
        "assumed": found.assumed,
        "anchors": found.anchors_from,
        "model": {
            "need": plain(found.need, access),
            "arr_per_csm": amount_text(found.arr_per_csm, 2),
            "accounts_per_csm": plain(found.accounts_per_csm, access),
            "arr_low": found.arr_low,
            "arr_high": found.arr_high,
            "touch_models": [
                {
                    "touch_model": each.touch_model,
                    "accounts": each.accounts,
                    "arr": amount_text(each.arr, 2),
                    "hours": float(each.hours),
                }
                for each in found.held
            ],
        },
        "readings": [_reading(each, access) for each in found.sized],
        "findings_here": [plain(each, access) for each in told(found.findings, access)],
    }


def _reading(each: Sized, access: Access) -> Document:
    reading = each.reading
    return {
        "metric": reading.metric,
        "by": reading.by,
        "source": reading.source,
        "grade": reading.grade,
        "year": reading.year,
        "figures": [plain(figure, access) for figure in reading.figures],
        "heads": plain(reading.heads, access),
        "low": plain(reading.low, access),
        "high": plain(reading.high, access),
        "scaled_by_pay": reading.scaled,
        "accounts_left_out": reading.left_out,
        "parts": [plain(part, access) for part in reading.parts],
        "distance": plain(each.distance, access),
        "bridge": [plain(line, access) for line in each.bridge],
        "would_agree_at": [plain(change, access) for change in each.changes],
    }


def tables(found: Sizing, currency: str, opened: Sized | None) -> list[Part]:
    """Return all readings beside the model, and one of them opened: its bridge and what would close it."""
    parts: list[Part] = [_both(found, currency)]
    if opened is not None and opened.bridge:
        parts += [_bridge(found, opened, currency), _said(opened), _agree(opened, currency)]
    if found.assumed:
        parts.append(
            "Hours are ASSUMED from published averages, so the model is published figures itself: write your "
            "journey into journey.toml before the distance says anything about your work."
        )
    parts.append(
        "Hours per account that published figures assume are Bookload's reading of them: "
        f"{number(found.anchors.hours, 0)} hours a month over published accounts per CSM. "
        f"Targets by touch model: {found.anchors_from}."
    )
    return parts


def _both(found: Sizing, currency: str) -> Part:
    need = found.need
    band = None if need is None or need.need_low is None else f"{need.need_low:.1f} to {need.need_high:.1f}"
    rows: list[list[str | None]] = [
        [
            "the work asks for" + (" (ASSUMED)" if found.assumed else ""),
            "activity model",
            "",
            number(need.need if need else None, 1),
            band,
            None if found.arr_per_csm is None else units(found.arr_per_csm, currency),
            number(found.accounts_per_csm, 0),
            "",
        ],
        ["there", "team", "", number(need.have if need else None, 1), "", "", "", ""],
    ]
    rows += [_row(each, found, currency) for each in found.sized]
    title = f"Heads by {found.month}: what the work asks for, and what published figures imply"
    columns = ["source", "scope", "value", "heads", "band", "ARR per CSM", "accounts per CSM", "work needs"]
    return table(title, columns, rows, text_columns=3)


def _row(each: Sized, found: Sizing, currency: str) -> list[str | None]:
    reading = each.reading
    band = "" if reading.low is None else f"{number(reading.low, 1)} to {number(reading.high, 1)}"
    return [
        f"{reading.source}, {reading.year} ({reading.grade})",
        scope(reading),
        "\n".join(value(figure) for figure in reading.figures),
        number(reading.heads, 1),
        band,
        units(found.arr / reading.heads, currency) if reading.heads else None,
        number(found.accounts / reading.heads, 0) if reading.heads else None,
        signed(each.distance),
    ]


def _bridge(found: Sizing, opened: Sized, currency: str) -> Part:
    reading = opened.reading
    rows: list[list[str | None]] = [[f"heads by {short(reading)}", "", "", number(reading.heads, 2)]]
    rows += [
        [
            cause(line, reading.metric),
            _published(line, reading.metric, currency),
            shown(line.factor, line.own, reading.metric, currency),
            signed(line.heads, 2),
        ]
        for line in opened.bridge
    ]
    rows.append(["heads that the work asks for", "", "", number(found.need.need if found.need else None, 2)])
    title = f"From {short(reading)} to the work, input by input"
    return table(title, ["input", "published", "yours", "heads"], rows)


def _published(line: Line, metric: str, currency: str) -> str:
    return shown(line.factor, line.published, metric, currency) or "not stated"


def _said(opened: Sized) -> Part:
    main = opened.main
    if main is None or opened.distance is None:
        return "Both ask for the same."
    more = "more" if opened.distance > 0 else "fewer"
    return (
        f"The work asks for {number(abs(opened.distance), 1)} heads {more}; most of that is "
        f"{cause(main, opened.reading.metric)} ({signed(main.heads, 1)})."
    )


def _agree(opened: Sized, currency: str) -> Part:
    metric = opened.reading.metric
    rows = [
        [
            INPUTS[change.input].format(unit=UNITS[metric]),
            shown(change.input, change.now, metric, currency),
            _needed(change, metric, currency),
            _times(change),
        ]
        for change in opened.changes
    ]
    return table("Both would agree if this one input changed alone", ["input", "now", "at", "by"], rows)


def _needed(change: Change, metric: str, currency: str) -> str | None:
    if change.needed is None:
        return OBSTACLES[change.obstacle]
    return shown(change.input, change.needed, metric, currency)


def _times(change: Change) -> str | None:
    if change.needed is None:
        return ""
    if change.input in SHARES:
        points = number((change.needed - change.now) * 100, 1)
        return f"{points} points" if points and points.startswith("-") else f"+{points} points"
    text = percent(change.needed / change.now - 1, 0) if change.now else None
    return text if text is None or text.startswith("-") else f"+{text}"
