"""What the capacity costs and which groups take it, as formulas: groups x accounts x minutes x rate."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from bookload.planning.cost import Costs, GroupCost, Pool
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Costs"
FIRST = 4
POOL_ROWS = (
    "heads",
    "minutes there",
    "pay",
    "on-costs",
    "other costs",
    "cost supplied",
    "cost of a minute",
    "minutes asked",
    "cost of what is asked",
    "minutes unused",
    "cost unused",
    "unused share",
)
(HEADS, THERE, PAY, ON_COSTS, OTHER, SUPPLIED, RATE, ASKED, USED, IDLE, UNUSED, SHARE) = range(
    FIRST, FIRST + len(POOL_ROWS)
)
GROUPS = FIRST + len(POOL_ROWS) + 3
"""The first row of groups."""
SIDES = (
    "minutes",
    "direct",
    "cost to serve",
    "MRR",
    "margin",
    "gross margin",
    "account-months",
    "per account",
)


def fill(sheet: Sheet, found: Costs, currency: str) -> None:
    """Write a column a pool (a role in a month), and under them a row a group with the minutes it takes."""
    pools, groups = found.pools.rows, found.groups.rows
    sheet.begin(
        "Cost to serve",
        f"In {currency}. A minute costs what its role's capacity costs; what nobody takes is named, "
        "never spread. Shaded cells are given: change minutes, heads or pay, and costs and margins follow."
        + (" Minutes are ASSUMED from published averages." if found.assumed else ""),
        [24, *[13] * len(pools), *[13] * len(SIDES)],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("", *(f"{each.month} {each.role}" for each in pools)))
    for offset, label in enumerate(POOL_ROWS):
        sheet.put(FIRST + offset, 0, label, "text")
    last = GROUPS + len(groups) - 1
    for column, pool in enumerate(pools, start=1):
        _pool(sheet, column, pool, (GROUPS, last))
    sheet.head(GROUPS - 1, (found.by, *(f"minutes, {each.month} {each.role}" for each in pools), *SIDES))
    taken = {(each.key, each.month, each.role): each.minutes for each in found.taken}
    for at, group in enumerate(groups, start=GROUPS):
        minutes = [taken.get((group.key or "", pool.month, pool.role), Fraction(0)) for pool in pools]
        for column, spent in enumerate(minutes, start=1):
            sheet.put(at, column, spent, "hours", given=True)
        _group(sheet, at, group, len(pools))
    _total(sheet, last + 1, found)


def _pool(sheet: Sheet, column: int, pool: Pool, groups: tuple[int, int]) -> None:
    """Write a pool; a role without people has no rate, and takes nothing."""
    given: tuple[tuple[int, Value, Kind], ...] = (
        (HEADS, pool.heads, "heads"),
        (THERE, pool.practical_minutes, "hours"),
        (PAY, pool.pay, "money"),
        (ON_COSTS, pool.on_costs, "money"),
        (OTHER, pool.other, "money"),
    )
    for row, value, kind in given:
        sheet.put(row, column, value, kind, given=True)
    costs = span((PAY, column), (OTHER, column))
    whole = f'=IF(COUNT({costs})=3,SUM({costs}),"n/a")'
    sheet.live(SUPPLIED, column, whole, pool.supplied, "money")
    there, rate, asked = cell(THERE, column), cell(RATE, column), cell(ASKED, column)
    nobody = (
        f'=IF(N({there})=0,0,IF(ISNUMBER({cell(SUPPLIED, column)}),{cell(SUPPLIED, column)}/{there},"n/a"))'
    )
    sheet.live(RATE, column, nobody, pool.rate if pool.practical_minutes else Fraction(0), "rate")
    total = f"=SUM({span((groups[0], column), (groups[1], column))})"
    sheet.live(ASKED, column, total, pool.asked_minutes, "hours")
    sheet.live(USED, column, f'=IF(ISNUMBER({rate}),{rate}*{asked},"n/a")', pool.used, "money")
    sheet.live(IDLE, column, f"={there}-{asked}", pool.unused_minutes, "hours")
    supplied, used = cell(SUPPLIED, column), cell(USED, column)
    rest = f'=IF(AND(ISNUMBER({supplied}),ISNUMBER({used})),{supplied}-{used},"n/a")'
    sheet.live(UNUSED, column, rest, pool.unused, "money")
    sheet.live(SHARE, column, divided(cell(IDLE, column), there), pool.unused_share, "share")


def _group(sheet: Sheet, at: int, group: GroupCost, pools: int) -> None:
    """Write what a group takes, what that costs, and its margin."""
    (minutes, direct, cost, revenue, margin, share, months, each) = range(pools + 1, pools + 1 + len(SIDES))
    taken = span((at, 1), (at, pools))
    rates = span((RATE, 1), (RATE, pools))
    sheet.put(at, 0, group.key or "(none)", "text")
    sheet.live(at, minutes, f"=SUM({taken})", group.minutes, "hours")
    sheet.put(at, direct, group.direct, "money", given=True)
    formula = f'=IF(COUNT({rates})={pools},SUMPRODUCT({taken},{rates})+{cell(at, direct)},"n/a")'
    sheet.live(at, cost, formula, group.cost, "money", strong=True)
    sheet.put(at, revenue, group.revenue, "money", given=True)
    left = f'=IF(ISNUMBER({cell(at, cost)}),{cell(at, revenue)}-{cell(at, cost)},"n/a")'
    sheet.live(at, margin, left, group.margin, "money")
    sheet.live(at, share, divided(cell(at, margin), cell(at, revenue)), group.gross_margin, "share")
    sheet.put(at, months, group.account_months, "count", given=True)
    sheet.live(at, each, divided(cell(at, cost), cell(at, months)), group.cost_per_account, "money")


def _total(sheet: Sheet, at: int, found: Costs) -> None:
    """Write the sums of the groups, and that served, unused and stranded are what is supplied."""
    pools, last = len(found.pools), at - 1
    (minutes, direct, cost, revenue, margin, share, months, each) = range(pools + 1, pools + 1 + len(SIDES))
    total = found.total
    sheet.put(at, 0, "all of them", "text")
    sums: tuple[tuple[int, Value, Kind], ...] = (
        (minutes, total.minutes, "hours"),
        (direct, total.direct, "money"),
        (cost, total.cost, "money"),
        (revenue, total.revenue, "money"),
        (margin, total.margin, "money"),
        (months, total.account_months, "count"),
    )
    rows = max(last - GROUPS + 1, 0)
    for column, value, kind in sums:
        of = span((GROUPS, column), (last, column))
        formula = f'=IF(COUNT({of})={rows},SUM({of}),"n/a")' if rows else "=0"
        sheet.live(at, column, formula, value, kind, strong=True)
    sheet.live(at, share, divided(cell(at, margin), cell(at, revenue)), total.gross_margin, "share")
    sheet.live(at, each, divided(cell(at, cost), cell(at, months)), total.cost_per_account, "money")
    sheet.put(at + 2, 0, "served + unused + stranded − supplied", "text")
    unused, supplied = span((UNUSED, 1), (UNUSED, pools)), span((SUPPLIED, 1), (SUPPLIED, pools))
    # Stranded and direct costs are on both sides: what is left is what the pools' own columns come to.
    known = f"AND(ISNUMBER({cell(at, cost)}),COUNT({unused})={pools})"
    check = f"{cell(at, cost)}-{cell(at, direct)}+SUM({unused})-SUM({supplied})"
    value = None if found.supplied is None or found.unused is None else 0
    sheet.live(at + 2, 1, f'=IF({known},ROUND({check},6),"n/a")', value, "money")
    sheet.mark_off((at + 2, 1), (at + 2, 1))
