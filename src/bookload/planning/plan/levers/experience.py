"""Experience: what customers get of the team, in points, per segment and stage; and the floor under it.

    points of an activity = deliveries x points of one x factor of its mode
    contact by people     = the part of it that is not automated: in person 1, to a group `group_factor`
    digital contact       = the automated part: `digital_factor`
    experience            = contact by people + min(digital contact, cap)
    cap                   = the larger of today's digital contact and `digital_cap` x accounts x months

The floor holds twice in every segment and stage: experience may not fall below today's, and neither may the
contact by people that is worth more than `people_above` points a delivery. So no number of newsletters pays
for one onboarding call. Points are whole-number arithmetic: exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bookload.data.documents import Activity, Policy
from bookload.planning.journey import Demand
from bookload.planning.journey.effort import exact_total

Cell = tuple[str | None, str | None]
"""A segment (None: accounts that state none) and a stage."""

Deliveries = Mapping[Cell, Fraction]
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Contact:
    """Points of contact: by people, the part of it that only people can make up for, and digital."""

    people: Fraction = NONE
    personal: Fraction = NONE
    digital: Fraction = NONE

    def __add__(self, other: Contact) -> Contact:
        """Return both together."""
        return Contact(
            self.people + other.people, self.personal + other.personal, self.digital + other.digital
        )

    def __sub__(self, other: Contact) -> Contact:
        """Return the difference."""
        return Contact(
            self.people - other.people, self.personal - other.personal, self.digital - other.digital
        )


@dataclass(frozen=True, slots=True)
class Floor:
    """A segment and stage before and after: experience, and the contact that people alone make up for."""

    segment: str | None
    stage: str | None
    before: Fraction
    after: Fraction
    personal_before: Fraction
    personal_after: Fraction

    @property
    def lowered(self) -> bool:
        """Whether either lies below today's."""
        return self.after < self.before or self.personal_after < self.personal_before


def per_delivery(activity: Activity, was: Activity, policy: Policy) -> Contact:
    """Return what one delivery gives; `was` is the activity of today: its points say what may replace it."""
    terms, points = policy.levers, Fraction(activity.points)
    automated = Fraction(1) if activity.mode == "automated" else Fraction(activity.automated_share)
    factor = Fraction(terms.group_factor) if activity.mode == "group" else Fraction(1)
    people = points * (1 - automated) * factor
    personal = people if was.points > terms.people_above else NONE
    return Contact(people, personal, points * automated * Fraction(terms.digital_factor))


def deliveries(asked: Demand, count: int) -> tuple[Deliveries, ...]:
    """Return the deliveries of each of so many activities, in the journey's order, per segment and stage."""
    found: list[dict[Cell, list[Fraction]]] = [defaultdict(list) for _ in range(count)]
    for profile, efforts, weights in zip(asked.profiles, asked.efforts, asked.weights, strict=True):
        for effort in efforts:
            found[effort.task.number][profile.segment, profile.stage].append(effort.deliveries(*weights))
    return tuple({cell: exact_total(parts) for cell, parts in each.items()} for each in found)


def account_months(asked: Demand) -> Mapping[Cell, Fraction]:
    """Return the accounts in each segment and stage, weighted by days, x months."""
    found: dict[Cell, Fraction] = defaultdict(Fraction)
    for profile, (days, _) in zip(asked.profiles, asked.weights, strict=True):
        found[profile.segment, profile.stage] += Fraction(days, profile.month.days)
    return found


def contact(
    due: Sequence[Deliveries], activities: Sequence[Activity], today: Sequence[Activity], policy: Policy
) -> Mapping[Cell, Contact]:
    """Return the contact per segment and stage; `today` are the same activities as they are now."""
    found: dict[Cell, Contact] = defaultdict(Contact)
    for each, activity, was in zip(due, activities, today, strict=True):
        one = per_delivery(activity, was, policy)
        for cell, count in each.items():
            found[cell] += scaled(one, count)
    return dict(found)


def scaled(one: Contact, count: Fraction) -> Contact:
    """Return so many deliveries' contact."""
    return Contact(one.people * count, one.personal * count, one.digital * count)


def caps(
    today: Mapping[Cell, Contact], months: Mapping[Cell, Fraction], policy: Policy
) -> Mapping[Cell, Fraction]:
    """Return how many digital points count in each segment and stage."""
    each = Fraction(policy.levers.digital_cap)
    return {cell: max(found.digital, each * months.get(cell, NONE)) for cell, found in today.items()}


def counted(found: Contact, cap: Fraction) -> Fraction:
    """Return experience: contact by people, and digital contact up to its cap."""
    return found.people + min(found.digital, cap)


def floors(
    before: Mapping[Cell, Contact], after: Mapping[Cell, Contact], cap: Mapping[Cell, Fraction]
) -> tuple[Floor, ...]:
    """Return every segment and stage before and after, in the order of their names."""
    return tuple(
        Floor(
            *cell,
            counted(was, cap[cell]),
            counted(after.get(cell, Contact()), cap[cell]),
            was.personal,
            after.get(cell, Contact()).personal,
        )
        for cell, was in sorted(before.items(), key=lambda item: tuple(str(part) for part in item[0]))
    )


def lowered(cells: Iterable[Floor]) -> tuple[Floor, ...]:
    """Return those that lie below today's."""
    return tuple(cell for cell in cells if cell.lowered)
