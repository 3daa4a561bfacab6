"""What changed since somebody's last visit, or in the last month: figures, rows, documents, and by whom."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bookload.base import audit
from bookload.base.access import Right
from bookload.base.errors import MissingDataError, WorkspaceError
from bookload.metrics.revenue.stocks import stock
from bookload.report.page import render_lists, topic
from bookload.report.terminal import table
from bookload.report.topics import changed
from bookload.report.topics.difference import HIDDEN_BY
from bookload.web.asked import reader_at
from bookload.web.documents.versions import CHANGED
from bookload.web.state import served
from bookload.workspace import changes_between
from bookload.workspace.kept import is_kept, kept
from bookload.workspace.paths import Folder
from bookload.workspace.questions.revenue import a_month_before

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.report.terminal import Part
    from bookload.web.asked import Place
    from bookload.web.home.visits import Look
    from bookload.workspace import Workspace

ROWS = 5
FILES = 3
TITLE = "What changed"


def told(place: Place, access: Access) -> Mapping[str, Any]:
    """Return what figures stand on at a place: how old the data is, and the parts of a look."""

    def made() -> bytes:
        reader = reader_at(place, access)
        rows = stock(reader).rows
        found = {
            "snapshot": reader.company.snapshot,
            "as_of": reader.as_of.isoformat(),
            "arr": str(rows[-1].arr if rows else 0),
            "documents": dict(reader.documents),
        }
        loaded = reader.manifest.loaded_at.isoformat() if reader.manifest else None
        through = reader.data_through.isoformat()
        return json.dumps({"look": found, "data_through": through, "loaded_at": loaded}).encode()

    found: dict[str, Any] = json.loads(kept(served().root, ("told", place), access, made, place.snapshot))
    days = {
        name: found[name] and datetime.fromisoformat(found[name]) for name in ("data_through", "loaded_at")
    }
    return {**found, **days}


def since(place: Place, access: Access, before: Look | None, *, wait: bool) -> Mapping[str, object]:
    """Return what changed since a look, or in a month without one: `lists` as HTML, and what people did.

    With `wait` False, what was not found out before is left to be asked for: `later` is True then.
    """
    key = _key(place, before)
    if not wait and is_kept(served().root, key, access, place.snapshot) is not True:
        return {"before": before, "later": True}
    found = json.loads(kept(served().root, key, access, lambda: _made(place, access, before), place.snapshot))
    return {"before": before, **found}


def _key(place: Place, before: Look | None) -> tuple[object, ...]:
    return ("since", place, before and (before.at, before.snapshot, before.as_of, before.arr))


def _made(place: Place, access: Access, before: Look | None) -> bytes:
    reader = reader_at(place, access)
    day = before.day if before else a_month_before(reader.as_of)
    try:
        parts = _parts(reader, before, day)
    except (MissingDataError, WorkspaceError) as error:
        # There may be no month before, or nobody may have kept the rows of then.
        parts = [str(error)]
    lists = render_lists(topic(reader, TITLE, (), parts))
    return json.dumps({"lists": lists, "day": day.isoformat(), "events": _events(reader, before)}).encode()


def _parts(reader: Workspace, before: Look | None, day: date) -> Sequence[Part]:
    own = before is not None and not reader.access.chosen
    snapshot = before.snapshot if before else None
    found = reader.since(day, snapshot, int(before.arr) if before and own else None)
    parts = changed.tables(found, reader.policy.company.currency, ROWS)
    rows = _rows(reader, snapshot) if snapshot else None
    return [*parts, rows] if rows is not None else parts


def _rows(reader: Workspace, snapshot: str) -> Part | None:
    """Return how many rows an import changed, table by table, to readers of all of them."""
    now = reader.company.snapshot
    if now is None or now == snapshot or not reader.access.sees_all_rows or reader.access.chosen:
        return None
    hidden = {word for right, word in HIDDEN_BY.items() if not reader.access.allows(right)}
    changes = changes_between(served().root, snapshot, now).without(hidden)
    rows = [
        [name, *(f"{each.num_rows:,}" for each in (of.added, of.removed, of.after))]
        for name, of in changes.tables.items()
    ]
    return (
        table("Rows that imports changed", ["table", "added", "removed", "changed"], rows) if rows else None
    )


def _events(reader: Workspace, before: Look | None) -> list[str]:
    """Return who imported what, and who changed which document; to readers of everything, names and all."""
    if before is None or not reader.access.rights >= {Right.ALL_ROWS, Right.PERSON_NAMES}:
        return []
    begun = datetime.fromisoformat(before.at)
    found, changed_here = [], set[str]()
    for _, entry in audit.legible(Folder(served().root).audit):
        if entry is None or datetime.fromisoformat(entry.at) <= begun:
            continue
        if entry.what == "import":
            found.append(f"{entry.who} imported {_listed(entry.detail.get('files'))}")
        elif entry.what == CHANGED:
            name = str(entry.detail.get("document"))
            changed_here.add(name)
            found.append(f"{entry.who} changed {name}")
    elsewhere = {
        name
        for name in {*before.documents, *reader.documents}
        if before.documents.get(name) != reader.documents.get(name)
    }
    found += [f"{name} was changed outside the app" for name in sorted(elsewhere - changed_here)]
    return list(dict.fromkeys(found))


def _listed(files: object) -> str:
    names = sorted(str(name) for name in files.values()) if isinstance(files, Mapping) else []
    more = f" and {len(names) - FILES} more" if len(names) > FILES else ""
    return f"{', '.join(names[:FILES])}{more}" or "rows"
