"""Why these hours are freed: the best set of levers opened down to activities, accounts and the floor."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.planning.journey import demand
from bookload.planning.plan.levers import lever_plan
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number

if TYPE_CHECKING:
    from bookload.data.documents import Levers
    from bookload.data.reader import Reader
    from bookload.planning.plan.levers import LeverPlan

NONE = Fraction(0)
DEFINITION = (
    "The hours that the best set of levers takes less of the months ahead than the journey does today, with "
    "customers' experience in every segment and stage, and everybody's load, within what they are today."
)
FORMULA = "hours freed = hours asked along the journey - hours asked along the journey with the levers pulled"


def lever_hours(reader: Reader, subject: str | None, own: Levers | None = None) -> Explanation:
    """Return the hours freed; `subject` names an account, whose own hours are then opened by activity."""
    plan = lever_plan(reader, own)
    opened = _accounts(reader, plan) if subject is None else _account(reader, plan, subject)
    steps = (_activities(plan), opened, _twice(plan), _floor(plan))
    value = number(plan.freed)
    return Explanation("lever_hours", subject, value, DEFINITION, FORMULA, steps)


def _activities(plan: LeverPlan) -> Step:
    assumed = "; effects and costs are ASSUMED" if plan.assumed else ""
    return Step(
        text=f"Levers pulled on each activity, {plan.months[0]} to {plan.months[-1]}; those on one activity "
        f"count together{assumed}",
        columns=("activity", "stage", "levers", "hours"),
        rows=tuple(
            (pull.activity, pull.stage, " + ".join(pull.levers), hours)
            for pull, hours in zip(plan.pulls, adding_up([each.freed for each in plan.pulls], 1), strict=True)
        ),
        source="levers.toml",
        total=f"{number(plan.freed)} hours",
    )


def _accounts(reader: Reader, plan: LeverPlan) -> Step:
    """Return the hours of the role that each account asks less; they sum to the hours freed."""
    before, after = (
        {
            str(who): hours.likely
            for (who, role), hours in each.totals("account_id", "role").items()
            if role == plan.role
        }
        for each in (demand(reader, plan.months), demand(reader.along(plan.journey), plan.months))
    )
    freed = {who: before.get(who, NONE) - after.get(who, NONE) for who in {*before, *after}}
    ordered = sorted((who for who in freed if freed[who]), key=lambda who: (-freed[who], who))
    shown = adding_up([freed[who] for who in ordered], 1)
    return Step(
        text=f"Hours of role {plan.role} that each account asks, today and with the levers; --for opens one",
        columns=("account_id", "today", "after", "freed"),
        rows=tuple(
            (who, number(before.get(who, NONE)), number(after.get(who, NONE)), hours)
            for who, hours in zip(ordered, shown, strict=True)
        ),
        source="accounts",
        total=f"{number(sum(freed.values(), NONE))} hours",
    )


def _account(reader: Reader, plan: LeverPlan, account: str) -> Step:
    """Return one account's hours by activity along both journeys."""
    sides = (demand(reader, plan.months), demand(reader.along(plan.journey), plan.months))
    before, after = (
        {
            activity: hours.likely
            for (who, activity), hours in each.totals("account_id", "activity").items()
            if who == account
        }
        for each in sides
    )
    names = sorted({*before, *after}, key=str)
    return Step(
        text=f"Hours of all roles for account {account}, today and with the levers",
        columns=("activity", "today", "after"),
        rows=tuple(
            (
                str(name),
                number(before[name]) if name in before else None,
                number(after[name]) if name in after else None,
            )
            for name in names
        ),
        source="journey.toml",
        total=f"{number(sum(before.values(), NONE))} and {number(sum(after.values(), NONE))} hours",
    )


def _twice(plan: LeverPlan) -> Step:
    return Step(
        text="Hours asked of each role, computed again along the changed journey",
        columns=("role", "today", "after"),
        rows=tuple((role.role, number(role.before), number(role.after)) for role in plan.roles),
        source="journey.toml",
    )


def _floor(plan: LeverPlan) -> Step:
    return Step(
        text="Experience in points per segment and stage; personal is what people alone make up for",
        columns=("segment", "stage", "today", "after", "personal today", "personal after"),
        rows=tuple(
            (
                cell.segment,
                cell.stage,
                number(cell.before, 2),
                number(cell.after, 2),
                number(cell.personal_before, 2),
                number(cell.personal_after, 2),
            )
            for cell in plan.floors
        ),
        source="journey.toml",
        total="none is lowered" if not any(cell.lowered for cell in plan.floors) else "some are lowered",
    )
