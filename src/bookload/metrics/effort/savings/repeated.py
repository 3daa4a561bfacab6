"""Playbook candidates: what one person does three times or more in a quarter, each time from scratch.

A playbook is written once for all who would follow it, so those who repeat the same thing are one candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir

from bookload.data.documents.policy import Effort as Terms
from bookload.data.reader import Reader
from bookload.metrics.effort.robust import cut_mean
from bookload.metrics.effort.savings.candidate import Candidate, by_hours, hours_a_month
from bookload.metrics.effort.savings.subjects import with_alike
from bookload.metrics.effort.shares import shared
from bookload.metrics.effort.steps import Deliveries

OFTEN = 3
"""Times in a quarter (definitions: "Playbook candidate")."""
HOW_MEASURED = "1 - robust mean with a playbook / without, of the same activity in this log"
HOW_ASSUMED = "policy playbook_saving, for the log has too few with and without a playbook"
ENOUGH = 10
"""Deliveries with a playbook, and without, from which its saving is measured."""


def repeated(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return what a person did three times or more in a quarter without a playbook.

    Columns: person_id, kind, stage, subject (made alike), quarter, times, minutes (x 10^4, the known ones).
    Unique by the first five. Internal activities and those without a subject are left out.
    """
    rows = shared(reader, spells)
    free = rows.filter(rows.activities == 1, rows.place != "internal", rows.playbook.isnull())
    named = with_alike(free)
    summed = named.group_by("person_id", "kind", "stage", "subject", "quarter").aggregate(
        times=named.count(), minutes=named.whole_minutes.sum().fill_null(0).cast("int64")
    )
    return summed.filter(summed.times >= OFTEN)


def playbook_candidates(
    rows: Iterable[Mapping[str, Any]], deliveries: Deliveries, months: Fraction, terms: Terms
) -> list[Candidate]:
    """Return what the rows of `repeated` make, over so many months; what saves nothing is left out."""
    found: dict[tuple[str, str | None, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    people: dict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for row in rows:
        key = (row["kind"], row["stage"], row["subject"])
        times, minutes = found[key]
        found[key] = (times + row["times"], minutes + row["minutes"])
        people[key].add(row["person_id"])
    candidates = []
    parts = {kind: playbook_part(kind, deliveries, terms) for kind in {key[0] for key in found}}
    for key, (times, minutes) in found.items():
        kind, stage, subject = key
        part, measured = parts[kind]
        if minutes and part:
            hours = hours_a_month(minutes, months)
            how = HOW_MEASURED if measured else HOW_ASSUMED
            who = tuple(sorted(people[key]))
            candidates.append(
                Candidate("playbook", kind, stage, subject, who, times, hours, part, measured, how)
            )
    return sorted(candidates, key=by_hours)


def playbook_part(kind: str, deliveries: Deliveries, terms: Terms) -> tuple[Fraction, bool]:
    """Return which part of an activity's minutes a playbook saves, and whether the log measures it.

    Measured, where ten deliveries or more followed one and as many did not: 1 - the robust mean with /
    without, at least 0. What differs otherwise between the two is in it.
    """
    values: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for (_, activity, followed), each in deliveries.known.items():
        if activity == kind:
            values[followed].extend(each)
    with_one, without = cut_mean(values[True]), cut_mean(values[False])
    if with_one is None or without is None or min(with_one.count, without.count) < ENOUGH or not without.mean:
        return Fraction(terms.playbook_saving), False
    return max(Fraction(0), 1 - with_one.mean / without.mean), True
