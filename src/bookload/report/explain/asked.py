"""Hours asked of a role, opened down to the activities and the accounts that ask for them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.explain.explanation import Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.base.period import Month
    from bookload.planning.journey import Demand, DemandLine

PLACES = 2


def opened_hours(asked: Demand, month: Month, role: str, account: str | None = None) -> tuple[Step, ...]:
    """Return the hours of a role and month by activity and by account; of one account by activity alone.

    Both come to the same hours.
    """
    lines = list(asked.lines(month=month, role=role, account_id=account))
    steps = (by_activity(lines, f"Hours that the journey asks of role {role} in {month}, by activity"),)
    if account is not None:
        return steps
    return (*steps, by_account(lines, f"The same hours by account: those of role {role} in {month}"))


def by_activity(lines: Sequence[DemandLine], text: str) -> Step:
    """Return the hours of each activity, with the accounts, deliveries and sessions that they are of."""
    sums: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 3)
    accounts: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        old = sums[line.activity]
        sums[line.activity] = [old[0] + line.deliveries, old[1] + line.sessions, old[2] + line.hours]
        accounts[line.activity].add(line.account_id)
    ordered = sorted(sums.items(), key=lambda item: (-item[1][2], item[0]))
    total = _total(lines)
    shown = adding_up([parts[2] for _, parts in ordered], PLACES)
    return Step(
        text=text + _marked(lines),
        columns=("activity", "accounts", "deliveries", "sessions", "hours"),
        rows=tuple(
            (name, len(accounts[name]), number(parts[0], PLACES), number(parts[1], PLACES), hours)
            for (name, parts), hours in zip(ordered, shown, strict=True)
        ),
        source="journey.toml",
        total=f"{number(total, PLACES)} hours",
    )


def by_account(lines: Sequence[DemandLine], text: str) -> Step:
    """Return the hours of each account, those with the most first, and its stages and activities."""
    held: dict[str, list[DemandLine]] = defaultdict(list)
    for line in lines:
        held[line.account_id].append(line)
    sums = {account: _total(each) for account, each in held.items()}
    ordered = sorted(sums, key=lambda account: (-sums[account], account))
    total = _total(lines)
    shown = adding_up([sums[account] for account in ordered], PLACES)
    return Step(
        text=text,
        columns=("account_id", "segment", "stages", "activities", "hours"),
        rows=tuple(
            (
                account,
                _named(line.segment for line in held[account]),
                _named(line.stage for line in held[account]),
                len({line.activity for line in held[account]}),
                hours,
            )
            for account, hours in zip(ordered, shown, strict=True)
        ),
        source="accounts",
        total=f"{number(total, PLACES)} hours",
    )


def _total(lines: Iterable[DemandLine]) -> Fraction:
    return sum((line.hours for line in lines), Fraction(0))


def _named(names: Iterable[str | None]) -> str | None:
    """Return the names there are, each once; None where none is stated."""
    return ", ".join(sorted({name for name in names if name is not None})) or None


def _marked(lines: Iterable[DemandLine]) -> str:
    return "; the minutes are ASSUMED" if any(line.assumed for line in lines) else ""
