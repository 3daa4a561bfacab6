"""The scenarios of a workspace as a reader may see them: pay is read by who may, and its hash is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import audit
from bookload.base.access import Right
from bookload.base.errors import UsageError, unknown
from bookload.data import documents
from bookload.planning.plan.scenarios import WhatIf
from bookload.workspace.paths import existing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from bookload.base.access import Access
    from bookload.data.documents import ScenarioPay

LOGGED = "scenario pay"


def read_what_ifs(
    root: Path, names: Sequence[str], access: Access, *, now: datetime, who: str
) -> tuple[WhatIf, ...]:
    """Return scenarios by the names of their files, all where none is named.

    The pay beside one is read by who has the right to single salaries, and by nobody else; the audit keeps
    its hash alone, once for each text. Raises `UsageError` for a scenario that is not there.
    """
    there = {each.path.stem: each.content for each in documents.read_scenarios(root)}
    if not there:
        raise UsageError(
            f"there are no scenarios in {root / 'scenarios'}; write one (docs: Compare scenarios)"
        )
    found = []
    for name in names or sorted(there):
        if name not in there:
            raise unknown("scenario", name, there)
        pay, withheld = _pay(root, name, access, now, who)
        found.append(WhatIf(name, there[name], pay, withheld))
    return tuple(found)


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
