"""Steps that could be one-to-many or automated: the same thing, for one account after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis
import ibis.expr.types as ir

from bookload.data.documents.policy import Effort as Terms
from bookload.data.reader import Reader
from bookload.metrics.effort.savings.candidate import Candidate, Way, by_hours, hours_a_month
from bookload.metrics.effort.savings.subjects import with_alike
from bookload.metrics.effort.shares import shared

OFTEN = 3
"""Times in a month below which nothing is a series."""
ENOUGH = 10
"""Sessions for several accounts from which the size of a group is measured."""
WRITTEN = ("e-mail", "email", "mail", "letter", "report", "in-app")
"""Channels by which something goes out without anybody being there."""

Key = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class GroupSize:
    """How many accounts a session for several has, and whether the log says so."""

    accounts: int
    measured: bool


def series(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return what was done three times or more in a month for single accounts, on the team's own initiative.

    Columns: kind, stage, subject (made alike), written (1 or 0: its channel is one of `WRITTEN`), month,
    times, accounts (different ones), minutes (x 10^4, the known ones). Unique by the first five. Inbound
    activities are left out: the customer chose when and what.
    """
    rows = shared(reader, spells)
    single = rows.filter(rows.place == "account", rows.among == 1)
    outbound = single.direction.lower().isin(["outbound", "out"])
    written = ibis.cases((single.channel.lower().isin(WRITTEN), 1), else_=0).cast("int64")
    ours = with_alike(single.mutate(written=written).filter(outbound))
    # By account first: an engine counts rows much faster than different names in many groups.
    each = ours.group_by("kind", "stage", "subject", "written", "month", "account_id").aggregate(
        times=ours.count(), minutes=ours.minutes.sum().fill_null(0).cast("int64")
    )
    summed = each.group_by("kind", "stage", "subject", "written", "month").aggregate(
        times=each.times.sum().cast("int64"),
        accounts=each.count(),
        minutes=each.minutes.sum().cast("int64"),
    )
    return summed.filter(summed.times >= OFTEN)


def group_sizes(reader: Reader) -> ir.Table:
    """Return the sessions for several accounts by kind and size: kind, among, sessions."""
    rows = shared(reader)
    several = rows.filter(rows.activities == 1, rows.among > 1)
    return several.group_by("kind", "among").aggregate(sessions=several.count())


def group_size(rows: Iterable[Mapping[str, Any]], terms: Terms) -> GroupSize:
    """Return the mean size of sessions for several accounts, whole; policy's where the log has too few."""
    listed = list(rows)
    sessions = sum(row["sessions"] for row in listed)
    if sessions < ENOUGH:
        return GroupSize(terms.group_size, measured=False)
    return GroupSize(max(2, sum(row["sessions"] * row["among"] for row in listed) // sessions), measured=True)


def one_to_many(rows: Iterable[Mapping[str, Any]], size: GroupSize, months: Fraction) -> list[Candidate]:
    """Return what was said in person, in a month, to a full session's accounts or more, each on its own.

    Of n times in a month, n / size sessions rounded up remain, each as long as one of the n.
    """
    source = "as sessions in this log have" if size.measured else "policy group_size"
    how = f"sessions of {size.accounts} accounts ({source}) in place of as many single ones, month by month"
    found: dict[Key, list[_Month]] = defaultdict(list)
    for row in rows:
        if not row["written"] and row["accounts"] >= size.accounts:
            times = row["times"]
            left = Fraction(-(-times // size.accounts), times)
            found[row["kind"], row["stage"], row["subject"]].append(_Month(times, row["minutes"], 1 - left))
    return _candidates("one_to_many", found, months, (size.measured, how))


def automated(rows: Iterable[Mapping[str, Any]], months: Fraction, terms: Terms) -> list[Candidate]:
    """Return what was written alike three times or more in a month, of which a machine could do a share."""
    how = "policy automated_share: what writes itself, assumed until it has been tried"
    found: dict[Key, list[_Month]] = defaultdict(list)
    for row in rows:
        if row["written"]:
            month = _Month(row["times"], row["minutes"], Fraction(terms.automated_share))
            found[row["kind"], row["stage"], row["subject"]].append(month)
    return _candidates("automate", found, months, (False, how))


@dataclass(frozen=True, slots=True)
class _Month:
    times: int
    minutes: int
    part: Fraction


def _candidates(
    way: Way, found: Mapping[Key, Iterable[_Month]], months: Fraction, source: tuple[bool, str]
) -> list[Candidate]:
    candidates, (measured, how) = [], source
    for (kind, stage, subject), dated in found.items():
        each = tuple(dated)
        minutes = sum(month.minutes for month in each)
        if not minutes:
            continue
        part = sum((month.minutes * month.part for month in each), Fraction(0)) / minutes
        times, hours = sum(month.times for month in each), hours_a_month(minutes, months)
        candidates.append(Candidate(way, kind, stage, subject, None, times, hours, part, measured, how))
    return sorted((each for each in candidates if each.part), key=by_hours)
