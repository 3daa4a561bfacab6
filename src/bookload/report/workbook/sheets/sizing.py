"""Published figures beside the work, as formulas: change a figure or the hours, and heads follow.

The causes of each distance are written as they were found: an average over all orders has no short formula. A
check beside them says by how much they no longer sum to the distance once a cell has been changed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.planning.plan.sizing import FACTORS
from bookload.report.sizing import CAUSES, METRICS, scope
from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.planning.plan.sizing import Sized, Sizing
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Sizing"
FIRST = 4
HELD = ("touch model", "accounts", "ARR", "hours asked", "hours per account")
ACCOUNTS, ARR, HOURS, EACH = range(1, 5)
ENDS = (*FACTORS, "relationship_cap")
FIXED = ("source", "of", "scope", "year", "grade")
MADE = ("heads", "low", "high", "the work needs", "the figure would be")


def fill(sheet: Sheet, found: Sizing, currency: str) -> None:
    """Write the company, a head's month, the work's heads, and a row a published figure."""
    sheet.begin(
        "Top-down and bottom-up",
        f"Heads that published figures imply beside those that the work of {found.month} asks for; money in "
        f"{currency}. Shaded cells are given."
        + (" Hours are ASSUMED from published averages." if found.assumed else ""),
        [44, 17, 40, 12, 14, *[12] * (len(found.held) + len(MADE) + len(ENDS) + 1)],
        frozen=(FIRST, 1),
    )
    total = _held(sheet, found)
    need = _work(sheet, found, total, total + 2)
    _readings(sheet, found, (total, need), need + 5)


def _held(sheet: Sheet, found: Sizing) -> int:
    """Write what each touch model has; return the row of the sums."""
    sheet.head(FIRST - 1, HELD)
    for at, each in enumerate(found.held, start=FIRST):
        sheet.put(at, 0, each.touch_model, "text")
        sheet.put(at, ACCOUNTS, each.accounts, "count", given=True)
        sheet.put(at, ARR, each.arr, "money", given=True)
        sheet.put(at, HOURS, each.hours, "hours", given=True)
        per = each.hours / each.accounts if each.accounts else None
        sheet.live(at, EACH, divided(cell(at, HOURS), cell(at, ACCOUNTS)), per, "ratio")
    end = FIRST + max(1, len(found.held))
    hours = sum((each.hours for each in found.held), Fraction(0))
    sums: tuple[tuple[int, Value, Kind], ...] = (
        (ACCOUNTS, found.accounts, "count"),
        (ARR, found.arr, "money"),
        (HOURS, hours, "hours"),
    )
    sheet.put(end, 0, "all of them", "text")
    for column, value, kind in sums:
        formula = f"=SUM({span((FIRST, column), (end - 1, column))})"
        sheet.live(end, column, formula, value, kind, strong=True)
    per = hours / found.accounts if found.accounts else None
    sheet.live(end, EACH, divided(cell(end, HOURS), cell(end, ACCOUNTS)), per, "ratio")
    return end


def _work(sheet: Sheet, found: Sizing, total: int, at: int) -> int:
    """Write a head's month and the heads that the work asks for; return the row of the heads."""
    sheet.section(at, "What the work asks for" + (" (ASSUMED hours)" if found.assumed else ""))
    head, need = found.head, found.need
    given: tuple[tuple[str, Value, Kind], ...] = (
        ("paid hours of a head in the month", head.at_work if head else None, "hours"),
        ("share not on leave", head.not_on_leave if head else None, "share"),
        ("share for customers", head.for_customers if head else None, "share"),
        ("utilisation that is planned for", head.target if head else None, "share"),
    )
    for row, (label, value, kind) in enumerate(given, start=at + 1):
        sheet.put(row, 0, label, "text")
        sheet.put(row, 1, value, kind, given=True)
    month = span((at + 1, 1), (at + 4, 1))
    by_caps = max(need.need_by_accounts, need.need_by_contacts) if need else None
    sheet.put(at + 5, 0, "hours that a head can plan with", "text")
    product = "*".join(cell(row, 1) for row in range(at + 1, at + 5))
    plan = f'=IF(COUNT({month})=4,{product},"n/a")'
    sheet.live(at + 5, 1, plan, head.plannable if head else None, "hours")
    sheet.put(at + 6, 0, "heads by hours", "text")
    by_hours = need.need_by_hours if need else None
    sheet.live(at + 6, 1, divided(cell(total, HOURS), cell(at + 5, 1)), by_hours, "heads")
    sheet.put(at + 7, 0, "heads for relationships", "text")
    sheet.put(at + 7, 1, by_caps, "heads", given=True)
    sheet.put(at + 8, 0, "heads that the work asks for", "text")
    both = f"{cell(at + 6, 1)},{cell(at + 7, 1)}"
    formula = f'=IF(ISNUMBER({cell(at + 6, 1)}),MAX({both}),"n/a")'
    sheet.live(at + 8, 1, formula, need.need if need else None, "heads", strong=True)
    asked = cell(at + 8, 1)
    ratios: tuple[tuple[str, int, Value, Kind], ...] = (
        ("ARR", ARR, found.arr_per_csm, "money"),
        ("accounts", ACCOUNTS, found.accounts_per_csm, "ratio"),
    )
    for row, (label, column, ratio, unit) in enumerate(ratios, start=at + 9):
        sheet.put(row, 0, f"{label} per CSM that the work implies", "text")
        sheet.live(row, 1, divided(cell(total, column), asked), ratio, unit)
    return at + 8


