"""The bridge from one profile's figure to another's: a cause a switch that differs, adding up exactly.

Each cause is what changing one more switch makes of the figure, on the way from the first profile to the
second, so the causes add up to the difference whatever they do to each other. Where two switches touch
the same rows it matters which is changed first; such accounts are named, with what each cause would be if it
were changed first of all, and last of all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.base.result import IN_QUANTA
from bookload.metrics.revenue.reconcile.causes import Step, path, steps, switches_of
from bookload.metrics.revenue.reconcile.figures import Figures, Measure
from bookload.metrics.revenue.reconcile.rows import periods_behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.base.period import Month
    from bookload.data.documents.switches import Switches
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.reconcile.rows import PeriodRow

CURRENT = "current"
"""The name of the workspace's own policy, as it stands, among profiles."""


@dataclass(frozen=True)
class AccountPart:
    """An account's figure before and after a switch was changed, in quanta."""

    account_id: str
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Overlap:
    """An account of which a cause depends on the order: its amount here, if changed first, and if last."""

    account_id: str
    amount: int = field(metadata=IN_QUANTA)
    first: int = field(metadata=IN_QUANTA)
    last: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Cause:
    """What one switch does to the figure: an amount in quanta, and the rows that make it up."""

    step: Step
    amount: int = field(metadata=IN_QUANTA)
    accounts: tuple[AccountPart, ...]
    periods: tuple[PeriodRow, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class AccountRow:
    """An account that two profiles count otherwise: both figures and each cause's part, in quanta."""

    account_id: str
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Bridge:
    """`before` + the causes' amounts = `after`, in whole quanta; `names` are those of the two profiles."""

    month: Month
    measure: Measure
    names: tuple[str, str]
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    causes: tuple[Cause, ...]
    accounts: tuple[AccountRow, ...]


def between(reader: Reader, before: str, after: str, month: Month, measure: Measure = "mrr") -> Bridge:
    """Return the bridge of a month's figure from one profile to another, preset, own or `current`.

    Raises `UsageError` for an unknown profile or measure, `MissingDataError` for a month without data.
    """
    sides = [profile_switches(reader, name) for name in (before, after)]
    return bridge(Figures(reader, measure, (month,)), month, (before, after), *sides)


def profile_switches(reader: Reader, name: str) -> Switches:
    """Return the switches of a profile by its name; raise `UsageError` for an unknown one."""
    policy = reader.policy
    own = name == CURRENT and name not in policy.profiles
    return switches_of(policy if own else policy.under(name))


def bridge(
    figures: Figures, month: Month, names: tuple[str, str], before: Switches, after: Switches
) -> Bridge:
    """Return the bridge of one month between two sets of switches."""
    taken = steps(before, after)
    stages = path(before, taken)
    causes = tuple(_cause(figures, month, stages, place, step) for place, step in enumerate(taken))
    sides = [of_month(figures.under(stage), month) for stage in (stages[0], stages[-1])]
    return Bridge(
        month,
        figures.measure,
        names,
        sum(sides[0].values()),
        sum(sides[1].values()),
        causes,
        _accounts(sides[0], sides[1], causes),
    )


def of_month(values: Mapping[tuple[Month, str], int], month: Month) -> Mapping[str, int]:
    """Return a month's figures by account."""
    return {account: amount for (when, account), amount in values.items() if when == month}


def differences(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return what is gained and lost by account, those of which nothing is left out."""
    names = {*before, *after}
    found = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: amount for name, amount in found.items() if amount}


def _cause(figures: Figures, month: Month, stages: Sequence[Switches], place: int, step: Step) -> Cause:
    earlier, later = stages[place], stages[place + 1]
    old, new = (of_month(figures.under(stage), month) for stage in (earlier, later))
    changed = differences(old, new)
    order = sorted(changed, key=lambda account: (-abs(changed[account]), account))
    return Cause(
        step,
        sum(changed.values()),
        tuple(AccountPart(account, old.get(account, 0), new.get(account, 0)) for account in order),
        periods_behind(figures, earlier, later, month, changed),
        _overlaps(figures, month, stages, step, changed),
    )


def _overlaps(
    figures: Figures, month: Month, stages: Sequence[Switches], step: Step, here: Mapping[str, int]
) -> tuple[Overlap, ...]:
    """Return the accounts of which the step would be something else if it were the first, or the last."""
    start, end = stages[0], stages[-1]
    sides = (start, step.forward(start)), (step.backward(end), end)
    first, last = (differences(*(of_month(figures.under(side), month) for side in both)) for both in sides)
    return tuple(
        Overlap(account, here.get(account, 0), first.get(account, 0), last.get(account, 0))
        for account in sorted({*here, *first, *last})
        if not here.get(account, 0) == first.get(account, 0) == last.get(account, 0)
    )


def _accounts(
    before: Mapping[str, int], after: Mapping[str, int], causes: Sequence[Cause]
) -> tuple[AccountRow, ...]:
    """Return the accounts that a cause has anything of, those that differ most first."""
    parts: dict[str, list[int]] = defaultdict(lambda: [0] * len(causes))
    for place, cause in enumerate(causes):
        for part in cause.accounts:
            parts[part.account_id][place] = part.after - part.before
    rows = [
        AccountRow(account, before.get(account, 0), after.get(account, 0), tuple(amounts))
        for account, amounts in parts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.after - row.before), row.account_id)))
