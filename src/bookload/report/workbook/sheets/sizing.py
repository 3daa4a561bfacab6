"""Published figures beside the work, as formulas: change a figure or the hours, and heads follow.

So do the causes of each distance, which stand touch model by touch model below (`sizing_causes`). A check
beside them says by how much they do not sum to the distance: 0, whatever is changed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.planning.plan.sizing import FACTORS, by_touch
from bookload.planning.plan.sizing.bridge import PAID
from bookload.report.sizing import CAUSES, METRICS, scope
from bookload.report.workbook.sheet import cell, divided, span
from bookload.report.workbook.sheets import sizing_causes as causes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.planning.plan.sizing import Sized, Sizing
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Sizing"
NONE = Fraction(0)
FIRST = 4
HELD = (
    "touch model",
    "accounts",
    "ARR",
    "hours asked",
    "hours per account",
    "target of ARR per CSM",
    "published accounts per CSM",
)
ACCOUNTS, ARR, HOURS, EACH, GOAL, BOOK = range(1, 7)
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
    _readings(sheet, found, (total, need), need + 7)


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
        goal = found.anchors.arr[each.touch_model] if found.anchors.arr else None
        sheet.put(at, GOAL, goal, "money", given=True)
        sheet.put(at, BOOK, found.anchors.accounts[each.touch_model], "ratio", given=True)
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
    published = (("hours a month that a published CSM has", found.anchors.hours), ("out of paid hours", PAID))
    for row, (label, hours) in enumerate(published, start=at + 11):
        sheet.put(row, 0, label, "text")
        sheet.put(row, 1, hours, "hours", given=True)
    return at + 8


def _places(found: Sizing, need: int) -> causes.Places:
    """Return the cells that causes are computed from; see `_held` and `_work` for where they stand."""
    month = need - 7
    return causes.Places(
        held={
            each.touch_model: (
                cell(row, ACCOUNTS),
                cell(row, ARR),
                cell(row, HOURS),
                cell(row, GOAL),
                cell(row, BOOK),
            )
            for row, each in enumerate(found.held, start=FIRST)
        },
        month=(cell(month, 1), cell(month + 1, 1), cell(month + 2, 1), cell(month + 3, 1)),
        published=(cell(need + 3, 1), cell(need + 4, 1)),
        plannable=cell(need - 3, 1),
        need=(cell(need, 1), cell(need - 2, 1)),
    )


def _readings(sheet: Sheet, found: Sizing, rows: tuple[int, int], at: int) -> None:
    """Write a row a reading: its figure at each touch model, the heads, the distance and its causes."""
    touches = [each.touch_model for each in found.held]
    sheet.section(at, "What published figures imply, at the figure of each touch model (after pay)")
    labels = (*FIXED, *touches, *MADE, *(CAUSES[name].format(unit="figure") for name in ENDS), "check")
    sheet.head(at + 1, labels, words=tuple(range(len(FIXED))))
    block = at + 4 + len(found.sized)
    if any(each.bridge for each in found.sized):
        causes.head(sheet, block)
    given, below = (_places(found, rows[1]), block + 1), block + 4
    for row, each in enumerate(found.sized, start=at + 2):
        _reading(sheet, row, each, touches, rows, found)
        if each.bridge and found.head is not None:
            _bridge(sheet, (row, below), each, found, given)
            below += len(found.held)
    if found.sized:
        check = len(labels) - 1
        sheet.mark_off((at + 2, check), (at + 1 + len(found.sized), check))


def _bridge(
    sheet: Sheet, at: tuple[int, int], each: Sized, found: Sizing, given: tuple[causes.Places, int]
) -> None:
    """Write the causes of a reading: touch model by touch model from one row on, their sums in its own."""
    row, below = at
    assert found.head is not None  # noqa: S101 - narrows the type
    touched = {part.touch_model for part in each.reading.parts if part.figure is not None}
    figures = {
        touch.touch_model: cell(row, len(FIXED) + place)
        for place, touch in enumerate(found.held)
        if touch.touch_model in touched
    }
    bridged = by_touch(each.reading, found.held, found.anchors, found.head)
    causes.rows(sheet, below, each.reading, bridged, figures, given)
    first = len(FIXED) + len(found.held) + len(MADE)
    lines = {line.factor: line.heads for line in each.bridge}
    for column, name in enumerate(FACTORS, start=first):
        total = causes.cause_cells(name, below, below + len(found.held) - 1)
        sheet.live(row, column, f"=SUM({total})", lines.get(name, NONE), "heads")
    needed, by_hours = given[0].need
    last = first + len(FACTORS)
    sheet.live(row, last, f"={needed}-{by_hours}", lines["relationship_cap"], "heads")
    whole = f"=ROUND({cell(row, last - len(FACTORS) - 2)}-SUM({span((row, first), (row, last))}),6)"
    sheet.live(row, last + 1, whole, NONE, "heads")


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
    if not each.bridge:
        for column in range(agreed + 1, agreed + 1 + len(ENDS)):
            sheet.put(at, column, None, "heads")


def _heads(at: int, touches: list[str], figures: Mapping[str, Fraction], size: int) -> str:
    """Return the formula of a reading's heads: each touch model's accounts or ARR over its figure."""
    parts = [
        f"{cell(FIRST + offset, size)}/{cell(at, len(FIXED) + offset)}"
        for offset, touch in enumerate(touches)
        if touch in figures
    ]
    return f"={'+'.join(parts)}" if parts else '="n/a"'
