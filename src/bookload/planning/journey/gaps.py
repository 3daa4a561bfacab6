"""What demand would need to know and does not: numbers of time equations, segments that nobody is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from bookload.base.errors import Finding, did_you_mean
from bookload.data.documents import Journey, Policy
from bookload.planning.journey.effort import Effort
from bookload.planning.journey.tasks import Task, role_of
from bookload.planning.journey.traits import Traits


def unknown_numbers(rows: Iterable[tuple[str, Iterable[Effort]]], known: Traits) -> Iterator[Finding]:
    """Yield a finding for each activity and number that some account lacks."""
    lacking: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account, efforts in rows:
        for effort in efforts:
            for name in effort.missing:
                lacking[effort.task.activity, name].add(account)
    for (activity, name), accounts in sorted(lacking.items()):
        first = min(accounts)
        unread = known.unread.get((first, name))
        stated = "is not known" if unread is None else f"'{unread}' is not a number"
        yield Finding(
            code="attribute_missing",
            message=(
                f"activity '{activity}' takes longer per unit of '{name}', which {stated} of account "
                f"{first}; its added minutes are left out"
            ),
            remedy=f"Add a column '{name}' with numbers to the accounts file, or account events of that kind",
            severity="warning",
            table="account_attributes",
            column=name,
            value=unread,
            count=len(accounts),
        )


def unknown_seasons(journey: Journey, policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each activity or role that has a year of its own and is in no journey."""
    names = {
        "activities": {activity.name for activity in journey.activities},
        "roles": {role_of(activity.role, policy) for activity in journey.activities},
    }
    stated: dict[str, Mapping[str, object]] = {
        "activities": policy.seasonality.activities,
        "roles": {role_of(role, policy): role for role in policy.seasonality.roles},
    }
    for kind, there in names.items():
        for name in sorted(stated[kind].keys() - there) if there else ():
            yield Finding(
                code="season_without_activity",
                message=f"policy seasonality.{kind} gives '{name}' a year of its own; the journey has none",
                remedy=f"Write it as journey.toml does{did_you_mean(name, there)}, or leave it out",
                severity="note",
                value=name,
            )


def unknown_segments(work: Iterable[Task], there: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each segment that an activity is for and no account is in."""
    named = {(segment, task.activity) for task in work for segment in task.segments}
    for segment, activity in sorted(named):
        if segment not in there:
            yield Finding(
                code="segment_without_accounts",
                message=f"activity '{activity}' is for segment '{segment}', which has no account then",
                remedy=f"Write it as the accounts do{did_you_mean(segment, there)}, or leave it out",
                severity="note",
                value=segment,
            )
