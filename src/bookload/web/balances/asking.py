"""What a form asks of a balance, and whom it may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bookload.base.errors import UsageError, unknown
from bookload.data import documents
from bookload.data.tables import unbound
from bookload.web.asked import Place, reader_at
from bookload.web.state import served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from bookload.base.access import Access

LONGEST_SEARCH = 600.0
SHORTEST_SEARCH = 0.1
MOST_MOVES = 1_000_000


def people(access: Access) -> list[tuple[str, str]]:
    """Return everybody by id with their name, in the order of names."""
    table = unbound("people").select("person_id", "name")
    rows = reader_at(Place(), access).collect(table).rows()
    found = {str(row["person_id"]): str(row["name"] or row["person_id"]) for row in rows}
    return sorted(found.items(), key=lambda each: (each[1], each[0]))


def scenarios() -> tuple[str, ...]:
    """Return the scenarios that a balance may be asked of."""
    return documents.scenario_names(served().root)


def asked(form: QueryDict, known: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what a form asks; raise `UsageError` for a number that is none, or somebody nobody knows."""
    ids = [identity for identity, _ in known]
    leavers, hire = [each for each in form.getlist("leaver") if each], form.get("hire", "") or None
    for each in (*leavers, *([hire] if hire else [])):
        if each not in ids:
            raise unknown("person", each, ids)
    scenario = form.get("scenario", "") or None
    if scenario is not None and scenario not in scenarios():
        raise unknown("scenario", scenario, scenarios())
    return {
        "orphans": form.get("orphans", "") != "",
        "leavers": leavers,
        "hire": hire,
        "most": _whole(form.get("most", "")),
        "seconds": _seconds(form.get("seconds", "")),
        "frontier": form.get("frontier", "") != "",
        "scenario": scenario,
    }


def in_words(said: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what was asked, in words."""
    parts = ["what nobody looks after"] if said["orphans"] else []
    parts += [f"what {names.get(each, each)} leaves" for each in said["leavers"]]
    parts += [f"a book for {names.get(said['hire'], said['hire'])}"] if said["hire"] else []
    words = ", ".join(parts) or "all books"
    words += "" if said["most"] is None else f"; at most {said['most']:,} moves"
    words += "" if said["scenario"] is None else f"; as scenario {said['scenario']} has it"
    return words[0].upper() + words[1:]


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(MOST_MOVES)) or int(text) > MOST_MOVES:
        raise UsageError(f"'{text[:40]}' is not a number of moves; write a whole number, or leave it empty")
    return int(text)


def _seconds(text: str) -> float | None:
    text = text.strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not SHORTEST_SEARCH <= seconds <= LONGEST_SEARCH:
        raise UsageError(
            f"'{text[:40]}' is not a time to search; write {SHORTEST_SEARCH:g} to {LONGEST_SEARCH:g} seconds"
        )
    return seconds
