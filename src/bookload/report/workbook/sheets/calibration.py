"""Minutes learnt from the log beside the journey's, and what count x mean makes of the minutes logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.workbook.charts import Frame, Rows, Series, columns
from bookload.report.workbook.sheet import cell, divided, span
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.planning.journey.calibration import (
        ActivityMinutes,
        Calibration,
        KindMinutes,
        SegmentMinutes,
    )
    from bookload.report.workbook.sheet import Sheet

NAME = "Calibration"
FIRST = 4
MINUTES_AN_HOUR = 60
ACTIVITIES = (
    *("activity", "stage", "logged", "journey low", "journey likely", "journey high"),
    *("learnt low", "learnt likely", "learnt high", "95% from", "95% to"),
    *("hours as the journey says", "hours as learnt", "learnt less journey", "kept because"),
)
(LOGGED, LIKELY, LEARNT, BEFORE, AFTER) = (2, 4, 7, 11, 12)
SEGMENTS = (
    "activity",
    "segment",
    "logged",
    "own mean",
    "learnt low",
    "learnt likely",
    "learnt high",
    "weight",
)
KINDS = (
    "kind",
    "",
    "logged",
    "no minutes",
    "robust mean",
    "minutes logged",
    "modelled",
    "left",
    "left, share",
)


def fill(sheet: Sheet, found: Calibration) -> None:
    """Write a row an activity, a row a segment of each, and a row a kind that was logged."""
    sheet.begin(
        "Calibration",
        "Minutes of one delivery: P10, mode and P90 of the segment's mean. All learnt figures are estimates. "
        "Hours are those of the logged deliveries.",
        [34, 14, 9, *[10] * 8, 12, 12, 12, 48],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ACTIVITIES, words=(0, 1, 14))
    for at, row in enumerate(found.activities, start=FIRST):
        _activity(sheet, at, row)
    at = FIRST + len(found.activities) + 1
    sheet.section(at, "By segment, leaning on the others; the weight is that of its own rows")
    sheet.head(at + 1, SEGMENTS, words=(0, 1))
    for place, segment in enumerate(found.segments, start=at + 2):
        _segment(sheet, place, segment)
    _balance(sheet, at + 3 + len(found.segments), found.kinds)
    if found.activities:
        frame = Frame((FIRST, len(ACTIVITIES) + 1), "Minutes: journey and log")
        series = (Series(LIKELY, "journey, likely", MUTED), Series(LEARNT, "learnt, likely", ACCENT))
        columns(sheet, frame, Rows(FIRST, FIRST + len(found.activities) - 1, 0), series)


def _activity(sheet: Sheet, at: int, row: ActivityMinutes) -> None:
    sheet.put(at, 0, row.activity, "text")
    sheet.put(at, 1, row.stage, "text")
    sheet.put(at, LOGGED, row.count, "count", given=True)
    learnt = row.learnt
    figures = (*row.was, *(learnt.band if learnt else (None,) * 3))
    for column, minutes in enumerate((*figures, *((learnt.lower, learnt.upper) if learnt else (None, None)))):
        sheet.put(at, 3 + column, minutes, "ratio", given=True)
    count, before, after = cell(at, LOGGED), cell(at, BEFORE), cell(at, AFTER)
    said = row.count * row.was.likely / MINUTES_AN_HOUR
    told = row.count * learnt.band.likely / MINUTES_AN_HOUR if learnt else None
    sheet.live(at, BEFORE, f"={count}*{cell(at, LIKELY)}/{MINUTES_AN_HOUR}", said, "hours")
    sheet.live(
        at,
        AFTER,
        _if_number(cell(at, LEARNT), f"{count}*{cell(at, LEARNT)}/{MINUTES_AN_HOUR}"),
        told,
        "hours",
    )
    less = None if told is None else told - said
    sheet.live(at, AFTER + 1, _if_number(after, f"{after}-{before}"), less, "hours")
    sheet.put(at, AFTER + 2, row.held_back or "", "text")


def _segment(sheet: Sheet, at: int, row: SegmentMinutes) -> None:
    sheet.put(at, 0, row.activity, "text")
    sheet.put(at, 1, row.segment or "no segment", "text")
    sheet.put(at, 2, row.count, "count", given=True)
    for column, minutes in enumerate((row.mean, *row.learnt.band), start=3):
        sheet.put(at, column, minutes, "ratio", given=True)
    sheet.put(at, 7, row.weight, "share", given=True)


def _balance(sheet: Sheet, at: int, kinds: tuple[KindMinutes, ...]) -> None:
    """Write what was logged of each kind, what count x mean makes of it, and the sum of both."""
    sheet.section(at, "Minutes logged, and count x robust mean")
    sheet.head(at + 1, KINDS, words=(0, 1))
    first, last = at + 2, at + 1 + len(kinds)
    for place, row in enumerate(kinds, start=first):
        sheet.put(place, 0, row.kind, "text")
        sheet.put(place, 1, "" if row.in_journey else "not in the journey", "text")
        sheet.put(place, 2, row.count, "count", given=True)
        sheet.put(place, 3, row.unknown, "count", given=True)
        sheet.put(place, 4, row.mean, "ratio", given=True)
        sheet.put(place, 5, row.logged, "whole", given=True)
        sheet.live(place, 6, f"={cell(place, 2)}*{cell(place, 4)}", row.modelled, "whole")
        _left(sheet, place, row.logged, row.modelled)
    if kinds:
        logged, modelled = sum(row.logged for row in kinds), sum(row.modelled for row in kinds)
        sheet.put(last + 1, 0, "all", "text")
        for column, total in ((5, logged), (6, modelled)):
            area = span((first, column), (last, column))
            sheet.live(last + 1, column, f"=SUM({area})", total, "whole", strong=True)
        _left(sheet, last + 1, logged, modelled)


def _left(sheet: Sheet, at: int, logged: float, modelled: float) -> None:
    sheet.live(at, 7, f"={cell(at, 5)}-{cell(at, 6)}", logged - modelled, "whole")
    share = (logged - modelled) / logged if logged else None
    sheet.live(at, 8, divided(cell(at, 7), cell(at, 5)), share, "share")


def _if_number(given: str, formula: str) -> str:
    return f'=IF(ISNUMBER({given}),{formula},"n/a")'
