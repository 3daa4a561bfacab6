"""Who was not spoken to: live accounts without recent contact, and renewals that come up on them.

Contact is any activity of the log for the account, whoever did it; what the log does not have, nobody knows.
A reader of one book knows of their own activities alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bookload.base.result import IN_QUANTA
from bookload.metrics.books.orphans import Held, held_today
from bookload.metrics.books.renewals import owned_renewals
from bookload.metrics.effort.recorded import last_activities, zone
from bookload.metrics.effort.shares import SEPARATOR

if TYPE_CHECKING:
    from bookload.data.reader import Reader

DAYS_A_MONTH = 28
"""Fewer than any month has: so many months ahead hold all days that are asked for."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A live account without recent contact: its owners' parts of its ARR, in quanta, and the last contact.

    `last` is None where the log has none; `due` is its next renewal, where it is listed for that.
    """

    account_id: str
    name: str
    owners: tuple[str, ...]
    arr: int = field(metadata=IN_QUANTA)
    last: date | None
    due: date | None = None


def last_contacts(reader: Reader) -> Mapping[str, date]:
    """Return the company's day of the last activity that the log has for each account by `as_of`."""
    read: list[dict[str, Any]] = reader.collect(last_activities(reader)).rows()
    found: dict[str, date] = {}
    for row in read:
        day = row["last"].astimezone(zone(reader)).date()
        for name in row["account_id"].split(SEPARATOR):
            account = name.strip()
            if account:
                found[account] = max(day, found.get(account, day))
    return found


def quiet(reader: Reader) -> tuple[Quiet, ...] | None:
    """Return the live accounts without contact for the policy's `quiet_days`, the largest first.

    None without a log: nobody was spoken to as far as is known, which says nothing.
    """
    if not reader.has("activities"):
        return None
    spoken, since = last_contacts(reader), reader.as_of - timedelta(days=reader.policy.monday.quiet_days)
    return tuple(each for each in _accounts(held_today(reader), spoken) if not _after(each.last, since))


def quiet_renewals(reader: Reader) -> tuple[Quiet, ...] | None:
    """Return the accounts whose renewal is due within `renewal_days`, or overdue, without recent contact.

    Those that come first are first; signed and automatic renewals are not waiting for anybody. None without
    a log.
    """
    if not reader.has("activities"):
        return None
    terms = reader.policy.monday
    renewals, _ = owned_renewals(reader, -(-terms.renewal_days // DAYS_A_MONTH))
    until = reader.as_of + timedelta(days=terms.renewal_days)
    dues: dict[str, date] = {}
    for row in renewals.rows:
        if row.due <= until and row.how in {"to_sign", "not_stated"}:
            dues[row.account_id] = min(row.due, dues.get(row.account_id, row.due))
    since = reader.as_of - timedelta(days=terms.recent_days)
    found = [
        Quiet(each.account_id, each.name, each.owners, each.arr, each.last, dues[each.account_id])
        for each in _accounts(held_today(reader), last_contacts(reader))
        if each.account_id in dues and not _after(each.last, since)
    ]
    return tuple(sorted(found, key=lambda each: (each.due or date.max, -each.arr, each.account_id)))


def _after(last: date | None, since: date) -> bool:
    return last is not None and last > since


def _accounts(held: Iterable[Held], spoken: Mapping[str, date]) -> tuple[Quiet, ...]:
    """Return each account with all its owners, the largest first."""
    found: dict[str, Quiet] = {}
    for each in held:
        known = found.get(each.account_id)
        owners = (*(known.owners if known else ()), *([each.owner_id] if each.owner_id else []))
        arr = each.arr + (known.arr if known else 0)
        found[each.account_id] = Quiet(each.account_id, each.name, owners, arr, spoken.get(each.account_id))
    return tuple(sorted(found.values(), key=lambda each: (-each.arr, each.account_id)))
