"""The scenarios of a workspace as a reader may see them: pay is read by who may, and its hash is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import audit
from bookload.base.access import Right
from bookload.base.errors import DocumentError, UsageError, unknown
from bookload.data import documents
from bookload.planning.plan.scenarios import KEYS, Broken, WhatIf
from bookload.workspace.paths import existing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bookload.base.access import Access
    from bookload.data.documents import ScenarioPay

LOGGED = "scenario pay"


def read_what_ifs(
    root: Path, names: Sequence[str], access: Access, *, now: datetime, who: str
) -> tuple[tuple[WhatIf, ...], tuple[Broken, ...]]:
    """Return scenarios by the names of their files, all where none is named, and those that do not read.

    The pay beside one is read by who has the right to single salaries, and by nobody else; the audit keeps
    its hash alone, once for each text. Raises `UsageError` for a scenario that is not there, and
    `DocumentError` for one that is named and does not read.
    """
    there = documents.scenario_names(root)
    if not there:
        raise UsageError(
            f"there are no scenarios in {root / 'scenarios'}; write one (docs: Compare scenarios)"
        )
    found, broken = [], []
    for name in names or there:
        if name not in there:
            raise unknown("scenario", name, there)
        try:
            document = documents.read_scenario(root, name)
            pay, withheld = _pay(root, name, access, now, who)
        except DocumentError as error:
            if names:
                raise
            broken.append(Broken(name, str(error)))
            continue
        found.append(WhatIf(name, document.content, pay, withheld, _lines(document.text)))
    return tuple(found), tuple(broken)


def _lines(text: str) -> Mapping[str, int]:
    """Return the line that each part of a scenario begins on."""
    found = {
        part: [line for key in keys if (line := documents.line_of(text, (key,)))]
        for part, keys in KEYS.items()
    }
    return {part: min(lines) for part, lines in found.items() if lines}


def _pay(root: Path, name: str, access: Access, now: datetime, who: str) -> tuple[ScenarioPay | None, bool]:
    """Return the pay beside a scenario, and whether there is one that the reader may not know of."""
    if not access.allows(Right.PAY_PERSON):
        return None, documents.has_scenario_pay(root, name)
    document = documents.read_scenario_pay(root, name)
    if document is None:
        return None, False
    log = existing(root).audit
    detail = {"scenario": name, "sha256": document.hash}
    if not any(entry.what == LOGGED and entry.detail == detail for entry in audit.read(log)):
        audit.append(log, at=now, who=who, what=LOGGED, detail=detail)
    return document.content, False
