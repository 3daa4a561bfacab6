"""Our figures against another tool's: causes that were tested, rows on one side alone, and what is left.

Causes add up exactly from our figure to theirs. What nothing explains is a line of its own, always there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.base.progress import Progress
from bookload.base.result import IN_QUANTA
from bookload.metrics.revenue.reconcile.bridge import AccountPart, differences, of_month
from bookload.metrics.revenue.reconcile.causes import CAUSES, STATUSES, path
from bookload.metrics.revenue.reconcile.hypotheses import single, together, told, vendors
from bookload.metrics.revenue.reconcile.rows import periods_behind
from bookload.metrics.revenue.reconcile.theirs import WHOLE, common_factor, over_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from bookload.base.period import Month
    from bookload.data.documents.switches import Switches
    from bookload.metrics.revenue.reconcile.figures import Figures, Measure, Place
    from bookload.metrics.revenue.reconcile.hypotheses import Hypothesis
    from bookload.metrics.revenue.reconcile.rows import PeriodRow
    from bookload.metrics.revenue.reconcile.theirs import Entry, Factor, Theirs

ONLY_HERE, ONLY_THERE, DECIMALS, FACTOR = "only here", "only there", "decimals", "factor"
UNEXPLAINED = "unexplained"

NEAREST = 3


@dataclass(frozen=True)
class Found:
    """One cause of a difference: what would explain it, its amount in quanta, its accounts and rows."""

    cause: str
    text: str
    amount: int = field(metadata=IN_QUANTA)
    accounts: tuple[AccountPart, ...] = ()
    periods: tuple[PeriodRow, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One month: `before` (ours) + the causes' amounts = `after` (theirs), in whole quanta."""

    month: Month
    before: int = field(metadata=IN_QUANTA)
    after: int = field(metadata=IN_QUANTA)
    causes: tuple[Found, ...]


@dataclass(frozen=True)
class Suggestion:
    """A hypothesis that would explain figures: how many, how many that agree speak against it, what is left.

    `used` tells whether the bridge takes it.
    """

    hypothesis: Hypothesis
    explains: int
    against: int
    left: int = field(metadata=IN_QUANTA)
    used: bool


@dataclass(frozen=True)
class Reconciled:
    """Months of ours against theirs, and every hypothesis that would explain something of them.

    `agreed` and `compared` count figures. `nearest` are hypotheses that explain nothing to the last decimal
    and leave least, where something is unexplained.
    """

    measure: Measure
    names: tuple[str, str]
    months: tuple[Comparison, ...]
    suggestions: tuple[Suggestion, ...]
    nearest: tuple[Suggestion, ...]
    agreed: int
    compared: int
    theirs: Theirs


def against(
    figures: Figures,
    ours: tuple[str, Switches],
    theirs: Theirs,
    rates: Mapping[Month, Mapping[str, Fraction]],
    progress: Progress | None = None,
) -> Reconciled:
    """Return our figures under some switches, reconciled with another tool's.

    `rates` are units of other currencies per one of the workspace's, by month. `progress` is told of each
    hypothesis.
    """
    tested = _Tested(figures, ours[1], theirs, rates, progress or Progress())
    chosen = tested.chosen()
    months = tuple(_month(tested, month, chosen) for month in figures.months)
    used = set(chosen.values())
    all_of = [tested.suggestion(one, used=one in used) for one in tested.hypotheses]
    would = [one for one in all_of if one.explains and not tested.idle(one.hypothesis)]
    left = any(found.amount for month in months for found in month.causes if found.cause == UNEXPLAINED)
    near = sorted((one for one in all_of if not one.explains), key=lambda one: one.left)
    return Reconciled(
        figures.measure,
        (ours[0], theirs.name),
        months,
        tuple(sorted(would, key=lambda one: (one.against - one.explains, len(one.hypothesis.steps)))),
        tuple(one for one in near if one.left < tested.left(tested.ours))[:NEAREST]
        if left and not would
        else (),
        len(tested.places) - len(tested.open),
        len(tested.places),
        theirs,
    )


