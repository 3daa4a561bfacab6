"""What subscriptions became, a row a subscription and day: the last of the day where the sheet has times."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow.compute as pc

from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.doubts.without import without
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.values import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.base.errors import Finding

TABLE = "subscription_events"
EARLIER, UNTOLD = "earlier-that-day", "several-states-a-day"


def build(filled: Filled) -> Built:
    """Return the rows; of several of one subscription on one day those that another follows count not.

    Which is the last is told by their times alone, in the company's zone where they name none. Different
    states that no time tells apart are an error: the order of rows in a file means nothing. The same
    state twice stays, and is refused as a key that comes twice.
    """
    out: set[int] = set()
    untold: list[Finding] = []
    times = _Times(filled)
    for rows in _several(filled):
        last = times.last(rows)
        states = filled.get("status").take(last)
        if len(pc.unique(states)) > 1:
            untold.append(_untold(filled, last))
            out |= set(rows[1:])
        out |= set(rows) - set(last)
    findings = [*filled.findings, *untold]
    if out and not untold:
        message = "rows have another of their subscription later that day: a day's last state counts"
        place = Place(min(out), "at", count=len(out))
        findings.append(filled.finding(EARLIER, message, "Nothing needs to be done.", "note", place))
    kept = without(filled, out)
    return Built({TABLE: rows_of(TABLE, kept, kept.values)}, tuple(findings))


def _several(filled: Filled) -> list[list[int]]:
    """Return the rows of each subscription and day that has more than one."""
    days, which = filled.get("at"), filled.get("subscription_id")
    found: dict[tuple[object, object], list[int]] = defaultdict(list)
    for row, key in enumerate(zip(which.to_pylist(), days.to_pylist(), strict=True)):
        if None not in key:
            found[key].append(row)
    return [rows for rows in found.values() if len(rows) > 1]


class _Times:
    """The instants of a sheet's rows, each text read once."""

    def __init__(self, filled: Filled) -> None:
        column = filled.guess.columns.get("at")
        self.column = column
        self.zone = ZoneInfo(filled.policy.company.time_zone)
        self.order = filled.guess.mapping.date_order.get(column.header, "dmy") if column else "dmy"
        self.apart = column is not None and not dates.all_at_midnight(column.cells.texts, self.order)

    def last(self, rows: Sequence[int]) -> list[int]:
        """Return the latest of rows by their time; all of them where one has none."""
        if not self.apart:
            return list(rows)
        instants = {row: at for row in rows if (at := self._at(row))}
        if len(instants) < len(rows):
            return list(rows)
        latest = max(instants.values())
        return [row for row in rows if instants[row] == latest]

    def _at(self, row: int) -> datetime | None:
        assert self.column is not None  # noqa: S101 - asked only where the sheet has times
        cells = self.column.cells
        moment = dates.read(cells.texts[int(cells.index[row])].text, self.order)
        if moment is None or moment.at is None:
            return None
        at = moment.at if moment.at.tzinfo else moment.at.replace(tzinfo=self.zone)
        return at.astimezone(UTC)


def _untold(filled: Filled, rows: Sequence[int]) -> Finding:
    """Return the error about rows of one day that differ, none of which is known to be the last."""
    numbers, states = filled.guess.view.sheet.row_numbers, filled.get("status")
    first, *others = rows
    other = next(row for row in others if states[row] != states[first])
    subscription = filled.get("subscription_id")[first].as_py()
    message = (
        f"row {numbers[first]} and row {numbers[other]} say that {subscription} became "
        f"{_and(states.take([first, other]).to_pylist())} on {filled.get('at')[first]}, and no time says "
        "which was the last"
    )
    remedy = (
        "Export the column with its time of day (2026-02-01 14:30), or leave in only the row with the state "
        "at the end of the day; the order of rows is not trusted."
    )
    return filled.finding(UNTOLD, message, remedy, at=Place(other, "at"))


def _and(states: Iterable[object]) -> str:
    return " and ".join(str(state or "(empty)") for state in states)
