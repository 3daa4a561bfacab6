"""The best set of levers: what it frees and costs, the ratios that follow, the floor and the frontier."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import MONTHS_A_YEAR
from bookload.report.workbook.charts import Frame, Rows, Series, columns
from bookload.report.workbook.sheet import cell, divided, span
from bookload.report.workbook.style import ACCENT

if TYPE_CHECKING:
    from bookload.data.documents import Lever
    from bookload.planning.plan.levers import LeverPlan
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Levers"
FIRST = 4
NONE = Fraction(0)
COSTS = ("activities", "once", "once, each", "a year", "a year, each", "cost")


def fill(sheet: Sheet, plan: LeverPlan, currency: str) -> None:
    """Write the activities, what each lever costs, hours by role, ratios, the frontier and the floor."""
    sheet.begin(
        "Levers",
        f"{plan.months[0]} to {plan.months[-1]}, in {currency}. Shaded cells are given; low and high "
        "are estimates." + (" Effects and costs are ASSUMED." if plan.assumed else ""),
        [36, 40, 14, 14, 14, 14, 14, 14],
        frozen=(FIRST, 1),
    )
    at = _pulls(sheet, plan)
    at = _costs(sheet, plan, at + 2)
    at = _roles(sheet, plan, at + 2)
    at = _ratios(sheet, plan, at + 2)
    at = _frontier(sheet, plan, at + 2)
    at = _alone(sheet, plan, at + 2)
    _floor(sheet, plan, at + 2)


def _pulls(sheet: Sheet, plan: LeverPlan) -> int:
    """Write the activities with the hours that they take less; return the row of the sums."""
    labels = ("activity", "levers", "hours freed", "low", "high")
    sheet.head(FIRST - 1, labels, words=(0, 1))
    total: tuple[Value, ...] = (plan.freed, plan.low, plan.high)
    for at, pull in enumerate(plan.pulls, start=FIRST):
        given: tuple[Value, ...] = (pull.freed, pull.low, pull.high)
        sheet.put(at, 0, pull.activity, "text")
        sheet.put(at, 1, " + ".join(pull.levers), "text")
        for column, value in enumerate(given, start=2):
            sheet.put(at, column, value, "hours", given=True)
    end = FIRST + max(1, len(plan.pulls))
    sheet.put(end, 0, f"hours of role {plan.role}", "text")
    for column, value in enumerate(total, start=2):
        formula = f"=SUM({span((FIRST, column), (end - 1, column))})"
        sheet.live(end, column, formula, value, "hours", strong=True)
    sheet.named("lever_hours_freed", end, 2, plan.freed)
    return end


def _costs(sheet: Sheet, plan: LeverPlan, at: int) -> int:
    """Write what each chosen lever costs over the months; return the row of the sum."""
    sheet.section(at, "Cost")
    sheet.put(at, 2, len(plan.months), "count", given=True)
    sheet.note(at, "months", 3)
    months = cell(at, 2)
    sheet.head(at + 1, ("lever", "", *COSTS), words=(0, 1))
    uses = [name for pull in plan.pulls for name in pull.levers]
    chosen = [lever for lever in plan.catalogue if lever.name in plan.levers]
    first = at + 2
    for row, lever in enumerate(chosen, start=first):
        _cost(sheet, row, lever, uses.count(lever.name), (months, len(plan.months)))
    end = first + max(1, len(chosen))
    sheet.put(end, 0, "all of them", "text")
    sheet.live(end, 7, f"=SUM({span((first, 7), (end - 1, 7))})", plan.cost, "money", strong=True)
    sheet.named("lever_cost", end, 7, plan.cost)
    sheet.put(end + 1, 0, "cost of an hour freed", "text")
    each = plan.cost / plan.freed if plan.freed > 0 else None
    sheet.live(end + 1, 7, divided("lever_cost", "lever_hours_freed"), each, "rate")
    return end + 1


def _cost(sheet: Sheet, at: int, lever: Lever, uses: int, months: tuple[str, int]) -> None:
    sheet.put(at, 0, lever.name, "text")
    sheet.put(at, 1, (lever.source or "") + (" (ASSUMED)" if lever.assumed else ""), "text")
    given: tuple[tuple[Value, Kind], ...] = (
        (uses, "count"),
        (lever.one_off, "money"),
        (lever.one_off_each, "money"),
        (lever.running, "money"),
        (lever.running_each, "money"),
    )
    for column, (value, kind) in enumerate(given, start=2):
        sheet.put(at, column, value, kind, given=True)
    count, once, each, year, year_each = (cell(at, column) for column in range(2, 7))
    formula = f"={once}+{each}*{count}+({year}+{year_each}*{count})*{months[0]}/{MONTHS_A_YEAR}"
    part = Fraction(months[1], MONTHS_A_YEAR)
    value = Fraction(lever.one_off) + Fraction(lever.one_off_each) * uses
    value += (Fraction(lever.running) + Fraction(lever.running_each) * uses) * part
    sheet.live(at, 7, formula, value, "money")


def _roles(sheet: Sheet, plan: LeverPlan, at: int) -> int:
    """Write the hours asked of each role before and after; return the last row."""
    sheet.head(at, ("hours asked of role", "", "today", "with the levers", "less"), words=(0, 1))
    for row, role in enumerate(plan.roles, start=at + 1):
        sheet.put(row, 0, role.role, "text")
        sheet.put(row, 2, role.before, "hours", given=True)
        sheet.put(row, 3, role.after, "hours", given=True)
        sheet.live(row, 4, f"={cell(row, 2)}-{cell(row, 3)}", role.before - role.after, "hours")
    return at + len(plan.roles)


def _ratios(sheet: Sheet, plan: LeverPlan, at: int) -> int:
    """Write the heads that are needed and what each would carry, as ratios of what is given."""
    sheet.head(at, ("mean of the months", "", "today", "with the levers"), words=(0, 1))
    sides = (plan.before, plan.after)
    arr = [None if each.arr_per_csm is None else each.arr_per_csm * (each.heads or NONE) for each in sides]
    accounts = [
        None if each.accounts_per_csm is None else each.accounts_per_csm * (each.heads or NONE)
        for each in sides
    ]
    given: tuple[tuple[str, list[Fraction | None], Kind], ...] = (
        ("CSMs needed", [each.heads for each in sides], "heads"),
        ("ARR", arr, "money"),
        ("accounts", accounts, "ratio"),
    )
    for row, (label, values, kind) in enumerate(given, start=at + 1):
        sheet.put(row, 0, label, "text")
        for column, value in enumerate(values, start=2):
            sheet.put(row, column, value, kind, given=True)
    ratios: tuple[tuple[str, int, list[Fraction | None], Kind], ...] = (
        ("ARR per needed CSM", at + 2, [each.arr_per_csm for each in sides], "money"),
        ("accounts per needed CSM", at + 3, [each.accounts_per_csm for each in sides], "ratio"),
    )
    for row, (label, above, values, kind) in enumerate(ratios, start=at + 4):
        sheet.put(row, 0, label, "text")
        for column, value in enumerate(values, start=2):
            sheet.live(
                row, column, divided(cell(above, column), cell(at + 1, column)), value, kind, strong=True
            )
    return at + 5


def _frontier(sheet: Sheet, plan: LeverPlan, at: int) -> int:
    """Write the frontier, with what the next hour costs; return the last row."""
    kind = "every point" if plan.whole else "at evenly spaced budgets"
    sheet.section(at, f"The most hours that each cost frees ({kind})")
    sheet.head(at + 1, ("levers", "", "cost", "hours freed", "cost of each more hour"), words=(0, 1))
    before = None
    for row, point in enumerate(plan.frontier, start=at + 2):
        sheet.put(row, 0, "; ".join(point.levers) or "none", "text")
        sheet.put(row, 2, point.cost, "money", given=True)
        sheet.put(row, 3, point.freed, "hours", given=True)
        if before is not None:
            more, cost = (f"({cell(row, column)}-{cell(row - 1, column)})" for column in (3, 2))
            value = (point.cost - before.cost) / (point.freed - before.freed)
            sheet.live(row, 4, f"={cost}/{more}", value, "rate")
        before = point
    last = at + 1 + len(plan.frontier)
    if plan.frontier:
        frame = Frame((at, 9), "Hours freed at each cost", across="#,##0")
        columns(sheet, frame, Rows(at + 2, last, 2), (Series(3, "hours freed", ACCENT),))
    return last


def _alone(sheet: Sheet, plan: LeverPlan, at: int) -> int:
    """Write each lever alone; return the last row."""
    sheet.section(at, "One lever at a time")
    labels = ("lever", "would break", "hours freed", "low", "high", "cost", "cost of an hour")
    sheet.head(at + 1, labels, words=(0, 1))
    for row, each in enumerate(plan.alone, start=at + 2):
        broken = [f"{cell_.segment or 'no segment'} {cell_.stage}" for cell_ in each.lowered]
        broken += [f"load of {each.overloaded}"] if each.overloaded else []
        cost = each.cost.over(len(plan.months))
        given: tuple[Value, ...] = (each.freed, each.low, each.high)
        sheet.put(row, 0, each.lever.name, "text")
        sheet.put(row, 1, ", ".join(broken), "text")
        for column, value in enumerate(given, start=2):
            sheet.put(row, column, value, "hours", given=True)
        sheet.put(row, 5, cost, "money", given=True)
        worth = cost / each.freed if each.freed > 0 else None
        sheet.live(row, 6, divided(cell(row, 5), cell(row, 2)), worth, "rate")
    return at + 1 + len(plan.alone)


def _floor(sheet: Sheet, plan: LeverPlan, at: int) -> None:
    """Write the experience of every segment and stage, and that none is lowered."""
    sheet.section(at, "Experience, in points: the first two, and those that people alone make up for")
    sheet.head(at + 1, ("segment", "stage", "today", "after", "today", "after", "floor"), words=(0, 1))
    for row, part in enumerate(plan.floors, start=at + 2):
        sheet.put(row, 0, part.segment or "(none)", "text")
        sheet.put(row, 1, part.stage or "(none)", "text")
        values = (part.before, part.after, part.personal_before, part.personal_after)
        for column, value in enumerate(values, start=2):
            sheet.put(row, column, value, "ratio", given=True)
        both = " , ".join(f"ROUND({cell(row, column + 1)}-{cell(row, column)},9)>=0" for column in (2, 4))
        verdict = "LOWERED" if part.lowered else "kept"
        sheet.live(row, 6, f'=IF(AND({both}),"kept","LOWERED")', verdict, "text")
