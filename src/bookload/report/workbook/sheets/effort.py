"""The steps with what they take, and the accounts far from the line, with the formulas that lead there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR
from bookload.report.workbook.charts import Frame, Rows, Series, columns
from bookload.report.workbook.sheet import cell, divided, span
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.effort.against import Against
    from bookload.metrics.effort.effort import Hours
    from bookload.metrics.effort.steps import Step
    from bookload.report.workbook.sheet import Sheet

NAME = "Effort"
FIRST = 4
STEPS = (
    "activity",
    "stage",
    "deliveries",
    "median minutes",
    "robust mean, minutes",
    "hours logged",
    "hours modelled",
    "residual",
    "share of hours",
)
DRAWN = 12
FAR = ("account", "far", "ARR", "hours a month", "line, hours a month", "hours at stake", "ARR at stake")


def fill(sheet: Sheet, hours: Hours, currency: str) -> None:
    """Write the steps with their sums, and below them the accounts far from the line."""
    sheet.begin(
        "Effort",
        "Hours of the log by step. Modelled: deliveries x robust mean; over all steps it is what was logged.",
        [26, 18, 11, 11, 12, 12, 12, 12, 10],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, STEPS, words=(0, 1))
    end = _steps(sheet, hours.steps)
    if hours.steps:
        frame = Frame((FIRST, len(STEPS) + 1), f"Hours of the {min(DRAWN, len(hours.steps))} largest steps")
        rows = Rows(FIRST, FIRST + min(DRAWN, len(hours.steps)) - 1, 0)
        series = (Series(5, "hours logged", ACCENT), Series(6, "hours modelled", MUTED))
        columns(sheet, frame, rows, series)
    if hours.against is not None:
        _far(sheet, hours.against, end + 2, currency)


def _steps(sheet: Sheet, steps: Sequence[Step]) -> int:
    """Write the steps and their sums; return the row of the sums."""
    end = FIRST + len(steps)
    total = sum(step.minutes for step in steps)
    for at, step in enumerate(steps, start=FIRST):
        sheet.put(at, 0, step.activity, "text")
        sheet.put(at, 1, step.stage or "(none stated)", "text")
        sheet.put(at, 2, step.deliveries, "count", given=True)
        sheet.put(at, 3, _minutes(step.median), "ratio")
        sheet.put(at, 4, _minutes(step.mean), "ratio", given=True)
        sheet.put(at, 5, _hours(step.minutes), "hours", given=True)
        modelled = f"=N({cell(at, 2)})*N({cell(at, 4)})/{MINUTES_AN_HOUR}"
        sheet.live(at, 6, modelled, _hours(step.modelled), "hours")
        sheet.live(at, 7, f"={cell(at, 5)}-{cell(at, 6)}", _hours(step.residual), "hours")
        share = Fraction(step.minutes, total) if total else None
        sheet.live(at, 8, divided(cell(at, 5), cell(end, 5)), share, "share")
    if steps:
        sheet.put(end, 0, "all of them", "text")
        sums = (
            (2, Fraction(sum(step.deliveries for step in steps)), "count"),
            (5, _hours(total), "hours"),
            (6, _hours(sum((step.modelled for step in steps), Fraction(0))), "hours"),
            (7, _hours(sum((step.residual for step in steps), Fraction(0))), "hours"),
        )
        for column, value, kind in sums:
            formula = f"=SUM({span((FIRST, column), (end - 1, column))})"
            sheet.live(end, column, formula, value, kind, strong=True)  # type: ignore[arg-type]
    return end


def _far(sheet: Sheet, found: Against, row: int, currency: str) -> None:
    """Write what all accounts pay and take a month, and the accounts far from the line that this makes."""
    months = len(found.months)
    sheet.section(row, f"Accounts far from the line, {found.months[0]} to {found.months[-1]}, in {currency}")
    all_arr = Fraction(found.revenue, months * QUANTA)
    all_hours = _hours(Fraction(found.minutes, months))
    sheet.put(row + 1, 0, "all accounts with revenue", "text")
    sheet.put(row + 1, 2, all_arr, "whole", given=True)
    sheet.put(row + 1, 3, all_hours, "hours", given=True)
    sheet.head(row + 2, FAR, words=(0, 1))
    arr, hours = f"$C${row + 2}", f"$D${row + 2}"
    for at, each in enumerate(found.far, start=row + 3):
        sheet.put(at, 0, each.account_id, "text")
        sheet.put(at, 1, each.far, "text")
        sheet.put(at, 2, each.arr / QUANTA, "whole", given=True)
        sheet.put(at, 3, each.hours, "hours", given=True)
        sheet.live(at, 4, f"={hours}*{cell(at, 2)}/{arr}", each.line, "hours")
        sheet.live(at, 5, f"=ABS({cell(at, 3)}-{cell(at, 4)})", each.hours_at_stake, "hours")
        stake = f"=ABS({cell(at, 2)}-{arr}*{cell(at, 3)}/{hours})"
        sheet.live(at, 6, stake, each.arr_at_stake / QUANTA, "whole")


def _minutes(took: Fraction | None) -> Fraction | None:
    return None if took is None else took / MINUTE_ONE


def _hours(minutes: Fraction | int) -> Fraction:
    return Fraction(minutes) / (MINUTE_ONE * MINUTES_AN_HOUR)
