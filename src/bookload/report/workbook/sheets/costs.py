"""What capacity costs and which tiers take it, as formulas: accounts x minutes of each x cost of a minute.

Finance can go on with it: heads, what one of them gives and is paid, accounts, minutes of an account and what
it pays are given cells; everything else follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.workbook.charts import Frame, Rows, Series, stacked
from bookload.report.workbook.sheet import cell, divided, span
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.planning.cost import Costs, GroupCost, Pool
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Costs"
FIRST = 4
POOL_ROWS = (
    "heads",
    "minutes of one head",
    "minutes there",
    "pay of one head",
    "pay",
    "on-costs, share of pay",
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
(
    HEADS,
    GIVES,
    THERE,
    EARNS,
    PAY,
    ON_TOP,
    ON_COSTS,
    OTHER,
    SUPPLIED,
    RATE,
    ASKED,
    USED,
    IDLE,
    UNUSED,
    SHARE,
) = range(FIRST, FIRST + len(POOL_ROWS))
EACH = FIRST + len(POOL_ROWS) + 3
"""The first row of what one account of each group takes and pays."""
EACH_SIDES = ("account-months", "MRR of one", "direct costs of one")
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
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where things stand: how many pools there are, and the first rows of both tables of groups."""

    pools: int
    groups: int

    @property
    def first(self) -> int:
        """The first row of what the groups take."""
        return EACH + self.groups + 3

    @property
    def last(self) -> int:
        """The last row of it."""
        return self.first + self.groups - 1


def fill(sheet: Sheet, found: Costs, currency: str) -> None:
    """Write a column a pool (a role in a month); a row a group with what one account takes; what all do."""
    pools, groups = found.pools.rows, found.groups.rows
    shape = Shape(len(pools), len(groups))
    sheet.begin(
        "Cost to serve",
        f"In {currency}. A minute costs what its role's capacity costs; what nobody takes is named, "
        "never spread. Shaded cells are given: change heads, pay, accounts or minutes, and all follows."
        + (" Minutes are ASSUMED from published averages." if found.assumed else ""),
        [24, *[13] * len(pools), *[13] * len(SIDES)],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("", *(f"{each.month} {each.role}" for each in pools)))
    for offset, label in enumerate(POOL_ROWS):
        sheet.put(FIRST + offset, 0, label, "text")
    for column, pool in enumerate(pools, start=1):
        _pool(sheet, column, pool, shape)
    _groups(sheet, found, pools, shape)
    _total(sheet, shape.last + 1, found, shape)
    if groups and all(each.cost is not None for each in groups):
        _chart(sheet, found, shape)


def _pool(sheet: Sheet, column: int, pool: Pool, shape: Shape) -> None:
    """Write a pool; a role without people has no rate, and takes nothing."""
    given: tuple[tuple[int, Value, Kind], ...] = (
        (HEADS, pool.heads, "heads"),
        (GIVES, _per(pool.practical_minutes, pool.heads), "hours"),
        (EARNS, _per(pool.pay, pool.heads), "money"),
        (ON_TOP, _per(pool.on_costs, pool.pay), "share"),
        (OTHER, pool.other, "money"),
    )
    for row, value, kind in given:
        sheet.put(row, column, value, kind, given=True)
    heads, pay = cell(HEADS, column), cell(PAY, column)
    sheet.live(THERE, column, _times(heads, cell(GIVES, column)), pool.practical_minutes, "hours")
    if pool.pay is None:
        sheet.put(PAY, column, None, "money")
        sheet.put(ON_COSTS, column, None, "money")
    else:
        sheet.live(PAY, column, _times(heads, cell(EARNS, column)), pool.pay, "money")
        sheet.live(ON_COSTS, column, _times(pay, cell(ON_TOP, column)), pool.on_costs, "money")
    parts = (pay, cell(ON_COSTS, column), cell(OTHER, column))
    known = ",".join(f"ISNUMBER({part})" for part in parts)
    whole = f'=IF(AND({known}),{"+".join(parts)},"n/a")'
    sheet.live(SUPPLIED, column, whole, pool.supplied, "money")
    there, rate, asked = cell(THERE, column), cell(RATE, column), cell(ASKED, column)
    supplied, used = cell(SUPPLIED, column), cell(USED, column)
    nobody = f'=IF(N({there})=0,0,IF(ISNUMBER({supplied}),{supplied}/{there},"n/a"))'
    sheet.live(RATE, column, nobody, pool.rate if pool.practical_minutes else NONE, "rate")
    total = f"=SUM({span((shape.first, column), (shape.last, column))})" if shape.groups else "=0"
    sheet.live(ASKED, column, total, pool.asked_minutes, "hours")
    sheet.live(USED, column, f'=IF(ISNUMBER({rate}),{rate}*{asked},"n/a")', pool.used, "money")
    sheet.live(IDLE, column, f"={there}-{asked}", pool.unused_minutes, "hours")
    rest = f'=IF(AND(ISNUMBER({supplied}),ISNUMBER({used})),{supplied}-{used},"n/a")'
    sheet.live(UNUSED, column, rest, pool.unused, "money")
    sheet.live(SHARE, column, divided(cell(IDLE, column), there), pool.unused_share, "share")