class _Tested:
    """Hypotheses, each computed, and which of the other tool's figures each would give."""

    def __init__(
        self,
        figures: Figures,
        ours: Switches,
        theirs: Theirs,
        rates: Mapping[Month, Mapping[str, Fraction]],
        progress: Progress,
    ) -> None:
        self.figures, self.switches, self.theirs = figures, ours, theirs
        self.over = over_of(figures.measure)
        self.ours = self.values(ours)
        months = {month: self._entries(month) for month in figures.months}
        self.factors: Mapping[Month, Factor] = {
            month: common_factor(entries, self._in(month), self.over, rates.get(month, {}))
            for month, entries in months.items()
        }
        self.places: list[Place] = sorted({*self.ours, *theirs.entries}, key=_by_month)
        self.places = [place for place in self.places if place[0] in self.factors]
        self.open = {place for place in self.places if not self.agrees(place, self.ours)}
        self.hypotheses = self._all(progress)

    def values(self, switches: Switches) -> Mapping[Place, int]:
        """Return figures as the other tool gives them, a month's whole or by account."""
        found = self.figures.under(switches)
        if self.theirs.by_account:
            return found
        totals: dict[Place, int] = dict.fromkeys(((month, WHOLE) for month in self.figures.months), 0)
        for (month, _), amount in found.items():
            totals[month, WHOLE] += amount
        return totals

    def agrees(self, place: Place, values: Mapping[Place, int]) -> bool:
        """Return whether a figure reads as theirs does; one that they do not give reads as 0."""
        entry, value = self.theirs.entries.get(place), values.get(place, 0)
        return value == 0 if entry is None else entry.agrees(value, self.over, self.factors[place[0]].value)

    def stated(self, place: Place) -> int:
        """Return their figure in quanta, the common factor taken out."""
        entry = self.theirs.entries.get(place)
        return 0 if entry is None else entry.quanta(self.over, self.factors[place[0]].value)

    def left(self, values: Mapping[Place, int]) -> int:
        """Return what all figures together differ by."""
        return sum(abs(self.stated(place) - values.get(place, 0)) for place in self.places)

    def explained(self, hypothesis: Hypothesis) -> list[Place]:
        """Return the figures that differ, and would not under a hypothesis."""
        values = self.values(hypothesis.switches(self.switches))
        return [place for place in self.places if place in self.open and self.agrees(place, values)]

    def idle(self, hypothesis: Hypothesis) -> bool:
        """Return whether one of two switches explains alone what both do."""
        if hypothesis.kind != "two":
            return False
        both = self.explained(hypothesis)
        return any(
            self.explained(one) == both for one in self.hypotheses if set(one.steps) < set(hypothesis.steps)
        )

    def suggestion(self, hypothesis: Hypothesis, *, used: bool) -> Suggestion:
        """Return what speaks for a hypothesis, and what against it."""
        values = self.values(hypothesis.switches(self.switches))
        agree = [place for place in self.places if place not in self.open]
        spoilt = sum(not self.agrees(place, values) for place in agree)
        return Suggestion(hypothesis, len(self.explained(hypothesis)), spoilt, self.left(values), used)

    def chosen(self) -> Mapping[Place, Hypothesis]:
        """Return for each figure the hypothesis that explains it: of several, the one most others speak for.

        One that more figures speak against than for is not taken.
        """
        weighed = [self.suggestion(one, used=False) for one in self.hypotheses]
        believed = [one for one in weighed if one.explains > one.against]
        order = sorted(believed, key=lambda one: (one.against - one.explains, len(one.hypothesis.steps)))
        found: dict[Place, Hypothesis] = {}
        for one in order:
            for place in self.explained(one.hypothesis):
                found.setdefault(place, one.hypothesis)
        return found

    def _all(self, progress: Progress) -> list[Hypothesis]:
        """Return all hypotheses worth a look; none where everything agrees."""
        if not self.open:
            return []
        alone = single(self.switches)
        for done, one in enumerate(alone):
            progress.step("testing switches", done, len(alone))
            self.values(one.switches(self.switches))
        matter = [one for one in alone if self._touches(one)]
        vendor = vendors(self.figures.reader.policy, self.switches)
        more = [*vendor, *([] if self._settled(matter) else together(matter))]
        for done, one in enumerate(more):
            progress.step("testing switches together", done, len(more))
            self.values(one.switches(self.switches))
        return [*matter, *(one for one in more if self._touches(one))]

    def _settled(self, hypotheses: Iterable[Hypothesis]) -> bool:
        """Return whether every figure that differs is explained by one of the hypotheses."""
        return self.open <= {place for one in hypotheses for place in self.explained(one)}

    def _touches(self, hypothesis: Hypothesis) -> bool:
        """Return whether a hypothesis makes a difference to a figure that is open."""
        values = self.values(hypothesis.switches(self.switches))
        return any(values.get(place, 0) != self.ours.get(place, 0) for place in self.open)

    def _entries(self, month: Month) -> Mapping[str, Entry]:
        return {name: entry for (when, name), entry in self.theirs.entries.items() if when == month}

    def _in(self, month: Month) -> Mapping[str, int]:
        return {name: amount for (when, name), amount in self.ours.items() if when == month}


