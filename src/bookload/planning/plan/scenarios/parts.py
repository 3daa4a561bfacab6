"""The parts of a scenario, and a company with some of them applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from bookload.base.errors import DocumentError, MissingDataError, UsageError, did_you_mean, unknown
from bookload.base.period import Month
from bookload.data.documents import Journey, Lever, Levers, Scenario, ScenarioPay
from bookload.data.reader import Reader
from bookload.metrics.revenue.stocks import stock
from bookload.planning.plan.levers.catalogue import catalogue, roles_there, without_heads
from bookload.planning.plan.levers.pulled import Choice, journey_with, named
from bookload.planning.plan.scenarios.overlay import growth_of, journey_under, policy_under
from bookload.planning.plan.scenarios.team import brought_rows, pay_rows, team_rows

Part = Literal["policy", "journey", "team", "growth", "pay", "levers"]
PARTS: tuple[Part, ...] = ("policy", "journey", "team", "growth", "pay", "levers")
KEYS: Mapping[str, tuple[str, ...]] = {
    "policy": ("policy",),
    "journey": ("activities", "added", "removed"),
    "team": ("hires", "leavers", "moves"),
    "growth": ("growth_per_year",),
    "levers": ("levers", "pulled"),
    "results": ("results",),
}
"""The keys of a scenario's document that state each of its parts, and its results."""
NONE = Fraction(0)
ALL = "all"
"""The growth of segments that a scenario does not name."""


@dataclass(frozen=True)
class WhatIf:
    """A scenario by the name of its file, with the pay beside it where the reader may know of it.

    `pay_withheld`: there is a file of pay that the reader has no right to; it was not read. `lines` has the
    line that each part begins on, where it was read from a file.
    """

    name: str
    scenario: Scenario
    pay: ScenarioPay | None = field(default=None, repr=False)
    pay_withheld: bool = False
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    @property
    def file(self) -> str:
        """The file that says it, within the workspace."""
        return f"scenarios/{self.name}.toml"

    @contextmanager
    def blamed(self, part: str | None = None) -> Iterator[None]:
        """Name the file, and the line that a part begins on, in what cannot be meant of the scenario."""
        try:
            yield
        except (DocumentError, UsageError, MissingDataError) as error:
            if str(error).startswith(f"scenarios/{self.name}."):
                raise
            number = self.lines.get(part or "")
            line = f", line {number}" if number else ""
            file = f"scenarios/{self.name}.pay.toml" if part == "pay" else self.file
            raise DocumentError(f"{file}{line}: {error}") from None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that it changes, in the order in which they are applied."""
        scenario = self.scenario
        there = {
            "policy": scenario.policy,
            "journey": scenario.activities or scenario.added or scenario.removed,
            "team": scenario.hires or scenario.leavers or scenario.moves,
            "growth": scenario.growth_per_year,
            "pay": self.pay,
            "levers": scenario.levers or scenario.pulled,
        }
        return tuple(part for part in PARTS if there[part])


@dataclass(frozen=True)
class Variant:
    """A company as some parts of a scenario make it: a reader, growth by segment, and what levers cost."""

    reader: Reader
    growth: Mapping[str, Fraction]
    one_off: Fraction = NONE
    running: Fraction = NONE


def variant(reader: Reader, what_if: WhatIf, parts: Collection[Part], own: Levers | None) -> Variant:
    """Return a company with some parts of a scenario applied, in their order; `own` are its levers.

    Raises `DocumentError` that names the scenario for one that cannot be meant.
    """
    scenario, policy, journey = what_if.scenario, reader.policy, reader.journey
    growth: Mapping[str, Fraction] = {}
    one_off = running = NONE
    found, blamed = reader, what_if.blamed
    if "policy" in parts:
        with blamed("policy"):
            policy = policy_under(policy, scenario)
    if "journey" in parts:
        with blamed("journey"):
            journey = journey_under(journey, policy, scenario)
    if "team" in parts:
        with blamed("team"):
            found = found.with_rows(team_rows(found, scenario))
    if "pay" in parts and what_if.pay is not None:
        with blamed("pay"):
            found = found.with_rows(pay_rows(found, scenario, what_if.pay))
    if "levers" in parts:
        with blamed("levers"):
            levers = _levers(reader, own)
            choice = choice_of(scenario, journey, levers)
            levers = tuple(lever for lever in levers if any(lever in each for each in choice.values()))
            journey, one_off, running = _pulled(journey, levers, choice)
        first = (Month.of(reader.as_of) + 1).first_day
        found = found.with_rows(brought_rows(levers, first)) if any(each.heads for each in levers) else found
    if "growth" in parts:
        with blamed("growth"):
            growth = growth_of(policy, scenario)
            _check_segments(reader, growth)
    found = found if policy is reader.policy else found.under(policy)
    found = found if journey is reader.journey else found.along(journey)
    return Variant(found, growth, one_off, running)


def _check_segments(reader: Reader, growth: Mapping[str, Fraction]) -> None:
    """Raise `DocumentError` for the growth of a segment without accounts: it would change nothing."""
    known = sorted({row.key for row in stock(reader, "segment") if row.key is not None})
    for segment in growth:
        if segment not in (ALL, *known):
            hint = did_you_mean(segment, known)
            allowed = ", ".join((*known, ALL))
            message = f"growth_per_year: no account is in a segment '{segment}'{hint}; allowed: {allowed}"
            raise DocumentError(message)


def _levers(reader: Reader, own: Levers | None) -> tuple[Lever, ...]:
    """Return the levers that may be pulled, as the plan of levers has them."""
    found = catalogue(reader.journey, reader.policy, own)
    return without_heads(found, roles_there(reader)) if own is None else found


def choice_of(scenario: Scenario, journey: Journey, levers: Sequence[Lever]) -> Choice:
    """Return the levers that a scenario pulls, by the place of the activity that they are pulled on.

    Raises `UsageError` for a lever that is not there, and `DocumentError` for an activity that is not, or
    that a lever is not for.
    """
    there = {lever.name: lever for lever in levers}
    for name in (*scenario.levers, *(each for names in scenario.pulled.values() for each in names)):
        if name not in there:
            raise unknown("lever", name, there)
    activities = {activity.name for activity in journey.activities}
    for activity, names in scenario.pulled.items():
        if activity not in activities:
            hint = did_you_mean(activity, activities)
            raise DocumentError(f"pulled: the journey has no activity '{activity}'{hint}")
        for name in names:
            if activity not in there[name].activities:
                raise DocumentError(f"pulled: lever '{name}' is not for the activity '{activity}'")
    everywhere = named(journey, [there[name] for name in scenario.levers])
    found = {
        number: (
            *everywhere.get(number, ()),
            *(
                there[name]
                for name in scenario.pulled.get(activity.name, ())
                if there[name] not in everywhere.get(number, ())
            ),
        )
        for number, activity in enumerate(journey.activities)
    }
    return {number: chosen for number, chosen in found.items() if chosen}


def _pulled(
    journey: Journey, levers: tuple[Lever, ...], choice: Choice
) -> tuple[Journey, Fraction, Fraction]:
    """Return a journey with levers pulled on its activities, and what they cost once and a year."""
    uses = [lever for chosen in choice.values() for lever in chosen]
    one_off = sum((Fraction(each.one_off) for each in levers), NONE)
    one_off += sum((Fraction(each.one_off_each) for each in uses), NONE)
    running = sum((Fraction(each.running) for each in levers), NONE)
    running += sum((Fraction(each.running_each) for each in uses), NONE)
    return journey_with(journey, choice), one_off, running
