"""Learnt minutes opened: an activity's rows by segment and account, what pooling makes of them, why kept."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.errors import unknown
from bookload.planning.journey.calibration import calibrate
from bookload.planning.journey.calibration.accounts import logged_accounts
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.journey.calibration import ActivityMinutes, Calibration

DEFINITION = (
    "The minutes that one delivery of an activity takes on average in its segment, learnt from the log; an "
    "estimate: P10, mode and P90 of that mean."
)
FORMULA = "θ = B × log of the own robust mean + (1 − B) × (μ + stage), averaged over what B may be"
NEEDS = frozenset({Right.TIME_PERSON})
PLACES = 1
MINUTE_PLACES = 4


def minutes(reader: Reader, subject: str | None) -> Explanation:
    """Return the learnt minutes of an activity of the journey (`subject`), or of all, opened to segments.

    An activity opens down to the accounts whose logged rows it is learnt from. Needs the right to the time
    of single people. Raises `UsageError` for an activity that the journey does not have.
    """
    reader.access.demand(NEEDS, "learnt minutes")
    names = [activity.name for activity in reader.journey.activities]
    if subject is not None and subject not in names:
        raise unknown("activity", subject, names)
    found = calibrate(reader)
    rows = [row for row in found.activities if subject in (None, row.activity)]
    value = _words(rows[0]) if subject is not None else None
    accounts = () if subject is None else tuple(_accounts(reader, row) for row in rows if row.count)
    return Explanation("minutes", subject, value, DEFINITION, FORMULA, (*_steps(found, rows), *accounts))


def _accounts(reader: Reader, row: ActivityMinutes) -> Step:
    """Return the accounts of an activity's rows; their minutes sum to what was logged of it."""
    found = logged_accounts(reader, row.number)
    minutes = [Fraction(str(round(each.minutes, MINUTE_PLACES))) for each in found]
    shown = adding_up(minutes, PLACES)
    return Step(
        text=f"The {row.count:,} logged rows of {', '.join(row.kinds)} in {row.stage} by account; `bookload "
        "explain hours --for ACCOUNT` opens one to its activities",
        columns=("account_id", "segment", "logged", "minutes", "mean"),
        rows=tuple(
            (each.account_id, each.segment, each.count, text, f"{each.minutes / each.count:.1f}")
            for each, text in zip(found, shown, strict=True)
        ),
        source="activities",
        total=f"{number(sum(minutes, Fraction(0)), PLACES)} minutes",
        needs=NEEDS,
    )


def _steps(found: Calibration, rows: list[ActivityMinutes]) -> tuple[Step, ...]:
    numbers = {row.number for row in rows}
    activities = Step(
        text="Minutes of each activity, as the journey has them and as learnt; or why they are kept",
        columns=("activity", "logged", "journey", "learnt", "kept because"),
        rows=tuple(
            (row.activity, row.count, f"{row.was.likely:.1f}", _words(row), row.held_back) for row in rows
        ),
        source="journey.toml",
        needs=NEEDS,
    )
    segments = Step(
        text="By segment: the robust mean of its own rows, and how much of the estimate that is",
        columns=("activity", "segment", "logged", "own mean", "learnt", "weight"),
        rows=tuple(
            (
                row.activity,
                row.segment,
                row.count,
                None if row.mean is None else f"{row.mean:.1f}",
                f"{row.learnt.band.likely:.1f}",
                f"{row.weight:.2f}",
            )
            for row in found.segments
            if row.number in numbers
        ),
        source="activities",
        needs=NEEDS,
    )
    return activities, segments


def _words(row: ActivityMinutes) -> str | None:
    return None if row.base is None else " / ".join(f"{each:.1f}" for each in row.base)