def _readings(sheet: Sheet, found: Sizing, rows: tuple[int, int], at: int) -> None:
    """Write a row a reading: its figure at each touch model, the heads, the distance and its causes."""
    touches = [each.touch_model for each in found.held]
    sheet.section(at, "What published figures imply, at the figure of each touch model (after pay)")
    labels = (*FIXED, *touches, *MADE, *(CAUSES[name].format(unit="figure") for name in ENDS), "check")
    sheet.head(at + 1, labels, words=tuple(range(len(FIXED))))
    for row, each in enumerate(found.sized, start=at + 2):
        _reading(sheet, row, each, touches, rows, found)
    if found.sized:
        check = len(labels) - 1
        sheet.mark_off((at + 2, check), (at + 1 + len(found.sized), check))


def _reading(
    sheet: Sheet, at: int, each: Sized, touches: list[str], rows: tuple[int, int], found: Sizing
) -> None:
    reading, (total, need) = each.reading, rows
    words = (reading.source, METRICS[reading.metric], scope(reading), reading.year, reading.grade)
    for column, text in enumerate(words):
        sheet.put(at, column, text, "text")
    figures = {part.touch_model: part.figure * part.pay for part in reading.parts if part.figure is not None}
    size = ARR if reading.metric == "arr_per_csm" else ACCOUNTS
    kind: Kind = "money" if size == ARR else "ratio"
    for column, touch in enumerate(touches, start=len(FIXED)):
        sheet.put(at, column, figures.get(touch), kind, given=True)
    heads, low, high, distance, agreed = (len(FIXED) + len(touches) + offset for offset in range(len(MADE)))
    sheet.live(at, heads, _heads(at, touches, figures, size), reading.heads, "heads", strong=True)
    sheet.put(at, low, reading.low, "heads")
    sheet.put(at, high, reading.high, "heads")
    asked, mine = cell(need, 1), cell(at, heads)
    both = f"AND(ISNUMBER({asked}),ISNUMBER({mine}))"
    sheet.live(at, distance, f'=IF({both},{asked}-{mine},"n/a")', each.distance, "heads")
    implied = found.arr_per_csm if size == ARR else found.accounts_per_csm
    sheet.live(at, agreed, divided(cell(total, size), asked), implied, kind)
    lines = {line.factor: line.heads for line in each.bridge}
    first = agreed + 1
    for column, name in enumerate(ENDS, start=first):
        sheet.put(at, column, lines.get(name, Fraction(0)) if lines else None, "heads")
    if lines:
        causes = span((at, first), (at, first + len(ENDS) - 1))
        formula = f"=ROUND({cell(at, distance)}-SUM({causes}),6)"
        sheet.live(at, first + len(ENDS), formula, Fraction(0), "heads")


def _heads(at: int, touches: list[str], figures: Mapping[str, Fraction], size: int) -> str:
    """Return the formula of a reading's heads: each touch model's accounts or ARR over its figure."""
    parts = [
        f"{cell(FIRST + offset, size)}/{cell(at, len(FIXED) + offset)}"
        for offset, touch in enumerate(touches)
        if touch in figures
    ]
    return f"={'+'.join(parts)}" if parts else '="n/a"'
