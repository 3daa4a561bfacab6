"""Hours asked and hours there, the heads that follow, and what each would carry, as formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.period import Month
from bookload.metrics.team.people import role_word
from bookload.report.workbook.charts import Frame, Rows, Series, columns
from bookload.report.workbook.sheet import cell, divided
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.data.documents import Policy
    from bookload.planning.capacity import Capacity, CapacityRow
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Capacity"
FIRST = 4
LABELS = (
    "month",
    "role",
    "hours asked",
    "hours there",
    "used",
    "plannable hours of one head",
    "heads by hours",
    "heads by accounts",
    "heads by contacts",
    "heads asked for",
    "low",
    "high",
    "whole heads",
    "heads there",
    "there, by what they can carry",
    "short (below 0: to spare)",
    "binds",
    "hours are",
)
(ASKED, THERE, USED, PLANNABLE, BY_HOURS, BY_ACCOUNTS, BY_CONTACTS, NEED) = range(2, 10)
LOW, HIGH, WHOLE, HAVE, RAMPED, GAP, BINDS, ASSUMED = range(10, 18)
NO_VERDICT = "no hiring verdict"


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a month and role, the standard head of each month, and the implied ratios."""
    at = _capacity(sheet, data.answer.capacity, data.policy, data.answer.need)
    _implied(sheet, data, at + 4)
    _chart(sheet, data.answer.capacity, data.answer.need, at + 10)


def alone(sheet: Sheet, found: Capacity, policy: Policy) -> None:
    """Write the same without the implied ratios, for a workbook that has no other sheets of figures."""
    need = found.row(Month.of(found.as_of), role_word(policy.revenue.revenue_role))
    at = _capacity(sheet, found, policy, need)
    _chart(sheet, found, need, at + 4)


def _capacity(sheet: Sheet, found: Capacity, policy: Policy, need: CapacityRow | None) -> int:
    """Write a row a month and role, and the standard head of each month; return the row after them."""
    rows = found.rows.rows
    sheet.begin(
        "Capacity",
        "Hours that the journey asks for against hours there are. Shaded cells are given. Low and high are "
        "estimates. Months ahead see today's accounts."
        + (" Hours are ASSUMED from published averages: a band, no hiring verdict." if found.assumed else ""),
        [11, 14, 16, 11, 12, 11, 9, 10, 10, 10, 8, 8, 8, 8, 10, 12, 10, 11],
        frozen=(FIRST, 2),
    )
    sheet.head(FIRST - 1, LABELS, words=(0, 1, BINDS, ASSUMED))
    at = FIRST + len(rows) + 2
    heads = _standard(sheet, found, policy, at)
    for place, row in enumerate(rows, start=FIRST):
        _row(sheet, place, row, heads[row.month], found)
        if row is need:
            _name(sheet, place, row)
    target = Fraction(policy.working_time.target_utilisation)
    sheet.mark_loads((FIRST, USED), (FIRST + len(rows) - 1, USED), target)
    return at + len(heads)


def _name(sheet: Sheet, at: int, row: CapacityRow) -> None:
    """Name the cells of the row that the report's answer is."""
    for name, column, value in (("heads_there", HAVE, row.have), ("heads_asked_for", NEED, row.need)):
        sheet.named(name, at, column, value)
    sheet.named("heads_short", at, GAP, row.gap if row.gap is not None else NO_VERDICT)


def _standard(sheet: Sheet, found: Capacity, policy: Policy, at: int) -> dict[Month, str]:
    """Write the standard head of each month; return the cells of its plannable hours."""
    sheet.section(at, f"One standard head ({policy.company.country}): full time, ramped, leave included")
    sheet.head(at + 1, ("month", "working days", "available hours", "target utilisation", "plannable hours"))
    cells = {}
    target = Fraction(policy.working_time.target_utilisation)
    for offset, (month, head) in enumerate(sorted(found.standard.items()), start=2):
        row = at + offset
        sheet.put(row, 0, month.last_day, "month")
        sheet.put(row, 1, head.working_days, "count", given=True)
        sheet.put(row, 2, head.available, "hours", given=True)
        sheet.put(row, 3, target, "share", given=True)
        sheet.live(row, 4, f"={cell(row, 2)}*{cell(row, 3)}", head.plannable, "hours")
        cells[month] = cell(row, 4)
    return cells


