"""The Monday page's list: what is worth a look this week, each with its owner and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.base.access import Right, needs
from bookload.base.period import Month
from bookload.metrics.books.orphans import Orphan, orphans
from bookload.metrics.effort.contact import Quiet, quiet, quiet_renewals
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools
from bookload.planning.capacity import PersonLoad, capacity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bookload.data.reader import Reader


@dataclass(frozen=True)
class Monday:
    """What is worth a look; None where the data cannot tell, or the reader may not know.

    `names` are those of owners, None for a reader who may not know who owns what. `loads` are those above the
    target in the months ahead, of single people.
    """

    as_of: date
    data_through: date
    renewals: tuple[Quiet, ...] | None
    quiet: tuple[Quiet, ...] | None
    orphans: tuple[Orphan, ...]
    names: Mapping[str, str] | None
    loads: tuple[PersonLoad, ...] | None = field(default=None, metadata=needs(Right.TIME_PERSON))


def monday(reader: Reader) -> Monday:
    """Return what is worth a look on `as_of`."""
    return Monday(
        as_of=reader.as_of,
        data_through=reader.data_through,
        renewals=quiet_renewals(reader),
        quiet=quiet(reader),
        orphans=orphans(reader),
        names=_names(reader) if reader.access.allows(Right.PERSON_NAMES) else None,
        loads=_loads(reader),
    )


def _names(reader: Reader) -> Mapping[str, str]:
    """Return what people and pools are called, where they are called anything."""
    people = {each: of.name for each, of in staff(reader).people.items()}
    return {each: name for each, name in {**pools(reader).names, **people}.items() if name}


def _loads(reader: Reader) -> tuple[PersonLoad, ...] | None:
    """Return who is above the target in the months ahead, the fullest first; None for who may not know."""
    access = reader.access
    if access.chosen or not (access.sees_all_rows and access.allows(Right.TIME_PERSON)):
        return None  # what some accounts ask of somebody is not their load
    today = Month.of(reader.as_of)
    found = [
        load
        for load in capacity(reader, reader.policy.monday.months_ahead).people or ()
        if load.month > today and load.load in {"tight", "overload"}
    ]
    return tuple(sorted(found, key=lambda load: (load.month, -(load.utilisation or 0), load.person_id)))
