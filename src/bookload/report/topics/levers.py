"""The best set of levers: hours freed, what they cost, the floor they keep, and the ratios that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.document import amount_text, plain
from bookload.report.figures import number, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.plan.levers import Alone, Implied, LeverPlan
    from bookload.report.document import Document, Json

SHOWN_ALONE = 12
"""Levers that the terminal shows one by one; `--json` has all."""

SHOWN_LOADS = 8


def body(plan: LeverPlan, access: Access) -> Document:
    """Return the set, the frontier, every lever alone, the floor and the ratios before and after."""
    document: Document = {
        "role": plan.role,
        "months": [str(month) for month in plan.months],
        "budget": amount_text(plan.budget, 2),
        "assumed": plan.assumed,
        "hours_freed": plain(plan.freed, access),
        "hours_freed_low": plan.low,
        "hours_freed_high": plan.high,
        "one_off": amount_text(plan.one_off, 2),
        "running_a_year": amount_text(plan.running, 2),
        "cost": amount_text(plan.cost, 2),
        "levers": list(plan.levers),
        "pulled": [plain(pull, access) for pull in plan.pulls],
        "roles": [plain(change, access) for change in plan.roles],
        "before": _implied(plan.before),
        "after": _implied(plan.after),
        "floor": [plain(cell, access) for cell in plan.floors],
        "frontier": [
            {
                "cost": amount_text(point.cost, 2),
                "hours_freed": plain(point.freed, access),
                "levers": list(point.levers),
            }
            for point in plan.frontier
        ],
        "frontier_is_whole": plan.whole,
        "alone": [_alone(each, len(plan.months)) for each in plan.alone],
    }
    if plan.loads is not None and access.allows(Right.TIME_PERSON):
        document["loads"] = [plain(change, access) for change in plan.loads]
    return document


def _implied(found: Implied) -> Json:
    return {
        "csms_needed": None if found.heads is None else float(found.heads),
        "arr_per_csm": amount_text(found.arr_per_csm, 2),
        "accounts_per_csm": None if found.accounts_per_csm is None else float(found.accounts_per_csm),
    }


def _alone(each: Alone, months: int) -> Json:
    lever = each.lever
    return {
        "lever": lever.name,
        "kind": lever.kind,
        "activities": list(lever.activities),
        "hours_freed": float(each.freed),
        "hours_freed_low": each.low,
        "hours_freed_high": each.high,
        "one_off": amount_text(each.cost.one_off, 2),
        "running_a_year": amount_text(each.cost.running, 2),
        "cost": amount_text(each.cost.over(months), 2),
        "lowers": [{"segment": cell.segment, "stage": cell.stage} for cell in each.lowered],
        "overloads": each.overloaded,
        "allowed": each.allowed,
        "assumed": lever.assumed,
        "source": lever.source,
    }


def tables(plan: LeverPlan, access: Access, currency: str) -> list[Part]:
    """Return the set, the frontier, what each lever frees alone, and the ratios before and after."""
    span = f"{plan.months[0]} to {plan.months[-1]}"
    under = "" if plan.budget is None else f", of a budget of {units(plan.budget, currency)}"
    found = (
        f"{number(plan.freed)} hours of role {plan.role} freed, {span} "
        f"({plan.low:,.0f} to {plan.high:,.0f}), for {units(plan.cost, currency)} {currency}{under}: "
        f"{units(plan.one_off, currency)} once and {units(plan.running, currency)} a year"
    )
    parts: list[Part] = [
        found,
        _pulled(plan),
        _ratios(plan, currency),
        _frontier(plan, currency),
        _tornado(plan, currency),
    ]
    kept = sum(not cell.lowered for cell in plan.floors)
    parts.append(
        f"Experience is at or above today's in {kept} of {len(plan.floors)} segments and stages, and nobody "
        "carries more than the larger of today's load and the target."
    )
    if plan.loads is not None and access.allows(Right.TIME_PERSON):
        more = [row for row in plan.loads if row.after > row.before]
        parts += [
            f"{row.person_id} {row.month}: {number(row.before)} h, then {number(row.after)} h of at most "
            f"{number(row.limit)}"
            for row in more[:SHOWN_LOADS]
        ]
    if plan.assumed:
        parts.append("Levers, effects and costs are ASSUMED: write yours into levers.toml.")
    return parts


def _pulled(plan: LeverPlan) -> Part:
    rows = [
        [
            pull.activity,
            # A lever of one activity is called by it, which stands beside it already.
            " + ".join(name.removesuffix(f": {pull.activity}") for name in pull.levers),
            number(pull.freed),
            f"{pull.low:,.0f} to {pull.high:,.0f}",
        ]
        for pull in plan.pulls
    ]
    return table(
        "The best set, by activity", ["activity", "levers", "hours freed", "range"], rows, text_columns=2
    )


def _ratios(plan: LeverPlan, currency: str) -> Part:
    rows = [
        [
            word,
            number(found.heads, 2),
            units(found.arr_per_csm, currency),
            number(found.accounts_per_csm),
        ]
        for word, found in (("today", plan.before), ("with the levers", plan.after))
    ]
    columns = ["", "CSMs needed", f"ARR per CSM, {currency}", "accounts per CSM"]
    return table("What each required CSM would carry, over the months", columns, rows)


def _frontier(plan: LeverPlan, currency: str) -> Part:
    kind = "every point" if plan.whole else "a grid of budgets"
    rows = [[units(each.cost, currency), number(each.freed), str(len(each.levers))] for each in plan.frontier]
    columns = [f"cost, {currency}", "hours freed", "levers"]
    return table(
        f"Hours freed against cost ({kind}, each the most that it buys)", columns, rows, text_columns=0
    )


def _tornado(plan: LeverPlan, currency: str) -> Part:
    shown = [each for each in plan.alone if each.freed > 0][:SHOWN_ALONE]
    rows = [
        [
            each.lever.name,
            number(each.freed),
            f"{each.low:,.0f} to {each.high:,.0f}",
            units(each.cost.over(len(plan.months)), currency),
            _verdict(each),
        ]
        for each in shown
    ]
    columns = ["lever", "hours freed", "range", f"cost, {currency}", "alone"]
    return table(f"One lever at a time ({len(shown)} of {len(plan.alone)})", columns, rows)


def _verdict(each: Alone) -> str:
    words = []
    if each.lowered:
        first = each.lowered[0]
        more = f" and {len(each.lowered) - 1} more" if len(each.lowered) > 1 else ""
        words.append(f"lowers {first.segment or 'no segment'} {first.stage}{more}")
    if each.overloaded:
        words.append(f"too much for {each.overloaded}")
    return "; ".join(words) or "possible"
