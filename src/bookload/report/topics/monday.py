"""What is worth a look this week, as a document and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bookload.report.document import Document, Json, arr_text
from bookload.report.figures import annual, percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.metrics.books.orphans import Orphan
    from bookload.metrics.effort.contact import Quiet
    from bookload.planning.capacity import PersonLoad
    from bookload.report.monday import Monday

NO_LOG = "Contact is n/a: import activities or calendars, and accounts that nobody spoke to are listed here."
NEXT = {
    "unassigned": "give it an owner",
    "left": "hand it over: its owner has left",
    "empty_pool": "give the pool a member",
}
MOST = 12

Names: TypeAlias = "Mapping[str, str] | None"
"""What owners are called; None for who may not know."""


def body(found: Monday) -> Document:
    """Return the list as JSON; loads of people are absent without the right to their time."""
    loads: dict[str, Json] = {} if found.loads is None else {"loads": [_load(each) for each in found.loads]}
    return {
        "data_through": found.data_through.isoformat(),
        "renewals": _quiet(found.renewals, found),
        "quiet": _quiet(found.quiet, found),
        "orphans": [
            {
                "account_id": each.account_id,
                **({"owner_id": each.owner_id or None} if found.names is not None else {}),
                "why": each.why,
                "arr": arr_text(each.arr),
            }
            for each in found.orphans
        ],
        **loads,
    }


def _quiet(rows: tuple[Quiet, ...] | None, found: Monday) -> Json:
    if rows is None:
        return None
    return [
        {
            "account_id": each.account_id,
            **({"owners": [*each.owners]} if found.names is not None else {}),
            "arr": arr_text(each.arr),
            "last_contact": each.last.isoformat() if each.last else None,
            "due": each.due.isoformat() if each.due else None,
        }
        for each in rows
    ]


def _load(each: PersonLoad) -> Json:
    return {
        "person_id": each.person_id,
        "month": str(each.month),
        "utilisation": None if each.utilisation is None else float(each.utilisation),
        "load": each.load,
    }


def tables(found: Monday, currency: str, most: int = MOST) -> list[Part]:
    """Return the lists that have anything in them, the first rows of each, with what to do next."""
    parts: list[Part] = []
    if found.renewals is None or found.quiet is None:
        parts.append(NO_LOG)
    if found.loads:
        parts.append(_loads(found.loads, most, found.names or {}))
    if found.renewals:
        parts.append(_renewals(found.renewals, currency, most, names=found.names))
    if found.orphans:
        parts.append(_orphans(found.orphans, currency, most, names=found.names))
    if found.quiet:
        parts.append(_silent(found.quiet, currency, most, names=found.names))
    if not parts:
        parts.append("Nothing is waiting: no load above the target, no silence, nobody's account.")
    return parts


def _loads(rows: tuple[PersonLoad, ...], most: int, names: Mapping[str, str]) -> Part:
    shown = [
        [
            names.get(each.person_id, each.person_id),
            str(each.month),
            percent(each.utilisation, 0),
            each.load,
            "move accounts, or cover",
        ]
        for each in rows[:most]
    ]
    columns = ["who", "month", "hours asked", "load", "what next"]
    return table(_title("Load above the target", rows, most), columns, shown, text_columns=2)


def _renewals(rows: tuple[Quiet, ...], currency: str, most: int, *, names: Names) -> Part:
    shown = [
        [
            each.name,
            *_owners(each.owners, names=names),
            each.due.isoformat() if each.due else None,
            _day(each),
            annual(each.arr, currency),
            "call before it renews",
        ]
        for each in rows[:most]
    ]
    columns = [
        "account",
        *(["owner"] if names is not None else []),
        "renews",
        "last contact",
        f"ARR {currency}",
        "what next",
    ]
    return table(
        _title("Renewals without recent contact", rows, most),
        columns,
        shown,
        text_columns=1 + (names is not None),
    )


def _silent(rows: tuple[Quiet, ...], currency: str, most: int, *, names: Names) -> Part:
    shown = [
        [
            each.name,
            *_owners(each.owners, names=names),
            _day(each),
            annual(each.arr, currency),
            "get in touch",
        ]
        for each in rows[:most]
    ]
    columns = [
        "account",
        *(["owner"] if names is not None else []),
        "last contact",
        f"ARR {currency}",
        "what next",
    ]
    return table(
        _title("Not contacted for long", rows, most), columns, shown, text_columns=1 + (names is not None)
    )


def _orphans(rows: tuple[Orphan, ...], currency: str, most: int, *, names: Names) -> Part:
    shown = [
        [each.name, *_owners((each.owner_id,), names=names), annual(each.arr, currency), NEXT[each.why]]
        for each in rows[:most]
    ]
    columns = ["account", *(["owner"] if names is not None else []), f"ARR {currency}", "what next"]
    return table(
        _title("Nobody looks after", rows, most), columns, shown, text_columns=1 + (names is not None)
    )


def _title(words: str, rows: tuple[object, ...], most: int) -> str:
    return f"{words}: {len(rows):,}" + (f", the first {most}" if len(rows) > most else "")


def _day(each: Quiet) -> str:
    return each.last.isoformat() if each.last else "never"


def _owners(owners: tuple[str, ...], *, names: Names) -> list[str]:
    """Return the cell of the owners, where the reader may know them."""
    if names is None:
        return []
    return [", ".join(names.get(owner, owner) for owner in owners if owner) or "nobody"]
