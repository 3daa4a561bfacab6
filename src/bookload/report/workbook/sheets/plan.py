"""Whom to hire when: searches, chances of cover, and what each way to hire comes to, with live sums."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.topics.plan import WORDS
from bookload.report.workbook.charts import Frame, Rows, Series, lines
from bookload.report.workbook.sheet import cell, span
from bookload.report.workbook.style import ACCENT, INK, MUTED

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.plan.hiring import HiringPlan
    from bookload.report.workbook.sheet import Sheet

NAME = "Hiring plan"
FIRST = 4
COVER = 5
WAYS = 16
COLOURS = (ACCENT, MUTED, INK)
MONEY = ("pay", "hiring", "too_few")


def fill(sheet: Sheet, plan: HiringPlan, access: Access, currency: str) -> None:
    """Write three tables beside one another; money stands there for who may see it alone."""
    sheet.begin(
        "Hiring plan",
        f"ESTIMATES on {plan.judged:,} simulated futures that the plan was not fitted on; level "
        f"{float(plan.cover):.0%} for each role, {float(plan.joint_cover):.0%} for all. In {currency}.",
        [12, 8, 11, 11, 3, 11, 12, *[11] * 8, 3, 14, 12, 8, *[11] * 3, *[13] * 4],
        frozen=(FIRST, 0),
    )
    _searches(sheet, plan)
    _cover(sheet, plan)
    _ways(sheet, plan, money=access.allows(Right.PAY_GROUP))
    _chart(sheet, plan, FIRST + sum(len(way.bills) for way in plan.ways) + 3)


def _searches(sheet: Sheet, plan: HiringPlan) -> None:
    """Write the searches, and below them the heads of each role as sums of them."""
    sheet.head(FIRST - 1, ("role", "heads", "open in", "start in"))
    for at, each in enumerate(plan.searches, start=FIRST):
        sheet.put(at, 0, each.role, "text")
        sheet.put(at, 1, each.heads, "count", given=True)
        sheet.put(at, 2, each.opens.last_day, "month")
        sheet.put(at, 3, each.starts.last_day, "month")
    last = FIRST + max(1, len(plan.searches)) - 1
    for at, role in enumerate(plan.roles, start=last + 2):
        sheet.put(at, 0, role, "text")
        heads = sum(each.heads for each in plan.searches if each.role == role)
        roles, counts = span((FIRST, 0), (last, 0)), span((FIRST, 1), (last, 1))
        sheet.live(at, 1, f"=SUMIFS({counts},{roles},{cell(at, 0)})", heads, "count", strong=True)


def _cover(sheet: Sheet, plan: HiringPlan) -> None:
    """Write hours and chances by month and role; the mean margin is a formula."""
    hours = ("hours asked", "hours there", "hours hired", "mean margin")
    labels = ("month", "role", *hours, "heads required", "chance without", "chance", "hours short")
    sheet.head(FIRST - 1, labels, COVER, words=(0, 1))
    for at, row in enumerate(plan.rows, start=FIRST):
        sheet.put(at, COVER, row.month.last_day, "month")
        sheet.put(at, COVER + 1, row.role, "text")
        for offset, value in enumerate((row.hours_asked, row.hours_there, row.hours_hired), start=2):
            sheet.put(at, COVER + offset, value, "hours", given=True)
        asked, there, hired = (cell(at, COVER + offset) for offset in (2, 3, 4))
        margin = row.hours_there + row.hours_hired - row.hours_asked
        sheet.live(at, COVER + 5, f"={there}+{hired}-{asked}", margin, "hours")
        sheet.put(at, COVER + 6, row.required, "heads", given=True)
        sheet.put(at, COVER + 7, row.without, "share", given=True)
        sheet.put(at, COVER + 8, row.chance, "share", given=True)
        sheet.put(at, COVER + 9, row.short_hours, "hours", given=True)


def _ways(sheet: Sheet, plan: HiringPlan, *, money: bool) -> None:
    """Write what each way to hire comes to, by role; the total is the sum of its parts."""
    labels = ["hired by", "role", "heads", "paid months", "hours short", "hours idle"]
    labels += ["pay", "hiring", "too few", "total"] if money else []
    sheet.head(FIRST - 1, labels, WAYS, words=(0, 1))
    bills = [(way.name, bill) for way in plan.ways for bill in way.bills]
    for at, (name, bill) in enumerate(bills, start=FIRST):
        sheet.put(at, WAYS, WORDS[name], "text")
        sheet.put(at, WAYS + 1, bill.role, "text")
        sheet.put(at, WAYS + 2, bill.heads, "count", given=True)
        sheet.put(at, WAYS + 3, bill.head_months, "heads", given=True)
        sheet.put(at, WAYS + 4, bill.short, "hours", given=True)
        sheet.put(at, WAYS + 5, bill.idle, "hours", given=True)
        if not money:
            continue
        for offset, part in enumerate(MONEY, start=6):
            amount: Fraction | None = getattr(bill, part)
            sheet.put(at, WAYS + offset, amount, "whole", given=True)
        parts = span((at, WAYS + 6), (at, WAYS + 8))
        sheet.live(
            at, WAYS + 9, f'=IF(COUNT({parts})=3,SUM({parts}),"n/a")', bill.total, "whole", strong=True
        )


def _chart(sheet: Sheet, plan: HiringPlan, at: int) -> None:
    """Draw the chance of cover by month, of each role a line: copied into columns for the purpose."""
    if not plan.rows:
        return
    sheet.section(at, "Chance of cover", WAYS)
    sheet.head(at + 1, ("month", *plan.roles), WAYS)
    for offset, month in enumerate(plan.months, start=2):
        sheet.put(at + offset, WAYS, month.last_day, "month")
    first = min(plan.months)
    for place, row in enumerate(plan.rows, start=FIRST):
        column = WAYS + 1 + plan.roles.index(row.role)
        offset = row.month.ordinal - first.ordinal + 2
        sheet.live(at + offset, column, f"={cell(place, COVER + 8)}", row.chance, "share")
    series = [
        Series(WAYS + number, role, COLOURS[(number - 1) % len(COLOURS)])
        for number, role in enumerate(plan.roles, start=1)
    ]
    rows = Rows(at + 2, at + 1 + len(plan.months), WAYS)
    lines(sheet, Frame((at + len(plan.months) + 3, WAYS), "Chance of cover", "0%"), rows, series)
