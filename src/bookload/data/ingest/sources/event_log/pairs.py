"""Starts and ends of work in a log that has an event for each, paired (lifecycle of IEEE 1849, XES).

Of one case, activity and instance the earliest start that is still open belongs to an end; one of the same
resource goes first. Between `suspend` and `resume` nobody works. What is only scheduled, assigned or
withdrawn is no work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

START, COMPLETE, SUSPEND, RESUME = "start", "complete", "suspend", "resume"
ENDS = frozenset({COMPLETE, "ate_abort", "pi_abort"})
_ORDER = {START: 0, RESUME: 1, SUSPEND: 2}
"""Of events at one time a start comes before what can follow it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a log: `row` is its place in the sheet."""

    row: int
    case: str
    activity: str
    resource: str | None
    at: datetime
    transition: str
    instance: str | None = None


@dataclass(slots=True)
class Work:
    """Work from `start` to `end`, None where that is not known, less the time that it was suspended."""

    row: int
    case: str
    activity: str
    resource: str | None
    start: datetime
    end: datetime | None = None
    idle: timedelta = field(default_factory=timedelta)
    suspended: datetime | None = None

    @property
    def worked(self) -> timedelta | None:
        """How long somebody worked on it, None where that is not known."""
        return None if self.end is None else self.end - self.start - self.idle


@dataclass(frozen=True)
class Paired:
    """All work of a log by its start, and how many events were taken for something else.

    `alone` counts ends without a start, `unfinished` starts without an end (both are work of unknown length),
    `passed_over` events by a transition that is no work.
    """

    work: tuple[Work, ...]
    alone: int
    unfinished: int
    passed_over: Counter[str]


def paired(events: Iterable[Event]) -> Paired:
    """Return the work that events stand for."""
    done: list[Work] = []
    going: defaultdict[tuple[str, str, str | None], list[Work]] = defaultdict(list)
    alone = 0
    passed: Counter[str] = Counter()
    for event in sorted(events, key=lambda each: (each.at, _ORDER.get(each.transition, 3), each.row)):
        key = event.case, event.activity, event.instance
        if event.transition == START:
            work = Work(event.row, event.case, event.activity, event.resource, event.at)
            going[key].append(work)
            done.append(work)
        elif event.transition in ENDS:
            found = _belonging(going[key], event)
            alone += found is None
            if found is None:
                done.append(Work(event.row, event.case, event.activity, event.resource, event.at))
            else:
                going[key].remove(found)
                _end(found, event)
        elif event.transition in (SUSPEND, RESUME):
            _interrupt(_belonging(going[key], event), event)
        else:
            passed[event.transition] += 1
    unfinished = sum(len(left) for left in going.values())
    return Paired(tuple(sorted(done, key=lambda work: (work.start, work.row))), alone, unfinished, passed)


def _belonging(going: list[Work], event: Event) -> Work | None:
    """Return the work in hand that an event is about: of its resource if there is any, else the first."""
    same = (work for work in going if work.resource == event.resource)
    return next(same, None) or next(iter(going), None)


def _end(work: Work, event: Event) -> None:
    _interrupt(work, event)
    work.end = event.at
    work.resource = work.resource or event.resource


def _interrupt(work: Work | None, event: Event) -> None:
    """Stop the clock of work, or let it run on; work that ends while it is suspended was idle until then."""
    if work is None:
        return
    if event.transition == SUSPEND:
        work.suspended = work.suspended or event.at
    elif work.suspended is not None:
        work.idle += event.at - work.suspended
        work.suspended = None
