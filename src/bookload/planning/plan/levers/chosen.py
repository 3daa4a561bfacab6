"""A choice of options and what it comes to, in exact arithmetic: hours freed, cost, the floor, the loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bookload.base.money import MONTHS_A_YEAR
from bookload.base.period import Month
from bookload.data.documents import Lever
from bookload.planning.journey import role_of
from bookload.planning.plan.levers.experience import NONE, Cell, Contact, Floor, floors
from bookload.planning.plan.levers.options import Load, Option, Standing, Who


@dataclass(frozen=True, slots=True)
class Cost:
    """What levers cost, in the workspace's currency: once, and a year."""

    one_off: Fraction = NONE
    running: Fraction = NONE

    def over(self, months: int) -> Fraction:
        """Return the cost of so many months, what is paid once included."""
        return self.one_off + self.running * months / MONTHS_A_YEAR

    def __add__(self, other: Cost) -> Cost:
        """Return both together."""
        return Cost(self.one_off + other.one_off, self.running + other.running)


@dataclass(frozen=True, slots=True)
class Above:
    """Hours of somebody (or of a role without people) above the larger of today's load and the target."""

    who: Who
    month: Month
    hours: Fraction
    limit: Fraction


@dataclass(frozen=True)
class Chosen:
    """A set of options that have levers, and what it comes to; all figures are exact.

    `levers` are all of the options' levers, each once.
    """

    options: tuple[Option, ...]
    levers: tuple[Lever, ...]
    freed: Fraction
    cost: Cost
    floors: tuple[Floor, ...]
    above: tuple[Above, ...] = field(default=(), repr=False)

    @property
    def allowed(self) -> bool:
        """Whether nothing is lowered and nobody carries too much."""
        return not self.above and not any(cell.lowered for cell in self.floors)


def choose(standing: Standing, options: Iterable[Option], role: str | None) -> Chosen:
    """Return what a choice of options comes to; `role` is whose hours are freed, None for all roles."""
    picked = tuple(option for option in options if option.levers)
    names = {lever.name for option in picked for lever in option.levers}
    levers = tuple(lever for lever in standing.levers if lever.name in names)
    freed = sum((freed_by(standing, option, role) for option in picked), NONE)
    return Chosen(
        options=picked,
        levers=levers,
        freed=freed,
        cost=cost_of(picked, levers),
        floors=floors(standing.contact, _contact(standing, picked), standing.cap),
        above=_above(standing, picked, levers),
    )


def freed_by(standing: Standing, option: Option, role: str | None) -> Fraction:
    """Return the hours that an option takes less than its activity does today; negative where more."""
    return standing.options[option.number][0].of(role) - option.of(role)


def cost_of(options: Sequence[Option], levers: Sequence[Lever]) -> Cost:
    """Return what levers cost: once for each, and once for each activity that they are pulled on."""
    uses = [cost_each(lever) for option in options for lever in option.levers]
    return sum([*(cost_once(lever) for lever in levers), *uses], Cost())


def cost_once(lever: Lever) -> Cost:
    """Return what a lever costs however many activities it is pulled on."""
    return Cost(Fraction(lever.one_off), Fraction(lever.running))


def cost_each(lever: Lever) -> Cost:
    """Return what a lever costs more for each activity that it is pulled on."""
    return Cost(Fraction(lever.one_off_each), Fraction(lever.running_each))


def room(standing: Standing, lever: Lever) -> Mapping[Month, Fraction]:
    """Return the hours that the heads a lever brings can carry up to the target, by month."""
    if not lever.heads or lever.to_role is None:
        return {}
    role = role_of(lever.to_role, standing.policy)
    return {month: Fraction(lever.heads) * standing.brought[role, month] for month in standing.months}


def _contact(standing: Standing, picked: Sequence[Option]) -> Mapping[Cell, Contact]:
    found = dict(standing.contact)
    for option in picked:
        today = standing.options[option.number][0].contact
        for cell, was in today.items():
            found[cell] = found[cell] - was + option.contact.get(cell, Contact())
    return found


def loads_after(standing: Standing, picked: Sequence[Option]) -> Load:
    """Return everybody's hours under a choice of options."""
    found = dict(standing.loads)
    for option in picked:
        for key, hours in standing.options[option.number][0].loads.items():
            found[key] -= hours
        for key, hours in option.loads.items():
            found[key] = found.get(key, NONE) + hours
    return found


def _above(standing: Standing, picked: Sequence[Option], levers: Sequence[Lever]) -> tuple[Above, ...]:
    limits = dict(standing.limits)
    for lever in levers:
        for month, hours in room(standing, lever).items():
            key = (("role", role_of(str(lever.to_role), standing.policy)), month)
            limits[key] = limits.get(key, NONE) + hours
    return tuple(
        Above(who, month, hours, limits.get((who, month), NONE))
        for (who, month), hours in sorted(loads_after(standing, picked).items())
        if hours > limits.get((who, month), NONE)
    )
