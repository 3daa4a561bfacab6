"""The catalogue: what could be done to each activity; a company's own, or the default, marked assumed.

What to do is published: Commune ("ARR per CSM: industry benchmark and how to improve it") says in 2023 to
delete or reduce a task, to give it to somebody more junior, to make a playbook and to strengthen digital
communication. By how much, and at what cost, is not: the defaults' effects are assumed, wide, and to be
replaced by one's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from bookload.base.errors import DocumentError, MissingDataError
from bookload.data.documents import Activity, Journey, Lever, Levers, Policy
from bookload.data.documents.levers import Effect, Factor
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word, staff

COMMUNE = "Commune (2023) names it; its effect and cost are assumed"
OURS = "assumed"

INTERN = "intern"
"""The role that work is handed down to by default; nobody of it has to be there."""

ROUTINE_POINTS = Decimal(1)
"""Contact worth no more points than this a digital hub may answer, and a junior may take over, by default."""

PLAYBOOK = Effect(low=Decimal("0.05"), likely=Decimal("0.15"), high=Decimal("0.30"))
TOOL = Effect(low=Decimal("0.30"), likely=Decimal("0.60"), high=Decimal("0.80"))
HUB = Effect(low=Decimal("0.10"), likely=Decimal("0.25"), high=Decimal("0.40"))
LEARNING = Factor(low=Decimal("1.0"), likely=Decimal("1.3"), high=Decimal("1.8"))
PREPARED = Factor(low=Decimal("1.0"), likely=Decimal("1.2"), high=Decimal("1.5"))

PLAYBOOK_HOURS, TOOL_HOURS, TOOL_HOURS_A_YEAR, SESSION_HOURS, HUB_HOURS, HUB_HOURS_A_YEAR = (
    16,
    40,
    24,
    24,
    80,
    96,
)
"""Hours that it takes to set a lever up, and to keep it: assumed."""

INTERN_HOURS_A_YEAR = 1_000
"""What an intern costs a year, as hours of whoever sets levers up: assumed."""


def catalogue(journey: Journey, policy: Policy, own: Levers | None) -> tuple[Lever, ...]:
    """Return the company's levers, or the default ones where it has none of its own.

    Raises `MissingDataError` for a journey without activities, and `DocumentError` for a lever on an activity
    that the journey does not have.
    """
    if not journey.activities:
        raise MissingDataError(
            "levers act on the activities of a journey, and there are none: write journey.toml "
            "(docs: Write your journey)"
        )
    if own is None:
        return defaults(journey, policy)
    if wrong := own.unknown_activity(journey):
        raise DocumentError(f"levers.toml: {wrong}")
    return own.levers


def defaults(journey: Journey, policy: Policy) -> tuple[Lever, ...]:
    """Return the default catalogue: levers for what a journey's activities are like, each marked assumed."""
    worked = [each for each in journey.activities if _by_people(each)]
    return (*_single(worked, policy), *_shared(worked, policy))


def without_heads(levers: tuple[Lever, ...], roles: Collection[str]) -> tuple[Lever, ...]:
    """Return levers that bring no heads to roles in which people work: those take the hours on."""
    return tuple(
        lever.model_copy(update={"heads": Decimal(0), "running": Decimal(0)})
        if lever.heads and role_word(str(lever.to_role)) in roles
        else lever
        for lever in levers
    )


def roles_there(reader: Reader) -> set[str]:
    """Return the roles that people of a company have or had."""
    return {position.role for person in staff(reader).people.values() for position in person.positions}


def _single(worked: Iterable[Activity], policy: Policy) -> Iterator[Lever]:
    """Yield the levers that are for one activity alone: delete, less often, shorten, automate, to a group."""
    hour = policy.levers.hour_cost
    for each in _named_once(worked):
        if not each.points:
            yield _lever("Delete", "delete", each)
            yield _lever("Half as often", "less_often", each, times=Decimal("0.5"))
            yield _lever(
                "Tool",
                "automate",
                each,
                saves=TOOL,
                one_off=TOOL_HOURS * hour,
                running=TOOL_HOURS_A_YEAR * hour,
                source=OURS,
            )
        else:
            yield _lever("Playbook", "shorten", each, saves=PLAYBOOK, one_off=PLAYBOOK_HOURS * hour)
        words = " ".join((each.name, *each.kinds)).casefold()
        if each.points and each.mode == "personal" and "train" in words:
            yield _lever(
                "Group",
                "one_to_many",
                each,
                group_size=Decimal(6),
                times=Decimal(2),
                takes=PREPARED,
                one_off=SESSION_HOURS * hour,
                source=OURS,
            )


def _shared(worked: Iterable[Activity], policy: Policy) -> Iterator[Lever]:
    """Yield the levers that several activities share: somebody more junior, a hub for routine questions."""
    hour, csm = policy.levers.hour_cost, role_word(policy.revenue.revenue_role)
    unseen = [each.name for each in _named_once(worked) if not each.points and role_word(each.role) == csm]
    if unseen:
        yield Lever(
            name="An intern",
            kind="hand_down",
            activities=tuple(unseen),
            takes=LEARNING,
            to_role=INTERN,
            heads=Decimal(1),
            running=INTERN_HOURS_A_YEAR * hour,
            assumed=True,
            source=COMMUNE,
        )
    routine = [each.name for each in _named_once(worked) if 0 < each.points <= ROUTINE_POINTS]
    if routine:
        yield Lever(
            name="Digital hub",
            kind="digital_hub",
            activities=tuple(routine),
            saves=HUB,
            one_off=HUB_HOURS * hour,
            running=HUB_HOURS_A_YEAR * hour,
            assumed=True,
            source=COMMUNE,
        )


def _lever(word: str, kind: str, activity: Activity, source: str = COMMUNE, **terms: object) -> Lever:
    stated = {"name": f"{word}: {activity.name}", "kind": kind, "activities": (activity.name,), **terms}
    return Lever.model_validate({**stated, "assumed": True, "source": source})


def _by_people(activity: Activity) -> bool:
    return activity.mode != "automated" and activity.automated_share < 1


def _named_once(worked: Iterable[Activity]) -> Iterator[Activity]:
    """Yield the first activity of each name: a lever is for all activities of a name."""
    seen: set[str] = set()
    for each in worked:
        if each.name not in seen:
            seen.add(each.name)
            yield each
