"""Whom to hire, opened: what is needed in which month, who is hired for it, how near that is to the least."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.base.errors import unknown
from bookload.base.period import Month
from bookload.planning.capacity import capacity
from bookload.report.explain.asked import opened_hours
from bookload.report.explain.explanation import Explanation, Step

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.plan.hiring import HiringPlan


GROWN = (
    "Hours asked ahead are estimates: today's, which follow, as accounts come, leave and age in simulated "
    "futures (`bookload explain arr_ahead`)"
)


def hires(reader: Reader, subject: str | None) -> Explanation:
    """Return the heads to hire, of one role where `subject` names it, down to activities and accounts.

    What is asked in the months ahead is an estimate: it grows out of what is asked in the month of `as_of`,
    which is opened for each role that hires are proposed of, or that is named.
    """
    from bookload.planning.plan.hiring import plan  # noqa: PLC0415 - a solver: slow to load

    found = plan(reader)
    made = opened(found, subject)
    asked, month = capacity(reader, 0).demand, Month.of(reader.as_of)
    roles = sorted({each.role for each in found.searches}) if subject is None else [subject]
    today = [step for role in roles for step in opened_hours(asked, month, role)]
    return replace(made, steps=(*made.steps, Step(GROWN), *today))


def opened(found: HiringPlan, subject: str | None) -> Explanation:
    """Return the heads that a plan hires, opened; raise `UsageError` for a role that it does not have."""
    if subject is not None and subject not in found.roles:
        raise unknown("role", subject, found.roles)
    mine = [each for each in found.searches if subject in (None, each.role)]
    heads = str(sum(each.heads for each in mine))
    return Explanation(
        metric="hires",
        subject=subject,
        value=heads,
        definition="The heads to hire so that the chance of enough hours stays at the policy's level.",
        formula="least cost of pay, hiring and shortfall such that hires carry what is needed in each month",
        steps=(
            _needed(found, subject),
            _near(found, subject),
            Step(
                text="Searches to open",
                columns=("role", "heads", "open_in", "start_in"),
                rows=tuple((each.role, each.heads, str(each.opens), str(each.starts)) for each in mine),
                total=heads,
            ),
        ),
    )


def _needed(found: HiringPlan, subject: str | None) -> Step:
    rows = [row for row in found.rows if subject in (None, row.role) and row.held is not None]
    return Step(
        text=f"Ramped heads that hires have to carry, from {found.fitted:,} futures; the chance that they "
        f"do, from {found.judged:,} others",
        columns=("month", "role", "hours_asked", "hours_there", "heads_needed", "chance", "without"),
        rows=tuple(
            (
                str(row.month),
                row.role,
                round(row.hours_asked, 1),
                round(row.hours_there, 1),
                round(row.required, 2),
                round(row.chance, 4),
                round(row.without, 4),
            )
            for row in rows
        ),
        source="journey.toml",
    )


def _near(found: HiringPlan, subject: str | None) -> Step:
    rows = [row for row in found.programmes if subject in (None, row.role)]
    return Step(
        text="What it costs in months of a hire's loaded pay, and what no plan costs less than",
        columns=("role", "hires", "shortfall", "objective", "bound", "gap"),
        rows=tuple(
            (
                row.role,
                round(float(row.hires), 2),
                round(row.shortfall, 2),
                round(row.objective, 2),
                round(row.bound, 2),
                round(row.gap, 5),
            )
            for row in rows
        ),
    )
