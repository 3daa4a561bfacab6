"""Who is away when: holidays, illness, and one long leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bookload.data.demo.dice import Dice
from bookload.data.demo.rows import Row, day_text
from bookload.data.demo.team import LEAVE_FROM, LEAVE_TO, MID_DACH, PEOPLE, Person, hired, left
from bookload.data.demo.timeline import HISTORY_MONTHS, Timeline

_PLANNED_MONTHS = 2
"""Holidays are known that far ahead."""
_SUMMER, _YEAR_END = (6, 9), 12

Absence = tuple[str, date, date, str]


def absences(seed: int, timeline: Timeline) -> list[Absence]:
    """Return person, first day away, first day back and kind, by person and day; nobody twice at once."""
    return [absence for person in PEOPLE for absence in _apart(_absences(person, seed, timeline))]


def absence_rows(known: list[Absence]) -> list[Row]:
    """Return the table `absences`."""
    return [
        {"person_id": person_id, "start_date": day_text(start), "end_date": day_text(end), "kind": kind}
        for person_id, start, end, kind in known
    ]


def _absences(person: Person, seed: int, timeline: Timeline) -> Iterator[Absence]:
    dice = Dice(seed, f"absences:{person.person_id}")
    joined, gone = hired(person, timeline), left(person, timeline)
    if person.person_id == MID_DACH:
        yield person.person_id, timeline.on(*LEAVE_FROM), timeline.on(*LEAVE_TO), "parental"
    for offset in range(1 - HISTORY_MONTHS, _PLANNED_MONTHS + 1):
        for start, days, kind in _month(dice, timeline.on(offset), person.country):
            end = start + timedelta(days=days)
            ill_ahead = kind == "sick" and start > timeline.through
            if start >= joined and (gone is None or end <= gone) and not ill_ahead:
                yield person.person_id, start, end, kind


def _month(dice: Dice, first: date, country: str) -> Iterator[tuple[date, int, str]]:
    """Yield a month's absences: two weeks in summer, the year's end, days in between, a cold or two."""
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    long = country != "US"
    if _SUMMER[0] <= first.month <= _SUMMER[1]:
        if dice.chance(0.32 if long else 0.24):
            yield monday + timedelta(days=7 * dice.below(2)), 14 if long else 7, "leave"
    elif first.month == _YEAR_END:
        yield date(first.year, _YEAR_END, 22 + dice.below(3)), dice.between(5, 9), "leave"
    elif dice.chance(0.24):
        yield (
            monday + timedelta(days=7 * dice.below(3)),
            dice.pick((5, 7)) if long else dice.pick((2, 5)),
            "leave",
        )
    if dice.chance(0.24 if first.month in (11, 12, 1, 2) else 0.1):
        length = min(12, max(1, int(dice.lognormal(2.0, 0.7))))
        yield monday + timedelta(days=7 * dice.below(4) + dice.below(3)), length, "sick"


def _apart(found: Iterator[Absence]) -> list[Absence]:
    """Return a person's absences by day: the long leave, and the others that overlap nothing kept."""
    kept: list[Absence] = []
    for absence in sorted(found, key=lambda one: (one[3] != "parental", one[1], one[2])):
        if all(absence[2] <= start or end <= absence[1] for _, start, end, _ in kept):
            kept.append(absence)
    return sorted(kept)
