"""Tasks above level: what somebody did who is senior to what the journey asks for.

An activity of the journey is a logged one if it names its kind (`kinds`, or its own name) and either states
the same stage or none is logged. Levels rise as policy `levels` does, or as numbers; a level that is neither
is compared with nothing. A person's level is that of their position at the end of the activity's month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir

from bookload.base.period import Month
from bookload.data.documents import Activity
from bookload.data.documents.policy import Effort as Terms
from bookload.data.reader import Reader
from bookload.metrics.effort.savings.candidate import Candidate, by_hours, hours_a_month
from bookload.metrics.effort.shares import shared
from bookload.metrics.team.people import Staff, role_word


def worked(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return what each person did for accounts: person_id, kind, stage, month, times, minutes (x 10^4).

    Unique by the first four; minutes are the known ones, of whole activities.
    """
    rows = shared(reader, spells)
    sold = rows.filter(rows.activities == 1, rows.place == "account")
    return sold.group_by("person_id", "kind", "stage", "month").aggregate(
        times=sold.count(), minutes=sold.whole_minutes.sum().fill_null(0).cast("int64")
    )


def level_candidates(
    rows: Iterable[Mapping[str, Any]],
    asked: Sequence[Activity],
    team: Staff,
    log: tuple[Fraction, date],
    terms: Terms,
) -> list[Candidate]:
    """Return what the rows of `worked` make, by activity and stage; `log` is its months and its last day."""
    months, last_day = log
    found: dict[tuple[str, str | None, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        level = asked_level(row["kind"], row["stage"], asked, terms)
        position = team.position(row["person_id"], min(Month(row["month"]).last_day, last_day))
        if level is None or position is None or position.level is None:
            continue
        if _above(position.level, level, terms):
            key = (row["kind"], row["stage"], level, position.level)
            times, minutes = found[key]
            found[key] = (times + row["times"], minutes + row["minutes"])
    candidates = [
        Candidate(
            way="level",
            activity=kind,
            stage=stage,
            subject=None,
            people=None,
            times=times,
            hours=hours_a_month(minutes, months),
            part=Fraction(1),
            measured=True,
            how=f"all its minutes; done at level {held}, the journey asks for {level}",
        )
        for (kind, stage, level, held), (times, minutes) in found.items()
        if minutes
    ]
    return sorted(candidates, key=by_hours)


def asked_level(kind: str, stage: str | None, asked: Iterable[Activity], terms: Terms) -> str | None:
    """Return the level that the journey asks for a logged kind in a stage; the highest of several."""
    word = role_word(kind)
    found = [
        each.level
        for each in asked
        if each.level is not None
        and word in {role_word(name) for name in (each.name, *each.kinds)}
        and stage in (None, each.stage)
    ]
    return max(found, key=lambda level: _rank(level, terms) or ("", -1), default=None)


def _above(held: str, asked: str, terms: Terms) -> bool:
    one, other = _rank(held, terms), _rank(asked, terms)
    return one is not None and other is not None and one[0] == other[0] and one[1] > other[1]


def _rank(level: str, terms: Terms) -> tuple[str, int] | None:
    """Return a level's place and in which order it has one: numbers and names are not compared."""
    word = level.strip().casefold()
    if word.isdecimal():
        return "number", int(word)
    ranks = {name.casefold(): place for place, name in enumerate(terms.levels)}
    return ("name", ranks[word]) if word in ranks else None