def _row(sheet: Sheet, at: int, row: CapacityRow, plannable: str, found: Capacity) -> None:
    given: tuple[tuple[int, Value, Kind], ...] = (
        (ASKED, row.demand_hours, "hours"),
        (THERE, row.supply_hours, "hours"),
        (BY_ACCOUNTS, row.need_by_accounts, "heads"),
        (BY_CONTACTS, row.need_by_contacts, "heads"),
        (LOW, row.need_low, "heads"),
        (HIGH, row.need_high, "heads"),
        (HAVE, row.have, "heads"),
        (RAMPED, row.ramped, "heads"),
    )
    sheet.put(at, 0, row.month.last_day, "month")
    sheet.put(at, 1, row.role, "text")
    for column, value, kind in given:
        sheet.put(at, column, value, kind, given=True)
    one, hours, need = cell(at, PLANNABLE), cell(at, BY_HOURS), cell(at, NEED)
    three = f"{hours},{cell(at, BY_ACCOUNTS)},{cell(at, BY_CONTACTS)}"
    sheet.live(at, USED, divided(cell(at, ASKED), cell(at, THERE)), row.utilisation, "share")
    sheet.live(at, PLANNABLE, f"={plannable}", found.standard[row.month].plannable, "hours")
    sheet.live(at, BY_HOURS, divided(cell(at, ASKED), one), row.need_by_hours, "heads")
    sheet.live(at, NEED, f'=IF(ISNUMBER({hours}),MAX({three}),"n/a")', row.need, "heads", strong=True)
    sheet.live(at, WHOLE, f'=IF(ISNUMBER({need}),ROUNDUP(ROUND({need},9),0),"n/a")', row.need_whole, "count")
    gap = f"={need}-{cell(at, RAMPED)}" if row.gap is not None else f'="{NO_VERDICT}"'
    sheet.live(at, GAP, gap, row.gap if row.gap is not None else NO_VERDICT, "heads")
    by_accounts = f'IF({need}={cell(at, BY_ACCOUNTS)},"accounts","contacts")'
    binds = f'=IF(ISNUMBER({need}),IF({need}={hours},"hours",{by_accounts}),"n/a")'
    sheet.live(at, BINDS, binds, row.binding, "text")
    sheet.put(at, ASSUMED, "ASSUMED" if row.assumed else "own journey", "text")


def _implied(sheet: Sheet, data: Gathered, at: int) -> None:
    """Write what each of the required heads of the month would carry."""
    found = data.answer.implied
    sheet.section(
        at,
        "What each required CSM would carry" + (" (ASSUMED hours)" if data.answer.capacity.assumed else ""),
    )
    asked = "heads_asked_for" if data.answer.need else "0"
    ratios: tuple[tuple[str, str, Fraction | None, Kind, str], ...] = (
        ("ARR per CSM", "arr_total", found.arr_per_csm if found else None, "money", "implied_arr_per_csm"),
        (
            "accounts per CSM",
            "accounts_live",
            found.accounts_per_csm if found else None,
            "ratio",
            "implied_accounts_per_csm",
        ),
    )
    for offset, (label, above, value, kind, name) in enumerate(ratios, start=1):
        sheet.put(at + offset, 0, label, "text")
        sheet.live(at + offset, 2, divided(above, asked), value, kind, strong=True)
        sheet.named(name, at + offset, 2, value)


def _chart(sheet: Sheet, found: Capacity, need: CapacityRow | None, at: int) -> None:
    """Draw the heads of the revenue role, which has a row for every month, copied below for the purpose."""
    listed = found.rows.rows
    rows = [index for index, row in enumerate(listed) if need is not None and row.role == need.role]
    if need is None or not rows:
        return
    sheet.section(at, f"Heads of role {need.role}")
    sheet.head(at + 1, ("month", "", "asked for", "there"))
    for offset, index in enumerate(rows, start=2):
        sheet.put(at + offset, 0, str(listed[index].month), "text")
        sheet.live(at + offset, 2, f"={cell(FIRST + index, NEED)}", listed[index].need, "heads")
        sheet.live(at + offset, 3, f"={cell(FIRST + index, HAVE)}", listed[index].have, "heads")
    series = (Series(2, "asked for", ACCENT), Series(3, "there", MUTED))
    columns(sheet, Frame((at, 5), "CSMs there and asked for"), Rows(at + 2, at + 1 + len(rows), 0), series)
