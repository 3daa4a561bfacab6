"""Which account-months ask for the same: the profiles of rows of days in stages, found all at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bookload.planning.journey.effort import Profile
from bookload.planning.journey.runs import DENSE, Ints
from bookload.planning.journey.stages import DayRows
from bookload.planning.journey.tasks import Task
from bookload.planning.journey.traits import UNKNOWN, Traits


def profiled(rows: DayRows, work: Sequence[Task], known: Traits) -> tuple[Ints, tuple[Profile, ...]]:
    """Return the number of each row's profile, and the profiles, in the order of their first rows."""
    fixed = _fixed(rows, known)
    names = [_names(work, stage) for stage in (*rows.stages, None)]
    counted = {
        name: _counted(name, names, rows, known) for name in sorted({name for each in names for name in each})
    }
    kind, first = _numbered([*fixed, *counted.values()], len(rows))
    codes = {name: column[first].tolist() for name, column in counted.items()}
    profiles = tuple(
        Profile(
            rows.months[month],
            rows.name(stage),
            known.segments.text(segment),
            known.touch_models.text(touch) or known.default_touch,
            tuple((name, known.named(name).value(codes[name][place])) for name in names[stage]),
        )
        for place, (month, stage, segment, touch) in enumerate(
            zip(*(column[first].tolist() for column in fixed), strict=True)
        )
    )
    return kind, profiles


def touch_codes(account: Ints, month: Ints, known: Traits) -> Ints:
    """Return the code of each account's touch model in a month that tells it (`Traits.months`).

    Who has none has that of the policy's default, if any.
    """
    code = known.touch_models.runs.at(account, month)
    texts = known.touch_models.texts
    default = texts.index(known.default_touch) if known.default_touch in texts else UNKNOWN
    return np.where(code == UNKNOWN, default, code)


def _fixed(rows: DayRows, known: Traits) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the month, stage, segment and touch model of each row, as codes from `UNKNOWN` on."""
    month = known.months(rows.months)[rows.month] if len(rows) else rows.month
    return (
        rows.month,
        rows.stage,
        known.segments.runs.at(rows.account, month),
        touch_codes(rows.account, month, known),
    )


def _counted(name: str, names: Sequence[tuple[str, ...]], rows: DayRows, known: Traits) -> Ints:
    """Return the code of a number in each row of a stage that counts by it; `names` by stage, none last."""
    counts = np.array([name in each for each in names])[rows.stage]
    codes = np.full(len(rows), UNKNOWN)
    if len(rows):
        days = known.days(rows.months)[rows.month[counts]]
        codes[counts] = known.named(name).codes(rows.account[counts], days)
    return codes


def _names(work: Sequence[Task], stage: str | None) -> tuple[str, ...]:
    """Return the names of the numbers that the time equations of a stage multiply."""
    return tuple(sorted({name for task in work if task.stage in (None, stage) for name, _ in task.per_unit}))


def _numbered(columns: Sequence[Ints], count: int) -> tuple[Ints, Ints]:
    """Return a number for each row, the same where all columns are, and the first row of each number."""
    kind, size = np.zeros(count, np.int64), 1
    for column in columns:
        width = int(column.max(initial=UNKNOWN)) + 2
        kind, size = kind * width + (column + 1), size * width
        if size > DENSE:
            values, kind = np.unique(kind, return_inverse=True)
            size = len(values)
    first = np.full(size, count)
    first[kind[::-1]] = np.arange(count)[::-1]
    order = np.argsort(first, kind="stable")
    order = order[first[order] < count]
    number = np.zeros(size, np.int64)
    number[order] = np.arange(len(order))
    return number[kind], first[order]
