"""Since when there is capacity to speak of: the data begins one day, and owners may be known later yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from bookload.base.errors import Finding, UsageError
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.revenue.known import end_known
from bookload.planning.capacity.carriers import Owned
from bookload.planning.journey.roster import Roster


def demand_known(reader: Reader) -> None:
    """Raise `UsageError` if `as_of` is before the data: nothing known is not nothing asked.

    Of months ahead as well, which are those of the accounts that are there at `as_of`.
    """
    if not end_known(reader, Month.of(reader.as_of)):
        raise UsageError(
            f"the data does not know {reader.as_of}: it begins on {reader.known_from}; name that day or a "
            "later one, or import older rows"
        )


def owners_known_from(accounts: Roster, owned: Mapping[str, Owned], known_from: date | None) -> date | None:
    """Return the first day that owners are known on, None where that is from the beginning.

    This is the day that the data begins, if it does. Else it is the first day of all ownership, if more than
    half of the accounts that were live on the day before have an owner from it on: somebody wrote down who
    owned what on that day, and nobody knows who did before.
    """
    if known_from is not None:
        return known_from
    first = min((int(rows.start.min()) for rows in owned.values() if len(rows.start)), default=None)
    if first is None:
        return None
    live = accounts.live_on(first - 1)
    on_it = [rows.account[rows.start == first] for rows in owned.values()]
    listed = np.intersect1d(np.concatenate(on_it), live)
    return date.fromordinal(first) if 2 * len(listed) > len(live) else None


def left_out(began: date | None, known_from: date | None) -> tuple[Finding, ...]:
    """Return a note that months are left out because owners are known from a day on."""
    if began is None or began == known_from:
        return ()
    return (
        Finding(
            code="owners_known_from",
            message=f"who owns which account is known from {began} on; earlier months have no capacity",
            remedy="Import ownership with its dates, or import again as time goes by",
            severity="note",
            table="ownership",
            column="start_date",
            value=str(began),
        ),
    )