def _month(tested: _Tested, month: Month, chosen: Mapping[Place, Hypothesis]) -> Comparison:
    """Return one month's causes: those tested, rows on one side alone, decimals, a factor, and the rest."""
    places = [place for place in tested.places if place[0] == month]
    parts, reached = _tested_causes(
        tested, month, {place: chosen[place] for place in places if place in chosen}
    )
    rest: dict[str, list[AccountPart]] = {kind: [] for kind in (ONLY_HERE, ONLY_THERE, DECIMALS, UNEXPLAINED)}
    for place in places:
        here, there = reached.get(place, tested.ours.get(place, 0)), tested.stated(place)
        if here != there:
            rest[_kind(tested, place, here)].append(AccountPart(place[1], here, there))
    found = [
        *parts,
        *(_rest(kind, rest[kind], tested) for kind in (ONLY_HERE, ONLY_THERE, DECIMALS) if rest[kind]),
    ]
    before = sum(tested.ours.get(place, 0) for place in places)
    after = sum(
        entry.quanta(tested.over) for (when, _), entry in tested.theirs.entries.items() if when == month
    )
    factor = after - sum(tested.stated(place) for place in places)
    if factor:
        found.append(Found(FACTOR, tested.factors[month].meaning, factor))
    return Comparison(month, before, after, (*found, _rest(UNEXPLAINED, rest[UNEXPLAINED], tested)))


def _kind(tested: _Tested, place: Place, here: int) -> str:
    entry = tested.theirs.entries.get(place)
    if entry is None:
        return ONLY_HERE
    if entry.agrees(here, tested.over, tested.factors[place[0]].value):
        return DECIMALS
    return ONLY_THERE if not here and tested.theirs.by_account else UNEXPLAINED


def _rest(kind: str, parts: Sequence[AccountPart], tested: _Tested) -> Found:
    texts = {
        ONLY_HERE: "accounts without a row in the file",
        ONLY_THERE: "rows of the file without MRR here",
        DECIMALS: "amounts are rounded there",
        UNEXPLAINED: "no switch, two switches or preset that was tried explains it",
    }
    if kind == ONLY_THERE and (
        strangers := sum(part.account_id in tested.theirs.strangers for part in parts)
    ):
        texts[kind] += f", {strangers} of them of accounts that are not known here"
    named = _largest_first(part for part in parts if part.account_id != WHOLE)
    return Found(kind, texts[kind] if parts else "", sum(part.after - part.before for part in parts), named)


def _tested_causes(
    tested: _Tested, month: Month, chosen: Mapping[Place, Hypothesis]
) -> tuple[list[Found], Mapping[Place, int]]:
    """Return what each switch does to the figures that it explains, and what these become by it."""
    figures = tested.figures
    reached: dict[Place, int] = {}
    parts: dict[tuple[str, str], list[AccountPart]] = defaultdict(list)
    periods: dict[tuple[str, str], list[PeriodRow]] = defaultdict(list)
    for hypothesis in dict.fromkeys(chosen.values()):
        named = {account for (_, account), one in chosen.items() if one == hypothesis}
        stages = path(tested.switches, hypothesis.steps)
        for place, step in enumerate(hypothesis.steps):
            old, new = (of_month(figures.under(stage), month) for stage in stages[place : place + 2])
            moved = differences(old, new)
            changed = moved.keys() if named == {WHOLE} else moved.keys() & named
            key = (step.cause, told(step))
            parts[key] += [AccountPart(name, old.get(name, 0), new.get(name, 0)) for name in changed]
            periods[key] += periods_behind(figures, stages[place], stages[place + 1], month, changed)
        last = tested.values(stages[-1])
        reached |= {(month, account): last.get((month, account), 0) for account in named}
    order = [*STATUSES.values(), *CAUSES.values()]
    found = [
        Found(
            cause,
            f"{text} would explain it",
            sum(part.after - part.before for part in parts[cause, text]),
            _largest_first(parts[cause, text]),
            tuple(periods[cause, text]),
        )
        for cause, text in sorted(parts, key=lambda key: (order.index(key[0]), key[1]))
    ]
    return found, reached


def _largest_first(parts: Iterable[AccountPart]) -> tuple[AccountPart, ...]:
    return tuple(sorted(parts, key=lambda part: (-abs(part.after - part.before), part.account_id)))


def _by_month(place: Place) -> tuple[int, str]:
    return place[0].ordinal, place[1]
