"""What could take fewer hours, opened: each candidate with how its saving is counted, and the activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bookload.base.access import Right
from bookload.base.errors import unknown
from bookload.metrics.effort.effort import effort
from bookload.metrics.effort.recorded import MINUTE_ONE
from bookload.metrics.effort.shares import shared
from bookload.planning.journey.spans import stage_spans
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from bookload.data.reader import Reader
    from bookload.metrics.effort.savings import Candidate

DEFINITION = (
    "Hours a month that an activity would take less if it followed a playbook, went to somebody of the level "
    "that the journey asks for, were held for many at once, or ran by itself. Candidates may be about the "
    "same hours, so they are never added up."
)
FORMULA = "hours a month of the activity x the part that the other way saves"
NEEDS = frozenset({Right.TIME_PERSON})
WAYS = {
    "playbook": "playbook",
    "level": "hand down",
    "one_to_many": "one to many",
    "automate": "automate",
}


def hours_saved(reader: Reader, subject: str | None) -> Explanation:
    """Return what could take fewer hours; `subject` is an activity, opened to what the log has of it.

    The value is that of the one candidate there is, else n/a. Needs the right to the time of single people.
    """
    reader.access.demand(NEEDS, "what could take fewer hours")
    spells = stage_spans(reader)
    hours = effort(reader, spells).hours
    found = hours.savings.all if hours else ()
    names = sorted({each.activity for each in found})
    if subject is not None and subject not in names:
        raise unknown("activity that could take fewer hours", subject, names)
    chosen = [each for each in found if subject in (None, each.activity)]
    value = number(chosen[0].saved) if len(chosen) == 1 else None
    steps = [_candidates(chosen)]
    if subject is not None:
        steps.append(_activities(shared(reader, spells), reader, subject))
    return Explanation("hours_saved", subject, value, DEFINITION, FORMULA, tuple(steps))


def _candidates(found: Sequence[Candidate]) -> Step:
    hows = dict.fromkeys(each.how for each in found)
    return Step(
        text=(
            f"{len(found)} candidates, each by itself, in hours a month; --for ACTIVITY opens one. The part "
            f"that is saved: {'; '.join(hows) or 'none'}"
        ),
        columns=(
            "way",
            "activity",
            "stage",
            "subject",
            "people",
            "times",
            "hours",
            "part",
            "saved",
            "known by",
        ),
        rows=tuple(
            (
                WAYS[each.way],
                each.activity,
                each.stage,
                each.subject,
                None if each.people is None else len(each.people),
                each.times,
                number(each.hours),
                percent(each.part),
                number(each.saved),
                "log" if each.measured else "policy",
            )
            for each in found
        ),
        needs=NEEDS,
    )


def _activities(rows: ir.Table, reader: Reader, kind: str) -> Step:
    once = rows.filter(rows.kind == kind, rows.activities == 1)
    listed: list[dict[str, Any]] = reader.collect(
        once.select("start_at", "person_id", "account_id", "stage", "subject", "whole_minutes")
    ).rows()
    listed.sort(key=lambda row: (row["start_at"], row["person_id"], row["account_id"] or ""))
    return Step(
        text=f"The {len(listed):,} activities '{kind}' of the log, one of several accounts under its first",
        columns=("start_at", "person_id", "account_id", "stage", "subject", "minutes"),
        rows=tuple(
            (
                row["start_at"].isoformat(timespec="minutes"),
                row["person_id"],
                row["account_id"],
                row["stage"],
                row["subject"],
                None if row["whole_minutes"] is None else f"{row['whole_minutes'] / MINUTE_ONE:g}",
            )
            for row in listed
        ),
        source="activities",
        needs=NEEDS,
    )
