"""Hours opened: to the accounts, steps and single activities that they are made of."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.access import Right
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR
from bookload.metrics.effort.shares import shared
from bookload.metrics.effort.sides import side_rows
from bookload.report.explain.explanation import Cell, Explanation, Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.reader import Reader
    from bookload.metrics.effort.sides import SideRow

DEFINITION = (
    "The hours that the log records by the date: minutes as stated, else from start to end; an activity for "
    "several accounts gives each its share, the first what is left."
)
FORMULA = "Σ minutes of activities ÷ 60"
NEEDS = frozenset({Right.TIME_PERSON})
PLACES = 2


def hours(reader: Reader, subject: str | None) -> Explanation:
    """Return the hours of all, by what they were for; or of one account, opened to its activities.

    Needs the right to the time of single people. An account without any activity has 0 hours.
    """
    reader.access.demand(NEEDS, "hours of effort")
    return _of_account(reader, subject) if subject is not None else _of_all(reader)


def _of_all(reader: Reader) -> Explanation:
    rows = side_rows(reader, "activity").rows
    count = sum(row.activities for row in rows)
    kinds = _side(rows, "kind", f"{count:,} activities, by kind and what they were for")
    accounts = sorted(
        side_rows(reader, "account").rows, key=lambda row: (-row.minutes, row.key or "", row.place)
    )
    text = "The same by account, those with the most first; --for opens one to its activities"
    steps = (kinds, _side(accounts, "account_id", text))
    return Explanation("hours", None, kinds.total, DEFINITION, FORMULA, steps)


def _side(rows: Sequence[SideRow], side: str, text: str) -> Step:
    """Return the hours of one side of the log; all sides come to the same."""
    shown = adding_up([_exact(row.minutes) for row in rows], PLACES)
    return Step(
        text=text,
        columns=(side, "what for", "activities", "of unknown length", "hours"),
        rows=tuple(
            (row.key, row.place, row.activities, row.unknown, hours)
            for row, hours in zip(rows, shown, strict=True)
        ),
        source="activities",
        total=_hours(sum(row.minutes for row in rows)),
        needs=NEEDS,
    )


def _of_account(reader: Reader, account_id: str) -> Explanation:
    found = shared(reader)
    listed: list[dict[str, Any]] = reader.collect(
        found.filter(found.account_id == account_id).select(
            "start_at", "kind", "stage", "person_id", "among", "whole_minutes", "minutes"
        )
    ).rows()
    rows = sorted(listed, key=lambda row: (row["start_at"], row["kind"], row["person_id"]))
    known = [row["minutes"] for row in rows if row["minutes"] is not None]
    value = _hours(sum(known))
    minutes = number(Fraction(sum(known), MINUTE_ONE), 4)
    step = Step(
        text=f"The {len(rows)} activities for {account_id}; {len(rows) - len(known)} are of unknown length",
        columns=("start_at", "kind", "stage", "person_id", "accounts", "minutes", "its share"),
        rows=tuple(_cells(row) for row in rows),
        source="activities",
        total=f"{minutes} minutes",
        needs=NEEDS,
    )
    return Explanation("hours", account_id, value, DEFINITION, FORMULA, (step,))


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        row["start_at"].isoformat(timespec="minutes"),
        row["kind"],
        row["stage"],
        row["person_id"],
        row["among"],
        _minutes(row["whole_minutes"]),
        _minutes(row["minutes"]),
    )


def _minutes(took: int | None) -> str | None:
    return None if took is None else number(Fraction(took, MINUTE_ONE), 4)


def _exact(minutes: int) -> Fraction:
    return Fraction(minutes, MINUTE_ONE * MINUTES_AN_HOUR)


def _hours(minutes: int) -> str | None:
    return number(_exact(minutes), PLACES)