def _times(many: str, each: str) -> str:
    """Return the formula of so many times what each is; nothing of none, n/a where a side is."""
    return f'=IF(ISNUMBER({many}),IF({many}=0,0,IF(ISNUMBER({each}),{many}*{each},"n/a")),"n/a")'


def _per(part: Fraction | None, of: Fraction | int | None) -> Fraction | None:
    return part / of if part is not None and of else None


def _groups(sheet: Sheet, found: Costs, pools: tuple[Pool, ...], shape: Shape) -> None:
    """Write what one account of each group takes and pays, given, and under it what all of them do."""
    roles = [f"{each.month} {each.role}" for each in pools]
    one = (found.by, *(f"minutes of an account, {role}" for role in roles), *EACH_SIDES)
    sheet.head(EACH - 1, one)
    sheet.head(shape.first - 1, (found.by, *(f"minutes, {role}" for role in roles), *SIDES))
    taken = {(each.key, each.month, each.role): each.minutes for each in found.taken}
    for offset, group in enumerate(found.groups):
        minutes = [taken.get((group.key or "", pool.month, pool.role), NONE) for pool in pools]
        _one(sheet, EACH + offset, group, minutes)
        _group(sheet, shape.first + offset, group, minutes, EACH + offset)


def _one(sheet: Sheet, at: int, group: GroupCost, minutes: list[Fraction]) -> None:
    """Write an account of a group; of one whose accounts all left, the minutes of all of them together."""
    accounts = group.account_months
    sheet.put(at, 0, group.key or "(none)", "text")
    for column, spent in enumerate(minutes, start=1):
        sheet.put(at, column, spent / (accounts or 1), "hours", given=True)
    months, revenue, direct = range(len(minutes) + 1, len(minutes) + 1 + len(EACH_SIDES))
    sheet.put(at, months, accounts, "count", given=True)
    sheet.put(at, revenue, group.revenue / (accounts or 1), "money", given=True)
    sheet.put(at, direct, group.direct / (accounts or 1), "money", given=True)


def _group(sheet: Sheet, at: int, group: GroupCost, spent: list[Fraction], one: int) -> None:
    """Write what a group takes, what that costs, and its margin; `one` is the row of one of its accounts."""
    pools = len(spent)
    (minutes, direct, cost, revenue, margin, share, months, each) = range(pools + 1, pools + 1 + len(SIDES))
    accounts = cell(one, pools + 1)
    many = f"MAX(1,{accounts})" if not group.account_months else accounts
    taken = span((at, 1), (at, pools))
    rates = span((RATE, 1), (RATE, pools))
    sheet.put(at, 0, group.key or "(none)", "text")
    for column, value in enumerate(spent, start=1):
        sheet.live(at, column, f"={many}*{cell(one, column)}", value, "hours")
    sheet.live(at, minutes, f"=SUM({taken})", group.minutes, "hours")
    sheet.live(at, direct, f"={many}*{cell(one, pools + 3)}", group.direct, "money")
    formula = f'=IF(COUNT({rates})={pools},SUMPRODUCT({taken},{rates})+{cell(at, direct)},"n/a")'
    sheet.live(at, cost, formula, group.cost, "money", strong=True)
    sheet.live(at, revenue, f"={many}*{cell(one, pools + 2)}", group.revenue, "money")
    left = f'=IF(ISNUMBER({cell(at, cost)}),{cell(at, revenue)}-{cell(at, cost)},"n/a")'
    sheet.live(at, margin, left, group.margin, "money")
    sheet.live(at, share, divided(cell(at, margin), cell(at, revenue)), group.gross_margin, "share")
    sheet.live(at, months, f"={accounts}", group.account_months, "count")
    sheet.live(at, each, divided(cell(at, cost), cell(at, months)), group.cost_per_account, "money")


def _total(sheet: Sheet, at: int, found: Costs, shape: Shape) -> None:
    """Write the sums of the groups, and that served, unused and stranded are what is supplied."""
    pools = shape.pools
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
    for column, value, kind in sums:
        of = span((shape.first, column), (shape.last, column))
        formula = f'=IF(COUNT({of})={shape.groups},SUM({of}),"n/a")' if shape.groups else "=0"
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


def _chart(sheet: Sheet, found: Costs, shape: Shape) -> None:
    """Draw each group's cost and what it leaves of its MRR, one on the other."""
    cost, margin = shape.pools + 3, shape.pools + 5
    frame = Frame((shape.last + 6, 0), f"Cost to serve and margin, by {found.by.replace('_', ' ')}")
    series = (Series(cost, "cost to serve", ACCENT), Series(margin, "margin", MUTED))
    stacked(sheet, frame, Rows(shape.first, shape.last, 0), series)
